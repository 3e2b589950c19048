# Gjennomgangen av et arkiv.

scan-table-of-others = Denne katalogen viser til en nøkkelordtabell som du ikke har valgt på denne datamaskinen, så den ble ikke lest. Velg tabellen på nytt for å få den lest.
scan-table-gone = Denne nøkkelordtabellen er ikke der lenger.
scan-table-undone = Det denne nøkkelordtabellen brakte med seg, er angret, så den ble ikke lest på nytt. Importer den igjen for å få nøkkelordene tilbake.
image-not-kept = Bildet får ikke plass i katalogen: noe filen sier om seg selv, passer ikke der. Loggen har detaljer.

# Nøkkelord som darktable, digiKam og andre skriver for seg selv.
scan-whole-archive = Hele arkivet
bookkeeping-left-out =
    { $keywords ->
        [one] Ett nøkkelord
       *[other] { NUMBER($keywords) } nøkkelord
    } for { $images ->
        [one] ett bilde
       *[other] { NUMBER($images) } bilder
    } ble utelatt: programmer som darktable og digiKam lagrer sin egen tilstand der.
