# Hva eksportformatene og valgene deres heter, og hva som kan gå galt med dem.

export-format-csv-long = CSV: en rad for hvert bilde og hver merkelapp, med hvem og når
export-format-csv-captions = CSV: en rad for hver bildetekst
export-format-csv-wide = CSV: en rad for hvert bilde, 0 eller 1 for hver merkelapp
export-format-jsonl = JSON Lines: et bilde på hver linje, med alt som er kjent

export-option-raw = La celler stå som de er, også de som ligner formler
export-option-raw-about = En celle som begynner med = + - @, ville blitt kjørt som formel av et regneark. Den skrives med en apostrof foran, som tas bort når filen leses inn igjen.

export-format-unknown = Det finnes ikke noe format «{ $name }». Velg ett av { $known }.
export-suffix-unknown = { $file } har en endelse som ikke hører til noe format. Bruk { $known }, eller si hvilket format den skal skrives i.
export-suffix-of-another = { $file } slutter som et annet format. Det som skrives som { $format }, slutter på { $suffix }.
export-option-unknown = Formatet { $format } har ikke noe valg «{ $option }». Det har { $known }.
export-options-none = Formatet { $format } har ingen valg. Utelat «{ $option }».
export-option-value = Valget { $option } kan ikke være «{ $value }». Velg ett av { $allowed }.
export-option-no-value = «{ $text }» er ikke et valg med verdi. Skriv det som navn=verdi.
destination-not-a-folder = { $path } er en fil, men det skal eksporteres til en mappe. Velg et annet navn.
destination-folder-not-empty = Mappen { $folder } er ikke tom. Velg en ny mappe eller en tom.
export-no-pictures = Formatet { $format } har ikke plass til bildefiler; utelat valgene om dem, eller velg et annet format.
export-preset-name-long = Navnet på innstillingene for en eksport har høyst { NUMBER($most, useGrouping: 0) } tegn; kort det ned.
export-preset-none = Det finnes ingen innstillinger som heter «{ $name }» i denne katalogen; disse finnes: { $known }.
export-preset-taken = Det finnes alt innstillinger som heter «{ $name }»; velg et annet navn, eller erstatt dem.
export-preset-unreadable = Innstillingene som heter «{ $name }», er skadet eller fra en annen versjon; lagre dem på nytt.
export-preset-without-name = Innstillinger trenger et navn. Skriv minst ett tegn.
export-settings-newer = Innstillingene for eksport er skrevet av en nyere versjon av Nabolag og er latt i fred; oppdater Nabolag for å bruke dem.
export-shares-odd = «{ $text }» er ingen andeler for en deling; skriv dem som 80/10/10 for trening, validering og test, eller som 80/20 for trening og test.
export-links-unchanged = Bildefiler som det lenkes til, kan ikke endres; kopier dem, eller la størrelse, format, farger og metadata være som de er.
export-under-way = Noe eksporteres allerede til { $path }; vent til det er ferdig, eller velg et annet sted.
export-place-taken = { $path } er i veien: en eksport ligger der til den er ferdig. Flytt det, eller velg et annet sted.
picture-changed = filen er endret siden den sist ble lest
picture-too-large-for-format = et bilde i formatet { $format } har sider på høyst { NUMBER($limit_px, useGrouping: 0) } piksler
export-pictures-no-hard-link = { $pictures ->
        [one] 1 bilde ble kopiert, fordi filen
       *[other] { NUMBER($pictures) } bilder ble kopiert, fordi filene
    } ikke kan få et navn til der.
export-pictures-no-reflink = { $pictures ->
        [one] 1 bilde
       *[other] { NUMBER($pictures) } bilder
    } ble kopiert, fordi disken ikke kan dele det filer inneholder.
export-pictures-encoded-anew = { $pictures ->
        [one] 1 bilde
       *[other] { NUMBER($pictures) } bilder
    } ({ $formats }) ble lagret på nytt, fordi metadata ikke kan tas ut på annen måte.
export-pictures-kept-quality = { $pictures ->
        [one] 1 bilde ({ $formats }) var slik det skulle være og beholdt
       *[other] { NUMBER($pictures) } bilder ({ $formats }) var slik de skulle være og beholdt
    } sin egen kvalitet; bare filer som lages på nytt, får en annen.
export-undated = { $images ->
        [one] 1 bilde er utelatt: det er ukjent når det
       *[other] { NUMBER($images) } bilder er utelatt: det er ukjent når de
    } ble tatt, og dette formatet vil ha et tidspunkt for hvert.
export-pictures-would-keep-quality = Opptil { $pictures ->
        [one] 1 bilde ({ $formats }) er slik det skal
       *[other] { NUMBER($pictures) } bilder ({ $formats }) er slik de skal
    } være og ville beholde sin egen kvalitet; bare filer som lages på nytt, får en annen.
export-pictures-first-frame = { $pictures ->
        [one] 1 bilde
       *[other] { NUMBER($pictures) } bilder
    } ({ $formats }) har flere rammer; den første ble tatt.
export-pictures-colours-converted = { $pictures ->
        [one] 1 bilde ({ $formats }) ble omregnet til sRGB, fordi formatet ikke har plass til fargene i det
       *[other] { NUMBER($pictures) } bilder ({ $formats }) ble omregnet til sRGB, fordi formatet ikke har plass til fargene deres
    }.
export-pictures-always = Formatet { $format } inneholder selve bildefilene; si hvordan de skal komme dit, eller velg et annet format.
export-card-taken = Datakortet ville ligge i { $folder }, der det er noe annet; flytt det, velg et annet navn, eller utelat kortet.
