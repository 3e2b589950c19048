"""Training encoders on a catalogue's own captions: one job, a method each module."""
