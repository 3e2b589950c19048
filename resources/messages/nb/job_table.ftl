# Hva jobbene heter, og hva de sier når de er over.

job-scan = Les arkivet
job-scan-done =
    { $files ->
        [one] 1 bilde
       *[other] { $files } bilder
    }{ $added ->
        [0] { "" }
        [one] , 1 nytt
       *[other] , { $added } nye
    }{ $updated ->
        [0] { "" }
       *[other] , { $updated } endret
    }{ $moved ->
        [0] { "" }
       *[other] , { $moved } flyttet
    }{ $missing ->
        [0] { "" }
       *[other] , { $missing } mangler
    }{ $unreadable ->
        [0] { "" }
        [one] , 1 uleselig
       *[other] , { $unreadable } uleselige
    }

job-encode = Enkod bildene
job-encode-menu = Enkod nye bilder
job-encode-done =
    { $encoded ->
        [0] Alle bildene var alt enkodet.
        [one] 1 bilde enkodet.
       *[other] { $encoded } bilder enkodet, { $per_s } i sekundet.
    }

job-first-suggestions = Lag de første forslagene

job-tune = Finjuster forslagene
job-tune-menu = { job-tune }
job-tune-done = Forslagene er finjustert for dette arkivet.

job-suggest = Foreslå merkelapper
job-suggest-menu = { job-suggest }
job-suggest-done =
    { $suggestions } forslag til { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    }, hentet fra { $references ->
        [one] 1 merket bilde
       *[other] { $references } merkede
    }.
job-suggest-not-due = Klar. Merk noen bilder, så får de andre forslag.

job-queues = Se etter merkelapper å kontrollere

job-evaluate = Vurder forslagsmåtene
job-evaluate-done = Vurdert. Best: «{ $suggester }» med et samlet resultat på { NUMBER($score, minimumFractionDigits: 1, maximumFractionDigits: 1) } %, for { $labels ->
        [one] 1 merkelapp
       *[other] { $labels } merkelapper
    } med minst { $minimum ->
        [one] 1 bilde
       *[other] { $minimum } bilder
    }.

job-check = Kontroller katalogen
job-check-menu = { job-check }
job-check-done =
    { $problems ->
        [0] Katalogen er i orden: database, egenskapsvektorer og filer.
        [one] Kontrollen fant 1 problem.
       *[other] Kontrollen fant { $problems } problemer.
    }

job-export = Eksporter merkelapper
job-export-done =
    { $labellings ->
        [one] 1 merking
       *[other] { $labellings } merkinger
    } av { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    } skrevet til { $file }{ $left_out ->
        [0] { "" }
        [one] ; 1 bilde er utelatt
       *[other] ; { $left_out } bilder er utelatt
    }.

job-suggestion-table = Eksporter forslag

job-same-labels = Se etter merkelapper som kan være like

job-translate = Oversett merkelappnavn
job-translate-done = { $translated } av { $asked } merkelappnavn oversatt av { $host }.

job-download = Last ned enkoderen { $name }

job-estimate-training = Anslå en opplæring

job-titles-as-captions = Lag bildetekster av titler

job-import-captions = Importer bildetekster
job-import-captions-done =
    { $captions ->
        [one] 1 ny bildetekst
       *[other] { $captions } nye bildetekster
    } på { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    }.

job-translate-captions = Oversett bildetekster
job-translate-captions-done = { $translated } av { $asked ->
        [one] 1 bildetekst
       *[other] { $asked } bildetekster
    } oversatt av { $host }.

job-clean-captions = Rens bildetekster
job-clean-captions-done =
    { $changed ->
        [one] 1 bildetekst endret
       *[other] { $changed } bildetekster endret
    }, { $left_out } utelatt.

job-text-rules = Merkelapper fra bildetekster
job-text-rules-menu = Merkelapper fra bildetekster, etter alle regler
job-text-rules-done =
    { $added ->
        [0] Ingen bilder fikk en merkelapp fra bildeteksten.
        [one] 1 merkelapp fra bildetekster, på { $images ->
            [one] 1 bilde
           *[other] { $images } bilder
        }.
       *[other] { $added } merkelapper fra bildetekster, på { $images ->
            [one] 1 bilde
           *[other] { $images } bilder
        }.
    }

