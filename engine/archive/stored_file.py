"""From an archive's root and a path stored in a catalogue to a file that may be opened.

A catalogue may come from somebody else. Nothing in its rows may make the program open a file that
is not in the archive.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from engine.errors import InputError


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as a catalogue knows it: ``path_bytes`` in the folder ``root``."""

    root: Path
    path_bytes: bytes

    def located(self) -> Path:
        """The file's path, in the archive whatever the row holds; the file need not be there.

        Asks the disk about links, so not for the window's thread. Raises InputError for a path
        that is empty, absolute or holds ``..`` or NUL, and for one that a link leads out of the
        archive.
        """
        name = os.fsencode(os.fsdecode(self.path_bytes)).decode("utf-8", "replace")
        stored = Path(os.fsdecode(self.path_bytes))
        if b"\0" in self.path_bytes or not stored.parts or stored.anchor or ".." in stored.parts:
            raise InputError("stored-path-outside", path=name.replace("\0", "\\0"))
        path = self.root / stored
        # Both are resolved: the archive's folder may itself be reached by a link.
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root)):
            raise InputError("stored-path-link", path=name)
        return path


FileSource: TypeAlias = Path | StoredFile
"""A file somebody chose, or one that a catalogue names."""


def located(source: FileSource) -> Path:
    """The path to open. Raises InputError as ``StoredFile.located`` does."""
    return source.located() if isinstance(source, StoredFile) else source
