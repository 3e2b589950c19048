"""What is done to the texts of captions; plain values in and out."""
