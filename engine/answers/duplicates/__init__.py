"""What is asked about the duplicates of an open catalogue, and what is decided about them."""
