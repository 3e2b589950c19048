"""Suggesters that go by pairs of images and texts (``engine.words_and_pictures``)."""
