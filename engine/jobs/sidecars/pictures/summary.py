"""What writing keywords into pictures does, or would do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.jobs.sidecars.pictures.plan import Kind, PicturePlan
from messages.levels import join_levels
from messages.message import Message

LISTED_AT_MOST = 10_000
MIB = 1024**2
SMALLEST_TOLD_MIB = 0.1
"""One decimal is shown, and what is there is not nothing."""


@dataclass(frozen=True, slots=True)
class PictureDifference:
    """One picture file: what comes and what goes, as paths of labels, and in which fields.

    ``reason`` says why one is left as it is.
    """

    file: str
    kind: Kind | Literal["failed"]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    reason: Message | None = None


@dataclass(slots=True)
class PicturesSummary:
    """What writing does, or with ``preview`` would do, to how many picture files.

    ``changed`` and ``same`` are files; the others are left as ``Kind`` says, ``failed`` because
    exiftool or the system refused. ``changed_bytes``: of the files that change; ``needed_bytes``:
    of old bytes that are to be kept; ``kept_bytes``: of those that are kept. ``copied_from``: the
    catalogue that has the same pictures, where this one is a copy of it. ``files`` lists the first
    10 000 that are not the same.
    """

    preview: bool
    changed: int = 0
    same: int = 0
    asked: int = 0
    guarded: int = 0
    format: int = 0
    unreadable: int = 0
    failed: int = 0
    added: int = 0
    removed: int = 0
    changed_bytes: int = 0
    needed_bytes: int = 0
    kept_bytes: int = 0
    copied_from: Path | None = None
    files: list[PictureDifference] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many were left as they are although something would change in them."""
        return self.asked + self.guarded + self.format + self.unreadable + self.failed

    @property
    def warning(self) -> Message | None:
        """Whose pictures these are, too; None where there is nothing to warn of."""
        if self.copied_from is None:
            return None
        return Message("pictures-shared-with", {"catalogue": self.copied_from})

    @property
    def message(self) -> Message:
        """How many files were written and left, and how much is kept for taking it back."""
        size_bytes = self.needed_bytes if self.preview else self.kept_bytes
        return Message(
            "job-preview-embedding-done" if self.preview else "job-embed-keywords-done",
            {
                "changed": self.changed,
                "left": self.left,
                "mib": max(SMALLEST_TOLD_MIB, size_bytes / MIB) if size_bytes else 0,
            },
        )

    def count(self, planned: PicturePlan, failure: Message | None = None) -> None:
        """Take in a file; ``failure``: why it could not be written."""
        kind: Kind | Literal["failed"] = planned.kind if failure is None else "failed"
        setattr(self, kind, getattr(self, kind) + 1)
        merged = planned.change.merge if planned.change is not None else None
        added = tuple(map(join_levels, merged.added)) if merged else ()
        removed = tuple(map(join_levels, merged.removed)) if merged else ()
        if kind == "changed":
            self.added += len(added)
            self.removed += len(removed)
        if kind != "same" and len(self.files) < LISTED_AT_MOST:
            fields = planned.change.fields if planned.change is not None else ()
            reason = failure or planned.reason
            self.files.append(PictureDifference(planned.path, kind, added, removed, fields, reason))


@dataclass(slots=True)
class PicturesUndone:
    """What taking back the last run did: ``restored`` hold their old bytes; ``left`` are
    (file, why) of those that stay."""

    restored: int = 0
    left: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def message(self) -> Message:
        """How many files are as they were."""
        return Message(
            "job-undo-embedding-done", {"restored": self.restored, "left": len(self.left)}
        )
