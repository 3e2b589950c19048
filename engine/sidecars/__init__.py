"""Keywords into XMP sidecars, so that nothing else in them changes. Bytes in, bytes out."""
