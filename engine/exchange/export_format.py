"""What an export format is: one object that the job, the window and the command line ask.

A new format is a module with one ``ExportFormat``, a line in ``registry.py`` and its messages.
"""

import csv
import itertools
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.records import ExchangedImage
from engine.table_file import first_header
from messages.levels import join_levels
from messages.message import Message

PREVIEW_ROWS = 200

PictureNeed = Literal["never", "possible", "always"]
"""Whether a format holds the picture files themselves: never, where they are asked for, always."""
Purpose = Literal["spreadsheet", "training", "annotation", "publication", "keywords"]
"""What people export for, as the page leads them."""

OptionValue = bool | str
Options = Mapping[str, OptionValue]
Writing = Generator[None, None, None]
"""Writing under way: it yields once after each image, and can be closed in between."""
SWITCH_VALUES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, eq=False)
class FormatOption:
    """Something to choose about a format. Formats that mean the same by it share one object.

    A switch has True or False as its default. Any other option has one of its ``choices``, each
    with what people call it. With ``listed``, the words for it, it takes names instead of a choice:
    "cat,dog" as ``names_listed`` reads them. ``about`` explains the option where its title is not
    enough.
    """

    name: str
    title: Message
    default: OptionValue
    about: Message | None = None
    choices: tuple[tuple[str, Message], ...] = ()
    listed: Message | None = None

    def checked(self, value: OptionValue) -> OptionValue:
        """The value as the writer wants it; for a switch also from "yes" and "no".

        Raises InputError for a value that the option cannot have.
        """
        allowed = [name for name, _ in self.choices] or list(SWITCH_VALUES)
        if isinstance(self.default, bool):
            if isinstance(value, bool):
                return value
            if value in SWITCH_VALUES:
                return SWITCH_VALUES[value]
        elif value in allowed or (self.listed is not None and names_listed(str(value))):
            return value
        raise InputError("export-option-value", option=self.name, value=str(value), allowed=allowed)


def names_listed(text: str) -> list[str]:
    """The names of a list that somebody typed, in its order: between commas or on lines; a name
    with a comma in it stands in double quotes. A comma behind a single name makes it a list."""
    rows = csv.reader(text.splitlines(), skipinitialspace=True)
    return list(dict.fromkeys(name for row in rows for one in row if (name := one.strip())))


@dataclass(frozen=True, slots=True)
class Loader:
    """How a program of ``library``, such as "PyTorch", loads a format: Python as a data card
    prints it, run in the folder of the export. ``file`` in its text stands for an export that is
    a single file."""

    library: str
    code: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The first of what a format wrote. Without a header, each row is one line or file."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class WritesImages(Protocol):
    """Writes images to ``place``, yielding once after each, so that work shows and can stop.

    ``place`` is a path that is not the destination yet: a file to write, or a folder to fill. It
    becomes the destination when all is written. A folder is empty but for the pieces that
    ``content.finished`` knows of. ``options`` has a value for every option of the format.
    """

    def __call__(self, place: Path, content: ExportContent, options: Options) -> Writing: ...


def has_room(content: ExportContent, options: Options) -> None:
    """The check of a format that has room for whatever an image has."""


@dataclass(frozen=True, slots=True)
class FormatReader:
    """Reads a file or folder of a format back.

    ``recognises`` tells the format's files and folders from all others, whatever is at the path;
    it raises nothing. ``read`` gives the images, one as often as there are rows about it; it
    raises InputError.
    """

    recognises: Callable[[Path], bool]
    read: Callable[[Path], Iterator[ExchangedImage]]


def table_recogniser(fits: Callable[[Sequence[str]], bool]) -> Callable[[Path], bool]:
    """What tells a format's tables from others by their columns, whoever saved them last."""

    def recognises(path: Path) -> bool:
        return fits(first_header(path, fits))

    return recognises


def first_lines(place: Path) -> Preview:
    """A preview of a text file: its first lines."""
    with place.open(encoding="utf-8") as stream:
        lines = itertools.islice(stream, PREVIEW_ROWS)
        return Preview((), tuple((line.rstrip("\r\n"),) for line in lines))


def first_files(place: Path) -> Preview:
    """A preview of a folder: the first of its files, by path."""
    files = sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))
    return Preview((), tuple((file,) for file in files[:PREVIEW_ROWS]))


IMAGE_COLUMNS = ("file", "labels", "title", "split")


def images_preview(images: Iterable[ExchangedImage]) -> Preview:
    """A preview of what a format's reader finds: a row for each image, labels as their paths."""
    rows = []
    for one in itertools.islice(images, PREVIEW_ROWS):
        labels = ", ".join(join_levels(label.levels) for label in one.labellings)
        rows.append((one.file, labels, one.title, one.part))
    return Preview(IMAGE_COLUMNS, tuple(rows))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportFormat:
    """One way to write images with their labels.

    ``name`` is for commands, ``title`` for people. ``suffix`` ends the file's name (".csv"); that
    of a folder may be empty. ``other_suffixes`` may end it too. A format with a ``reader``
    comes back as it was written. ``pictures`` says whether the picture files are part of it; such a
    format writes a folder. Where ``needs_time`` says so of the options, images stay out of which it
    is not known when they were taken.

    ``check`` goes through the images and raises InputError where the format with these options has
    no room for what they have, as ``write`` does: so it is known before anything is written.

    A data card tells of ``loaders``, and of ``part_files``: where the files of a part of a split
    are, as a pattern with "{part}" in it; those of an export without a split are in "train".
    """

    name: str
    title: Message
    suffix: str
    other_suffixes: tuple[str, ...] = ()
    write: WritesImages
    preview: Callable[[Path], Preview] = first_lines
    check: Callable[[ExportContent, Options], None] = has_room
    writes_folder: bool = False
    options: tuple[FormatOption, ...] = ()
    reader: FormatReader | None = None
    pictures: PictureNeed = "never"
    needs_time: Callable[[Options], bool] = lambda _: False
    purpose: Purpose = "training"
    loaders: tuple[Loader, ...] = ()
    part_files: str = ""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that stand for the format, the usual one first; none of a folder."""
        return (self.suffix, *self.other_suffixes) if self.suffix else ()

    def checked_options(self, given: Options) -> dict[str, OptionValue]:
        """A value for every option: the given one, or else the default.

        Raises InputError for an option that the format does not have, or a value it cannot have.
        """
        known = [option.name for option in self.options]
        for name in given:
            if name not in known:
                code = "export-option-unknown" if known else "export-options-none"
                raise InputError(code, option=name, format=self.name, known=known)
        return {
            option.name: option.checked(given.get(option.name, option.default))
            for option in self.options
        }
