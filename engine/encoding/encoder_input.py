"""One image as an encoder takes it; decode workers run this, so it loads no torch and no db."""

from dataclasses import dataclass
from pathlib import Path

from engine.archive.decode import DecodeLimits, open_image, read_pixels
from engine.archive.inspect_file import hash_file
from engine.archive.stored_file import FileSource, located
from engine.encoders.base import PixelArray, Preprocess
from engine.encoders.preprocess import prepare
from engine.errors import InputError
from messages.os_reasons import reason_of


@dataclass(frozen=True, slots=True)
class InputRequest:
    """An image by content, with the files that should hold it (identical copies)."""

    content_hash: bytes
    paths: tuple[FileSource, ...]
    preprocess: Preprocess
    limits: DecodeLimits
    size_bytes: int = 0


def read_input(request: InputRequest) -> PixelArray:
    """(size_px, size_px, 3) uint8 of the first file that still holds the content asked for.

    A file changed since the scan must not lend its looks to the old content's hash. Raises
    InputError with the first file's reason when none will do.
    """
    first: InputError | None = None
    for source in request.paths:
        try:
            path = located(source)
            _require_content(path, request.content_hash)
            size_px = request.preprocess.size_px
            pixels = read_pixels(path, target_px=size_px, limits=request.limits)
        except InputError as error:
            first = first or error
        else:
            return prepare(pixels, request.preprocess)
    raise first or InputError("file-gone")


@dataclass(frozen=True, slots=True)
class ContentRequest:
    """An image as bytes that somebody sent, which no file holds."""

    content: bytes
    preprocess: Preprocess
    limits: DecodeLimits

    @property
    def size_bytes(self) -> int:
        """As of files: it lengthens the time limit."""
        return len(self.content)


def read_content(request: ContentRequest) -> PixelArray:
    """(size_px, size_px, 3) uint8, as ``read_input`` makes them of a file.

    Raises InputError where the bytes are no picture that can be read.
    """
    size_px = request.preprocess.size_px
    with open_image(Path(), content=request.content, limits=request.limits) as opened:
        pixels = opened.pixels(size_px)
    return prepare(pixels, request.preprocess)


def be_ready(_: None) -> None:
    """Nothing; a worker that has run it has started and loaded this module."""


def _require_content(path: Path, content_hash: bytes) -> None:
    try:
        found = hash_file(path)
    except FileNotFoundError as error:
        raise InputError("file-gone-since-scan") from error
    except OSError as error:
        raise InputError("file-unreadable", reason=reason_of(error)) from error
    if found != content_hash:
        raise InputError("file-changed")
