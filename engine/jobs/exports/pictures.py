"""The picture files of an export: copied, linked or written anew, ahead of who writes the labels.

    with open_pictures(archive_dir, settings, pieces) as pictures:
        content = ExportContent(pictures.through(images), …, pictures=pictures)

Originals are opened for reading alone. A picture that cannot be read costs no export: ``through``
leaves out its image, and ``problems`` names it.
"""

import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits
from engine.archive.decode_pool import DecodePool
from engine.archive.formats import HEADER_BYTES, detect_format
from engine.archive.rewriting.rewrite import (
    COLOURS_CONVERTED,
    ENCODED_ANEW,
    FIRST_FRAME,
    KEPT_QUALITY,
)
from engine.archive.stored_file import ArchiveFiles
from engine.errors import InputError
from engine.exchange.content import Picture
from engine.exchange.finished_pieces import FolderPieces
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.records import ExchangedImage
from engine.jobs.exports.kept_quality import is_quality_chosen
from engine.jobs.exports.picture_sources import (
    SUFFIXES,
    Awaited,
    Conversions,
    Copies,
    Links,
    Prepared,
    Sources,
    has_image_suffix,
    media_type,
    prepared_or_problem,
    read_all,
    suffix_for,
    suffix_of,
)
from engine.jobs.exports.placing import copy_hashed, hard_link, reflink, write_bytes
from messages.message import Message
from messages.sentences import Value

WITH_QUALITY = frozenset((*SUFFIXES["JPEG"], *SUFFIXES["WEBP"]))
UNUSED_IMAGES = 8
"""After so many images in a row whose pictures nobody asks for, none is got ready ahead."""


def _counts(formats: Counter[str]) -> dict[str, Value]:
    return {"pictures": formats.total(), "formats": ", ".join(sorted(formats))}


def _encoded_anew(formats: Counter[str]) -> Message:
    return Message("export-pictures-encoded-anew", _counts(formats))


def _first_frame(formats: Counter[str]) -> Message:
    return Message("export-pictures-first-frame", _counts(formats))


def _colours_converted(formats: Counter[str]) -> Message:
    return Message("export-pictures-colours-converted", _counts(formats))


def _kept_quality(formats: Counter[str]) -> Message:
    return Message("export-pictures-kept-quality", _counts(formats))


NOTES = {
    KEPT_QUALITY: _kept_quality,
    ENCODED_ANEW: _encoded_anew,
    FIRST_FRAME: _first_frame,
    COLOURS_CONVERTED: _colours_converted,
}


