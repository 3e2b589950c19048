"""Errors a person can mend. Their text is one clear sentence: what is wrong and what to do."""


class InputError(Exception):
    """A file, folder, option or download is not usable as given; the text says how to mend it."""
