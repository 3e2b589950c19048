"""One JSON object per line and image, for programs; nothing is left out.

Nothing is escaped but bytes of file names that are no UTF-8 (see ``cells.spelled_file``).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.cells import file_as_spelled, spelled_file
from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, FormatReader, Options, Writing
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    labelling_object,
    labelling_of,
    text,
)
from engine.exchange.records import ExchangedImage
from engine.table_file import text_lines
from messages.message import Message

SUFFIXES = (".jsonl", ".ndjson")


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a line for each image; as ``WritesImages`` says."""
    with place.open("w", encoding="utf-8", newline="") as stream:
        for image in content.images:
            stream.write(json.dumps(_line(image), ensure_ascii=False) + "\n")
            yield


def _line(image: ExchangedImage) -> dict[str, Any]:
    return {
        "file": spelled_file(image.file),
        "title": image.title,
        "reviewed_at": image.reviewed_at or None,
        "labels": [labelling_object(labelling) for labelling in image.labellings],
    }


def recognises(path: Path) -> bool:
    """Whether the file's name is that of JSON Lines."""
    return path.suffix.casefold() in SUFFIXES


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the lines; raises InputError naming the first line that is not one."""
    for number, line in enumerate(text_lines(path), start=1):
        if line.strip():
            yield _image(number, line)


def _image(number: int, line: str) -> ExchangedImage:
    try:
        value = json.loads(line)
        return ExchangedImage(
            file_as_spelled(text(value["file"])),
            tuple(labelling_of(label) for label in value["labels"]),
            text(value.get("title") or ""),
            text(value.get("reviewed_at") or ""),
        )
    except WRONG_SHAPE:
        raise InputError("export-line-no-image", line=number) from None


FORMAT = ExportFormat(
    name="jsonl",
    title=Message("export-format-jsonl"),
    suffix=".jsonl",
    write=write,
    reader=FormatReader(recognises, read),
)