job-import-table = Importer nøkkelord
job-import-table-done =
    { $labellings ->
        [one] 1 ny merking
       *[other] { $labellings } nye merkinger
    }, { $labels ->
        [one] 1 ny merkelapp
       *[other] { $labels } nye merkelapper
    } på { $images ->
        [one] 1 bilde
       *[other] { $images } bilder
    }{ $rejected ->
        [0] { "" }
        [one] ; 1 rad passer ikke til noe bilde
       *[other] ; { $rejected } rader passer ikke til noe bilde
    }

job-duplicates = Se etter duplikater
job-duplicates-done =
    { $clusters ->
        [0] Ingen duplikater funnet
        [one] 1 gruppe duplikater
       *[other] { $clusters } grupper duplikater
    } blant { $images ->
        [one] 1 bilde som ble sammenlignet
       *[other] { $images } bilder som ble sammenlignet
    }{ $certain ->
        [0] { "" }
        [one] ; 1 gruppe er sikker
       *[other] ; { $certain } grupper er sikre
    }.

job-set-aside-files = Flytt filene som er lagt til side
job-set-aside-files-done =
    { $moved ->
        [one] 1 fil flyttet
       *[other] { $moved } filer flyttet
    }{ $left ->
        [0] { "" }
        [one] ; 1 fil ble værende
       *[other] ; { $left } filer ble værende
    }. Manifestet { $manifest } legger dem tilbake.
set-aside-files-none =
    { $left ->
        [0] Ingen fil til et bilde som er lagt til side, er i arkivet; det er ingenting å flytte.
        [one] Ingenting ble flyttet: 1 fil ble værende.
       *[other] Ingenting ble flyttet: { $left } filer ble værende.
    }

job-trash-files = Flytt filene som er lagt til side, til papirkurven
job-trash-files-done =
    { $moved ->
        [one] 1 fil er i systemets papirkurv, og bare den gir filen tilbake
       *[other] { $moved } filer er i systemets papirkurv, og bare den gir dem tilbake
    }{ $left ->
        [0] { "" }
        [one] ; 1 fil ble værende
       *[other] ; { $left } filer ble værende
    }. { $manifest } nevner det som havnet der.
trash-files-none =
    { $left ->
        [0] Ingen fil til et bilde som er lagt til side, er i arkivet; det er ingenting å flytte til papirkurven.
        [one] Ingenting ble flyttet til papirkurven: 1 fil ble værende.
       *[other] Ingenting ble flyttet til papirkurven: { $left } filer ble værende.
    }

job-put-back-files = Legg flyttede filer tilbake
job-put-back-files-done =
    { $moved ->
        [one] 1 fil er tilbake i arkivet
       *[other] { $moved } filer er tilbake i arkivet
    }{ $left ->
        [0] .
        [one] ; 1 fil kunne ikke legges tilbake.
       *[other] ; { $left } filer kunne ikke legges tilbake.
    }
put-back-files-none =
    { $left ->
        [one] Ingenting ble lagt tilbake: 1 fil er ikke der den ble flyttet, eller en annen har plassen dens.
       *[other] Ingenting ble lagt tilbake: { $left } filer er ikke der de ble flyttet, eller andre har plassene deres.
    }

file-left-gone = den finnes ikke lenger
file-left-changed = den inneholder noe annet enn da den ble lest eller flyttet
file-left-taken = noe annet ligger der den skal, eller en lenke fører et annet sted
file-left-failed = systemet nektet
file-left-no-trash = disken den ligger på, har ingen papirkurv
file-left-keeper-gone = den som blir igjen for den, mangler eller er endret, så dette kan være det siste eksemplaret av bildet

job-export-foretold =
    { $labellings ->
        [one] { $labellings } merking
       *[other] { $labellings } merkinger
    } på { $images ->
        [one] { $images } bilde
       *[other] { $images } bilder
    } ville bli skrevet.

job-preview-sidecars = Se hva sidefilene ville si
job-preview-sidecars-done =
    { $written ->
        [0] { $left ->
            [0] Alle sidefiler sier det samme som katalogen
           *[other] Ingen sidefiler ville bli skrevet
        }
        [one] 1 sidefil ville bli skrevet
       *[other] { NUMBER($written) } sidefiler ville bli skrevet
    }{ $new ->
        [0] { "" }
       *[other] , { NUMBER($new) } av dem nye
    }{ $left ->
        [0] .
        [one] ; 1 ville bli stående som den er.
       *[other] ; { NUMBER($left) } ville bli stående som de er.
    }
