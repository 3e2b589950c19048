"""Dual encoders: an image tower and a text tower that never met, joined by a projection each."""
