"""Keywords beside the originals: written, taken back, and compared with what others changed."""
