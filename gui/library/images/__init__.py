"""The images in the middle of the Library: as thumbnails or one large, and what is done to them."""
