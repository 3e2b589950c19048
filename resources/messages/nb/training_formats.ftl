# Hva folk kaller formatene som maskiner trenes av, og hva som kan gå galt med dem.

export-format-parquet = Parquet, én rad for hvert bilde med alt som er kjent om merkelappene

export-parquet-damaged = { $file } er skadet eller ingen Parquet-fil. Eksporter den på nytt.
export-parquet-too-large = { $file } folder seg ut til mer enn det er plass til i minnet, noe ingen eksport fra dette programmet gjør. Ingenting av den ble lest.
