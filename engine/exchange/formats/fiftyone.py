"""FiftyOne's layout of image classification, with as many labels of an image as it has.

A folder with ``data/`` and ``labels.json``, and one such folder for each part of a split. In
``labels.json`` stand ``classes``, a label's names from the top down in one text each
(``vehicle|truck``), and ``labels``, which gives every picture, named without its ending, the
places of its labels among them. ``files`` is ours and passed over by FiftyOne: the image of the
archive that each picture is.

Source: "FiftyOneImageClassificationDataset" in FiftyOne's documentation (https://docs.voxel51.com).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any, TextIO

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Loader,
    Options,
    Preview,
    Writing,
    first_lines,
)
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    json_head,
    json_text,
    json_value,
    text,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from messages.levels import join_levels, split_levels
from messages.message import Message

LABELS = "labels.json"
PICTURES = "data"
PARTS = ("train", "validation", "test")


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the pictures and what they are, a folder for each part; as ``WritesImages`` says."""
    places = {label.levels: at for at, label in enumerate(content.labels)}
    folders = {part: place / part for part in content.parts or ("",)}
    names: dict[str, dict[str, str]] = {part: {} for part in folders}
    files = {
        part: PictureFiles(content.pictures, folder / PICTURES) for part, folder in folders.items()
    }
    with ExitStack() as stack:
        streams: dict[str, TextIO] = {}
        for part, folder in folders.items():
            (folder / PICTURES).mkdir(parents=True, exist_ok=True)
            streams[part] = stack.enter_context((folder / LABELS).open("w", encoding="utf-8"))
            classes = json_text([join_levels(label.levels) for label in content.labels])
            streams[part].write(f'{{"classes": {classes},\n"labels": {{')
        for image in content.images:
            part = image.part if content.parts else ""
            name = files[part].name(image)
            files[part].place(image, name)
            key = str(PurePosixPath(name).with_suffix("")) if content.pictures else name
            marks = json_text([places[one.levels] for one in image.labellings])
            before = ",\n" if names[part] else "\n"
            streams[part].write(f"{before}{json_text(key)}: {marks}")
            names[part][key] = spelled_file(image.file)
            yield
        for part, stream in streams.items():
            stream.write(f'\n}},\n"files": {json_text(names[part])}}}\n')


def recognises(path: Path) -> bool:
    """Whether this is a ``labels.json`` of FiftyOne, or a folder with one."""
    return bool(_label_files(path))


def _label_files(path: Path) -> list[tuple[Path, str]]:
    """The label files of a folder, each with its part."""
    if not path.is_dir():
        found = [(path, "")] if path.suffix.casefold() == ".json" else []
    else:
        found = [(path / LABELS, ""), *((path / part / LABELS, part) for part in PARTS)]
    return [(file, part) for file, part in found if _is_fiftyone(file)]


def _is_fiftyone(file: Path) -> bool:
    head = "".join(json_head(file)[:40].split())
    return head.startswith('{"classes":')


def read(path: Path) -> Iterator[ExchangedImage]:
    """The pictures with their labels; raises InputError for a file that is damaged."""
    for file, part in _label_files(path):
        yield from _images(file, part)


def _images(file: Path, part: str) -> Iterator[ExchangedImage]:
    value = json_value(file)
    number = 0
    try:
        classes = value["classes"]
        files = value.get("files") or {}
        pictures = {} if files else _pictures(file.parent / PICTURES)
        for number, (key, given) in enumerate(value["labels"].items(), start=1):  # noqa: B007
            spelled = files.get(key)
            yield ExchangedImage(
                text(pictures.get(key, key)) if spelled is None else file_as_spelled(text(spelled)),
                tuple(
                    ExchangedLabelling(levels)
                    for levels in dict.fromkeys(_levels(one, classes) for one in _several(given))
                ),
                part=part,
            )
    except WRONG_SHAPE:
        raise InputError("export-entry-wrong", file=file.name, number=number) from None


def _several(given: Any) -> list[Any]:  # noqa: ANN401 - as FiftyOne writes one label or several
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _levels(given: Any, classes: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The label that a place, a name, or an object of FiftyOne's with confidence stands for."""
    if isinstance(given, dict):
        given = given["label"]
    return split_levels(text(given if isinstance(given, str) else classes[int(given)]))


def _pictures(folder: Path) -> dict[str, str]:
    """The pictures of a folder that others filled, by name without ending."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.suffix)
    return {path.with_suffix("").as_posix(): path.as_posix() for path in found}


def preview(place: Path) -> Preview:
    """The first lines of the first file."""
    return first_lines(next(iter(sorted(place.rglob(LABELS)))))


FORMAT = ExportFormat(
    name="fiftyone",
    title=Message("export-format-fiftyone"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    pictures="always",
    purpose="annotation",
    reader=FormatReader(recognises, read),
    loaders=(
        Loader(
            "FiftyOne",
            "import fiftyone as fo\n\n"
            "dataset = fo.Dataset.from_dir(\n"
            '    ".", dataset_type=fo.types.FiftyOneImageClassificationDataset\n'
            ")\n",
        ),
    ),
)
