# Filer som leses og skrives: eksporter, ordlister, nøkkelordlister.

export-confidence-no-number = Rad { NUMBER($row, useGrouping: 0) } har «{ $confidence }» som sikkerhet, og det er ikke et tall.
destination-forbidden = { $path } er { $folder }, som det aldri eksporteres til; velg et annet sted.
destination-inside-forbidden = { $path } ligger i { $folder }, som det aldri eksporteres til; velg et annet sted.
destination-is-folder = { $path } er en mappe; oppgi en fil i den.
destination-not-plain = { $path } er ingen vanlig fil, men et rør, en enhet eller lignende. Velg et annet navn.
destination-is-catalogue = { $path } er en katalog eller hører til en, og blir aldri erstattet. Velg et annet navn.
destination-folder-missing = Mappen { $folder } finnes ikke; opprett den først.
destination-exists = { $path } finnes alt; velg et annet navn, eller tillat at filen erstattes.
export-unknown = { $path } er ikke en tabell som dette programmet har eksportert.
table-holds-suggestions = { $file } inneholder forslag som ingen har tatt stilling til ennå; det er ikke nøkkelord. Godta dem i vinduet, eller eksporter merkelappene.
table-holds-label-errors = { $file } lister opp merkelapper som trolig er gale eller mangler, og bilder å merke som neste; det er ikke nøkkelord. Svar på dem i vinduet.
table-holds-split = { $file } sier hvilke bilder som er til trening og hvilke til test; det er ikke nøkkelord. Gi filen til en evaluering.
table-holds-glossary = { $file } er en ordliste over navn på merkelapper, ikke nøkkelord for bilder. Les den inn som ordliste.
table-holds-contexts = { $file } inneholder kontekster, ikke nøkkelord for bilder. Les den inn der kontekster velges.
table-whole-lines = { $cells ->
        [one] 1 celle med nøkkelord i { $file } har «{ $likely }», men ikke «{ $separator }», så den
       *[other] { NUMBER($cells) } celler med nøkkelord i { $file } har «{ $likely }», men ikke «{ $separator }», så hver av dem
    } ville blitt én merkelapp: «{ $example }». Velg «{ $likely }» som skilletegn, eller si at hele celler er ment.
import-format-unknown = Formatet «{ $name }» kan ikke importeres; velg ett av { $known }.
import-other-format = { $file } er ikke i formatet { $name }.
glossary-unknown-kind = { $file } er ikke en ordliste; gi den endelsen .csv, .tsv eller .tbx.
glossary-columns-missing = { $file } trenger en første rad med én kolonne som heter «label» eller «original», og én som heter «manual» eller «english».
glossary-declares-entities = { $file } erklærer entiteter, og det har en ordliste ikke bruk for.
glossary-no-tbx = { $file } er ingen hel TBX-fil; lagre den på nytt med programmet som laget den.{ UNSAID($detail) }
glossary-no-terms = { $file } har ingen termer; er det en TBX-fil?
export-line-no-image = Linje { NUMBER($line, useGrouping: 0) } er ikke et bilde slik dette programmet eksporterer dem; den må minst ha {"{"}"file": …, "labels": [{"{"}"path": […]{"}"}]{"}"}.
keyword-list-too-large = { $file } er større enn noen nøkkelordliste; velg listen som Lightroom eksporterte.
keyword-list-too-long = { $file } har { $lines } linjer; en nøkkelordliste kan ha { $most }.
keyword-list-no-text = { $file } er ikke tekst; velg en nøkkelordliste som Lightroom eksporterte.

# Hvorfor en linje i en nøkkelordliste ble utelatt eller rettet; «linje 7:» står foran.
keyword-list-synonym-of-nothing = et synonym før noe nøkkelord
keyword-list-no-name = ikke noe navn mellom klammene
keyword-list-too-deep = mer enn { $deepest } nivåer dypt
keyword-list-skips-levels = rykket inn flere nivåer på én gang; regnet som ett

# Tabeller over duplikater.
duplicates-answer-odd = Linje { NUMBER($line, useGrouping: 0) } i { $file } sier «{ $answer }»; et svar er yes, no, copy, variant eller series.
duplicates-columns-missing = { $file } trenger en første rad med kolonnene { $columns }.
duplicates-line-too-short = Linje { NUMBER($line, useGrouping: 0) } i { $file } har for få celler.
duplicates-no-row-fits = Ingen rad i { $file } nevner to bilder i denne katalogen; filer nevnes slik de ligger under arkivets mappe, ikke som «{ $example }».
duplicates-probability-odd = Linje { NUMBER($line, useGrouping: 0) } i { $file } sier «{ $said }»; en sannsynlighet er et tall fra 0 til 1.
duplicates-json-damaged = { $file } er skadet: det er ikke JSON.
duplicates-json-odd = { $file } er verken det czkawka har funnet (like filer, lignende bilder) eller en rapport fra fclones.
duplicates-json-not-by-content = { $file } lister filer med samme navn eller størrelse, uansett hva de viser; la czkawka sammenligne etter hash, eller lete etter lignende bilder.
duplicates-two-keepers = Tabellen nevner to filer som blir for { $file }; oppgi én.
duplicates-keeper-goes = Tabellen lar { $file } både bli og gå; oppgi for hver fil den som blir til slutt.
duplicates-two-clusters = Tabellen har { $file } i to grupper; oppgi én.
