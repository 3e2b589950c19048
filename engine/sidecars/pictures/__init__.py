"""Keywords in the picture files themselves: what they hold, and what exiftool writes there."""
