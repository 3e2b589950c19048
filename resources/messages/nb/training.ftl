# Å trene en enkoder på egne par av bilder og bildetekster.

training-stopped = Treningen ble stoppet; det som er lært, er beholdt. Ber du om den samme treningen igjen, fortsetter den, eller den slutter med det beste til nå.
training-folder-of-other-run = { $folder } har begynnelsen på en annen trening. Gi denne et annet navn, eller fjern den mappen.
training-checkpoint-damaged = Det som er beholdt av treningen i { $folder }, er skadet. Fjern den mappen og tren på nytt.
training-no-blocks = De siste blokkene i denne enkoderen kan ikke skilles fra de andre. Tren hele, eller lavrangstilpasninger.
