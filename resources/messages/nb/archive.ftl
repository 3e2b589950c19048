# Hvorfor en fil i arkivet eller en nøkkelordtabell ikke kan leses.

file-empty = Filen er tom.
file-postscript = Filen er PostScript (EPS), som ikke leses fordi det er et program.
file-xml = Filen er XML eller SVG, ikke et bilde av piksler.
file-no-image = Filen inneholder ikke et bilde i et format som Nabolag leser.
stored-path-outside = Katalogen nevner «{ $path }», som ligger utenfor arkivet. Filen åpnes ikke.
stored-path-link = En lenke i arkivet fører «{ $path }» ut av det. Filen åpnes ikke.
file-gone = Filen er ikke der lenger.
file-forbidden = Filen kan ikke leses; se på rettighetene til den.
file-unreadable = Filen kan ikke leses: { $reason }.
file-not-regular = Dette er ikke en vanlig fil, men et rør, en enhet, en sokkel eller en lenke; den åpnes ikke.
# Bibliotekenes egne ord er engelske: her sies de ikke.
file-cut-short = Filen er avkortet: det mangler data i den.{ UNSAID($detail) }
file-ends-early = Filen er avkortet: det mangler data på slutten.

image-damaged = Bildet er skadet og kan ikke vises.{ UNSAID($detail) }
image-header-damaged = Filen begynner som et bilde, men filhodet er skadet.
image-too-large = Bildet er for stort til å leses trygt.{ UNSAID($detail) }
image-raw-unsupported = { $format } er et RAW-format fra et kamera; installer nabolag[raw] for å lese det.
    .window = { $format } er et RAW-format fra et kamera, som denne installasjonen ikke leser. Be den som installerte Nabolag, om å legge til RAW-filer, eller legg en kopi som JPEG eller TIFF i arkivet.
image-too-many-pixels =
    Bildet har { $megapixels ->
        [one] 1 million
       *[other] { NUMBER($megapixels, maximumFractionDigits: 0) } millioner
    } piksler; minnegrensen på { NUMBER($limit_gib, minimumFractionDigits: 1, maximumFractionDigits: 1) } GiB tillater { $limit_megapixels ->
        [one] 1 million
       *[other] { NUMBER($limit_megapixels, maximumFractionDigits: 0) } millioner
    }. Hev grensen i innstillingene for å lese det.
image-too-much-memory =
    Å lese bildet krever mer minne enn grensen på { NUMBER($limit_gib, minimumFractionDigits: 1, maximumFractionDigits: 1) } GiB. Hev grensen i innstillingene for å lese det.
image-too-slow =
    Å lese bildet tar lengre tid enn grensen på { $limit_s ->
        [one] 1 sekund
       *[other] { $limit_s } sekunder
    }. Hev grensen i innstillingene for å lese det.

decoder-crashed = Leseren krasjet på dette bildet (avslutningskode { NUMBER($exit_code, useGrouping: 0) }).
decoders-dying = Prosessene som leser bilder, avslutter stadig; lukk andre programmer.

xmp-too-long = XMP-dataene er { NUMBER($length_mib, minimumFractionDigits: 1, maximumFractionDigits: 1) } MiB lange; mer enn 64 MiB leses ikke.
xmp-declares-entities = XMP-dataene erklærer en dokumenttype eller entiteter, og det er ikke tillatt.
xmp-damaged = XMP-dataene er skadet: de er ikke hel XML.{ UNSAID($detail) }
xmp-damaged-after = XMP-dataene er skadet; bare det som står før skaden, ble lest.{ UNSAID($detail) }
xmp-extension-missing = En del av XMP-dataene mangler; det som sto der, ble utelatt.
xmp-too-many-parts = XMP-dataene har mer enn { NUMBER($most) } deler; de ble utelatt.
xmp-too-many-parts-after = XMP-dataene har mer enn { NUMBER($most) } deler; det som står etter dem, ble utelatt.
xmp-too-many-keywords = Det står mer enn { NUMBER($most) } nøkkelord i samme XMP; resten ble utelatt.
embedded-xmp-too-long = Innebygde XMP-data på { NUMBER($length_mib, minimumFractionDigits: 1, maximumFractionDigits: 1) } MiB ble utelatt; mer enn 64 MiB leses ikke.
metadata-part-damaged = Metadatadelen { $part } er skadet; den ble utelatt, og bildet er ikke berørt.
embedded-xmp-left-out = Innebygd XMP ble utelatt. { $reason }
sidecar-left-out = Sidefilen { $file } ble utelatt. { $reason }
sidecar-unreadable = Sidefilen { $file } ble utelatt. Den kan ikke leses: { $reason }.
sidecar-without-rdf = Filen inneholder ikke XMP; den blir stående som den er.

archive-unreadable = Arkivmappen { $folder } kan ikke leses: { $reason }. Koble til disken den ligger på, eller fortell katalogen hvor den er nå.
archive-vanished = Arkivmappen { $folder } ble borte mens bildene ble lest. Koble til disken den ligger på, og start på nytt; det som var lest, er tatt vare på.
folder-unreadable = Mappen kan ikke leses: { $reason }.
links-not-followed = Lenker følges ikke.

