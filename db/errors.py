"""Errors a person can mend. Each carries a code; its sentence says what is wrong and what to do."""

from messages.message import MendableError


class CatalogueError(MendableError):
    """The catalogue cannot be used as asked; the message says why and what to do."""


class NewerCatalogueError(CatalogueError):
    """The file was written by a newer version of the program and is left untouched."""


class ChangeConflictError(CatalogueError):
    """An undo or redo would overwrite rows that something else has changed since."""
