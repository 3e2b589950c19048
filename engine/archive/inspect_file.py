"""Everything there is to know about one image file, read once, in a worker process."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from engine.archive.captions import Caption
from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, OpenImage, open_image
from engine.archive.keywords import FoundText, Keyword
from engine.archive.metadata.bookkeeping import tidied
from engine.archive.metadata.embedded import Embedded, read_embedded
from engine.archive.sidecars import read_sidecars
from engine.archive.thumbnails import make_thumbnail, thumbnail_target_px
from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of

# Files up to this size are held in memory, so that hashing and decoding read the disk once.
MAX_HELD_BYTES = 64 * 1024**2
SWAPS_SIDES = (5, 6, 7, 8)
SETTLED_PROBLEMS = frozenset(
    {"file-empty", "file-postscript", "file-xml", "file-no-image", "file-cut-short"}
    | {"file-ends-early", "image-damaged", "image-header-damaged", "image-too-large"}
    | {"image-raw-unsupported", "image-too-many-pixels", "image-too-much-memory"}
    | {"image-too-slow"}
)
"""Problems that lie in what a file holds: reading the same bytes again ends the same way."""


@dataclass(frozen=True, slots=True)
class InspectRequest:
    """Which file to look at, and the sidecars beside it."""

    path: Path
    sidecars: tuple[Path, ...] = ()
    limits: DecodeLimits = DEFAULT_LIMITS
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """One file as found. ``problem`` says why it cannot be read, None for a readable image.

    ``content_hash`` is SHA-256 (empty where the bytes cannot be read); width and height are those
    of the upright image; ``thumbnail`` is a JPEG, None with a problem. ``notes`` say
    what metadata was left out, ``bookkeeping`` counts keywords that programs keep for themselves.
    """

    content_hash: bytes
    width_px: int | None = None
    height_px: int | None = None
    format: str | None = None
    frame_count: int = 1
    captured_at: str | None = None
    title: str = ""
    keywords: tuple[Keyword, ...] = ()
    notes: tuple[Message, ...] = ()
    thumbnail: bytes | None = None
    problem: Message | None = None
    bookkeeping: int = 0
    captions: tuple[Caption, ...] = ()


def inspect_file(request: InspectRequest) -> InspectedFile:
    """Hash, header, full decoding at reduced size, thumbnail and keywords of one file.

    Never raises for a file that cannot be read; running out of memory or time is for DecodePool.
    """
    try:
        content, content_hash = _read(request.path)
    except OSError as error:
        problem: Message | None = Message("file-unreadable", {"reason": reason_of(error)})
        return _inspected(request, b"", Embedded(), _Seen(), problem)
    embedded = read_embedded(request.path, content)
    seen = _Seen()
    problem = None
    try:
        with open_image(request.path, content=content, limits=request.limits) as opened:
            seen.look(opened)
    except InputError as error:
        problem = error.message
    return _inspected(request, content_hash, embedded, seen, problem)


def described_file(request: InspectRequest, problem: Message) -> InspectedFile:
    """What is known of a file whose picture cannot be read: its bytes, and what it says of itself.

    For one whose decoding ended a process; nothing here decodes.
    """
    try:
        content_hash = hash_file(request.path)
    except OSError:
        content_hash = b""
    return _inspected(request, content_hash, read_embedded(request.path), _Seen(), problem)


def _inspected(
    request: InspectRequest,
    content_hash: bytes,
    embedded: Embedded,
    seen: "_Seen",
    problem: Message | None,
) -> InspectedFile:
    text = tidied((embedded.text, read_sidecars(request.sidecars)))
    return InspectedFile(
        content_hash,
        seen.width_px,
        seen.height_px,
        seen.format,
        seen.frame_count,
        embedded.captured_at,
        text.title,
        text.keywords,
        seen.notes + text.notes,
        None if problem else seen.thumbnail,
        problem,
        text.bookkeeping,
        text.captions,
    )


def text_of(request: InspectRequest) -> FoundText:
    """Keywords and title of a file and its sidecars alone, without decoding the picture."""
    return tidied((read_embedded(request.path).text, read_sidecars(request.sidecars)))


def hash_file(path: Path) -> bytes:
    """SHA-256 of a file's content, 32 bytes. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def hash_or_none(path: Path) -> bytes | None:
    """SHA-256 of a file, or None where it cannot be read."""
    try:
        return hash_file(path)
    except OSError:
        return None


def thumbnail_of(request: InspectRequest) -> bytes:
    """A thumbnail made again from its file. Raises InputError."""
    with open_image(request.path, limits=request.limits) as opened:
        return make_thumbnail(opened.pixels(thumbnail_target_px(*opened.stored_size)))


def _read(path: Path) -> tuple[bytes | None, bytes]:
    if path.stat().st_size > MAX_HELD_BYTES:
        return None, hash_file(path)
    content = path.read_bytes()
    return content, hashlib.sha256(content).digest()


class _Seen:
    """What could be learnt of an image before it ended or broke."""

    def __init__(self) -> None:
        self.width_px: int | None = None
        self.height_px: int | None = None
        self.format: str | None = None
        self.frame_count = 1
        self.notes: tuple[Message, ...] = ()
        self.thumbnail: bytes | None = None

    def look(self, opened: OpenImage) -> None:
        """Take in an open image, step by step, so that what came before an error is kept."""
        self.format = opened.format
        self.width_px, self.height_px = opened.stored_size
        self.frame_count = opened.frame_count
        try:
            pixels = opened.pixels(thumbnail_target_px(self.width_px, self.height_px))
        finally:
            self.notes = tuple(opened.notes)
        if opened.orientation in SWAPS_SIDES:
            self.width_px, self.height_px = self.height_px, self.width_px
        self.thumbnail = make_thumbnail(pixels)
