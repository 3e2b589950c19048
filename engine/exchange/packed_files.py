"""A folder of files that belong together, or a ZIP archive of one, as datasets are handed out.

What is in there names its own files. None is read that lies elsewhere, nothing of an archive is
unpacked under a name of its choice, and no more than ``MOST_BYTES`` of a file.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Self
from zipfile import BadZipFile, ZipFile

from engine.errors import InputError
from engine.table_file import regular_file

MOST_BYTES = 1024**3
MOST_ARCHIVE_BYTES = 64 * 1024**3
"""Pictures may lie beside the tables."""
CHUNK_BYTES = 1024**2
DAMAGED_ARCHIVE = (
    *(BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError),
    *(zlib.error, LZMAError),
)
"""What reading from an archive ends in that is damaged or cut short; bzip2 says OSError."""


@dataclass(frozen=True, slots=True)
class PackedFolder:
    """A folder, or an archive; ``below`` is the folder of the archive that holds everything, with
    "/" behind it."""

    place: Path
    below: str = ""

    @classmethod
    def with_file(cls, place: Path, name: str) -> Self | None:
        """The folder or archive with a file of this name; in an archive it may lie in a folder.

        None for whatever else is at ``place``, and for what cannot be read.
        """
        if place.is_dir():
            return cls(place) if (place / name).is_file() else None
        if place.suffix.casefold() != ".zip":
            return None
        try:
            with _opened(place) as archive:
                found = [
                    one
                    for one in archive.namelist()
                    if PurePosixPath(one).name == name and one.count("/") <= 1
                ]
        except InputError:
            return None
        return cls(place, min(found, key=len).removesuffix(name)) if found else None

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Where the file of this name is; one of an archive is unpacked until the block ends.

        Raises InputError for a file that is not there, lies elsewhere, or is far too large.
        """
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or parts[0] == "/" or set(name) & set("\\:\0"):
            raise InputError("package-file-outside", file=self.place.name, name=name[:200])
        if self.place.is_dir():
            yield self.place / name
            return
        with TemporaryDirectory(prefix="nabolag-") as folder:
            unpacked = Path(folder) / parts[-1][-80:]
            with _opened(self.place) as archive:
                _unpack(archive, self.below + name, unpacked)
            yield unpacked


@contextmanager
def _opened(place: Path) -> Iterator[ZipFile]:
    with regular_file(place, most_bytes=MOST_ARCHIVE_BYTES) as stream:
        try:
            with ZipFile(stream) as archive:
                yield archive
        except DAMAGED_ARCHIVE as error:
            raise InputError("package-damaged", file=place.name) from error


def _unpack(archive: ZipFile, name: str, target: Path) -> None:
    """Write a file of the archive; what the archive says of its size is not believed."""
    size_bytes = 0
    with archive.open(name) as inside, target.open("wb") as out:
        while chunk := inside.read(CHUNK_BYTES):
            size_bytes += len(chunk)
            if size_bytes > MOST_BYTES:
                raise InputError("export-too-large", file=target.name)
            out.write(chunk)
