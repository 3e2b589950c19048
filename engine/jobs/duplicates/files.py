"""Take the files of images that are set aside out of the archive, and put them back.

The only jobs that touch the archive's files. A manifest beside the files says what went where.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from send2trash import send2trash
from send2trash.exceptions import TrashPermissionError

from db.catalogue import Catalogue
from db.records import ImageRecord
from engine.archive.moving import Move, Outcome, holds, move_file, note_move, read_moves
from engine.archive.presence import ArchivePresence
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

Way = Literal["move", "trash"]


@dataclass(frozen=True, slots=True)
class FilesMoved:
    """What became of the files. ``left``: those that stayed where they were, with why."""

    moved: int
    left: tuple[tuple[str, Outcome], ...]
    manifest: Path
    is_back: bool = False

    @property
    def message(self) -> Message:
        """How many were moved, and where the manifest lies."""
        return Message(
            "job-put-back-files-done" if self.is_back else "job-set-aside-files-done",
            {"moved": self.moved, "left": len(self.left), "manifest": self.manifest},
        )


def move_set_aside(
    catalogue: Catalogue, *, cancel: CancelToken, folder: Path, way: Way = "move"
) -> Job[FilesMoved]:
    """Move the files of all images that are set aside to ``folder``, in the folders they had, with
    a manifest that puts them back; ``way`` "trash": to the system's trash, only the manifest goes
    to the folder and only the system's trash brings them back.

    A file that holds something else than the catalogue knows stays. The images keep their labels
    and stay set aside; their files count as missing. Stopped or killed, each file is whole at one
    of the two places. Raises InputError where the archive is not there or the folder is in it.
    """
    folder = _checked_folder(catalogue, folder)
    ArchivePresence(catalogue.archive_dir).require()
    images = _images(catalogue)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    manifest = folder / f"set-aside-{stamp}.jsonl"
    moved: list[int] = []
    left: list[tuple[str, Outcome]] = []
    try:
        with manifest.open("x", encoding="utf-8", newline="\n") as lines:
            for done, image in enumerate(images):
                yield Progress("moving-files", done, len(images))
                if cancel.is_set():
                    raise JobCancelledError("set-aside-files-stopped")
                name = os.fsdecode(image.path_bytes)
                move = Move(name, name, image.content_hash)
                source = StoredFile(catalogue.archive_dir, image.path_bytes).located()
                note_move(lines, move, way)
                if way == "move":
                    outcome = _moved_out(catalogue, source, folder, move)
                else:
                    outcome = _trashed(source, image.content_hash)
                if outcome == "done":
                    moved.append(image.id)
                else:
                    left.append((image.path, outcome))
    finally:
        if moved:
            catalogue.commands.mark_missing(moved)
    return FilesMoved(len(moved), tuple(left), manifest)


def put_back(catalogue: Catalogue, *, cancel: CancelToken, manifest: Path) -> Job[FilesMoved]:
    """Put every file that a manifest says was moved back to its place in the archive, never over
    another one. What is back already counts as put back. The next scan finds them again.

    Raises InputError for what is no manifest, and where the archive is not there.
    """
    ArchivePresence(catalogue.archive_dir).require()
    moves: Sequence[Move] = list(read_moves(manifest))
    if not moves:
        raise InputError("manifest-empty", file=manifest.name)
    back = 0
    left: list[tuple[str, Outcome]] = []
    for done, move in enumerate(moves):
        yield Progress("putting-files-back", done, len(moves))
        if cancel.is_set():
            raise JobCancelledError("set-aside-files-stopped")
        target = StoredFile(catalogue.archive_dir, os.fsencode(move.source)).located()
        away = manifest.parent / move.target
        # One that never left has its place, whatever it holds.
        stayed = not away.exists() and target.exists()
        outcome: Outcome = "done" if stayed else _moved_back(catalogue, away, target, move)
        if outcome == "done":
            back += 1
        else:
            left.append((move.source, outcome))
    return FilesMoved(back, tuple(left), manifest, is_back=True)


def _images(catalogue: Catalogue) -> list[ImageRecord]:
    ids = [one for others in catalogue.duplicates.set_aside_for().values() for one in others]
    return [one for one in catalogue.images.get_many(ids) if one.status != "missing"]


def _checked_folder(catalogue: Catalogue, folder: Path) -> Path:
    resolved = folder.resolve()
    for forbidden in (catalogue.archive_dir.resolve(), catalogue.folder.resolve()):
        if resolved == forbidden or resolved.is_relative_to(forbidden):
            raise InputError("destination-inside-forbidden", path=folder, folder=forbidden)
    try:
        resolved.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("destination-folder-missing", folder=folder) from error
    return resolved


def _moved_out(catalogue: Catalogue, source: Path, folder: Path, move: Move) -> Outcome:
    target = folder / move.target
    if _is_in_archive(catalogue, target):
        return "taken"
    return move_file(source, target, move.sha256, root=folder)


def _moved_back(catalogue: Catalogue, away: Path, target: Path, move: Move) -> Outcome:
    if _is_in_archive(catalogue, away):
        return "taken"
    return move_file(away, target, move.sha256, root=catalogue.archive_dir, is_back=True)


def _is_in_archive(catalogue: Catalogue, path: Path) -> bool:
    """Whether a place lies in the archive after all, by a link or by its name."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(catalogue.archive_dir))


def _trashed(source: Path, sha256: bytes) -> Outcome:
    if not source.exists():
        return "gone"
    if not holds(source, sha256):
        return "changed"
    try:
        send2trash(source)
    except (OSError, TrashPermissionError):
        return "failed"
    return "done"
