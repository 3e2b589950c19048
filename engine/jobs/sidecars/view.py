"""What the catalogue says of sidecars, read once, and where the sidecars of its images are."""

import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from db.captions.records import CaptionRecord
from db.catalogue import Catalogue
from db.repositories.sidecar_keywords import KnownImage
from db.sidecar_journal import KnownKeyword, SidecarState
from db.text import path_for_people, storable_text
from engine.archive.metadata.xml_stream import MAX_XML_BYTES
from engine.archive.presence import ArchivePresence
from engine.archive.sidecars import is_sidecar, opened_sidecar
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.sidecars.descriptions import Captions, SaidCaption
from engine.sidecars.fields import Levels
from engine.sidecars.merge import Known
from engine.sidecars.naming import Style, new_name, sidecars_of
from engine.sidecars.reading import Found, is_path
from messages.message import Message
from messages.os_reasons import reason_of


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A sidecar and the images it is of; ``path_bytes`` as in ``ImageRecord``."""

    path_bytes: bytes
    file: Path
    images: tuple[KnownImage, ...]
    exists: bool

    @property
    def path(self) -> str:
        """The path for people."""
        return path_for_people(self.path_bytes)

    def read(self) -> bytes | None:
        """What it holds; None where it is not there. Raises InputError and OSError."""
        try:
            with opened_sidecar(self.file) as stream:
                content = stream.read(MAX_XML_BYTES + 1)
        except FileNotFoundError:
            return None
        if len(content) > MAX_XML_BYTES:
            raise InputError("xmp-too-long", length_mib=len(content) / 1024**2)
        return content

    def size_and_time(self) -> tuple[int, int] | None:
        """Its size in bytes and when it was changed, in ns; None where no file is there."""
        try:
            status = self.file.lstat()
        except OSError:
            return None
        return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of a sidecar: ``known`` keywords are ours, ``found`` it held when it was last
    written, looked at or read by a scan, and ``captions`` the texts that were written here.
    ``sha256`` is None where nobody here has written it."""

    known: tuple[KnownKeyword, ...] = ()
    found: Found = frozenset()
    looked_at: str = ""
    sha256: bytes | None = None
    captions: tuple[str, ...] = ()

    @property
    def keys(self) -> Known:
        """The keys of what is known."""
        return Known.of(
            [one.levels for one in self.known if one.is_path],
            [one.levels for one in self.known if not one.is_path],
        )


