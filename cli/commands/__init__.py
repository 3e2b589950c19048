"""The commands, in modules by what they are about; main.py puts them together."""