table-too-many-rows = { $file } har mer enn { $most } rader; del den opp.
table-too-large = { $file } er større enn { $most }; del filen opp.
table-line-too-long = { $file } har en linje på mer enn 16 millioner tegn; det er ingen tabell.
row-too-long = Raden har { $cells } celler til { $columns ->
        [one] 1 kolonne
       *[other] { $columns } kolonner
    }, så «{ $cell }» er uten kolonne: sett anførselstegn rundt en celle som har skilletegnet i seg.
table-row-wrong = { $file }, rad { NUMBER($row, useGrouping: 0) }: { $reason }
table-is-folder = { $path } kan ikke leses: det er en mappe.
table-no-regular-file = { $path } kan ikke leses: det er et rør eller en enhet, ikke en fil.
table-wrong-encoding = { $file } er ikke { $encoding }-tekst; lagre den som «CSV UTF-8», eller oppgi tegnkodingen der den kan velges, for eksempel cp1252.
table-encoding-unknown = Det finnes ingen tegnkoding som heter { $encoding }.
table-cell-too-long = { $file } har en celle på mer enn en million tegn; det er ingen tabell. Kort den ned, eller se etter et anførselstegn som aldri lukkes.
table-damaged = { $file } er ikke en tabell som kan leses.{ UNSAID($detail) }
table-unreadable = Nøkkelordtabellen { $path } kan ikke leses: { $reason }.
table-delimiter-too-long = Skilletegnet mellom kolonner må være ett tegn.
table-column-missing = { $file } har ingen kolonne «{ $column }»; kolonnene er: { $columns }.
caption-text-too-large = { $file } er større enn { $most }, for lang til en bildetekst. Kort den ned.
caption-text-wrong-encoding = { $file } er ikke UTF-8-tekst; lagre den som UTF-8.
table-quote-open = Et anførselstegn i { $file } åpnes i rad { NUMBER($row, useGrouping: 0) } og lukkes aldri, så alt som følger ville blitt én celle. Lukk det, eller doble det der det hører til teksten.
captions-no-columns = { $file } trenger kolonnene «file» og «caption» for å være en liste over bildetekster; kolonnene er: { $columns }.
captions-no-json = { $file } er ikke gyldig JSON, så ingen bildetekst ble tatt inn. Eksporter den på nytt, eller se hvor den bryter av.
captions-no-list = { $file } har ingen liste over bilder eller annoteringer, slik lister over bildetekster i JSON har.
captions-wrong-entry = Oppføring { NUMBER($number, useGrouping: 0) } i { $file } nevner ikke noe bilde, så ingen bildetekst ble tatt inn. Hver trenger minst {"{"}"file": …, "caption": …{"}"}.
caption-cut = { $left_out ->
        [one] 1 tegn er utelatt
       *[other] { NUMBER($left_out) } tegn er utelatt
    } av bildeteksten «{ $begins } …»: { NUMBER($most) } beholdes.
captions-too-many = { $left_out ->
        [one] 1 bildetekst er utelatt
       *[other] { NUMBER($left_out) } bildetekster er utelatt
    }: et bilde tar { NUMBER($most) } fra ett sted.
captions-more-left-out = Bildetekster er kuttet eller utelatt { $count ->
        [one] ett sted til.
       *[other] { NUMBER($count) } steder til.
    }
table-row = rad { NUMBER($row, useGrouping: 0) }: { $file }
row-label-odd = En merkelapp kan ikke hete «{ $label }»: den har tegn som ikke er tekst, som et linjeskift. Raden ble utelatt.
row-time-odd = «{ $time }» er ikke noe tidspunkt for en avgjørelse; skriv det som 2026-03-01T12:00:00Z, eller ta det bort. Raden ble utelatt.
row-of-no-file = Det finnes ingen slik fil i arkivet.
row-of-several-files = Det finnes flere filer med det navnet i arkivet.
table-folder-added = Filene i tabellen ble lett etter i mappen «{ $folder }», der { NUMBER($files) } av dem ligger.
table-folder-removed = Mappen «{ $folder }» ble tatt bort fra stiene i tabellen; uten den passer { NUMBER($files) } av dem.
table-rest = nøkkelordtabellen
table-more-rows = { $count ->
        [one] 1 rad til
       *[other] { NUMBER($count) } rader til
    } passer heller ikke til noen fil.

path-has-nul = Stien inneholder et NUL-tegn.
path-not-relative = Stien er ikke relativ til arkivmappen.
path-leads-out = Stien fører ut av arkivmappen.
path-empty = Stien er tom.

png-part-damaged = Tilleggsdelen { $part } i PNG-filen er skadet; den ble utelatt, bildet er helt.
png-part-too-large = Tilleggsdelen { $part } i PNG-filen pakkes ut til mer enn 1 MiB; den ble utelatt, bildet er helt.
picture-without-end = Filen mangler de siste bytene; bildet er helt.
picture-cut-short = Filen er avkortet; { NUMBER($percent, maximumFractionDigits: 0) } % av bildet finnes og vises.