class SidecarView:
    """The labels of images as they are written, and what is known of sidecars.

    Raises InputError where the archive is not there.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._root = catalogue.archive_dir
        ArchivePresence(self._root).require()
        labels = {label.id: label for label in catalogue.labels.all()}
        self.written: dict[int, Levels] = {}
        """Each label's names from the top, without those that hold others together."""
        for label in labels.values():
            if not label.grouping:
                levels, above = [label.name], label.parent_id
                while above is not None and len(levels) < len(labels):
                    if not labels[above].grouping:
                        levels.append(labels[above].name)
                    above = labels[above].parent_id
                self.written[label.id] = tuple(reversed(levels))
        self.shown = {label.id: label.shown for label in labels.values()}
        self.aliases = {label.id: label.aliases for label in labels.values()}
        self.carried: dict[int, list[int]] = defaultdict(list)
        """By image id, the ids of its labels that are written."""
        for label_id, image_ids in catalogue.labels.image_ids().items():
            if label_id in self.written:
                for image_id in image_ids:
                    self.carried[image_id].append(label_id)
        self._captions: dict[int, list[CaptionRecord]] = {}
        self._caption_texts: dict[int, set[str]] = {}
        """Of one folder at a time."""
        self._imported = catalogue.sidecar_keywords.imported()
        self.states = catalogue.sidecars.states()
        self._by_content = {state.sha256: state for state in self.states.values()}
        self.closed: list[tuple[str, Message]] = []
        """Folders that could not be looked into, and why."""
        self._by_folder: dict[bytes, list[KnownImage]] = defaultdict(list)
        for image in catalogue.sidecar_keywords.images():
            self._by_folder[image.path_bytes.rpartition(b"/")[0]].append(image)
        self.image_count = sum(map(len, self._by_folder.values()))

    def sidecars(
        self, style: Style, image_ids: Collection[int] | None = None, *, apart: bool = False
    ) -> Iterator[Sidecar]:
        """The sidecars of all images, or of these, folder by folder.

        ``apart``: images that share one but not their labels have one of their own each, and the
        shared one is left out. A folder that cannot be looked into, or lies outside the archive by
        a link, has none and is noted in ``closed``.
        """
        for folder, images in self._by_folder.items():
            if image_ids is not None and not any(one.id in image_ids for one in images):
                continue
            try:
                place = StoredFile(self._root, folder).located() if folder else self._root
                with os.scandir(place) as entries:
                    names = [one.name for one in entries if is_sidecar(one.name)]
            except InputError as error:
                self.closed.append((path_for_people(folder), error.message))
                continue
            except OSError as error:
                reason = Message("folder-unreadable", {"reason": reason_of(error)})
                self.closed.append((path_for_people(folder), reason))
                continue
            yield from self._of_folder(folder, place, names, images, style, image_ids, apart)

    def _of_folder(
        self,
        folder: bytes,
        place: Path,
        names: list[str],
        images: list[KnownImage],
        style: Style,
        image_ids: Collection[int] | None,
        apart: bool,
    ) -> Iterator[Sidecar]:
        by_name = {os.fsdecode(one.path_bytes.rpartition(b"/")[2]): one for one in images}

        def sidecar(name: str, of: tuple[KnownImage, ...]) -> Sidecar:
            path = b"/".join(part for part in (folder, os.fsencode(name)) if part)
            return Sidecar(path, place / name, of, name in present)

        present = set(names)
        for found in sidecars_of(names, by_name, style):
            of = tuple(by_name[name] for name in found.images)
            if image_ids is not None and not any(one.id in image_ids for one in of):
                continue
            if apart and self.differ(of):
                for name, image in zip(found.images, of, strict=True):
                    yield sidecar(new_name(name, Style.FULL_NAME), (image,))
            else:
                yield sidecar(found.name, of)

    def labels(self, sidecar: Sidecar) -> dict[int, Levels]:
        """The labels that a sidecar shall hold, by id: those of all its images."""
        ids = {label_id for image in sidecar.images for label_id in self.carried.get(image.id, ())}
        return {label_id: self.written[label_id] for label_id in sorted(ids)}

    def captions(self, sidecar: Sidecar) -> Captions:
        """The captions that a sidecar shall hold: those of its images, where they all have the
        same ones. What people wrote comes before translations; words read in the picture describe
        nothing."""
        ids = [image.id for image in sidecar.images]
        if not self._captions.keys() >= set(ids):
            folder = sidecar.path_bytes.rpartition(b"/")[0]
            of_folder = [image.id for image in self._by_folder[folder]]
            self._captions = self._catalogue.captions.of_images(of_folder)
            self._caption_texts = self._catalogue.captions.known_texts(of_folder)
        said = [
            tuple(
                SaidCaption(one.text, one.language, one.language_from != "stated")
                for one in sorted(self._captions[image_id], key=_is_translated)
                if one.source != "read"
            )
            for image_id in ids
        ]
        known = {text for image_id in ids for text in self._caption_texts[image_id]}
        return Captions(said[0] if len(set(said)) == 1 else (), frozenset(known))

    def differ(self, images: tuple[KnownImage, ...]) -> bool:
        """Whether some of these images carry other labels than the rest."""
        return len({frozenset(self.carried.get(image.id, ())) for image in images}) > 1

    def state(self, sidecar: Sidecar, sha256: bytes | None) -> SidecarState | None:
        """The state of a sidecar; of one that was moved, the one that it had before."""
        state = self.states.get(sidecar.path_bytes)
        return state or (self._by_content.get(sha256) if sha256 is not None else None)

    def read_since(self, sidecar: Sidecar, since: str) -> set[int]:
        """The labels of keywords that were taken in from a sidecar at that time or later."""
        return {
            one.label_id
            for image in sidecar.images
            for one in self._imported.get((image.id, storable_text(sidecar.file.name)), ())
            if one.imported_at >= since
        }

    def base(self, sidecar: Sidecar, state: SidecarState | None) -> Base:
        """What is known of a sidecar: from its last state, and from what a scan has read since."""
        since = "" if state is None else state.looked_at
        name = storable_text(sidecar.file.name)
        read = [
            one
            for image in sidecar.images
            for one in self._imported.get((image.id, name), ())
            if one.imported_at >= since
        ]
        known = tuple(KnownKeyword(one.label_id, one.levels, is_path(one.field)) for one in read)
        found = frozenset((one.field, one.levels) for one in read)
        if state is None:
            return Base(known, found)
        return Base(state.known + known, state.found | found, since, state.sha256, state.captions)


def _is_translated(caption: CaptionRecord) -> bool:
    return caption.source == "translated"
