# Hva folk kaller formatene som maskiner trenes av, og hva som kan gå galt med dem.

export-format-parquet = Parquet, én rad for hvert bilde med alt som er kjent om merkelappene
export-format-imagefolder = Mapper med bilder og merkelappene ved siden av, for Hugging Face datasets og all slags treningskode
export-format-hf-parquet = Parquet med bildene i, for Hugging Face datasets
export-format-webdataset = WebDataset, tar-filer med bilder og merkelapper, for trening fra ende til annen
export-format-croissant = Croissant, bildefiler med en beskrivelse som maskiner og datasettsøk leser

export-images-gone = Bilder i { $file } er borte siden eksporten begynte. Eksporter på nytt.
export-tar-damaged = { $file } er skadet eller ingen tar-fil. Eksporter den på nytt.
export-parquet-damaged = { $file } er skadet eller ingen Parquet-fil. Eksporter den på nytt.
export-parquet-too-large = { $file } folder seg ut til mer enn det er plass til i minnet, noe ingen eksport fra dette programmet gjør. Ingenting av den ble lest.
