"""How captions and images of a catalogue find each other: the report, the map, two encoders."""
