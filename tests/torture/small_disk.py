"""A disk of any size: a file system in memory where this is root, else a limit for every file."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.torture.base import Torture
from tests.torture.program import is_root

STEP_BYTES = 64 * 1024
MOST_STEPS = 200
AMPLE = "1g"

Limit = Callable[[Path, int], AbstractContextManager[int | None]]
"""Of a folder, with so many bytes left in it; gives the limit of a file where that is the way."""


@contextmanager
def limits(torture: Torture) -> Iterator[Limit]:
    """How a disk is made small here."""
    if is_root() and sys.platform.startswith("linux") and _can_mount(torture.folder):
        yield _mounted
    else:
        reason = "a disk of its own (needs root and mount); each file has a limit instead"
        if reason not in torture.tally.left_out:
            torture.tally.left_out.append(reason)
        yield _files_limited


@contextmanager
def _mounted(folder: Path, left_bytes: int) -> Iterator[None]:
    """What is in the folder moves to a file system with so much space left; back at the end."""
    aside = folder.with_name(folder.name + " aside")
    folder.rename(aside)
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={AMPLE}", "tmpfs", folder)
    try:
        shutil.copytree(aside, folder, dirs_exist_ok=True)
        used = shutil.disk_usage(folder).used
        _run("mount", "-o", f"remount,size={used + left_bytes}", folder)
        try:
            yield None
        finally:
            _run("mount", "-o", f"remount,size={AMPLE}", folder)
            shutil.rmtree(aside)
            shutil.copytree(folder, aside)
    finally:
        _run("umount", "-l", folder)
        folder.rmdir()
        aside.rename(folder)


@contextmanager
def _files_limited(folder: Path, left_bytes: int) -> Iterator[int]:
    """No file of the program may grow by more than so much above the largest there is."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    yield max(sizes, default=0) + left_bytes


def _can_mount(folder: Path) -> bool:
    tried = folder / "mount"
    tried.mkdir(exist_ok=True)
    try:
        _run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tried)
        _run("umount", tried)
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False
    return True


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
