"""One module for every export format; the registry lists them."""
