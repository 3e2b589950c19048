"""From an archive's root and a path stored in a catalogue to a file that may be opened.

A catalogue may come from somebody else. Nothing in its rows may make the program open a file that
is not in the archive.
"""

import errno
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


class ArchiveFiles:
    """Opens many files of an archive, with the care of ``StoredFile`` and less asking of the disk.

    Used by several threads.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, str] = {}

    def open(self, file: str) -> int:
        """A descriptor for reading; ``file`` is as ``os.fsdecode`` spells the stored path.

        Raises InputError as ``StoredFile.located`` does, and OSError.
        """
        path = self.path(file)
        try:
            return os.open(path, _READ_ONLY)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
        return os.open(StoredFile(self._root, os.fsencode(file)).located(), _READ_ONLY_LINKED)

    def path(self, file: str) -> str:
        """Where a file is, its folder's links resolved; its own, where it is one, is not.

        Raises InputError as ``StoredFile.located`` does.
        """
        folder, _, name = file.rpartition("/")
        known = self._folders.get(folder)
        if known is None or name in ("", ".", "..") or "\0" in name or os.name == "nt":
            whole = StoredFile(self._root, os.fsencode(file)).located()
            if os.name == "nt":
                return os.path.realpath(whole)
            known = self._folders[folder] = os.path.realpath(whole.parent)
        return f"{known}/{name}"

    def plain_path(self, file: str) -> str:
        """The path of the file itself, no link on the way nor at its end. Raises InputError."""
        path = self.path(file)
        if Path(path).is_symlink():
            return os.path.realpath(StoredFile(self._root, os.fsencode(file)).located())
        return path


_READ_ONLY_LINKED = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    # A pipe that somebody put in an image's place makes nobody wait.
    | getattr(os, "O_NONBLOCK", 0)
)  # fmt: skip
_READ_ONLY = _READ_ONLY_LINKED | getattr(os, "O_NOFOLLOW", 0)
