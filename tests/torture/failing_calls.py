"""Calls of the system that fail: the shim, compiled where there is a compiler and preloaded."""

import ctypes
import os
import shutil
import subprocess
import sys
from multiprocessing.context import BaseContext
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
CALLS = ("write", "fsync", "unlink", "rename")
KILL = -1


def compiled_shim(folder: Path) -> tuple[Path | None, str]:
    """The shim as a library in this folder; None and the reason where there can be none."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux"):
        return None, "calls of the system are made to fail on Linux only"
    if compiler is None:
        return None, "no C compiler (cc, gcc)"
    library = folder / "failing_calls.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (library, "") if done.returncode == 0 else (None, f"{compiler}: {done.stderr}")


def first_fork_with(shim: Path | None, processes: BaseContext) -> None:
    """Start the process that all children are forked from with the shim loaded."""
    if shim is not None:
        os.environ["LD_PRELOAD"] = str(shim)
    try:
        first = processes.Process(target=_nothing)
        first.start()
        first.join()
    finally:
        os.environ.pop("LD_PRELOAD", None)


def arm(call: str, nth: int, error: int, folder: Path, *, all_later: bool = False) -> None:
    """In a child: let the nth ``call`` (from 0) on files below the folder fail, or kill."""
    library = ctypes.CDLL(None)
    os.environ.pop("LD_PRELOAD", None)
    library.torture_arm(
        call.encode(), ctypes.c_long(nth), error, int(all_later), os.fsencode(folder)
    )


def counts() -> dict[str, int]:
    """In a child: how often each call was made since ``arm``."""
    library = ctypes.CDLL(None)
    library.torture_count.restype = ctypes.c_long
    return {call: int(library.torture_count(call.encode())) for call in CALLS}


def _nothing() -> None:
    """What the first child does."""
