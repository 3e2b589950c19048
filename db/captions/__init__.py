"""Captions: the sentences that images have, and the index in which their words are found."""
