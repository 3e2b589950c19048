"""The terminal's counterpart of the window: progress, answers and errors as text. No layer below
knows it; the commands themselves are in main.py."""
