"""The formats labellings are exported in and read back from."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TextIO

from engine.errors import InputError
from engine.exchange import csv_long, csv_wide, jsonl
from engine.exchange.records import ExchangedImage

ExportFormat = Literal["csv-long", "csv-wide", "jsonl"]

FORMATS: dict[ExportFormat, str] = {
    "csv-long": "CSV, one row per image and label, with who decided it and when",
    "csv-wide": "CSV, one row per image, one column per label holding 0 or 1",
    "jsonl": "JSON Lines, one image per line with everything known of its labels",
}
SUFFIXES: dict[ExportFormat, str] = {"csv-long": ".csv", "csv-wide": ".csv", "jsonl": ".jsonl"}


def export_writer(
    stream: TextIO,
    export_format: ExportFormat,
    *,
    labels: Sequence[tuple[str, ...]],
    raw: bool = False,
) -> Callable[[ExchangedImage], None]:
    """What writes one image after another in one of the FORMATS, to a stream of ``whole_file``.

    ``labels`` are the levels of all labels there are.
    """
    match export_format:
        case "csv-long":
            return csv_long.writer(stream, raw=raw)
        case "csv-wide":
            return csv_wide.writer(stream, labels=labels, raw=raw)
        case "jsonl":
            return jsonl.writer(stream)


def format_of(path: Path) -> ExportFormat | None:
    """The format of a file this program exported, known by its header; None for other files."""
    if path.suffix.casefold() in (".jsonl", ".ndjson"):
        return "jsonl"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (OSError, UnicodeError, csv.Error):
        return None
    if {"file", "label", "label_path"} <= set(header):
        return "csv-long"
    if header[:1] == ["file"] and any(name.startswith(csv_wide.LABEL_PREFIX) for name in header):
        return "csv-wide"
    return None


def read_export(path: Path) -> Iterator[ExchangedImage]:
    """The images of a file this program exported; one comes once for every row about it.

    Raises InputError when the file is not an export, or is damaged or not UTF-8.
    """
    export_format = format_of(path)
    if export_format is None:
        raise InputError("export-unknown", path=path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if export_format == "jsonl":
                yield from jsonl.read(stream)
                return
            rows = csv.reader(stream)
            header = next(rows)
            reader = csv_long.read if export_format == "csv-long" else csv_wide.read
            yield from reader(rows, header)
    except UnicodeError as error:
        raise InputError("export-not-utf8", path=path) from error
    except csv.Error as error:
        raise InputError("export-no-csv", path=path, detail=str(error)) from error
    except OSError as error:
        raise InputError("path-unreadable", path=path, reason=str(error.strerror)) from error
