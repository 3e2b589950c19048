"""One JSON object per line and image, for programs; nothing is left out.

Nothing is escaped but bytes of file names that are no UTF-8 (see ``cells.spelled_file``).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, FormatReader, Options, Writing
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    caption_object,
    image_object,
    image_of,
    json_text,
)
from engine.exchange.records import ExchangedImage
from engine.table_file import text_lines
from messages.message import Message

SUFFIXES = (".jsonl", ".ndjson")


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a line for each image; as ``WritesImages`` says."""
    with place.open("w", encoding="utf-8", newline="") as stream:
        for image in content.images:
            captions = [caption_object(one) for one in image.captions]
            stream.write(json_text(image_object(image) | {"captions": captions}) + "\n")
            yield


def recognises(path: Path) -> bool:
    """Whether the file's name is that of JSON Lines."""
    return path.suffix.casefold() in SUFFIXES and not path.is_dir()


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the lines; raises InputError naming the first line that is not one."""
    for number, line in enumerate(text_lines(path), start=1):
        if line.strip():
            yield _image(number, line)


def _image(number: int, line: str) -> ExchangedImage:
    try:
        return image_of(json.loads(line))
    except WRONG_SHAPE:
        raise InputError("export-line-no-image", line=number) from None


FORMAT = ExportFormat(
    name="jsonl",
    title=Message("export-format-jsonl"),
    suffix=".jsonl",
    write=write,
    reader=FormatReader(recognises, read),
)
