"""Files as tables name them, and the images they are."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from db.catalogue import Catalogue
from db.duplicate_records import ImagePair, image_pair

Value = TypeVar("Value")


class NamedFiles:
    """The images of files, named below the archive or by their whole paths.

    ``unknown``: those that are not in the catalogue, in the order they came.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._roots = {catalogue.archive_dir, catalogue.archive_dir.resolve()}
        self._ids = {
            os.fsdecode(one.path_bytes): one.image_id for one in catalogue.images.known_files()
        }
        self.unknown: dict[str, None] = {}

    def pairs(self, said: Mapping[tuple[str, str], Value]) -> Iterator[tuple[ImagePair, Value]]:
        """What is said of two known images; notes names of others."""
        for (first, second), value in said.items():
            one, other = self.id_of(first), self.id_of(second)
            if one and other and one != other:
                yield image_pair(one, other), value

    def id_of(self, name: str) -> int | None:
        """The image of a file; a name that is not known is noted."""
        for one in self._spellings(name):
            if one in self._ids:
                return self._ids[one]
        self.unknown[name] = None
        return None

    def _spellings(self, name: str) -> Iterator[str]:
        yield name
        yield name.replace("\\", "/").removeprefix("./")
        path = Path(os.path.normpath(name))
        for root in self._roots:
            if path.is_absolute() and path.is_relative_to(root):
                yield path.relative_to(root).as_posix()
