# Hvorfor et spørsmål om en åpen katalog ikke kan besvares.

catalogue-closing = Katalogen holder på å lukkes.
context-twice = Konteksten «{ $context }» finnes to ganger.
contexts-empty = Ingen kontekst er igjen; behold minst én, for eksempel {"{}"}.
encoder-gives-no-numbers = Enkoderen gir vektorer som ikke er tall: vektene er skadet, eller ble trent med for høy rate. Velg en annen enkoder, eller hent denne på nytt.
encoder-changed = Enkoderen { $encoder } er endret siden katalogen ble enkodet: enkod på nytt.
encoder-process-ended = Enkoderens prosess ble avbrutt to ganger mens den arbeidet; maskinen har kanskje for lite minne. Lukk andre programmer og prøv igjen.
encoder-replaced = Enkoderen { $encoder } er ikke lenger den som bildene ble enkodet med: enkod katalogen på nytt.
encoder-without-text = Enkoderen { $encoder } har ingen tekstdel, så den kan ikke sammenligne bilder med ord: enkod katalogen med en annen enkoder.
features-changed = Egenskapsvektorene ble endret mens de ble lest: prøv igjen.
file-changed = Filen er endret siden arkivet ble lest; les arkivet på nytt.
file-gone-since-scan = Filen er ikke der lenger; les arkivet på nytt.
image-nowhere = Det finnes ikke noe bilde { $path } i katalogen, og ingen fil med det navnet.
images-not-encoded = Bildene er ikke enkodet ennå: enkod katalogen først.
labelled-not-encoded = { $images ->
        [one] Det ene merkede bildet er ikke enkodet ennå
       *[other] Ingen av de { $images } merkede bildene er enkodet ennå
    }: enkod katalogen først.
names-unknown = Det finnes ingen navn av typen { $names }; velg blant { $known }.
no-labels = Det finnes ingen merkelapper ennå: legg først til navn på det bildene viser.
nothing-labelled = Ingen bilder har merkelapp ennå: merk noen bilder, og be om forslag etterpå.
outside-file-unreadable = { $path } kan ikke leses: { $reason }
reading-names-stopped = Lesingen av merkelappenes navn ble stoppet.
saved-search-label-merged = «{ $label }» ble slått sammen med «{ $into }», som det søkes etter i stedet.
saved-search-labels-gone = { $count ->
    [one] Merkelappen { $labels } i «{ $name }» finnes ikke lenger; resten av søket vises.
   *[other] Merkelappene { $labels } i «{ $name }» finnes ikke lenger; resten av søket vises.
}
saved-search-name-long = Navnet på et søk har høyst { NUMBER($most, useGrouping: 0) } tegn; gjør det kortere.
saved-search-none = Det finnes ikke noe lagret søk «{ $name }» i denne katalogen.
saved-search-taken = Det finnes allerede et lagret søk «{ $name }»; velg et annet navn, eller erstatt det.
saved-search-without-name = Et lagret søk trenger et navn. Skriv minst ett tegn.
saved-searches-newer = De lagrede søkene er skrevet av en nyere versjon av Nabolag og er latt som de er; oppdater Nabolag for å bruke dem.
saved-searches-some-unreadable = { $searches ->
    [one] 1 lagret søk kan ikke leses; det beholdes som det er.
   *[other] { NUMBER($searches, useGrouping: 0) } lagrede søk kan ikke leses; de beholdes som de er.
}
saved-searches-unreadable = De lagrede søkene er skadet; det som er igjen av dem, legges til side når det neste lagres, og en sikkerhetskopi kan ha dem hele.
search-stopped = Søket ble stoppet.
words-have-braces = «{ $words }» har krøllparenteser; skriv ordene som skal inn i kontekstene.
captions-none-to-measure = Ingen enkodede bilder har bildetekst: hent inn bildetekster, og enkod bildene først.
