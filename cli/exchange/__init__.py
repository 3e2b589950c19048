"""Commands by which labels leave for other programs, and come back."""
