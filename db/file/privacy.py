"""What the program makes is for its owner alone, unless the folder around it is a group's."""

import logging.handlers
import os
import stat
from io import TextIOWrapper
from pathlib import Path

DEFAULT_ACL = "system.posix_acl_default"


def file_mode(folder: Path) -> int:
    """The permissions of a new file in a folder: 0o600.

    A folder that hands on its group, or that has an access list for what is made in it, was set up
    to be shared: there it is 0o666, of which the system takes what the person's umask or the list
    takes away.
    """
    return 0o666 if _is_shared(folder) else 0o600


def make_file(path: Path) -> None:
    """Make an empty file where there is none. Raises OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, file_mode(path.parent)))


def make_folder(path: Path) -> None:
    """Make a folder and what is missing above it. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(0o777 if _is_shared(path.parent) else 0o700, exist_ok=True)


class PrivateLog(logging.handlers.RotatingFileHandler):
    """A log that becomes another when it is full."""

    def _open(self) -> TextIOWrapper:
        make_file(Path(self.baseFilename))
        return super()._open()


def _is_shared(folder: Path) -> bool:
    try:
        if folder.stat().st_mode & stat.S_ISGID:
            return True
        return hasattr(os, "getxattr") and bool(os.getxattr(folder, DEFAULT_ACL))
    except OSError:
        return False  # it has no such list
