# Hvorfor et spørsmål om en åpen katalog ikke kan besvares.

catalogue-closing = Katalogen holder på å lukkes.
context-twice = Konteksten «{ $context }» finnes to ganger.
contexts-empty = Ingen kontekst er igjen; behold minst én, for eksempel {"{}"}.
encoder-changed = Enkoderen { $encoder } er endret siden katalogen ble enkodet: enkod på nytt.
encoder-process-ended = Enkoderens prosess ble avbrutt to ganger mens den arbeidet; maskinen har kanskje for lite minne. Lukk andre programmer og prøv igjen.
encoder-replaced = Enkoderen { $encoder } er ikke lenger den som bildene ble enkodet med: enkod katalogen på nytt.
encoder-without-text = Enkoderen { $encoder } har ingen tekstdel, så den kan ikke sammenligne bilder med ord: enkod katalogen med en annen enkoder.
features-changed = Egenskapsvektorene ble endret mens de ble lest: prøv igjen.
file-changed = Filen er endret siden arkivet ble lest; les arkivet på nytt.
file-gone-since-scan = Filen er ikke der lenger; les arkivet på nytt.
image-nowhere = Det finnes ikke noe bilde { $path } i katalogen, og ingen fil med det navnet.
images-not-encoded = Bildene er ikke enkodet ennå: enkod katalogen først.
labelled-not-encoded = Ingen av de { $images } merkede bildene er enkodet ennå: enkod katalogen først.
names-unknown = Det finnes ingen navn av typen { $names }; velg blant { $known }.
no-labels = Det finnes ingen merkelapper ennå: legg først til navn på det bildene viser.
nothing-labelled = Ingen bilder har merkelapp ennå: merk noen bilder, og be om forslag etterpå.
outside-file-unreadable = { $path } kan ikke leses: { $reason }
reading-names-stopped = Lesingen av merkelappenes navn ble stoppet.
search-stopped = Søket ble stoppet.
words-have-braces = «{ $words }» har krøllparenteser; skriv ordene som skal inn i kontekstene.
