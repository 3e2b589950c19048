"""Take the files of images that are set aside out of the archive, and put them back.

The only jobs that touch the archive's files. A manifest beside the files says what went where.
"""

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Literal

from send2trash import send2trash

from db.catalogue import Catalogue
from db.records import ImageRecord
from engine.archive.moving import (
    Move,
    Outcome,
    holds,
    is_one,
    move_file,
    move_file_back,
    note_move,
    read_manifest,
)
from engine.archive.presence import ArchivePresence
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.whole_file import sync_folder
from messages.message import Message
from messages.os_reasons import reason_of

Way = Literal["move", "trash", "back"]
DONE_SENTENCES: dict[Way, str] = {
    "move": "job-set-aside-files-done",
    "trash": "job-trash-files-done",
    "back": "job-put-back-files-done",
}
STOPPED_SENTENCES: dict[Way, str] = {
    "move": "set-aside-files-stopped",
    "trash": "trash-files-stopped",
    "back": "put-back-files-stopped",
}
NONE_SENTENCES: dict[Way, str] = {
    "move": "set-aside-files-none",
    "trash": "trash-files-none",
    "back": "put-back-files-none",
}
LEFT_SENTENCES: dict[Outcome, str] = {
    "gone": "file-left-gone",
    "changed": "file-left-changed",
    "taken": "file-left-taken",
    "failed": "file-left-failed",
    "no-trash": "file-left-no-trash",
    "keeper-gone": "file-left-keeper-gone",
}


@dataclass(frozen=True, slots=True)
class FilesMoved:
    """What became of the files. ``left``: those that stayed where they were, with why;
    ``manifest``: what puts them back, None where nothing was moved."""

    moved: int
    left: tuple[tuple[str, Outcome], ...]
    manifest: Path | None
    way: Way

    @property
    def message(self) -> Message:
        """How many were moved, and where the manifest lies."""
        if not self.moved:
            return Message(NONE_SENTENCES[self.way], {"left": len(self.left)})
        return Message(
            DONE_SENTENCES[self.way],
            {"moved": self.moved, "left": len(self.left), "manifest": self.manifest or ""},
        )

    @property
    def reasons(self) -> list[tuple[str, Message]]:
        """Why each of those that stayed did."""
        return [(file, Message(LEFT_SENTENCES[outcome])) for file, outcome in self.left]


def move_set_aside(catalogue: Catalogue, *, cancel: CancelToken, folder: Path) -> Job[FilesMoved]:
    """Move the files of all images that are set aside to ``folder``, in the folders they had, with
    a manifest that puts them back.

    A file that holds something else than the catalogue knows stays, and so does one whose keeper is
    not there whole: it may be the last of its picture. The images keep their labels
    and stay set aside; their files count as missing. Stopped or killed, each file is whole at one
    of the two places. Raises InputError where the archive is not there, or the folder is in it or
    cannot be written to.
    """

    def take(source: Path, folder: Path, move: Move) -> Outcome:
        target = folder / move.target
        if _is_in_archive(catalogue, target):
            return "taken"
        return move_file(source, target, move, root=folder)

    def progress(done: int, total: int) -> Progress:
        return Progress("moving-files", done, total)

    return (yield from _take_out(catalogue, cancel, folder, "move", take, progress))


def trash_set_aside(catalogue: Catalogue, *, cancel: CancelToken, folder: Path) -> Job[FilesMoved]:
    """Move them to the system's trash in place of a folder: only the manifest goes to ``folder``,
    and only the system's trash brings them back. Otherwise as ``move_set_aside``.

    Raises InputError, too, where there is no trash for the disk of the archive.
    """

    def take(source: Path, folder: Path, move: Move) -> Outcome:
        return _trashed(source, move)

    def progress(done: int, total: int) -> Progress:
        return Progress("trashing-files", done, total)

    return (yield from _take_out(catalogue, cancel, folder, "trash", take, progress))


def put_back(catalogue: Catalogue, *, cancel: CancelToken, manifest: Path) -> Job[FilesMoved]:
    """Put every file that a manifest says was moved back to its place in the archive, never over
    another one. What is back already counts as put back. The next scan finds them again.

    Raises InputError for what is no manifest, and where the archive is not there.
    """
    ArchivePresence(catalogue.archive_dir).require()
    found = read_manifest(manifest)
    if not found.moves:
        raise InputError(
            "manifest-of-trash" if found.trashed else "manifest-empty", file=manifest.name
        )
    back = 0
    left: list[tuple[str, Outcome]] = []
    for done, move in enumerate(found.moves):
        yield Progress("putting-files-back", done, len(found.moves))
        if cancel.is_set():
            raise JobCancelledError(STOPPED_SENTENCES["back"], moved=back)
        outcome = _moved_back(catalogue, manifest.parent / move.target, move)
        if outcome == "done":
            back += 1
        else:
            left.append((move.source, outcome))
    return FilesMoved(back, tuple(left), manifest, "back")