job-write-sidecars = Skriv sidefiler
job-write-sidecars-done =
    { $written ->
        [0] Ingen sidefil ble skrevet
        [one] 1 sidefil skrevet
       *[other] { NUMBER($written) } sidefiler skrevet
    }{ $new ->
        [0] { "" }
       *[other] , { NUMBER($new) } av dem nye
    }{ $left ->
        [0] .
        [one] ; 1 ble stående som den er.
       *[other] ; { NUMBER($left) } ble stående som de er.
    }
job-undo-sidecars = Gi sidefiler det gamle innholdet
job-undo-sidecars-done =
    { $restored ->
        [one] 1 sidefil er som før
       *[other] { NUMBER($restored) } sidefiler er som før
    }, { $removed ->
        [one] 1 ny er borte
       *[other] { NUMBER($removed) } nye er borte
    }{ $left ->
        [0] .
        [one] ; 1 ble stående som den er.
       *[other] ; { NUMBER($left) } ble stående som de er.
    }
job-compare-sidecars = Se etter endringer i sidefiler
job-compare-sidecars-done =
    Andre programmer har satt { $added ->
        [one] 1 nøkkelord
       *[other] { NUMBER($added) } nøkkelord
    } inn i sidefiler og tatt { $removed ->
        [one] 1
       *[other] { NUMBER($removed) }
    } ut.
job-preview-embedding = Se hva bildene ville si
job-preview-embedding-done =
    { $changed ->
        [0] { $left ->
            [0] Alle bilder sier det samme som katalogen, så langt de kan
           *[other] Ingen bilder ville bli skrevet i
        }
        [one] 1 bilde ville bli skrevet i; de gamle bytene ({ NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB) ville bli tatt vare på
       *[other] { NUMBER($changed) } bilder ville bli skrevet i; de gamle bytene ({ NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB) ville bli tatt vare på
    }{ $left ->
        [0] .
        [one] ; 1 ville bli stående som det er.
       *[other] ; { NUMBER($left) } ville bli stående som de er.
    }
job-embed-keywords = Skriv nøkkelord i bilder
job-embed-keywords-done =
    { $changed ->
        [0] Ingen bilder ble skrevet i
        [one] 1 bilde skrevet i
       *[other] { NUMBER($changed) } bilder skrevet i
    }{ $left ->
        [0] { "" }
        [one] ; 1 ble stående som det er
       *[other] ; { NUMBER($left) } ble stående som de er
    }; { NUMBER($mib, maximumFractionDigits: 1, useGrouping: 0) } MiB gamle bilder er tatt vare på.
job-undo-embedding = Gi bilder de gamle bytene
job-undo-embedding-done =
    { $restored ->
        [one] 1 bilde er som før
       *[other] { NUMBER($restored) } bilder er som før
    }{ $left ->
        [0] .
        [one] ; 1 ble stående som det er.
       *[other] ; { NUMBER($left) } ble stående som de er.
    }

job-read-text = Les ord i bilder
job-read-text-menu = Les ord i bilder
job-read-text-done = Bilder lest: { NUMBER($read, useGrouping: 0) }, med ord: { NUMBER($with_text, useGrouping: 0) }, nye bildetekster: { NUMBER($captions, useGrouping: 0) }.
job-evaluate-question = Mål et spørsmål
job-evaluate-question-done = «{ $question }» har F1 { $f1 } for ja på { NUMBER($answers, useGrouping: 0) } svar som ikke var lært av; rapporten ligger i { $folder }.
job-predict-question = Forutsi svar
job-evaluate-captions = Mål hvordan bildetekster og bilder finner hverandre
job-evaluate-captions-done = Bilder finner bildetekstene sine med en gjennomsnittlig resiprok rang på { $mrr } blant { $captions }; rapporten ligger i { $folder }.
job-compare-encoders = Sammenlign to enkodere på bildetekstene
job-compare-encoders-done = De to enkoderne er sammenlignet.
job-train = Tren enkoderen { $name }
job-train-done = { $name } er trent: bildetekster og bilder den ikke hadde sett, finner hverandre med en MRR på { NUMBER($after, minimumFractionDigits: 3, maximumFractionDigits: 3) }, { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } før.
job-train-no-better = { $name } var bedre på bildetekstene den ble valgt etter, men på andre den ikke hadde sett, er den det ikke: en MRR på { NUMBER($after, minimumFractionDigits: 3, maximumFractionDigits: 3) }, { NUMBER($before, minimumFractionDigits: 3, maximumFractionDigits: 3) } før. Behold enkoderen som er i bruk, eller tren på flere bildetekster.
