# Hva en kontroll av en katalog finner galt, og overskriftene over det.

check-title-database = Problemer i databasen
check-title-absent = Mangler ved siden av katalogen
check-title-features = Skadde egenskaper, beregnes på nytt ved neste enkoding
check-title-text-features = Skadde tekstvektorer, lages på nytt når de trengs
check-title-archive = Arkivet
check-title-missing = Filer som mangler
check-title-changed = Filer som er endret siden de ble lest, leses på nytt neste gang arkivet leses
check-title-altered = Filer med annet innhold enn da de ble lest, uten at noe sier det
check-title-unreadable = Filer som ikke kan leses

check-file-unreadable = { $path }: { $reason }

check-names-twice =
    { $count ->
        [one] 1 navn er både merkelapp og alias. Fjern aliaset.
       *[other] { NUMBER($count, useGrouping: 0) } navn er både merkelapp og alias. Fjern aliasene.
    }
check-accepted-without-label =
    { $count ->
        [one] 1 godtatt forslag ga ingen merkelapp til bildet sitt. Avgjør det på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } godtatte forslag ga ingen merkelapp til bildene sine. Avgjør dem på nytt.
    }
check-rejected-with-label =
    { $count ->
        [one] 1 bilde har en merkelapp som ble avvist for det. Fjern den, eller sett den på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } bilder har en merkelapp som ble avvist for dem. Fjern den, eller sett den på nytt.
    }
check-no-content-hash =
    { $count ->
        [one] 1 bilde har ingen riktig innholdssum. Les arkivet på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } bilder har ingen riktig innholdssum. Les arkivet på nytt.
    }
check-unreadable-without-reason =
    { $count ->
        [one] 1 bilde er uleselig uten grunn, eller omvendt. Les arkivet på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } bilder er uleselige uten grunn, eller omvendt. Les arkivet på nytt.
    }
check-captions-empty = { $count ->
        [one] 1 bildetekst er tom
       *[other] { NUMBER($count, useGrouping: 0) } bildetekster er tomme
    }. Hent fram en sikkerhetskopi.
check-captions-not-found = { $count ->
        [one] 1 bildetekst kan ikke finnes på ordene sine
       *[other] { NUMBER($count, useGrouping: 0) } bildetekster kan ikke finnes på ordene sine
    }. Hent fram en sikkerhetskopi.
check-caption-index-wrong = Registeret over bildetekster passer ikke til dem, så noen finnes ikke på ordene sine. Lag det på nytt i terminalen (veiledningen sier hvordan), eller hent fram en sikkerhetskopi.
check-keeper-set-aside =
    { $count ->
        [one] 1 bilde er lagt til side for et som selv er lagt til side. Hent fram en sikkerhetskopi.
       *[other] { NUMBER($count, useGrouping: 0) } bilder er lagt til side for et som selv er lagt til side. Hent fram en sikkerhetskopi.
    }
check-suggestions-of-no-label =
    { $count ->
        [one] 1 forslag gjelder en merkelapp som aldri har vært der. Lag forslag på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } forslag gjelder merkelapper som aldri har vært der. Lag forslag på nytt.
    }
check-confidence-outside-range =
    { $count ->
        [one] 1 forslag har en sikkerhet utenfor 0 til 1. Lag forslag på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } forslag har en sikkerhet utenfor 0 til 1. Lag forslag på nytt.
    }
check-probability-outside-range =
    { $count ->
        [one] 1 forslag har en sannsynlighet utenfor 0 til 1. Lag forslag på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } forslag har en sannsynlighet utenfor 0 til 1. Lag forslag på nytt.
    }
check-suspects-outside-range =
    { $count ->
        [one] 1 mistenkelig merkelapp har et tall utenfor 0 til 1. Lag forslag på nytt.
       *[other] { NUMBER($count, useGrouping: 0) } mistenkelige merkelapper har et tall utenfor 0 til 1. Lag forslag på nytt.
    }
check-odd-value = { $place } inneholder noe som ikke hører til i en katalog. Gjenopprett en sikkerhetskopi.
check-file-damaged = Filen er skadet{ UNSAID($detail) }. Gjenopprett en sikkerhetskopi.
check-dangling-rows =
    { $count ->
        [one] 1 rad i { $table } viser til noe i { $parent } som ikke er der. Gjenopprett en sikkerhetskopi.
       *[other] { NUMBER($count, useGrouping: 0) } rader i { $table } viser til noe i { $parent } som ikke er der. Gjenopprett en sikkerhetskopi.
    }
check-answers-outside-range =
    { $count ->
        [one] 1 svar på et spørsmål har en sannsynlighet utenfor 0 til 1. Hent fram en sikkerhetskopi.
       *[other] { NUMBER($count, useGrouping: 0) } svar på spørsmål har en sannsynlighet utenfor 0 til 1. Hent fram en sikkerhetskopi.
    }
check-name-not-found = «{ $name }» kan ikke finnes ved navn. Gi merkelappen et annet navn, og så det gamle igjen.
check-label-below-itself = Etiketten «{ $label }» ligger under seg selv. Flytt den til toppen.
check-review-queue-wrong =
    { $images ->
        [one] Køen til gjennomgang er feil for 1 bilde. Lag forslag på nytt.
       *[other] Køen til gjennomgang er feil for { NUMBER($images, useGrouping: 0) } bilder. Lag forslag på nytt.
    }
