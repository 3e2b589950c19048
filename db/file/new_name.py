"""Gives a file a name that nothing has: in one step, and never in the place of another file."""

import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

AT_FDCWD = -100
RENAME_NOREPLACE = 1
RENAME_EXCL = 4
NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""What systems and file systems say of a step that they do not have."""


def rename_to_new(source: Path, target: Path) -> None:
    """Rename a file; FileExistsError where its new name is taken.

    Where neither hard links nor a rename of that kind are to be had, the name is taken by an empty
    file first. A kill between the two steps leaves that one beside the source.
    """
    if os.name == "nt":
        source.rename(target)
        return
    for step in (_link, _rename_exclusively):
        try:
            step(source, target)
            return
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in NOT_HERE:
                raise
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    source.replace(target)


def _link(source: Path, target: Path) -> None:
    os.link(source, target)
    source.unlink()


def _rename_exclusively(source: Path, target: Path) -> None:
    rename = _exclusive_rename()
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if rename(os.fsencode(source), os.fsencode(target)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(target))


@functools.cache
def _exclusive_rename() -> Callable[[bytes, bytes], int] | None:
    """The C library's rename that replaces nothing; None where it has none."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        return lambda source, target: int(library.renamex_np(source, target, RENAME_EXCL))
    if not hasattr(library, "renameat2"):
        return None
    return lambda source, target: int(
        library.renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE)
    )
