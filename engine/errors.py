"""Errors a person can mend. Each carries a code; its sentence says what is wrong and what to do."""

from messages.message import MendableError


class InputError(MendableError):
    """A file, folder, option or download is not usable as given; the message says what to do."""
