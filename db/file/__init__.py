"""A catalogue as a file: made, told from damage and from programs of others, whose turn it is."""
