"""What is computed. Never imports Qt.

Every package here but ``jobs`` is pure (arrays and files in, arrays and records out) and never
imports ``db``; ``engine.jobs`` joins them to a catalogue.
"""
