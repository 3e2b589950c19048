"""Where the picture of an image comes from, got ready ahead: read, looked at, or written anew."""

import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.formats import HEADER_BYTES, IMAGE_SUFFIXES, RAW_SUFFIXES, detect_format
from engine.archive.rewriting.rewrite import (
    RewriteRequest,
    RewrittenPicture,
    leaves_as,
    rewrite_picture,
)
from engine.archive.stored_file import ArchiveFiles, StoredFile
from engine.errors import InputError
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.records import ExchangedImage
from engine.jobs.exports.placing import BLOCK_BYTES
from messages.message import Message
from messages.os_reasons import reason_of

LARGEST_HELD_BYTES = 4 * 1024**2
"""A larger file is hashed ahead and copied when its place is known."""
READERS = 2
COPIES_A_BATCH, BATCH_BYTES, BATCHES_AHEAD = 32, 8 * 1024**2, 4

SUFFIXES: dict[str, tuple[str, ...]] = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png", ".apng"),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
    "GIF": (".gif",),
    "BMP": (".bmp", ".dib"),
    "JXL": (".jxl",),
    "JPEG2000": (".jp2", ".j2k", ".jpf", ".jpx"),
    "HEIF": (".heic", ".heif", ".hif"),
    "AVIF": (".avif",),
    "PSD": (".psd",),
    "TGA": (".tga",),
    "PPM": (".ppm", ".pnm", ".pbm", ".pgm"),
    "RAW": (".raw", *sorted(RAW_SUFFIXES - {".raw"})),
}
"""The endings of a format's files, the usual one first."""
MEDIA_TYPES = {"JPEG2000": "image/jp2", "PSD": "image/vnd.adobe.photoshop"} | {
    "TGA": "image/x-tga",
    "PPM": "image/x-portable-anymap",
    "RAW": "image/x-dcraw",
    "HEIF": "image/heic",
}
PILLOW_NAMES = {"same": None, "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


@dataclass(slots=True)
class Prepared:
    """A picture that is ready; ``data`` is None where the file is too large to be held or is
    linked. ``sha256`` is that of the picture, ``format`` "" where nobody looked."""

    data: bytes | None = None
    sha256: str = ""
    size_bytes: int = 0
    format: str = ""
    width_px: int = 0
    height_px: int = 0
    notes: tuple[str, ...] = ()
    problem: Message | None = None


Awaited = Callable[[], Prepared]
"""Waits until the picture is ready."""


class Sources(Protocol):
    """One way in which pictures are got ready."""

    @property
    def batch(self) -> tuple[int, int]:
        """How many images, and bytes of files, are got ready together."""
        ...

    @property
    def batches_ahead(self) -> int: ...

    def prepare(self, images: Sequence[ExchangedImage]) -> list[Awaited]: ...


class Links:
    """Files that are only looked at: whether they are there and as large as they were."""

    batch = (1, BATCH_BYTES)
    batches_ahead = 1

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files

    def prepare(self, images: Sequence[ExchangedImage]) -> list[Awaited]:
        return [partial(self.look, image) for image in images]

    def look(self, image: ExchangedImage) -> Prepared:
        """Whether the file is there."""

        def looked() -> Prepared:
            status = os.stat(self._files.plain_path(image.file))  # noqa: PTH116 - for speed
            _check(status, image)
            return Prepared(sha256=image.sha256, size_bytes=status.st_size)

        return prepared_or_problem(looked)


class Copies:
    """Files that are read and hashed by threads, small ones together."""

    batch = (COPIES_A_BATCH, BATCH_BYTES)
    batches_ahead = BATCHES_AHEAD

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="export-pictures")

    def prepare(self, images: Sequence[ExchangedImage]) -> list[Awaited]:
        together = self._readers.submit(self._read_all, images)
        return [partial(_one_of, together, at) for at in range(len(images))]

    def _read_all(self, images: Sequence[ExchangedImage]) -> list[Prepared]:
        return [prepared_or_problem(partial(self._read, image)) for image in images]

    def _read(self, image: ExchangedImage) -> Prepared:
        file = self._files.open(image.file)
        try:
            status = os.fstat(file)
            _check(status, image)
            data: bytes | None = None
            if status.st_size <= LARGEST_HELD_BYTES:
                data = read_all(file, status.st_size)
                sha256 = hashlib.sha256(data).hexdigest()
            else:
                digest = hashlib.sha256()
                while block := os.read(file, BLOCK_BYTES):
                    digest.update(block)
                sha256 = digest.hexdigest()
        finally:
            os.close(file)
        if image.sha256 and sha256 != image.sha256:
            raise InputError("picture-changed")
        return Prepared(data, sha256, status.st_size)

    def close(self) -> None:
        """End the threads."""
        self._readers.shutdown(wait=True, cancel_futures=True)


