"""Filtering the library by more than its facets show: what the conditions are called, and their
editor."""
