"""Errors a person can mend. Their text is one clear sentence: what is wrong and what to do."""


class CatalogueError(Exception):
    """The catalogue cannot be used as asked; the text says why and what to do."""


class NewerCatalogueError(CatalogueError):
    """The file was written by a newer version of the program and is left untouched."""


class ChangeConflictError(CatalogueError):
    """An undo or redo would overwrite rows that something else has changed since."""