def _take_out(
    catalogue: Catalogue,
    cancel: CancelToken,
    folder: Path,
    way: Literal["move", "trash"],
    take: Callable[[Path, Path, Move], Outcome],
    progress: Callable[[int, int], Progress],
) -> Job[FilesMoved]:
    ArchivePresence(catalogue.archive_dir).require()
    images = _images(catalogue)
    if not images:
        return FilesMoved(0, (), None, way)
    folder = _checked_folder(catalogue, folder)
    moved: list[int] = []
    left: list[tuple[str, Outcome]] = []
    keepers = _Keepers(catalogue, images)
    try:
        with _manifest(folder) as lines:
            for done, image in enumerate(images):
                yield progress(done, len(images))
                if cancel.is_set():
                    raise JobCancelledError(STOPPED_SENTENCES[way], moved=len(moved))
                name = os.fsdecode(image.path_bytes)
                move = Move(name, name, image.content_hash, image.size_bytes)
                _note(lines, move, way)
                place = _place(catalogue, image.path_bytes)
                if place is None:
                    outcome: Outcome = "taken"
                elif not keepers.stay(image, place):
                    outcome = "keeper-gone"
                else:
                    outcome = take(place, folder, move)
                if outcome == "done":
                    moved.append(image.id)
                    continue
                left.append((image.path, outcome))
                if outcome != "failed":  # that one may have got half-way
                    _note(lines, move, "left")
                if outcome == "no-trash" and not moved:
                    raise InputError("trash-missing", folder=catalogue.archive_dir)
            manifest = Path(lines.name)
    finally:
        if moved:
            catalogue.commands.mark_missing(moved)
    return FilesMoved(len(moved), tuple(left), manifest if manifest.exists() else None, way)


class _Keepers:
    """The files of those that images are set aside for; each is read once."""

    def __init__(self, catalogue: Catalogue, images: Iterable[ImageRecord]) -> None:
        self._catalogue = catalogue
        ids = {one.keeper_id for one in images if one.keeper_id is not None}
        self._keepers = {one.id: one for one in catalogue.images.get_many(sorted(ids))}
        self._whole: dict[int, bool] = {}

    def stay(self, image: ImageRecord, place: Path) -> bool:
        """Whether the picture of an image whose file lies at a place is still there without it."""
        keeper = self._keepers.get(image.keeper_id or 0)
        if keeper is None or keeper.status != "ok":
            return False
        path = _place(self._catalogue, keeper.path_bytes)
        if path is None:
            return False
        try:
            if keeper.id not in self._whole:
                name = os.fsdecode(keeper.path_bytes)
                known = Move(name, name, keeper.content_hash, keeper.size_bytes)
                self._whole[keeper.id] = holds(path, known)
            # A folder may have become a link to another one since the archive was read.
            return self._whole[keeper.id] and not (place.exists() and is_one(place, path))
        except OSError:
            return False


@contextmanager
def _manifest(folder: Path) -> Iterator[FileIO]:
    """A new manifest; taken away again where it brings no file back."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    for number in itertools.count(1):
        again = f"-{number}" if number > 1 else ""
        path = folder / f"set-aside-{stamp}{again}.jsonl"
        try:
            lines = FileIO(path, "x")
        except FileExistsError:
            continue  # two in one second
        except OSError as error:
            raise InputError("path-unwritable", path=folder, reason=reason_of(error)) from error
        break
    try:
        with lines:
            with suppress(OSError):
                sync_folder(folder)
            yield lines
    finally:
        found = read_manifest(path)
        if not found.moves and not found.trashed:
            path.unlink()


def _note(lines: FileIO, move: Move, do: str) -> None:
    try:
        note_move(lines, move, do)
    except OSError as error:
        raise InputError("path-unwritable", path=lines.name, reason=reason_of(error)) from error


def _images(catalogue: Catalogue) -> list[ImageRecord]:
    ids = [one for others in catalogue.duplicates.set_aside_for().values() for one in others]
    return [one for one in catalogue.images.get_many(ids) if one.status != "missing"]


def _checked_folder(catalogue: Catalogue, folder: Path) -> Path:
    resolved = folder.resolve()
    for forbidden in (catalogue.archive_dir.resolve(), catalogue.folder.resolve()):
        if resolved == forbidden or resolved.is_relative_to(forbidden):
            raise InputError("set-aside-folder-inside", path=folder, folder=forbidden)
    try:
        resolved.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("path-unwritable", path=folder, reason=reason_of(error)) from error
    return resolved


def _moved_back(catalogue: Catalogue, away: Path, move: Move) -> Outcome:
    place = _place(catalogue, os.fsencode(move.source))
    if place is None:
        return "taken"
    if _is_in_archive(catalogue, away):
        return "done" if holds(place, move) else "taken"
    return move_file_back(away, place, move, root=catalogue.archive_dir)


def _place(catalogue: Catalogue, path_bytes: bytes) -> Path | None:
    """Where a file of the archive lies; None where a link leads out of it."""
    try:
        return StoredFile(catalogue.archive_dir, path_bytes).located()
    except InputError:
        return None


def _is_in_archive(catalogue: Catalogue, path: Path) -> bool:
    """Whether a place lies in the archive after all, by a link or by its name."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(catalogue.archive_dir))


def _trashed(source: Path, move: Move) -> Outcome:
    if not source.exists():
        return "gone"
    if not holds(source, move):
        return "changed"
    try:
        send2trash(source)
    except OSError:
        if not source.exists():
            return "done"
        return "no-trash" if os.access(source, os.W_OK) else "failed"
    return "done"
