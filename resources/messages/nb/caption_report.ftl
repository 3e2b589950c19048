# Hva en måling av bildetekster sier med ord.

caption-verdict-few = { $captions ->
        [one] 1 bildetekst er for lite til å si hva slags den er
       *[other] { NUMBER($captions) } bildetekster er for få til å si hva slags de er
    }.
caption-verdict-foreign = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene er på språk som enkoderen ikke leser.
caption-verdict-descriptive = Bildetekstene er beskrivende: De sier hva som er å se.
caption-verdict-mixed = Bildetekstene er blandede: Noen sier hva som er å se, andre forteller noe om det.
caption-verdict-commentative = Bildetekstene er kommenterende: De forteller noe om bildene heller enn hva som er å se.
caption-reason-gap = Bildetekstene er { NUMBER($separation, maximumFractionDigits: 2) } standardavvik nærmere sitt eget bilde enn andre; beskrivende er 1,5 eller mer, kommenterende 0,5 eller mindre.
caption-reason-chance = Det er ikke mer enn tilfeldigheter forklarer.
caption-reason-found = Blant 1000 bilder kommer det riktige først for { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene; publiserte tall er over 40 % for beskrivende og under 13 % for kommenterende bildetekster.
caption-reason-own-labels = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene nevner en merkelapp på bildet sitt, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } ville gjort det tilfeldig.
caption-reason-seen-labels = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene nevner en merkelapp som enkoderen ser i bildet, { NUMBER($chance, style: "percent", maximumFractionDigits: 0) } ville gjort det tilfeldig.
caption-advice-more = Ta inn flere bildetekster; fra 50 og opp kan dette sies.
caption-advice-languages = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene er på språk som denne enkoderen ikke leser: Velg en enkoder for andre språk, eller oversett bildetekstene.
caption-advice-full-encoder = Den innebygde enkoderen er liten: Mål med en full enkoder også før du dømmer bildetekstene.
caption-advice-train = Tren en enkoder på de { NUMBER($pairs) } bildetekstene og bildene deres: Det lukker gapet mellom bildetekster av dette slaget og det enkoderen har lært av.
caption-advice-few-to-train = { $pairs ->
        [one] 1 bildetekst
       *[other] { NUMBER($pairs) } bildetekster
    } er for få å trene på; fra 200 og opp er det verdt et forsøk.
caption-advice-cut = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } av bildetekstene er lengre enn enkoderen leser: Sett det som er å se, først, eller kort dem ned.
caption-advice-group = Bildetekstene i «{ $group }» er mye lenger fra bildene sine enn resten: Se på dem først.
caption-advice-language = Bildetekstene på språket { $language } er mye lenger fra bildene sine enn resten: Se på dem først.
caption-advice-none = Søk på mening virker med denne enkoderen som den er; trening ville gi lite.
caption-report-unknown = { $file } er ikke en rapport om bildetekster som dette programmet har skrevet; mål på nytt.
map-too-few = { $points ->
        [one] 1 punkt
       *[other] { NUMBER($points) } punkter
    } er for få til et kart; { NUMBER($fewest) } trengs.
umap-absent = UMAP trenger Python-pakken umap-learn, som ikke er der; ta t-SNE.
captions-none-of-both = Ingen bilder med bildetekst har trekk fra begge enkodere: Enkod bildene med hver av dem først.
