# Hva eksportformatene og valgene deres heter, og hva som kan gå galt med dem.

export-format-csv-long = CSV, én rad for hvert bilde og hver merkelapp, med hvem som bestemte det og når
export-format-csv-wide = CSV, én rad for hvert bilde, én kolonne for hver merkelapp (0 eller 1)
export-format-jsonl = JSON Lines, ett bilde per linje med alt som er kjent om merkelappene

export-option-raw = La celler stå som de er, også de som ligner formler
export-option-raw-about = En celle som begynner med = + - @, ville blitt kjørt som formel av et regneark. Den skrives med en apostrof foran, som tas bort når filen leses inn igjen.

export-format-unknown = Det finnes ikke noe format «{ $name }». Velg ett av { $known }.
export-suffix-unknown = { $file } har en endelse som ikke hører til noe format. Bruk { $known }, eller si hvilket format den skal skrives i.
export-option-unknown = Formatet { $format } har ikke noe valg «{ $option }».
export-option-value = Valget { $option } kan ikke være «{ $value }». Velg ett av { $allowed }.
export-option-no-value = «{ $text }» er ikke et valg med verdi. Skriv det som navn=verdi.
export-one-label-only = { $file } har { $labels } merkelapper, men formatet { $format } har plass til én for hvert bilde. Velg et annet format.
destination-not-a-folder = { $path } er en fil, men det skal eksporteres til en mappe. Velg et annet navn.
destination-folder-not-empty = Mappen { $folder } er ikke tom. Velg en ny mappe eller en tom.
