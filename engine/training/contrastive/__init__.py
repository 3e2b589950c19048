"""Contrastive fine-tuning of open_clip's models: whole, last blocks, or low-rank adaptation."""
