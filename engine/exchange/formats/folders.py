"""A folder for each label with its pictures, as ImageFolder of torchvision and Keras load them.

Each picture lies in one folder, and so each image has one label: where it has several, one of them
is the primary one as the options say, by a rule or as the first of a list that it carries, or
nothing is exported. Images without labels stay out.
The folders of the labels lie below ``train``, ``validation`` and ``test``, all below ``train``
where nothing is split; with "nested" those of labels that are below others lie inside the others'
folders, and loaders take the top ones for the classes.

``files.jsonl`` beside them tells which image of the archive each picture is, with all its labels.
A picture that somebody moves to another folder comes back with that folder's label instead.
"""

import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
    images_preview,
    names_listed,
)
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    json_text,
    labelling_object,
    labelling_of,
    levels_of,
    text,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.formats.shards import ALL_IN, part_of
from engine.exchange.picture_names import PictureNames
from engine.exchange.records import Answer, ExchangedImage, ExchangedLabelling
from engine.table_file import text_lines
from messages.levels import join_levels, split_levels
from messages.message import Message

INDEX = "files.jsonl"
PARTS = ("train", "validation", "test")
PICTURE_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
    | {".heic", ".heif", ".avif", ".jxl"}
)
Levels = tuple[str, ...]

PRIMARY = FormatOption(
    "primary",
    Message("export-option-primary"),
    default="none",
    about=Message("export-option-primary-about"),
    choices=(
        ("none", Message("export-option-primary-none")),
        ("first", Message("export-option-primary-first")),
        ("deepest", Message("export-option-primary-deepest")),
        ("rarest", Message("export-option-primary-rarest")),
    ),
    listed=Message("export-option-primary-listed"),
)
NESTED = FormatOption(
    "nested",
    Message("export-option-nested"),
    default=False,
    about=Message("export-option-nested-about"),
)


Rank = Mapping[Levels, Any]
"""By what the primary label of several is chosen, the least first; those without cannot be it."""


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write every labelled picture into its label's folder; as ``WritesImages`` says.

    Raises InputError for images of several labels where no primary one is named.
    """
    rank = _ranked(content.labels, str(options[PRIMARY.name]))
    primary = _primary_labels(content, rank)
    folders = _folders(primary, nested=bool(options[NESTED.name]))
    files = PictureFiles(content.pictures, place, flat=True)
    for one in folders.values():
        for part in content.parts or (ALL_IN,):
            # Also where it stays empty: the same folders are the same classes in every part.
            (place / part / one).mkdir(parents=True, exist_ok=True)
    with (place / INDEX).open("w", encoding="utf-8") as index:
        for image in content.images:
            if image.labellings:
                levels = _known_primary(image, rank)
                folder = PurePosixPath(part_of(image, content), folders[levels])
                name = str(folder / PurePosixPath(files.name(image)).name)
                files.place(image, name)
                index.write(json_text(_entry(name, levels, image)) + "\n")
            yield


def _entry(name: str, levels: Levels, image: ExchangedImage) -> dict[str, Any]:
    return {
        "picture": name,
        "primary": list(levels),
        "part": image.part,
        "file": spelled_file(image.file),
        "sha256": image.sha256,
        "labels": [labelling_object(one) for one in image.labellings],
    }


def _folders(labels: set[Levels], *, nested: bool) -> dict[Levels, str]:
    """The folder of each of these labels, relative to that of a part."""
    if not nested:
        names = PictureNames(flat=True)
        return {levels: _folder_name(names, levels) for levels in sorted(labels)}
    found: dict[Levels, str] = {}
    siblings: dict[Levels, PictureNames] = {}
    for levels in sorted({one[:depth] for one in labels for depth in range(1, len(one) + 1)}):
        names = siblings.setdefault(levels[:-1], PictureNames(flat=True))
        above = found.get(levels[:-1], "")
        found[levels] = str(PurePosixPath(above, _folder_name(names, levels[-1:])))
    return {levels: found[levels] for levels in labels}


def _folder_name(names: PictureNames, levels: Levels) -> str:
    """A name that all systems take, no two alike: ``vehicle_truck``."""
    path = "/".join(level.replace("/", "\N{FRACTION SLASH}") for level in levels)
    return names.name(ExchangedImage(path), "")


def check(content: ExportContent, options: Options) -> None:
    """Raise InputError for images of several labels where no primary one is named."""
    _primary_labels(content, _ranked(content.labels, str(options[PRIMARY.name])))


def _primary_labels(content: ExportContent, rank: Rank) -> set[Levels]:
    """The labels that have folders. Raises InputError, with how many images have no place."""
    found: set[Levels] = set()
    first, without = "", 0
    for image in content.images:
        if not image.labellings:
            continue
        levels = _primary(image, rank)
        if levels is None:
            first, without = first or image.file, without + 1
        else:
            found.add(levels)
    if without:
        raise InputError("export-several-labels", images=without, file=first)
    return found


def _primary(image: ExchangedImage, rank: Rank) -> Levels | None:
    """The label in whose folder an image lies; None where none of several is named."""
    if len(image.labellings) == 1:
        return image.labellings[0].levels
    named = (one.levels for one in image.labellings if one.levels in rank)
    return min(named, key=lambda levels: rank[levels], default=None)


def _known_primary(image: ExchangedImage, rank: Rank) -> Levels:
    levels = _primary(image, rank)
    if levels is None:
        raise InputError("export-several-labels", images=1, file=image.file)
    return levels


def _ranked(labels: Sequence[ExchangedLabel], primary: str) -> Rank:
    """Raises InputError for a list with a name that none of the labels, or more than one, has."""
    by: Mapping[str, Callable[[ExchangedLabel], Any]] = {
        "first": lambda label: (),
        "deepest": lambda label: -len(label.levels),
        "rarest": lambda label: label.images,
    }
    if primary in by:
        return {label.levels: (by[primary](label), label.levels) for label in labels}
    if primary == PRIMARY.default:
        return {}
    listed = [_named(labels, name) for name in names_listed(primary)]
    return {levels: place for place, levels in reversed(list(enumerate(listed)))}


def _named(labels: Sequence[ExchangedLabel], name: str) -> Levels:
    """The label of this name or path: the one at the top, else the only one that is called so."""
    wanted = _as_compared(split_levels(name))
    found = [one.levels for one in labels if _as_compared(one.levels)[-len(wanted) :] == wanted]
    at_top = [levels for levels in found if len(levels) == len(wanted)]
    meant = at_top or found
    if not meant:
        raise InputError("export-primary-unknown", name=name)
    if len(meant) > 1:
        raise InputError(
            "export-primary-several", name=name, paths=[join_levels(one) for one in meant]
        )
    return meant[0]


def _as_compared(levels: Sequence[str]) -> list[str]:
    return [unicodedata.normalize("NFC", level).casefold() for level in levels]


def recognises(path: Path) -> bool:
    """Whether this is a folder of folders with pictures in them."""
    if not path.is_dir():
        return False
    if (path / INDEX).is_file():
        return True
    return next(_pictures(path), None) is not None and not any(map(_is_picture, path.iterdir()))


def _is_picture(path: Path) -> bool:
    return path.suffix.casefold() in PICTURE_SUFFIXES and path.is_file()


def _pictures(path: Path) -> Iterator[Path]:
    """The pictures in the folders of a folder, in the order of their paths; those of an export of
    ours lie in its parts."""
    if (path / INDEX).is_file():
        for part in PARTS:
            yield from _below(path / part)
    else:
        yield from _below(path)


def _below(path: Path) -> Iterator[Path]:
    for folder, below, files in os.walk(path):
        below.sort()
        if Path(folder) != path:
            yield from (file for name in sorted(files) if _is_picture(file := Path(folder, name)))


def read(path: Path) -> Iterator[ExchangedImage]:
    """The pictures with the labels of the folders that they are in now.

    Where no index is, a folder below a folder is a label below the other's. Raises InputError
    for an index that is damaged.
    """
    entries = _index(path / INDEX) if (path / INDEX).is_file() else {}
    of_folder = {_place(one.picture)[1]: one.primary for one in entries.values()}
    for picture in _pictures(path):
        part, folder = _place(picture.relative_to(path).as_posix())
        levels = of_folder.get(folder) or PurePosixPath(folder).parts
        entry = entries.get(picture.name)
        if not levels:
            continue
        if entry is None:
            yield ExchangedImage(picture.name, (ExchangedLabelling(levels),), part=part)
        else:
            yield _image(entry, levels, part if entry.part else "")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the index: which picture is what image, and of which label the folder was."""

    picture: str
    primary: Levels
    part: str
    file: str
    sha256: str
    labellings: tuple[ExchangedLabelling, ...]


