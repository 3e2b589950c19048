# What people call the formats that machines are trained from, and what can go wrong with them.

export-format-parquet = Parquet, one row for each image with all that is known of its labels
export-format-imagefolder = Folders of pictures with their labels beside them, for Hugging Face datasets and any training code
export-format-hf-parquet = Parquet with the pictures in it, for Hugging Face datasets
export-format-webdataset = WebDataset, tar files with pictures and labels, for training from front to back
export-format-croissant = Croissant, picture files with a description that machines and dataset searches read

export-images-gone = Images of { $file } are gone since the export began; export again.
export-tar-damaged = { $file } is damaged or no tar file; export it anew.
export-parquet-damaged = { $file } is damaged or no Parquet file; export it anew.
export-parquet-too-large = { $file } unfolds to more than fits into memory, as no export of this program does; nothing of it was read.
