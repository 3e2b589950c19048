"""Images with their pictures in files of a bounded size, one series of files for each part.

The files are planned before the first is written, because their names say how many there are. One
that an export that was stopped had finished is not written again.
"""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import Writing
from engine.exchange.records import ExchangedImage

ALL_IN = "train"
"""The part of images where nothing is split, as readers of datasets expect it."""
MOST_SHARD_BYTES = 400 * 1024**2
MOST_SHARD_IMAGES = 10_000
DIGEST_BYTES = 16


class ShardFile(Protocol):
    """A file that images are added to. Closed without ``end`` it is half a file, for nobody."""

    def add(self, image: ExchangedImage, number: int) -> None:
        """One more image, the ``number``-th of the export from 0."""
        ...

    def end(self) -> None:
        """Write what is left; the file is whole."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass
class Shard:
    """A file that is planned: so many images from ``first`` on, and a digest of all they say."""

    first: str
    images: int = 0
    size_bytes: int = 0
    digest: hashlib.blake2b = field(
        default_factory=lambda: hashlib.blake2b(digest_size=DIGEST_BYTES)
    )

    def add(self, image: ExchangedImage, content: ExportContent) -> None:
        """One more image; its digest is of use to exports that can be taken up again alone."""
        if content.finished is not None:
            if not self.images:
                self.digest.update(repr([one.levels for one in content.labels]).encode())
            self.digest.update(repr(image).encode("utf-8", "surrogatepass"))
        self.images += 1
        self.size_bytes += image.size_bytes or 0

    @property
    def key(self) -> str:
        """A digest of everything that the file is written from."""
        return self.digest.hexdigest()


def part_of(image: ExchangedImage, content: ExportContent) -> str:
    """The part whose files an image goes into."""
    return image.part if content.parts and image.part else ALL_IN


def planned(content: ExportContent) -> dict[str, list[Shard]]:
    """The files of every part. No more bytes of originals are in one than a reader likes to load
    at a time, where the sizes are known."""
    shards: dict[str, list[Shard]] = {}
    for image in content.images:
        of_part = shards.setdefault(part_of(image, content), [])
        if not of_part or _is_full(of_part[-1], image.size_bytes or 0):
            of_part.append(Shard(image.file))
        of_part[-1].add(image, content)
    return shards


def _is_full(shard: Shard, more_bytes: int) -> bool:
    too_large = shard.size_bytes + more_bytes > MOST_SHARD_BYTES
    return shard.images >= MOST_SHARD_IMAGES or (shard.images > 0 and too_large)


def write_shards(
    place: Path,
    content: ExportContent,
    name_of: Callable[[str, int, int], str],
    opened: Callable[[Path], ShardFile],
) -> Writing:
    """Write every image into its file, as ``WritesImages`` says.

    ``name_of``: what the file of (part, number, count) is called below ``place``. Images may have
    gone since the files were planned: then one is written without them. Raises InputError where
    they are gone from a file that is whole already, from a stopped export.
    """
    series = {
        part: _Series(part, shards, place, content, name_of, opened)
        for part, shards in planned(content).items()
    }
    with ExitStack() as stack:
        for one in series.values():
            stack.callback(one.close)
        for number, image in enumerate(content.images):
            series[part_of(image, content)].add(image, number)
            yield
        for one in series.values():
            one.end()


class _Series:
    """The files of one part, being written one after the other."""

    def __init__(
        self,
        part: str,
        shards: list[Shard],
        place: Path,
        content: ExportContent,
        name_of: Callable[[str, int, int], str],
        opened: Callable[[Path], ShardFile],
    ) -> None:
        self._part = part
        self._shards = shards
        self._place = place
        self._content = content
        self._name_of = name_of
        self._opened = opened
        self._at = -1
        self._seen: Shard | None = None
        self._file: ShardFile | None = None

    @property
    def _name(self) -> str:
        return self._name_of(self._part, self._at, len(self._shards))

    def add(self, image: ExchangedImage, number: int) -> None:
        """Write an image into its file, or pass it over where the file is whole."""
        if self._is_next(image):
            self.end()
            self._begin(image)
        assert self._seen is not None
        self._seen.add(image, self._content)
        if self._file is not None:
            self._file.add(image, number)

    def _is_next(self, image: ExchangedImage) -> bool:
        following = self._shards[self._at + 1 : self._at + 2]
        if self._seen is None or not following:
            return self._seen is None
        is_full = self._seen.images >= self._shards[self._at].images
        return is_full or image.file == following[0].first

    def _begin(self, image: ExchangedImage) -> None:
        self._at += 1
        self._seen = Shard(image.file)
        finished, name = self._content.finished, self._name
        if finished is None or not finished.has(name, self._shards[self._at].key):
            (self._place / name).parent.mkdir(parents=True, exist_ok=True)
            self._file = self._opened(self._place / name)

    def end(self) -> None:
        """The file at hand is whole."""
        if self._seen is None:
            return
        finished, key = self._content.finished, self._shards[self._at].key
        is_as_planned = self._seen.key == key
        if self._file is None:
            if not is_as_planned:
                raise InputError("export-images-gone", file=self._name)
            return
        self._file.end()
        self.close()
        if finished is not None and is_as_planned:
            finished.add(self._name, key)

    def close(self) -> None:
        """Let go of the file at hand."""
        if self._file is not None:
            self._file.close()
        self._file = None
