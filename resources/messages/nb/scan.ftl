# Gjennomgangen av et arkiv.

scan-table-gone = Denne nøkkelordtabellen er ikke der lenger.
