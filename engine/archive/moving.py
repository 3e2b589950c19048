"""Move files away and back so that a kill at any step loses none: a manifest says first, then it
is done.

Every line of the manifest is JSON: ``{"do": "move", "from": …, "to": …, "sha256": …,
"size_bytes": …}`` is written and flushed to the disk before a file is touched; the same with
``"do": "left"`` follows where the file stayed. ``put_back`` reads it whatever became of the move.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Literal

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.whole_file import sync_file, sync_folder

PART = ".nabolag-part"
Outcome = Literal["done", "gone", "changed", "taken", "failed", "no-trash", "keeper-gone"]
"""done; gone: the file is not there; changed: it holds something else than is known; taken: another
file has its place; failed: the system refused; no-trash: the disk it lies on has none; keeper-gone:
the one that stays for it is not there as it is known, or is the very same file."""


@dataclass(frozen=True, slots=True)
class Move:
    """One file: ``source`` below one folder goes to ``target`` below another, both relative and
    spelled as on disk; ``sha256`` of what it holds. Old manifests do not tell its size."""

    source: str
    target: str
    sha256: bytes
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. ``moves``: files that were moved or were about to be, each once;
    ``trashed``: how many went to the system's trash."""

    moves: tuple[Move, ...]
    trashed: int


def note_move(manifest: FileIO, move: Move, do: str = "move") -> None:
    """Write a line of the manifest, and wait until it is on the disk. Without a buffer: what a full
    disk refuses is not tried again as the file is closed."""
    line = {
        "do": do,
        "from": spelled_file(move.source),
        "to": spelled_file(move.target),
        "sha256": move.sha256.hex(),
        "size_bytes": move.size_bytes,
    }
    left = memoryview((json.dumps(line, ensure_ascii=False) + "\n").encode())
    while left:
        left = left[manifest.write(left) :]
    os.fsync(manifest.fileno())


def read_manifest(manifest: Path) -> Manifest:
    """What a manifest says. A last line cut short by a kill is left out: nothing was touched after
    it.

    Raises InputError for a file that is missing or no manifest.
    """
    found: dict[tuple[str, str], tuple[str, Move]] = {}
    for do, move in _lines(manifest):
        key = (move.source, move.target)
        if do == "left":
            found.pop(key, None)
        else:
            found.setdefault(key, (do, move))
    moves = tuple(move for do, move in found.values() if do == "move")
    return Manifest(moves, sum(do == "trash" for do, _ in found.values()))


def _lines(manifest: Path) -> Iterator[tuple[str, Move]]:
    try:
        text = manifest.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("manifest-unreadable", file=manifest.name) from error
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            yield _move_of(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            if number == len(lines):
                return
            raise InputError("manifest-damaged", file=manifest.name, line=number) from error


def _move_of(line: object) -> tuple[str, Move]:
    if not isinstance(line, dict) or not isinstance(line["do"], str):
        raise ValueError(line)
    names = [file_as_spelled(str(line[name])) for name in ("from", "to")]
    for name in names:
        path = Path(name)
        if not path.parts or path.anchor or ".." in path.parts or "\0" in name:
            raise ValueError(name)
    size = line.get("size_bytes")
    if size is not None and not isinstance(size, int):
        raise ValueError(size)
    return line["do"], Move(names[0], names[1], bytes.fromhex(line["sha256"]), size)


def move_file(source: Path, target: Path, move: Move, *, root: Path) -> Outcome:
    """Move a file that holds what ``move`` says to its place below the folder ``root``; never over
    anything that is there. At every moment the whole file is at one of the two places, or at both.

    An equal file at the place stays, and so does this one: it may be somebody's own.
    """
    try:
        if not source.exists():
            return "done" if holds(target, move) else "gone"
        if not holds(source, move):
            return "changed"
        if not _is_below(target, root):
            return "failed"
        if os.path.lexists(target):
            return "taken"
        target.parent.mkdir(parents=True, exist_ok=True)
        return _moved(source, target, move)
    except OSError:
        return "failed"


def move_file_back(away: Path, place: Path, move: Move, *, root: Path) -> Outcome:
    """Move a file back to its place below the folder ``root``, never over another one.

    Where its place holds it already and the other place too, a kill came in between: the one away
    is taken from there. Only what holds the same counts as being back.
    """
    for copied in (away, place):  # a copy that was cut short by a kill, out or back
        with contextlib.suppress(OSError):
            _part_of(copied, move).unlink()
    try:
        if holds(place, move):
            if holds(away, move) and _is_below(place, root) and not is_one(away, place):
                away.unlink()
                _sync_folder(away.parent)
            return "done"
        if os.path.lexists(place):
            return "taken"
    except OSError:
        return "failed"
    return move_file(away, place, move, root=root)


def _is_below(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_one(one: Path, other: Path) -> bool:
    """Whether two paths are one entry of one folder: taking away the one takes away the other."""
    if not one.samefile(other):
        return False
    return os.path.realpath(one) == os.path.realpath(other) or one.stat().st_nlink < 2


def _moved(source: Path, target: Path, move: Move) -> Outcome:
    try:
        _take_place(source, target)
    except FileExistsError:
        return "taken"
    except OSError:
        return _copied_over(source, target, move)
    _sync_folder(source.parent)
    return "done"


def _take_place(source: Path, target: Path) -> None:
    """Rename a file of the same disk to where none is. Raises FileExistsError where one has come
    since it was looked for: a rename alone would be over that one."""
    if os.name == "nt":
        source.rename(target)
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # another disk, or a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        source.rename(target)
        _sync_folder(target.parent)
        return
    _sync_folder(target.parent)
    _take_away(source, target)


def _copied_over(source: Path, target: Path, move: Move) -> Outcome:
    """To another disk: copied, read again, and only then taken away."""
    part = _part_of(target, move)
    try:
        shutil.copy2(source, part)
        sync_file(part)
        if not holds(part, move):
            return "failed"
        _take_place(part, target)
    except FileExistsError:
        return "taken"
    finally:
        part.unlink(missing_ok=True)
    _take_away(source, target)
    _sync_folder(source.parent)
    return "done"


def _take_away(source: Path, target: Path) -> None:
    """End a move whose file is at both places; where that is refused, it is as it was before."""
    try:
        source.unlink()
    except OSError:
        if source.exists():
            target.unlink()
        raise


def _part_of(target: Path, move: Move) -> Path:
    """Where a copy for ``target`` is made; the same one whenever it is tried again."""
    return target.with_name(f".{move.sha256.hex()[:16]}{PART}")


def holds(path: Path, move: Move) -> bool:
    """Whether a plain file holds this, and no link leads elsewhere."""
    if not path.is_file() or path.is_symlink():
        return False
    if move.size_bytes is not None and path.stat().st_size != move.size_bytes:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest() == move.sha256


def _sync_folder(folder: Path) -> None:
    """Where the system refuses, the file has been moved all the same."""
    with contextlib.suppress(OSError):
        sync_folder(folder)
