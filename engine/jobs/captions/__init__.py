"""Captions into a catalogue from lists and files, cleaned, translated."""
