"""What an export is, told beside it: README.md as a Hugging Face dataset card, manifest.json,
plots."""
