"""Predictions over HTTP: an interface beside the window and the command line."""
