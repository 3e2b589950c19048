question-few-answers = «{ $question }» har { NUMBER($yes, useGrouping: 0) } ja og { NUMBER($no, useGrouping: 0) } nei på kodede bilder; det må være minst { $fewest } av hver for å lære noe. Svar for flere bilder.
question-none-complete = Ingen lesbare bilder er blant dem som er oppgitt å være fullstendige. Velg andre.
question-setting-unknown = «{ $setting }» er ingen innstilling. Skriv optimizer:rate:bunke (adam, adamw eller sgd), for eksempel adam:1e-3:16, eller en av { $presets }.
answers-columns-missing = { $file } mangler kolonnene { $columns }. Legg dem til i første linje.
answers-odd = «{ $answer }» i rad { NUMBER($line, useGrouping: 0) } i { $file } er ikke noe svar. Skriv yes, no eller unsure.
answers-time-odd = «{ $time }» i rad { NUMBER($line, useGrouping: 0) } i { $file } er ikke noe tidspunkt for et svar. Skriv det som 2026-03-01T12:00:00Z, eller utelat det.
answers-no-row-fits = Ingen fil i { $file } finnes i katalogen («{ $example }» for eksempel). Oppgi filene slik de ligger under arkivmappen.
