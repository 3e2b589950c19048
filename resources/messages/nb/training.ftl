# Å trene en enkoder på egne par av bilder og bildetekster.

training-stopped = Treningen ble stoppet; det som er lært, er beholdt. Ber du om den samme treningen igjen, fortsetter den, eller den slutter med det beste til nå.
training-folder-of-other-run = { $folder } har begynnelsen på en annen trening. Gi denne et annet navn, eller fjern den mappen.
training-checkpoint-damaged = Det som er beholdt av treningen i { $folder }, er skadet. Fjern den mappen og tren på nytt.
training-no-blocks = De siste blokkene i denne enkoderen kan ikke skilles fra de andre. Tren hele, eller lavrangstilpasninger.

encoder-trained-source = trent på denne datamaskinen
encoder-trained-description = Trent her, fra { $base }
encoder-trained-damaged = { $path } til en trent enkoder mangler eller er skadet. Tren den på nytt, eller legg hele mappen tilbake.
encoder-base-other = { $encoder } ble trent på en annen versjon av { $base } enn den som er installert. Tren den på nytt, eller installer den versjonen.
encoder-name-unfit = «{ $name }» kan ikke være navnet på en enkoder: bruk bokstaver (a til z), sifre, mellomrom, punktum, «-» og «_», høyst 80, og begynn med en bokstav eller et siffer.
encoder-name-taken = Det finnes allerede en enkoder { $name }, i { $folder }. Velg et annet navn.
text-tower-incomplete = Mappen { $folder } er ingen tekstmodell som kan brukes: den trenger config.json, tokenizer.json, tokenizer_config.json og vekter som .safetensors.
text-tower-unusable = Modellen i { $folder } leser ingen tekster alene, eller tokeniseren hører til en annen modell. Ta en tekstmodell med sin egen tokeniser.
text-tower-unreadable = Tekstmodellen i { $folder } kan ikke leses; hent filene på nytt.

training-did-not-help = Treningen hjalp ikke: ingenting er bedre enn før, så det ble ikke laget noen enkoder { $name }.
training-too-few-pairs = { $pairs ->
    [one] Én bildetekst hører
   *[other] { $pairs } bildetekster hører
} til bilder som denne enkoderen har enkodet; trening trenger minst { $fewest }. Importer bildetekster, eller enkod bildene med den først.
training-preset-unknown = Det finnes ingen innstillinger { $preset } å trene etter; det finnes { $presets }.
training-method-unknown = Det finnes ingen måte { $method } å trene på; det finnes { $methods }.
training-nothing-to-mix = Nevn minst én trent enkoder som skal blandes med det den ble trent fra.
training-mix-of-others = { $encoders } kan ikke blandes: ta enkodere med hoder som er trent her, av samme slag, fra samme enkoder.
training-base-not-whole = { $encoder } kan ikke finjusteres: ta en av de fulle enkoderne, eller tren hoder på denne.
training-option-unknown = Måten å trene på { $method } har ingen innstilling { $option }. Utelat den, eller velg en annen måte.
training-already = En trening { $name } er allerede i gang. Vent på den, stopp den, eller gi denne et annet navn.
training-rate-unfit = Læringsraten må ligge mellom 0 og { NUMBER($most, useGrouping: 0) }.
training-seed-unfit = Frøet må være et heltall mellom 0 og { $most }.
training-came-apart = Treningen gikk i stykker: tapet var ikke lenger et tall, og ingenting var bedre før det, så ingen enkoder { $name } ble laget. Tren med en lavere rate.
training-nothing-to-finish = Det er ingenting i { $folder } som en trening kan slutte med: ingen er begynt, eller den ble stoppet før den hadde lært noe. Tren først.
