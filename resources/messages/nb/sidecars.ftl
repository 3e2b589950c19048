# What is said of sidecars that are written or compared.

sidecars-stopped = Det ble stoppet; alle sidefiler er hele, og det som ble skrevet, kan tas tilbake.
sidecars-nothing-to-undo = Det finnes ingen skriving av sidefiler som kan tas tilbake.
sidecar-shared = Bilder med ulike merkelapper deler denne sidefilen; si om den skal få merkelappene til alle, eller om hvert bilde skal få sin egen.
sidecar-changed-elsewhere = Et annet program har endret den siden; se på endringene først, eller si at den skal skrives likevel.
sidecar-unwritable = Den kan ikke skrives: { $reason }.
sidecar-changed-since = Et annet program har endret den siden; den blir stående som den er.

# What is said of pictures that keywords are written into.
pictures-stopped = Det ble stoppet; alle bilder er hele, og det som ble skrevet, kan tas tilbake.
pictures-nothing-to-undo = Det finnes ingen skriving i bilder som kan tas tilbake.
pictures-no-room = I { $folder } er det ikke plass til de gamle bildene, som tas vare på så de kan hentes tilbake: { NUMBER($needed_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB trengs, { NUMBER($free_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB er ledig.
pictures-no-room-in-archive = I { $folder } er det ikke plass til å skrive nye bilder før de tar plassen til de gamle: { NUMBER($needed_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB trengs, { NUMBER($free_mib, maximumFractionDigits: 0, useGrouping: 0) } MiB er ledig.
archive-written-elsewhere = Det skrives til filer i { $folder } for en annen katalog eller på en annen måte; vent til det er ferdig.
pictures-of-other-catalogue = Denne katalogen er en kopi, og bildene er også bildene til { $catalogue }, som ville finne dem endret. Skriv derfra, eller si at det skal gjøres fra denne kopien.
pictures-shared-with = Denne katalogen er en kopi: bildene er også bildene til { $catalogue }, som ville finne dem endret.
exiftool-missing = Programmet exiftool skriver i bilder, og det er ikke installert. Hent det fra systemet ditt (på Debian og Ubuntu: sudo apt install libimage-exiftool-perl) eller fra exiftool.org.
picture-gone = Filen er ikke der; les arkivet på nytt.
picture-link = Den er en lenke; filen den fører til, får stå i fred.
picture-changed-since-scan = Filen er endret siden arkivet sist ble lest; les arkivet på nytt først.
picture-changed-since = Et annet program har endret den siden; den blir stående som den er.
picture-format = exiftool kan ikke skrive nøkkelord i { $format }-filer der andre programmer leser dem; en sidefil kan romme dem.
picture-hard-linked = Filen har et navn til (en hard lenke), som ville beholde det gamle bildet; den får stå i fred.
picture-read-only = Filen er skrivebeskyttet.
picture-text-in-parts = Nøkkelordene står flere steder som programmer leser ulikt; en sidefil kan romme dem.
picture-iptc-charset = IPTC-tekstene er i et tegnsett som ville gå tapt; en sidefil kan romme nøkkelordene.
picture-not-written = exiftool kunne ikke skrive den: { $reason }
picture-would-differ = Bildet ville ikke bli som det var; filen får stå i fred.
picture-text-would-differ = Andre opplysninger i filen ville ikke bli som de var; filen får stå i fred.
picture-bytes-gone = De gamle bytene er ikke tatt vare på lenger; bildet kan ikke hentes tilbake.
