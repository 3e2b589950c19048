"""Keywords in the pictures themselves: foretold, written, taken back; the catalogue follows."""
