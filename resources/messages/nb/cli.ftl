# Hva som ikke kan gjøres slik en kommando ber om.

cli-compare-with-catalogue = --compare tar to rapporter og ingen katalog; utelat én av delene.
cli-contexts-or-default = Oppgi enten --contexts FILE.csv eller --default-contexts.
cli-demo-folder-not-empty = { $folder } inneholder andre ting; oppgi en ny mappe for demoen.
cli-export-or-import = Oppgi enten --export FILE eller --import FILE.
cli-image-unknown = { $image } er ikke et bilde i denne katalogen; rescan finner nye.
cli-label-unknown = Det finnes ingen merkelapp «{ $label }»; kommandoen labels viser alle.
cli-merge-into-itself = Oppgi en annen merkelapp enn den det skal slås sammen med.
cli-names-not-agreed = { $names } navn er det ikke gitt samtykke til å sende til { $host }; --preview viser dem, --agree samtykker og sender dem.
cli-neither-command-nor-catalogue = Det finnes verken en kommando eller en katalog som heter { $name }; --help viser kommandoene, create lager en katalog.
cli-no-catalogue-nor-backup = Det finnes ingen katalog { $catalogue }, og ingen sikkerhetskopi av den.
cli-no-display = Det finnes ingen skjerm å åpne et vindu på; --help viser kommandoene.
cli-no-language-code = { $language } er ingen språkkode; skriv den som en, no eller de.
cli-no-such-folder = Det finnes ingen mappe { $folder } med bilder i arkivet.
cli-no-such-image = Katalogen har ikke noe bilde { $image }, og det finnes ingen slik fil; oppgi stien under { $folder }, eller stien til en hvilken som helst bildefil.
cli-no-such-label = Det finnes ingen merkelapp { $label } i katalogen.
cli-text-without-image = --text sier hva som sies om et bilde: oppgi bildet med --image.
cli-nothing-to-evaluate = Oppgi katalogen som skal evalueres, eller to rapporter med --compare.
cli-nothing-to-search-for = Oppgi hva det skal søkes etter: ord, eller et bilde med --like.
cli-other-archive = { $catalogue } beskriver et annet arkiv, { $folder }; velg et annet navn, eller fortell hvor det arkivet er nå med rescan --archive-dir.
cli-provider-has-no-keys = { $provider } bruker ikke nøkler.
cli-report-folder-missing = Oppgi mappen til rapporten med --out.
cli-sample-language-unknown = Eksempelarkivet har ingen merkelapper på «{ $language }»; velg en, { $languages }.
cli-saved-search-alone = --saved åpner et søk slik det ble lagret; utelat ord, --like, --label, --folder og --status.
cli-captions-need-words = Bildetekster søkes etter ord; oppgi noen, uten minus foran.
cli-captions-not-agreed = { $captions ->
        [one] 1 bildetekst er ikke godkjent
       *[other] { NUMBER($captions, useGrouping: 0) } bildetekster er ikke godkjent
    } for å sendes til { $host }; --preview viser dem, --agree godkjenner og sender dem.
cli-captions-one-thing = captions gjør én ting om gangen: --import, --find, --image eller --rebuild-index.

cli-no-backup = { $catalogue } har ingen sikkerhetskopi; kommandoen backups viser hva som finnes.
cli-no-such-backup = { $catalogue } har ingen sikkerhetskopi som heter { $backup }; kommandoen backups viser hva som finnes.
cli-nothing-to-undo = Det er ingenting å angre.
cli-nothing-to-redo = Det er ingenting å gjøre om.
cli-preview-of-what = --preview forteller hva --accept-certain ville gjort; oppgi begge.
cli-rules-none = Ingen merkelapp har en slik regel. Gi merkelapper regler med --rules FIL, eller på siden Merkelapper.
cli-rules-one-thing = Oppgi én av --rules, --withdraw og --export; --preview hører til de to første.
cli-one-way-for-files = Oppgi én av --move-to, --trash og --put-back.
cli-export-saved-alone = --saved tar bildene i et lagret søk; utelat --filter, --label og --folder.
cli-export-saved-meaning = Det lagrede søket «{ $name }» ordner alle bilder etter mening og utelater ingen; eksporter et som går etter navn og vilkår.
cli-sidecars-copied = Denne katalogen er en kopi, og bildene er også bildene til { $catalogue }, som ville finne dem endret; skriv derfra, eller legg til --from-copy.
cli-sidecars-one-of = Oppgi én av --preview, --write, --undo og --drop-originals.
cli-sidecars-embed-first = --drop-originals gjelder bildene som --embed har skrevet i; oppgi den også.
cli-sidecars-embed-or-sync = --sync leser sidefiler; det andre har skrevet i bildene, leses når arkivet leses. Oppgi --embed eller --sync, ikke begge.
cli-sidecars-captions-beside = Bildetekster skrives bare i sidefiler. Oppgi --captions eller --embed, ikke begge.
cli-sidecars-sync-first = --accept og --decline svarer på det som --sync viser; oppgi den også.
cli-sidecars-accept-or-decline = Oppgi --accept eller --decline, ikke begge.
cli-captions-evaluate-out = --evaluate og --out DIR hører sammen: oppgi mappen for rapporten.
cli-output-unwritable = Kan ikke skrive til standard ut: { $reason }.
cli-ending-unknown = { $file } slutter ikke på noe format som skrives her; la den slutte på { $endings }.
cli-one-on-standard-output = En tabell til - og dokumentet fra --json ville begge skrives til standard ut; bruk én av dem.
cli-one-table-on-standard-output = Flere tabeller ville skrives til standard ut; oppgi filer for de andre.
cli-json-behind-command = --json står bak kommandoen det gjelder.
cli-completion-not-installed = Et skall fullfører kommandoen nabolag, som finnes når programmet er installert.
cli-accept-uncalibrated = Forslagene har ingen sannsynligheter ennå: kjør suggest --tune, som måler dem på merkede bilder.
cli-argument-no-text = Et argument inneholder bytes som ikke er UTF-8-tekst, noe bare stier kan; skriv det på nytt.
cli-folder-empty = --folder er tom; nevn en mappe under arkivet, eller . for hele arkivet.
cli-no-list-of-images = { $file } er ingen liste over bilder: en slik er tekst med én sti per linje.
cli-no-images-named = Nevn bildene: som argumenter, eller i en fil med --images.
cli-folder-on-standard-output = { $format } skriver en mappe, og den er det ikke plass til i standard ut; nevn en mappe.
cli-question-answer-odd = «{ $answer }» er ikke noe svar. Si yes, no, unsure eller none.
cli-question-say-complete = Si for hvilke bilder merkelappen er fullstendig: --folder, --label, --status reviewed eller --all. En merkelapp som mangler, er et nei bare der noen har sett etter.
cli-question-unknown = Spørsmålet «{ $question }» finnes ikke. De som finnes: { $known }.
