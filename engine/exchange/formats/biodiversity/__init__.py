"""The formats of biologists, in the standards of Biodiversity Information Standards (TDWG)."""
