# Gjennomgangen av et arkiv.

scan-table-gone = Denne nøkkelordtabellen er ikke der lenger.
image-not-kept = Bildet får ikke plass i katalogen: noe filen sier om seg selv, passer ikke der. Loggen har detaljer.
