"""Tables and files that labellings leave the program in, and come back from. Pure."""
