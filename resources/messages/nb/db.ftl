# Hvorfor en katalog ikke kan åpnes, endres eller gjenopprettes.

alias-gone = «{ $name }» er ikke et alias for «{ $label }». Last merkelappene på nytt.
archive-no-folder = { $folder } er ikke en mappe. Velg mappen med bildene.
backup-not-sound = Kopien { $path } er ikke i orden og blir derfor ikke brukt. Velg en annen sikkerhetskopi, og kontroller disken og katalogen.
backup-unwritable = Ingenting kunne skrives til { $folder } ({ $reason }). Frigjør plass eller gi skrivetilgang, og prøv igjen.
caption-empty = En bildetekst trenger ord. Skriv minst ett.
caption-gone = Denne bildeteksten finnes ikke lenger i katalogen. Se på bildet på nytt.
caption-there-already = Bildet har allerede denne bildeteksten. Endre den, eller skriv en annen.
caption-too-long = En bildetekst kan ha { NUMBER($most, useGrouping: 0) } tegn; denne har { NUMBER($characters, useGrouping: 0) }. Gjør den kortere.
catalogue-changed-while-restoring = { $path } ble endret mens den skulle erstattes, så den ble latt være som den er. Lukk den overalt, og gjenopprett så.
catalogue-empty = { $path } er tom. Gjenopprett en sikkerhetskopi av katalogen, eller slett filen og lag katalogen på nytt.
catalogue-exists = { $path } finnes fra før. Åpne den, eller velg et annet navn på den nye katalogen.
catalogue-has-programs = { $path } inneholder deler som kjører av seg selv og ikke er Nabolags ({ $names }), så den ble ikke åpnet. Be den du fikk den av, om en annen kopi, eller hent tilbake en sikkerhetskopi.
catalogue-inside-archive = { $path } ville ligge i arkivet, som det aldri skrives til. Velg et sted utenfor { $folder }.
catalogue-is-folder = { $path } er en mappe. Velg selve katalogen, en fil med navn som slutter på .nabolag.sqlite.
catalogue-journal-left = { $path } er igjen etter en katalog som lå her, og kan inneholde den siste endringen i den. Legg den katalogen tilbake ved siden av, eller velg et annet navn på den nye.
catalogue-missing = Det finnes ingen katalog { $path }. Se på navnet, eller lag den først.
catalogue-older = { $path } er laget av en eldre versjon av Nabolag. Åpne den én gang med denne versjonen, så oppdateres den etter en sikkerhetskopi.
catalogue-newer = { $path } er skrevet av en nyere versjon av Nabolag (tabeller { $tables }, dette programmet kjenner { $known }) og ble latt være som den er. Oppdater Nabolag for å åpne den.
catalogue-not-made = { $path } kan ikke lages der ({ $reason }). Velg en mappe du har lov til å skrive til.
catalogue-of-another-program = { $path } er en SQLite-fil, men ikke en katalog fra Nabolag. Velg en fil med navn som slutter på .nabolag.sqlite.
catalogue-open-elsewhere = { $path } er åpen i et program (prosess { NUMBER($process, useGrouping: 0) }). Lukk den der, og gjenopprett så.
catalogue-open-in-newer-sqlite = { $path } er åpen i et annet program som bruker en nyere SQLite. Lukk den der, og åpne den så her.
catalogue-unreadable = { $path } kan ikke leses ({ $reason }). Se etter om du har lov til å lese den.
catalogue-without-archive = { $path } sier ikke hvor arkivet er. Velg mappen med bildene.
images-gone = { $missing } av { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    } finnes ikke i katalogen. Last listen på nytt.
images-same-path = To bilder ville fått samme sti etter flyttingen. Les arkivet på nytt.
images-without-label = Ingen av disse bildene har «{ $label }». Velg noen som har den.
label-below-itself = «{ $label }» kan ikke ligge under «{ $parent }», som ligger under den. Flytt «{ $parent }» først.
label-gone = Denne merkelappen finnes ikke lenger i katalogen. Last merkelappene på nytt.
label-name-ambiguous = «{ $name }» kan være én av flere merkelapper: { $labels }. Oppgi hele stien til den du mener.
label-place-taken = «{ $label }» kan ikke legges der: «{ $other }» har samme navn, og de to ville ligge under samme merkelapp. Slå dem sammen eller gi en av dem et annet navn, og prøv igjen.
label-name-empty = En merkelapp må ha et navn. Skriv minst ett tegn.
label-name-is-alias = «{ $name }» er allerede et alias for «{ $label }». Bruk den merkelappen, eller fjern aliaset først.
label-name-taken = Det finnes allerede en merkelapp «{ $label }». Bruk den, eller velg et annet navn.
label-name-too-long = Et navn kan ha { $most } tegn; dette har { $characters }. Gjør det kortere.
question-cost-wrong = Hva en feil koster, er et tall fra 0,000001 til 1 000 000. Bare forholdet mellom de to teller: 1 og 5 sier at den ene feilen er fem ganger så ille.
question-gone = Dette spørsmålet finnes ikke lenger i katalogen. Last spørsmålene på nytt.
question-help-too-long = Hjelpeteksten til et spørsmål kan ha { NUMBER($most, useGrouping: 0) } tegn. Gjør den kortere.
question-name-empty = Et spørsmål må ha et navn. Skriv minst ett tegn.
question-name-taken = Det finnes allerede et spørsmål «{ $name }». Bruk det, eller velg et annet navn.
question-name-too-long = Navnet på et spørsmål kan ha { NUMBER($most, useGrouping: 0) } tegn. Gjør det kortere, og legg resten i hjelpeteksten.
labels-gone = Noen av disse merkelappene finnes ikke i katalogen. Last merkelappene på nytt.
migration-dangling-rows = { $path } kunne ikke bringes opp til dagens versjon: { $rows ->
        [one] 1 rad i { $tables } peker
       *[other] { $rows } rader i { $tables } peker
    } på rader som ikke finnes. Den ble latt være som den var; gjenopprett en sikkerhetskopi eller meld fra om dette.
