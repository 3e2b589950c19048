# Hvorfor langt arbeid ikke kunne begynne eller sluttet før tiden.

agreement-taken-back = Samtykket til å sende navn ble trukket tilbake.
archive-gone = Arkivmappen { $folder } er ikke der. Koble til disken den ligger på, eller fortell katalogen hvor arkivet er nå.
archive-without-images = Arkivmappen { $folder } inneholder ingen bilder lenger. Koble til disken de ligger på, eller fortell katalogen hvor arkivet er nå.
check-no-thumbnails = { $images ->
        [one] Det finnes ikke miniatyrbilde av det ene bildet
       *[other] Det finnes ikke miniatyrbilde av noe av de { NUMBER($images, useGrouping: 0) } bildene
    } i { $folder }. Kopier den mappen fra der katalogen var, eller kjør rescan for å lage dem på nytt.
    .window = { $images ->
        [one] Det finnes ikke miniatyrbilde av det ene bildet
       *[other] Det finnes ikke miniatyrbilde av noe av de { NUMBER($images, useGrouping: 0) } bildene
    } i { $folder }. Kopier den mappen fra der katalogen var, eller velg «Se etter nye filer» i menyen for å lage dem på nytt.
check-no-features = { $images ->
        [one] Det finnes ingen egenskaper for det ene bildet
       *[other] Det finnes ingen egenskaper for noe av de { NUMBER($images, useGrouping: 0) } bildene
    } i { $folder }, så ingenting kan foreslås. Kopier den mappen fra der katalogen var, eller kjør encode for å beregne dem på nytt.
    .window = { $images ->
        [one] Det finnes ingen egenskaper for det ene bildet
       *[other] Det finnes ingen egenskaper for noe av de { NUMBER($images, useGrouping: 0) } bildene
    } i { $folder }, så ingenting kan foreslås. Kopier den mappen fra der katalogen var, eller velg «{ job-encode-menu }» i menyen for å beregne dem på nytt.
check-stopped = Kontrollen er ikke ferdig; ingenting ble endret.
comparison-exists = { $folder } inneholder allerede en sammenligning; velg en annen mappe, eller tillat at den erstattes.
comparison-stopped = Sammenligningen ble stoppet; ingenting ble endret.
encoding-stopped = Enkodingen ble stoppet; det som er enkodet, er tatt vare på, og neste gang fortsetter den der.
encoding-already = En annen enkoding av denne katalogen er i gang; vent til den er ferdig, eller stopp den først.
evaluation-no-label-left = Ingen merkelapp er på { $images ->
        [one] 1 treningsbilde
       *[other] { $images } treningsbilder
    }: merk flere bilder, eller senk minstekravet.
evaluation-names-none = Ingen merkelapp har navn av typen { $names }; velg blant { $known }.
evaluation-split-with-seeds = En delingsfil sier selv hvem som er i hvilken del; utelat tallet på delinger, eller delingsfilen.
evaluation-stopped = Evalueringen ble stoppet; ingen rapport ble skrevet.
evaluation-too-few-images = Bare { $images ->
        [one] 1 merket bilde
       *[other] { $images } merkede bilder
    } er enkodet, og det trengs { $fewest } for å evaluere: merk flere bilder, eller enkod dem som er merket.
names-in-english = Det skal oversettes fra engelsk; det er ingenting å oversette.
no-suggester-named = Ingen forslagsmetode er oppgitt; oppgi noen, eller all.
no-suggestions = Det finnes ingen forslag ennå: lag forslag først.
nothing-changed = Ingenting ble endret.
nothing-written = Ingenting ble skrevet.
queues-stopped = Søket ble stoppet; de tidligere køene er beholdt.
report-folder-is-file = { $path } er en fil; oppgi en mappe til rapporten.
scan-no-table = Det finnes ingen nøkkelordtabell { $path }.
scan-stopped = Lesingen av arkivet ble stoppet; det som var lest, er tatt vare på.
nothing-imported = Ingenting ble tatt inn.
import-stopped = Importen ble stoppet; det som er tatt inn, beholdes, og kan angres.
suggesting-stopped = Arbeidet med forslag ble stoppet; de tidligere forslagene er beholdt.
tuning-stopped = Finjusteringen ble stoppet; de tidligere innstillingene er beholdt.

translation-stopped =
    { $translated ->
        [0] Ingen navn ble oversatt.
       *[other] { $translated } av { $names } navn ble oversatt og er tatt vare på.
    }
translation-failed =
    { CLAUSE($problem) }; { $translated ->
        [0] ingen navn ble oversatt.
       *[other] { $translated } av { $names } navn ble oversatt og er tatt vare på.
    }

captions-translation-stopped =
    { $translated ->
        [0] Ingen bildetekst ble oversatt.
       *[other] { $translated } av { $names ->
        [one] 1 bildetekst
       *[other] { $names } bildetekster
    } ble oversatt og er tatt vare på.
    }