def _index(path: Path) -> dict[str, _Entry]:
    """The lines by the names of their pictures, which are all different."""
    found: dict[str, _Entry] = {}
    for number, line in enumerate(text_lines(path), start=1):
        try:
            value = json.loads(line)
            entry = _Entry(
                text(value["picture"]),
                levels_of(value["primary"]),
                text(value.get("part") or ""),
                file_as_spelled(text(value["file"])),
                text(value.get("sha256") or ""),
                tuple(labelling_of(one) for one in value["labels"]),
            )
        except WRONG_SHAPE:
            raise InputError("export-entry-wrong", file=path.name, number=number) from None
        found[PurePosixPath(entry.picture).name] = entry
    return found


def _place(picture: str) -> tuple[str, str]:
    """The part and the folder below it in which a picture lies; "" where it is in none."""
    folders = PurePosixPath(picture).parts[:-1]
    if folders and folders[0] in PARTS:
        return folders[0], "/".join(folders[1:])
    return "", "/".join(folders)


def _image(entry: _Entry, levels: Levels, part: str) -> ExchangedImage:
    """The image of a picture, which may have been moved to the folder of another label."""
    if levels == entry.primary:
        return ExchangedImage(entry.file, entry.labellings, part=part, sha256=entry.sha256)
    kept = tuple(one for one in entry.labellings if one.levels not in (levels, entry.primary))
    moved = next(
        (one for one in entry.labellings if one.levels == levels),
        ExchangedLabelling(levels, "curator"),
    )
    return ExchangedImage(
        entry.file,
        (*kept, moved),
        part=part,
        sha256=entry.sha256,
        answer=Answer(frozenset({entry.primary})),
    )


def preview(place: Path) -> Preview:
    """The first images, with their labels."""
    return images_preview(read(place))


FORMAT = ExportFormat(
    name="folders",
    title=Message("export-format-folders"),
    suffix="",
    write=write,
    preview=preview,
    check=check,
    writes_folder=True,
    options=(PRIMARY, NESTED),
    pictures="always",
    purpose="training",
    reader=FormatReader(recognises, read),
    loaders=(
        Loader(
            "PyTorch",
            "from torchvision.datasets import ImageFolder\n\n"
            'dataset = ImageFolder("train", allow_empty=True)\n'
            "picture, label = dataset[0]\n",
        ),
        Loader(
            "TensorFlow",
            "import keras\n\n"
            'dataset = keras.utils.image_dataset_from_directory("train", image_size=(224, 224))\n',
        ),
    ),
)