no-catalogue = { $path } er ikke en katalog. Velg en fil med navn som slutter på .nabolag.sqlite.
prompts-too-long = En merkelapp kan ha { $most_prompts } fraser på { $most_characters } tegn; her er det { $prompts }, og den lengste har { $longest }. Gjør dem kortere.
image-not-set-aside = Dette bildet er ikke lagt til side for et annet. Last listen på nytt.
some-images-gone = Noen av disse bildene finnes ikke i katalogen. Last listen på nytt.
rule-star-inside = ‘{ $word }’ har en * før slutten. En * står bare til slutt, for lengre ord som begynner slik: flom* finner flommen.
rule-too-long = En regel kan ha { $most_words } ord, like mange som utelukker, og { $most_patterns } mønstre, hvert på { $most_characters } tegn. Gjør den kortere.
rule-without-word = ‘{ $word }’ har verken bokstaver eller tall, så det finnes ikke i noen bildetekst. Skriv et ord, eller bruk et mønster.

database-disk-full = Disken er full, så ingenting av denne endringen ble lagret i { $path }. Frigjør plass og gjør det på nytt.
database-read-only = { $path } kan ikke skrives til, så ingenting av denne endringen ble lagret. Gi skrivetilgang til filen og mappen den ligger i, eller kopier katalogen til et annet sted.
database-busy = Et annet program har holdt { $path } opptatt i { $waited_s } sekunder, så ingenting av dette ble gjort. Vent til det er ferdig, eller lukk det, og prøv igjen.
database-not-opened = { $path } kan ikke åpnes. Se etter om filen og mappen fortsatt er der, og om du har lov til å skrive til begge.
database-disk-failed = Disken sviktet mens { $path } ble lest eller skrevet ({ $error }), så ingenting av denne endringen ble lagret. Kontroller disken og tilkoblingen til den, og prøv igjen.
database-disk-failed-last = Disken sviktet akkurat da denne endringen ble lagret i { $path } ({ $error }), så den kan være lagret eller ikke. Kontroller disken og tilkoblingen til den, og se etter om endringen er der før du gjør den på nytt.
catalogue-damaged = { $path } er skadet. Gjenopprett en av sikkerhetskopiene; den skadede filen blir tatt vare på ved siden av dem.

undo-conflict = Kan ikke angre endringen fra { $time } ({ $change }): en import eller et annet program har endret de samme bildene eller merkelappene siden. Ingenting ble endret; rett det for hånd.
redo-conflict = Kan ikke gjøre om endringen fra { $time } ({ $change }): en import eller et annet program har endret de samme bildene eller merkelappene siden. Ingenting ble endret; rett det for hånd.

place-on-network = { $path } ligger på en nettverksdisk, der SQLite-filer kan bli skadet. Flytt katalogen og mappen dens til en disk på denne maskinen.
place-synchronised = { $path } ligger i { $folder }, som synkroniseres mens katalogen er i bruk, og kan blande to tilstander av den. Flytt katalogen og mappen dens til et annet sted, eller sett synkroniseringen på pause mens du arbeider.

sidecars-written-elsewhere = Sidefilene til denne katalogen skrives av et annet vindu eller en annen kommando; vent til det er ferdig.
pictures-written-elsewhere = Et annet vindu eller en annen kommando skriver nøkkelord i bildene til denne katalogen; vent til det er ferdig.
sidecar-bytes-gone = Det en sidefil inneholdt før, er ikke tatt vare på lenger; det kan ikke hentes tilbake.