captions-translation-failed =
    { CLAUSE($problem) }; { $translated ->
        [0] ingen bildetekst ble oversatt.
       *[other] { $translated } av { $names ->
        [one] 1 bildetekst
       *[other] { $names } bildetekster
    } ble oversatt og er tatt vare på.
    }

evaluation-note-alike-in-parts = Delingsfilen legger nesten like bilder i ulike deler ({ $groups ->
        [one] 1 gruppe
       *[other] { NUMBER($groups, useGrouping: 0) } grupper
    }): tall for slike bilder får alle forslagsmetoder til å se bedre ut.
evaluation-note-chosen = { NUMBER($images, useGrouping: 0) } av { $all ->
        [one] 1 merket bilde
       *[other] { NUMBER($all, useGrouping: 0) } merkede bilder
    } ble valgt tilfeldig.
evaluation-note-trained-encoder = { $encoder } er trent på bildetekster, kanskje til disse bildene: På andre kan den gjøre det dårligere.
evaluation-note-left-out = { $suggester } er utelatt. { $reason }
evaluation-note-split-unknown = { $rows ->
        [one] 1 rad i delingsfilen nevner en fil som katalogen ikke kjenner; den er utelatt.
       *[other] { NUMBER($rows, useGrouping: 0) } rader i delingsfilen nevner filer som katalogen ikke kjenner; de er utelatt.
    }
evaluation-note-split-unlabelled = { $rows ->
        [one] 1 rad i delingsfilen nevner et bilde som ikke har noen merkelapp, ikke er enkodet eller ikke er i bruk; den er utelatt.
       *[other] { NUMBER($rows, useGrouping: 0) } rader i delingsfilen nevner bilder som ikke har noen merkelapp, ikke er enkodet eller ikke er i bruk; de er utelatt.
    }
evaluation-note-not-in-split = Delingsfilen nevner ikke { $images ->
        [one] 1 merket bilde; det er utelatt
       *[other] { NUMBER($images, useGrouping: 0) } merkede bilder; de er utelatt
    }.
duplicates-stopped = Søket ble stoppet; det som ble funnet om bildene er beholdt, og neste søk går videre.
duplicates-thresholds = Sannsynligheten et par er mistenkt fra må være lavere enn den det er sikkert fra; begge ligger mellom 0 og 100 %.
duplicates-original-goes = { $file } ligger i en mappe med originaler, og de legges aldri til side.
duplicates-rule-odd = Regelen må være ett JSON-objekt med noen av { $names }.
duplicates-rule-name = Regelen sier «{ $name }», som ikke er kjent; det finnes { $names }.
duplicates-rule-value = Det regelen sier om { $name } passer ikke; det kan være { $fits }.
set-aside-files-stopped =
    { $moved ->
        [0] Det ble stoppet før noen fil ble flyttet.
        [one] Det ble stoppet; 1 fil ble flyttet, og manifestet legger den tilbake.
       *[other] Det ble stoppet; { $moved } filer ble flyttet, og manifestet legger dem tilbake.
    }
trash-files-stopped =
    { $moved ->
        [0] Det ble stoppet før noen fil kom i papirkurven.
        [one] Det ble stoppet; 1 fil er i systemets papirkurv, og bare den gir filen tilbake.
       *[other] Det ble stoppet; { $moved } filer er i systemets papirkurv, og bare den gir dem tilbake.
    }
put-back-files-stopped =
    { $moved ->
        [0] Det ble stoppet før noen fil ble lagt tilbake.
        [one] Det ble stoppet; 1 fil er tilbake. Å legge tilbake en gang til tar resten.
       *[other] Det ble stoppet; { $moved } filer er tilbake. Å legge tilbake en gang til tar resten.
    }
set-aside-folder-inside = { $path } ligger i { $folder }; velg en mappe utenfor arkivet og katalogens egen mappe.
trash-missing = Disken med { $folder } har ingen papirkurv; flytt filene til en mappe i stedet.
manifest-unreadable = { $file } kan ikke leses som et manifest; velg filen set-aside-….jsonl som ligger ved de flyttede filene.
manifest-damaged = Linje { NUMBER($line, useGrouping: 0) } i { $file } er ingen linje i et manifest; ingenting ble flyttet.
manifest-empty = { $file } nevner ingen flyttede filer.
manifest-of-trash = Det { $file } nevner, kom i systemets papirkurv, og bare den gir det tilbake.
read-text-not-installed = Ord i bilder leses av et tillegg som ikke er installert. Installer det med pip install "nabolag[ocr]" (eller rapidocr og onnxruntime), og prøv igjen.
    .window = Ord i bilder leses av pakker som ikke er installert. Be den som installerte programmet, om å legge til rapidocr og onnxruntime, og prøv igjen.
read-text-stopped = Det som er lest, er tatt vare på; bildetekstene kommer når alle bildene er lest.