class Conversions:
    """Pictures that are written anew in processes of their own, which a hostile file may kill."""

    batch = (1, BATCH_BYTES)

    def __init__(
        self,
        root: Path,
        files: ArchiveFiles,
        settings: PictureSettings,
        pool: DecodePool,
        *,
        workers: int,
    ) -> None:
        self._root = root
        self._files = files
        self._settings = settings
        self._pool = pool
        self.batches_ahead = 2 * workers + 2

    def prepare(self, images: Sequence[ExchangedImage]) -> list[Awaited]:
        return [self._submit(image) for image in images]

    def format_of(self, image: ExchangedImage) -> str:
        """The format that an image's picture leaves in. Raises InputError and OSError."""
        file = self._files.open(image.file)
        try:
            status = os.fstat(file)
            _check(status, image)
            head = os.read(file, HEADER_BYTES)
        finally:
            os.close(file)
        found = detect_format(head, image.file)
        if found is None:
            raise InputError("file-no-image")
        settings, longest_px = self._settings, self._settings.longest_side_px
        sides = (image.width_px or 0, image.height_px or 0)
        return leaves_as(
            found,
            wanted=PILLOW_NAMES[settings.format],
            is_too_large=longest_px is not None and max(sides) > longest_px,
            to_srgb=settings.colours == "srgb",
            strip=settings.metadata == "stripped",
        )

    def _submit(self, image: ExchangedImage) -> Awaited:
        settings = self._settings
        begun = prepared_or_problem(lambda: Prepared(format=self.format_of(image)))
        if begun.problem is not None:
            return lambda: begun
        request = RewriteRequest(
            StoredFile(self._root, os.fsencode(image.file)),
            begun.format,
            sha256=image.sha256,
            longest_side_px=settings.longest_side_px,
            quality=settings.quality,
            to_srgb=settings.colours == "srgb",
            strip=settings.metadata == "stripped",
            limits=self._pool.limits,
            size_bytes=image.size_bytes or 0,
        )
        future = self._pool.submit(rewrite_picture, request)
        return lambda: _converted(future.result())


def _one_of(together: "Future[list[Prepared]]", at: int) -> Prepared:
    return together.result()[at]


def _converted(outcome: RewrittenPicture | DecodeFailure) -> Prepared:
    if isinstance(outcome, DecodeFailure):
        return Prepared(problem=outcome.reason)
    return Prepared(
        outcome.data,
        hashlib.sha256(outcome.data).hexdigest(),
        len(outcome.data),
        outcome.format,
        outcome.width_px,
        outcome.height_px,
        outcome.notes,
    )


def prepared_or_problem(make: Callable[[], Prepared]) -> Prepared:
    """What is made, or why it cannot be."""
    try:
        return make()
    except InputError as error:
        return Prepared(problem=error.message)
    except FileNotFoundError:
        return Prepared(problem=Message("file-gone"))
    except PermissionError:
        return Prepared(problem=Message("file-forbidden"))
    except OSError as error:
        return Prepared(problem=Message("file-unreadable", {"reason": reason_of(error)}))


def _check(status: os.stat_result, image: ExchangedImage) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise InputError("file-no-image")
    if image.size_bytes is not None and status.st_size != image.size_bytes:
        raise InputError("picture-changed")


def read_all(file: int, expected_bytes: int = LARGEST_HELD_BYTES) -> bytes:
    """What is left of an open file; in one call of the system where it is as long as expected."""
    first = os.read(file, expected_bytes + 1)
    if len(first) == expected_bytes:
        return first
    blocks = [first]
    while block := os.read(file, LARGEST_HELD_BYTES):
        blocks.append(block)
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)


def suffix_for(image_format: str, file: str) -> str:
    """The ending of a picture's file: that of the original, where it is one of the format's."""
    own = suffix_of(file)
    usual = SUFFIXES.get(image_format, (f".{image_format.lower()}",))
    return own if own in usual else usual[0]


def has_image_suffix(file: str) -> bool:
    """Whether the name ends as those of images do."""
    return suffix_of(file) in _KNOWN


def suffix_of(file: str) -> str:
    """The ending of a file's name in lower case, with its dot; "" where there is none."""
    name = file.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


_KNOWN = IMAGE_SUFFIXES | RAW_SUFFIXES


def media_type(image_format: str) -> str:
    """Such as "image/jpeg"."""
    return MEDIA_TYPES.get(image_format, f"image/{image_format.lower()}")