class ArchivePictures:
    """Fits ``engine.exchange.content.Pictures``. Used by one thread; see ``open_pictures``.

    ``problems``: why the picture of an image could not leave, by its file; ``placed`` counts what
    was done: "copied", "hard-link", "reflink", "written", "kept" from a stopped export, and
    "fell-back": copied where a link could not be.
    """

    def __init__(
        self,
        files: ArchiveFiles,
        settings: PictureSettings,
        sources: Sources,
        pieces: FolderPieces | None,
    ) -> None:
        self._files = files
        self._settings = settings
        self._sources = sources
        self._pieces = pieces
        self._links = Links(files)
        self._current: tuple[str, Prepared] | None = None
        self._asked = False
        self.problems: dict[str, Message] = {}
        self.placed: Counter[str] = Counter()
        self._notes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        chosen = (settings.longest_side_px, settings.format, settings.quality, settings.colours)
        how = (*chosen, settings.metadata) if settings.changes_files else settings.way
        self._key_of_way = f"picture 1 {how}"

    # --- for the core ------------------------------------------------------------------------

    def through(self, images: Iterable[ExchangedImage]) -> Iterator[ExchangedImage]:
        """The images whose pictures can leave, in their order, got ready ahead of the reader.

        A pass in which no picture is asked for only looks whether the files are there.
        """
        waiting: deque[tuple[ExchangedImage, Awaited | None]] = deque()
        remaining = (image for image in images if image.file not in self.problems)
        is_first, unused = True, UNUSED_IMAGES
        while True:
            is_light = False
            if unused < UNUSED_IMAGES:
                self._look_ahead(remaining, waiting)
            elif not waiting and (image := next(remaining, None)) is not None:
                is_light = not is_first and self._sources is not self._links
                sources = self._links if is_light else self._sources
                waiting.append((image, sources.prepare([image])[0]))
                is_first = False
            if not waiting:
                return
            image, awaited = waiting.popleft()
            prepared = None if awaited is None else awaited()
            if prepared is not None and prepared.problem is not None:
                self.problems[image.file] = prepared.problem
                continue
            self._current = None if prepared is None or is_light else (image.file, prepared)
            self._asked = False
            yield image
            unused = 0 if self._asked else unused + 1
            self._current = None

    def _look_ahead(
        self,
        remaining: Iterator[ExchangedImage],
        waiting: deque[tuple[ExchangedImage, Awaited | None]],
    ) -> None:
        most_images, most_bytes = self._sources.batch
        while len(waiting) <= most_images * (self._sources.batches_ahead - 1):
            batch: list[ExchangedImage] = []
            size_bytes = 0
            while len(batch) < most_images and size_bytes < most_bytes:
                image = next(remaining, None)
                if image is None:
                    break
                batch.append(image)
                size_bytes += image.size_bytes or 0
            finished = [self._was_finished(image) for image in batch]
            wanted = [one for one, is_whole in zip(batch, finished, strict=True) if not is_whole]
            ready = iter(self._sources.prepare(wanted) if wanted else ())
            for image, is_whole in zip(batch, finished, strict=True):
                waiting.append((image, None if is_whole else next(ready)))
            if len(batch) < most_images:
                return

    def _was_finished(self, image: ExchangedImage) -> bool:
        return self._pieces is not None and self._pieces.may_have(self._key(image))

    @property
    def messages(self) -> list[Message]:
        """What is worth saying of how the pictures left."""
        said: list[Message] = []
        if self.placed["fell-back"]:
            counts: dict[str, Value] = {"pictures": self.placed["fell-back"]}
            is_hard = self._settings.way == "hard-link"
            said.append(
                Message("export-pictures-no-hard-link", counts)
                if is_hard
                else Message("export-pictures-no-reflink", counts)
            )
        for note, formats in sorted(self._notes.items()):
            said.append(NOTES[note](formats))
        return said

    # --- for the formats ---------------------------------------------------------------------

    def suffix(self, image: ExchangedImage) -> str:
        """The ending of the picture's file, with the dot, in lower case."""
        if not self._settings.changes_files and has_image_suffix(image.file):
            return suffix_of(image.file)
        prepared = self._ready(image)
        found = "" if prepared is None else prepared.format
        if not found:
            found = self._checked(image, partial(self._format_of, image)).format
        return suffix_for(found, image.file)

    def place(self, image: ExchangedImage, target: Path) -> None:
        """Put the picture at ``target``, whose folder is made. One that is there already, whole
        and the same, from an export that was stopped, stays."""
        self._asked = True
        path, key = os.fspath(target), self._key(image)
        name = ""
        if self._pieces is not None:
            name = self._pieces.name_of(path)
            if self._pieces.has(name, key):
                self.placed["kept"] += 1
                return
        prepared = self._prepared(image)
        size_bytes, sha256 = self._put(image, prepared, path)
        self._count_notes(image, prepared)
        if self._pieces is not None:
            self._pieces.note(name, key, size_bytes, sha256)

    def read(self, image: ExchangedImage) -> Picture:
        """The picture as bytes. Raises InputError where the original cannot be read."""
        self._asked = True
        prepared = self._prepared(image)
        data = prepared.data
        if data is None:
            data = self._checked(image, partial(self._read, image)).data or b""
        found = prepared.format or detect_format(data[:HEADER_BYTES], image.file) or ""
        self._count_notes(image, prepared)
        if not self._settings.changes_files:
            self.placed["copied"] += 1
        return Picture(
            data,
            suffix_for(found, image.file),
            media_type(found),
            prepared.width_px or image.width_px or 0,
            prepared.height_px or image.height_px or 0,
        )

    # --- one picture -------------------------------------------------------------------------

    def _key(self, image: ExchangedImage) -> str:
        return f"{image.sha256 or image.file} {self._key_of_way}"

    def _ready(self, image: ExchangedImage) -> Prepared | None:
        if self._current is not None and self._current[0] == image.file:
            return self._current[1]
        return None

    def _prepared(self, image: ExchangedImage) -> Prepared:
        """Raises InputError where the picture cannot leave."""
        prepared = self._ready(image)
        if prepared is None:
            prepared = self._sources.prepare([image])[0]()
            self._current = (image.file, prepared)
        if prepared.problem is not None:
            self.problems[image.file] = prepared.problem
            raise InputError(prepared.problem.code, **prepared.problem.arguments)
        return prepared

    def _put(self, image: ExchangedImage, prepared: Prepared, target: str) -> tuple[int, str]:
        """Make the file; its size and hash."""
        if prepared.data is not None:
            write_bytes(target, prepared.data)
            self.placed["written" if self._settings.changes_files else "copied"] += 1
            return prepared.size_bytes, prepared.sha256
        way = self._settings.way
        if way == "hard-link" and hard_link(self._files.plain_path(image.file), target):
            self.placed[way] += 1
            return prepared.size_bytes, prepared.sha256
        file = self._files.open(image.file)
        try:
            if way == "reflink" and reflink(file, target):
                self.placed[way] += 1
                return prepared.size_bytes, prepared.sha256
            size_bytes, sha256 = copy_hashed(file, target)
        finally:
            os.close(file)
        if image.sha256 and sha256 != image.sha256:
            Path(target).unlink()
            self.problems[image.file] = Message("picture-changed")
            raise InputError("picture-changed")
        self.placed["copied" if way == "copy" else "fell-back"] += 1
        return size_bytes, sha256

    def _read(self, image: ExchangedImage) -> Prepared:
        file = self._files.open(image.file)
        try:
            return Prepared(read_all(file))
        finally:
            os.close(file)

    def _format_of(self, image: ExchangedImage) -> Prepared:
        if isinstance(self._sources, Conversions):
            return Prepared(format=self._sources.format_of(image))
        file = self._files.open(image.file)
        try:
            found = detect_format(os.read(file, HEADER_BYTES), image.file)
        finally:
            os.close(file)
        if found is None:
            raise InputError("file-no-image")
        return Prepared(format=found)

    def _checked(self, image: ExchangedImage, look: Callable[[], Prepared]) -> Prepared:
        """Raises InputError where the file cannot be read."""
        found = prepared_or_problem(look)
        if found.problem is not None:
            self.problems[image.file] = found.problem
            raise InputError(found.problem.code, **found.problem.arguments)
        return found

    def _count_notes(self, image: ExchangedImage, prepared: Prepared) -> None:
        suffix, notes = suffix_of(image.file), prepared.notes
        if not self._settings.changes_files and suffix in WITH_QUALITY:
            notes = (KEPT_QUALITY,)
        for note in notes:
            if note != KEPT_QUALITY or is_quality_chosen(self._settings):
                self._notes[note][suffix.lstrip(".").upper()] += 1


@contextmanager
def open_pictures(
    archive_dir: Path,
    settings: PictureSettings,
    pieces: FolderPieces | None = None,
    *,
    workers: int,
    limits: DecodeLimits = DEFAULT_LIMITS,
) -> Iterator[ArchivePictures]:
    """The pictures of an archive in the form that was chosen; ``pieces`` are those of the folder
    that is written, where there is one.

    Raises InputError for links to files that are to be changed.
    """
    files = ArchiveFiles(archive_dir)
    if settings.changes_files and settings.way in ("hard-link", "reflink"):
        raise InputError("export-links-unchanged")
    if settings.changes_files:
        with DecodePool(workers=workers, limits=limits) as pool:
            sources = Conversions(archive_dir, files, settings, pool, workers=workers)
            yield ArchivePictures(files, settings, sources, pieces)
    elif settings.way == "copy":
        copies = Copies(files)
        try:
            yield ArchivePictures(files, settings, copies, pieces)
        finally:
            copies.close()
    else:
        yield ArchivePictures(files, settings, Links(files), pieces)
