"""Tables of figures: what is shown, sorted by what lies behind it, with a quiet second line."""
