"""The terminal's counterpart of the window: progress, answers and errors as text. No layer below
knows it. The commands are in ``commands`` and ``vocabulary``; main.py puts them together."""
