"""Looks for duplicates: candidates, hashes, registration, probabilities, clusters."""
