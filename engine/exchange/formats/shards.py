"""Images with their pictures in files of a bounded size, one series of files for each part.

The files are planned before the first is written, because their names say how many there are. One
that an export that was stopped had finished is not written again.
"""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

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
    """A file that is planned: so many images, in ``key`` what it is written from."""

    images: int = 0
    size_bytes: int = 0
    digest: hashlib.blake2b = field(
        default_factory=lambda: hashlib.blake2b(digest_size=DIGEST_BYTES)
    )

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
    vocabulary = repr([one.levels for one in content.labels]).encode()
    for image in content.images:
        of_part = shards.setdefault(part_of(image, content), [])
        size_bytes = image.size_bytes or 0
        if not of_part or _is_full(of_part[-1], size_bytes):
            of_part.append(Shard())
            of_part[-1].digest.update(vocabulary)
        shard = of_part[-1]
        shard.images += 1
        shard.size_bytes += size_bytes
        if content.finished is not None:
            shard.digest.update(repr(image).encode("utf-8", "surrogatepass"))
    return shards


def _is_full(shard: Shard, more_bytes: int) -> bool:
    too_large = shard.size_bytes + more_bytes > MOST_SHARD_BYTES
    return shard.images >= MOST_SHARD_IMAGES or (shard.images > 0 and too_large)


@dataclass
class _Series:
    """The files of one part, being written one after the other."""

    part: str
    shards: list[Shard]
    at: int = -1
    left: int = 0
    file: ShardFile | None = None


def write_shards(
    place: Path,
    content: ExportContent,
    name_of: Callable[[str, int, int], str],
    opened: Callable[[Path], ShardFile],
) -> Writing:
    """Write every image into its file, as ``WritesImages`` says.

    ``name_of``: what the file of (part, number, count) is called below ``place``.
    """
    series = {part: _Series(part, shards) for part, shards in planned(content).items()}

    def begin(one: _Series) -> str:
        one.at += 1
        one.left = one.shards[one.at].images
        name = name_of(one.part, one.at, len(one.shards))
        if content.finished is None or not content.finished.has(name, one.shards[one.at].key):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            one.file = opened(place / name)
        return name

    names: dict[str, str] = {}
    with ExitStack() as stack:
        stack.callback(_close_all, series)
        for number, image in enumerate(content.images):
            one = series[part_of(image, content)]
            if not one.left:
                names[one.part] = begin(one)
            one.left -= 1
            if one.file is not None:
                one.file.add(image, number)
                if not one.left:
                    with closing(one.file):
                        one.file.end()
                    one.file = None
                    if content.finished is not None:
                        content.finished.add(names[one.part], one.shards[one.at].key)
            yield


def _close_all(series: dict[str, _Series]) -> None:
    for one in series.values():
        if one.file is not None:
            one.file.close()
