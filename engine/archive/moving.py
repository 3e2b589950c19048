"""Move files away and back so that a kill at any step loses none: a manifest says first, then it
is done.

Every line of the manifest is JSON: ``{"do": "move", "from": …, "to": …, "sha256": …}`` is written
and flushed to the disk before a file is touched. ``put_back`` reads it whatever became of the move.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.whole_file import sync_file, sync_folder

MOST_LINE_CHARS = 100_000
PART = ".nabolag-part"
Outcome = Literal["done", "gone", "changed", "taken", "failed"]
"""done; gone: the file is not there; changed: it holds something else than is known; taken: another
file has its place; failed: the system refused."""


@dataclass(frozen=True, slots=True)
class Move:
    """One file: ``source`` below one folder goes to ``target`` below another, both relative and
    spelled as on disk; ``sha256`` of what it holds."""

    source: str
    target: str
    sha256: bytes


def note_move(manifest: TextIO, move: Move, do: str = "move") -> None:
    """Write a line of the manifest, and wait until it is on the disk."""
    line = {
        "do": do,
        "from": spelled_file(move.source),
        "to": spelled_file(move.target),
        "sha256": move.sha256.hex(),
    }
    manifest.write(json.dumps(line, ensure_ascii=False) + "\n")
    manifest.flush()
    os.fsync(manifest.fileno())


def read_moves(manifest: Path) -> Iterator[Move]:
    """The moves that a manifest says, done or begun, each once. A last line cut short by a kill is
    left out: nothing was touched after it.

    Raises InputError for a file that is missing or no manifest.
    """
    try:
        text = manifest.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("manifest-unreadable", file=manifest.name) from error
    lines = text.split("\n")
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            move = _move_of(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            if number == len(lines):
                return
            raise InputError("manifest-damaged", file=manifest.name, line=number) from error
        if move is not None and (move.source, move.target) not in seen:
            seen.add((move.source, move.target))
            yield move


def _move_of(line: object) -> Move | None:
    if not isinstance(line, dict) or not isinstance(line["do"], str):
        raise ValueError(line)
    if line["do"] != "move":
        return None
    names = [file_as_spelled(str(line[name])) for name in ("from", "to")]
    for name in names:
        path = Path(name)
        if not path.parts or path.anchor or ".." in path.parts or "\0" in name:
            raise ValueError(name)
    return Move(names[0], names[1], bytes.fromhex(line["sha256"]))


def move_file(
    source: Path, target: Path, sha256: bytes, *, root: Path, is_back: bool = False
) -> Outcome:
    """Move a file that holds ``sha256`` to its place below the folder ``root``; never over anything
    that is there. At every moment the whole file is at one of the two places.

    Back at its place (``is_back``), where another file holds the same, a kill came between copying
    and taking away: the one outside is taken away. On the way out nothing is: an equal file there
    may be somebody's own, or the very same one by a link.
    """
    try:
        if not source.exists():
            return "done" if holds(target, sha256) else "gone"
        if not holds(source, sha256):
            return "changed"
        if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(root)):
            return "failed"
        if os.path.lexists(target):
            if not is_back or not holds(target, sha256) or source.samefile(target):
                return "taken"
            source.unlink()
            return "done"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            source.rename(target)
        except OSError:
            return _copied_over(source, target, sha256)
        _sync_folder(target.parent)
        _sync_folder(source.parent)
    except OSError:
        return "failed"
    return "done"


def _copied_over(source: Path, target: Path, sha256: bytes) -> Outcome:
    """To another disk: copied, read again, and only then taken away."""
    part = target.with_name(target.name + PART)
    try:
        shutil.copy2(source, part)
        sync_file(part)
        if not holds(part, sha256) or os.path.lexists(target):
            part.unlink(missing_ok=True)
            return "failed"
        part.rename(target)
        _sync_folder(target.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    source.unlink()
    return "done"


def holds(path: Path, sha256: bytes) -> bool:
    """Whether a plain file holds this, and no link leads elsewhere."""
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest() == sha256


def _sync_folder(folder: Path) -> None:
    """Where the system refuses, the file has been moved all the same."""
    with contextlib.suppress(OSError):
        sync_folder(folder)
