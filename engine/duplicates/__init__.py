"""Which images are duplicates: candidates, what was done, probability, clusters, keeper.

Arrays in, arrays out: nothing here knows a catalogue. Images are row numbers, a pair is two of
them with ``left < right``.
"""
