"""Whether the archive is still there, so that an unplugged disk is not taken for deleted files."""

import os
from pathlib import Path

from engine.errors import InputError


class ArchivePresence:
    """Remembers which folder an archive's root was when the work began."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._identity = _identity(root)

    def require(self) -> None:
        """Raise InputError where the root is gone, another folder by now, or cannot be listed.

        An unmounted disk may leave its mount point, an empty folder of another file system.
        """
        found = _identity(self._root)
        if found is None or found != self._identity:
            raise InputError("archive-vanished", folder=self._root)


def _identity(root: Path) -> tuple[int, int] | None:
    """What tells a folder from one that takes its place; None where it cannot be listed."""
    try:
        with os.scandir(root) as listing:
            next(listing, None)
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
