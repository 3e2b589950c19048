"""Yes-or-no questions about images, and their answers."""
