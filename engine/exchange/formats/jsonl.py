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
from engine.exchange.records import ExchangedImage, ExchangedLabelling
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
        "labels": [
            {
                "name": labelling.levels[-1],
                "path": list(labelling.levels),
                "source": labelling.source,
                "decider": labelling.decider,
                "confidence": labelling.confidence,
                "decided_at": labelling.decided_at,
                "probability": labelling.probability,
            }
            for labelling in image.labellings
        ],
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
            file_as_spelled(_text(value["file"])),
            tuple(_labelling(label) for label in value["labels"]),
            _text(value.get("title") or ""),
            _text(value.get("reviewed_at") or ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError("export-line-no-image", line=number) from None


def _labelling(label: dict[str, Any]) -> ExchangedLabelling:
    confidence, probability = label.get("confidence"), label.get("probability")
    path = label["path"]
    if not isinstance(path, list) or not path:
        raise ValueError("a label needs a name")
    return ExchangedLabelling(
        tuple(_text(level) for level in path),
        _text(label.get("source") or ""),
        _text(label.get("decider") or ""),
        _text(label.get("decided_at") or ""),
        None if confidence is None else float(confidence),
        None if probability is None else float(probability),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    value.encode()  # half a surrogate pair is no text either, and is a ValueError
    return value


FORMAT = ExportFormat(
    name="jsonl",
    title=Message("export-format-jsonl"),
    suffix=".jsonl",
    write=write,
    reader=FormatReader(recognises, read),
)
