# What people call the formats that machines are trained from, and what can go wrong with them.

export-format-parquet = Parquet, one row for each image with all that is known of its labels

export-parquet-damaged = { $file } is damaged or no Parquet file; export it anew.
export-parquet-too-large = { $file } unfolds to more than fits into memory, as no export of this program does; nothing of it was read.
