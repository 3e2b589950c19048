"""A picture seen closely: zoomed and moved, several together, one enlarged."""
