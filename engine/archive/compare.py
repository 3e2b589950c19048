"""What became of known files: unchanged, touched, moved, changed, new or gone. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from engine.archive.walk import FoundFile


class Known(Protocol):
    """An image the catalogue knows already."""

    @property
    def image_id(self) -> int: ...
    @property
    def path_bytes(self) -> bytes: ...
    @property
    def content_hash(self) -> bytes: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def modified_ns(self) -> int: ...
    @property
    def status(self) -> str: ...


@dataclass(slots=True)
class Comparison:
    """Files on disk against known images.

    ``unchanged``: (file, image id), size and time as known. ``open_files`` must be looked at
    further, ``open_images`` have not been found yet.
    """

    unchanged: list[tuple[FoundFile, int]] = field(default_factory=list)
    open_files: list[FoundFile] = field(default_factory=list)
    open_images: list[Known] = field(default_factory=list)

    def to_hash(self) -> list[FoundFile]:
        """Open files that have the size of an open image and so may be one of them."""
        sizes = {image.size_bytes for image in self.open_images if image.content_hash}
        return [file for file in self.open_files if file.size_bytes in sizes]


@dataclass(slots=True)
class Placement:
    """Where open images turned out to be.

    ``found``: (file, image id) of the same content, wherever it is now. ``to_read``: files with
    new content, at new or known paths. ``gone``: ids of images found nowhere. ``displaced``: those
    of them whose path another image's file has now.
    """

    found: list[tuple[FoundFile, int]] = field(default_factory=list)
    to_read: list[FoundFile] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    displaced: list[Known] = field(default_factory=list)


def compare(
    files: Sequence[FoundFile], known: Iterable[Known], settled: Collection[int] = ()
) -> Comparison:
    """Take out what has not changed since it was last read.

    Unreadable files are tried again, but for the ``settled`` (image ids): what they hold was found
    to be unreadable, and they have the size and time they had then.
    """
    by_path = {image.path_bytes: image for image in known}
    result = Comparison()
    for file in files:
        image = by_path.get(file.path_bytes)
        same = image is not None and (image.size_bytes, image.modified_ns) == (
            file.size_bytes,
            file.modified_ns,
        )
        if image is not None and same and (image.status == "ok" or image.image_id in settled):
            result.unchanged.append((file, image.image_id))
            del by_path[file.path_bytes]
        else:
            result.open_files.append(file)
    result.open_images = list(by_path.values())
    return result


def place(comparison: Comparison, hashes: Mapping[str, bytes]) -> Placement:
    """Find open images by content; ``hashes`` has the content hashes of ``to_hash`` by path.

    Among copies of one content, each image takes the file that kept its path, else its name, else
    its folder, else the next one; those that were there at the last scan choose before those that
    were missing already. A file that is no known image but stands at the path of an image
    found nowhere else is that image with new content.
    """
    files: dict[bytes, list[FoundFile]] = defaultdict(list)
    for file in comparison.open_files:
        if file.path in hashes:
            files[hashes[file.path]].append(file)
    images: dict[bytes, list[Known]] = defaultdict(list)
    for image in comparison.open_images:
        if image.content_hash in files:
            images[image.content_hash].append(image)
    result = Placement()
    taken: set[str] = set()
    placed: set[int] = set()
    for content_hash, candidates in images.items():
        for file, image in _pairs(files[content_hash], candidates):
            placed.add(image.image_id)
            taken.add(file.path)
            # A file that could not be read before may be readable now.
            if image.status == "unreadable" and image.path_bytes == file.path_bytes:
                result.to_read.append(file)
            else:
                result.found.append((file, image.image_id))
    result.to_read += [file for file in comparison.open_files if file.path not in taken]
    found_at = {file.path_bytes for file, _ in result.found}
    to_read_at = {file.path_bytes for file in result.to_read}
    for image in comparison.open_images:
        if image.image_id in placed or image.path_bytes in to_read_at:
            continue
        result.gone.append(image.image_id)
        if image.path_bytes in found_at:
            result.displaced.append(image)
    return result


def _pairs(files: list[FoundFile], images: list[Known]) -> Iterable[tuple[FoundFile, Known]]:
    """Files and images of one content, paired off."""
    there = [image for image in images if image.status != "missing"]
    missing = [image for image in images if image.status == "missing"]
    yield from _alike(files, images, there + missing, lambda path: path)
    for choosing in (there, missing):
        yield from _alike(files, images, choosing, lambda path: _parts(path).name)
        yield from _alike(files, images, choosing, lambda path: _parts(path).parent)
        yield from _alike(files, images, choosing, lambda path: None)


def _alike(
    files: list[FoundFile],
    images: list[Known],
    choosing: Sequence[Known],
    key: Callable[[bytes], object],
) -> Iterable[tuple[FoundFile, Known]]:
    """Those alike by this key; they are taken out of ``files`` and ``images``."""
    left = {image.image_id for image in images}
    waiting: dict[object, list[Known]] = defaultdict(list)
    for image in sorted(choosing, key=lambda image: image.path_bytes, reverse=True):
        if image.image_id in left:
            waiting[key(image.path_bytes)].append(image)
    for file in list(files):
        if matches := waiting[key(file.path_bytes)]:
            image = matches.pop()
            files.remove(file)
            images.remove(image)
            yield file, image


def _parts(path: bytes) -> PurePosixPath:
    return PurePosixPath(path.decode("utf-8", "surrogateescape"))
