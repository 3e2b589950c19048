"""What writing would do to a picture file."""

import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db.catalogue import Catalogue
from db.records import KnownFile
from db.repositories.sidecar_keywords import SidecarKeyword
from db.sidecar_journal import SidecarState
from db.text import path_for_people
from engine.archive.file_times import modified_ns
from engine.archive.metadata.xmp import KEYWORD_LISTS
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.jobs.sidecars.view import SidecarView
from engine.sidecars.fields import Levels
from engine.sidecars.merge import Known
from engine.sidecars.pictures.exiftool import ExifTool
from engine.sidecars.pictures.text import (
    ENDINGS,
    PictureChange,
    PictureText,
    change_of,
    format_of,
    read_picture_text,
)
from engine.sidecars.reading import is_path
from messages.message import Message
from messages.os_reasons import reason_of

EMBEDDED_FIELDS = frozenset(shown for shown, _ in KEYWORD_LISTS.values()) | {
    "acdsee:categories",
    "iptc",
    "XPKeywords",
}
"""As what a scan notes the keywords of an image's own file."""

Kind = Literal["same", "changed", "asked", "guarded", "format", "unreadable"]
"""same: nothing to write; changed: ours change in it; asked: it is not as the last scan saw it;
guarded: it is protected, a link or has a second name; format: exiftool does not write such files;
unreadable: what it holds cannot be read. Only what is changed is written."""


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """A picture file and what becomes of it."""

    image: KnownFile
    file: Path
    kind: Kind
    labels: dict[int, Levels]
    state: SidecarState | None = None
    text: PictureText | None = None
    change: PictureChange | None = None
    reason: Message | None = None

    @property
    def path(self) -> str:
        """The path for people."""
        return path_for_people(self.image.path_bytes)


class PictureView:
    """The images of a catalogue as they are written into their files, read once.

    Raises InputError where the archive or exiftool is not there.
    """

    def __init__(self, catalogue: Catalogue, tool: ExifTool) -> None:
        self._root = catalogue.archive_dir
        self._labels = SidecarView(catalogue)
        self._imported: dict[int, list[SidecarKeyword]] = defaultdict(list)
        self._imported |= catalogue.sidecar_keywords.embedded(EMBEDDED_FIELDS)
        self._states = catalogue.pictures.states()
        self._by_content = {state.sha256: state for state in self._states.values()}
        self._writable = tool.writable_formats()
        in_use = {image.id for image in catalogue.sidecar_keywords.images()}
        self.images = [
            one
            for one in catalogue.images.known_files()
            if one.image_id in in_use and one.status == "ok"
        ]

    def plans(self, image_ids: Collection[int] | None) -> Iterator[tuple[int, PicturePlan | None]]:
        """The plan of each image, or of these, with how many came before it; None where there is
        nothing to say of it."""
        for done, image in enumerate(self.images):
            if image_ids is None or image.image_id in image_ids:
                yield done, self._plan(image)

    def _plan(self, image: KnownFile) -> PicturePlan | None:
        carried = self._labels.carried.get(image.image_id, ())
        labels = {label_id: self._labels.written[label_id] for label_id in sorted(carried)}
        state = self._states.get(image.path_bytes) or self._by_content.get(image.content_hash)
        known = self._known(image, state)
        if not labels and not known.names:
            return None
        try:
            file = StoredFile(self._root, image.path_bytes).located()
        except InputError as error:
            place = Path(os.fsdecode(image.path_bytes))
            return PicturePlan(image, place, "unreadable", labels, reason=error.message)
        if state is not None and _is_as_written(state, image, labels):
            return PicturePlan(image, file, "same", labels, state)
        try:
            return self._plan_of(image, file, labels, state, known)
        except InputError as error:
            return PicturePlan(image, file, "unreadable", labels, state, reason=error.message)
        except OSError as error:
            reason = Message("file-unreadable", {"reason": reason_of(error)})
            return PicturePlan(image, file, "unreadable", labels, state, reason=reason)

    def _plan_of(
        self,
        image: KnownFile,
        file: Path,
        labels: dict[int, Levels],
        state: SidecarState | None,
        known: Known,
    ) -> PicturePlan:
        try:
            status = file.lstat()
        except FileNotFoundError:
            return PicturePlan(image, file, "asked", labels, reason=Message("picture-gone"))
        if not stat.S_ISREG(status.st_mode):
            return PicturePlan(image, file, "guarded", labels, reason=Message("picture-link"))
        if (status.st_size, modified_ns(status)) != (image.size_bytes, image.modified_ns):
            reason = Message("picture-changed-since-scan")
            return PicturePlan(image, file, "asked", labels, reason=reason)
        image_format = format_of(file)
        if image_format is None or ENDINGS.get(image_format) not in self._writable:
            return PicturePlan(image, file, "format", labels, reason=format_reason(file))
        text = read_picture_text(file)
        change = change_of(text, labels.values(), known)
        if not change.is_any:
            return PicturePlan(image, file, "same", labels, state, text, change)
        if guard := guard_of(file, status):
            return PicturePlan(image, file, "guarded", labels, state, text, change, guard)
        return PicturePlan(image, file, "changed", labels, state, text, change)

    def _known(self, image: KnownFile, state: SidecarState | None) -> Known:
        read = self._imported.get(image.image_id, ())
        written = () if state is None else state.known
        return Known.of(
            [one.levels for one in read if is_path(one.field)] + [one.levels for one in written],
            [one.levels for one in read if not is_path(one.field)],
        )


def format_reason(file: Path) -> Message:
    """Why a file of a format that is not written to is left."""
    return Message("picture-format", {"format": file.suffix.lstrip(".").upper() or "?"})


def guard_of(file: Path, status: os.stat_result) -> Message | None:
    """Why a file may not be written to; None where it may."""
    if status.st_nlink > 1:
        # Another name of it would keep the old bytes, or is somebody's copy that must not change.
        return Message("picture-hard-linked")
    if not status.st_mode & 0o222 or not os.access(file, os.W_OK):
        return Message("picture-read-only")
    return None


def _is_as_written(state: SidecarState, image: KnownFile, labels: dict[int, Levels]) -> bool:
    written = {one.label_id: one.levels for one in state.known}
    return state.sha256 == image.content_hash and written == labels
