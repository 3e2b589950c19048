"""Commands of this program that somebody may type next, as they run from the current folder."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

MAIN = Path(__file__).parents[2] / "main.py"


def typed_command(*arguments: object) -> str:
    """This program with ``arguments``, quoted where that is needed: by its name where it is
    installed and was started so, else by the Python that runs it and the way to main.py."""
    installed = Path(sys.argv[0]).stem == "nabolag"
    program = ["nabolag"] if installed else [_from_here(sys.executable), _from_here(MAIN)]
    words = [*program, *map(str, arguments)]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def change_end(catalogue: Path, changed: bool = True, *, says_done: bool = False) -> str:
    """How to take a change back, after "Done." where nothing before tells that it was made; not
    where nothing was changed, as that would take back an older one."""
    if not changed:
        return "Nothing was changed."
    done = "Done. " if says_done else ""
    return f"{done}To take it back: {typed_command('undo', catalogue)}, or undo in the window."


def _from_here(path: str | Path) -> str:
    """The shorter of the ways to a file."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except ValueError:  # on another drive
        return str(path)
