# Hva formatene til merkeprogrammer, treningskode og publisering heter, valgene deres, og hva som kan
# gå galt med dem.

export-format-coco = COCO, bilder med merkelapper for hele bildet og ingen rammer
export-format-label-studio = Label Studio, oppgaver som merkes der og tas inn igjen
export-format-cvat = CVAT for images 1.1, merkelapper som ses gjennom der og tas inn igjen

export-option-chooser = Merkelapper velges
export-option-chooser-about = Hvordan merkerne ser merkelappene. Et tre er lettere når merkelapper ligger under hverandre.
export-option-chooser-choices = fra en liste
export-option-chooser-taxonomy = fra et tre

export-json-damaged = { $file } er ingen hel JSON-fil; eksporter den på nytt.
export-entry-wrong = Bilde { $number } i { $file } er ikke skrevet slik dette formatet er; eksporter filen på nytt, eller ta det bildet ut.
export-no-xml = «{ $name }» har tegn som XML ikke kan romme; gi nytt navn, eller velg et format som ikke er XML.
export-xml-damaged = { $file } er ingen hel XML-fil; eksporter den på nytt.
export-xml-entities = { $file } erklærer entiteter, og de leses ikke av sikkerhetshensyn; eksporter filen på nytt.
