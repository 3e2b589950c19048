"""What an export is written from, whatever the format: images, labels, pictures, a statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from engine.exchange.records import ExchangedImage


@dataclass(frozen=True, slots=True)
class ExchangedLabel:
    """A label of the vocabulary as it leaves the program.

    ``levels`` are the names from the top of its hierarchy down to it, in the language that the
    export has them in; ``english_name`` is "" where it has none. ``images``: how many of the
    exported images carry it.
    """

    levels: tuple[str, ...]
    english_name: str = ""
    aliases: tuple[str, ...] = ()
    images: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """What the curator says of the dataset; all of it may be "". ``licence`` is an SPDX name or a
    sentence, ``made_at`` an ISO 8601 date and time in UTC."""

    title: str = ""
    description: str = ""
    licence: str = ""
    creator: str = ""
    contact: str = ""
    url: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of an image as a file of the export: ``data`` is the whole file, ``suffix`` its
    ending with the dot, ``media_type`` such as "image/jpeg"; width and height in pixels."""

    data: bytes
    suffix: str
    media_type: str
    width_px: int
    height_px: int


class Pictures(Protocol):
    """The picture files of the exported images, copied, linked or converted as was chosen.

    A format that asks for the pictures of images in the order in which they come gets them fastest:
    they are got ready ahead. An image whose picture cannot be read does not come to it at all.
    """

    def suffix(self, image: ExchangedImage) -> str:
        """The ending of the picture's file, with the dot, in lower case."""
        ...

    def place(self, image: ExchangedImage, target: Path) -> None:
        """Put the picture at ``target``, whose folder is made. One that is there already, whole
        and the same, from an export that was stopped, stays."""
        ...

    def read(self, image: ExchangedImage) -> Picture:
        """The picture as bytes. Raises InputError where the original cannot be read."""
        ...


class FinishedPieces(Protocol):
    """Which files of a folder under way are whole, so that a stopped export goes on from there.

    ``name`` is relative to the folder, with "/" between the parts. ``key`` stands for what the
    file holds: a digest over everything that it is written from.
    """

    def has(self, name: str, key: str) -> bool:
        """Whether the file is there, whole, and written from the same."""
        ...

    def add(self, name: str, key: str) -> None:
        """Remember that the file is whole; it is synced to the disk first."""
        ...


@dataclass(frozen=True, slots=True)
class ExportContent:
    """Everything a format may write.

    ``images`` can be gone through several times, in the order of their paths; each has its
    ``part`` where there are ``parts``. ``labels`` are in the order of their levels. ``pictures``
    is None where no picture files leave with the labels. ``suggester`` and ``encoder`` are those
    of the suggestions. ``language`` is the ISO code of the labels' names, "" where it is not
    known.
    """

    images: Iterable[ExchangedImage]
    image_count: int
    labels: Sequence[ExchangedLabel]
    parts: tuple[str, ...] = ()
    pictures: Pictures | None = None
    finished: FinishedPieces | None = None
    statement: Statement = field(default_factory=Statement)
    suggester: str = ""
    encoder: str = ""
    language: str = ""
