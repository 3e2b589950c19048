"""Commands on the vocabulary: labels, their names, and how names become phrases."""
