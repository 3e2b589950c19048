# Hva formatene til merkeprogrammer, treningskode og publisering heter, valgene deres, og hva som kan
# gå galt med dem.

export-format-coco = COCO, bilder med merkelapper for hele bildet og ingen rammer

export-json-damaged = { $file } er ingen hel JSON-fil; eksporter den på nytt.
export-entry-wrong = Bilde { $number } i { $file } er ikke skrevet slik dette formatet er; eksporter filen på nytt, eller ta det bildet ut.
