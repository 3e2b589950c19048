"""Everything that leaves the catalogue as a dataset: which images and labels, how, and the job."""
