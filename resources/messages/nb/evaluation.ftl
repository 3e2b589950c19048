# Delingsfiler og rapporter fra vurderinger.

split-part-empty = { $file } har ingen bilder i { $part }; legg noen filer i { $part }.
split-part-unknown = Ingen av bildene som delingsfilen har i { $part }, er et merket, enkodet bilde i denne katalogen; skriv filnavnene som katalogen gjør, under arkivmappen.
split-header-missing = { $file } begynner ikke med overskriften file,split.
split-line-too-short = { $table }, linje { NUMBER($line, useGrouping: 0) }: det trengs en fil og en del, skilt med komma.
split-part-odd = { $table }, linje { NUMBER($line, useGrouping: 0) }: «{ $part }» er verken train, validation eller test.
split-file-twice = { $table }, linje { NUMBER($line, useGrouping: 0) }: { $file } er alt i { $part }; behold én av de to.
report-unwritable = Det kan ikke skrives til { $folder }: { $reason }.
report-unknown = { $file } er ikke en rapport som evaluate har skrevet; oppgi en report.json.
report-other-format = { $file } har rapportformat { $format }, dette programmet leser format { NUMBER($reads, useGrouping: 0) }.
report-not-utf8 = { $file } er ikke UTF-8-tekst; oppgi en report.json.
report-unreadable = Rapporten { $path } kan ikke leses: { $reason }.
