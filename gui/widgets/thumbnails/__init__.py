"""The grid of thumbnails: where cells lie, how they are painted, and the pictures in them."""
