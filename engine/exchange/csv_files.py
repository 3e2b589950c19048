"""What the CSV formats share: the option for formulas, headers, and a look at a table."""

import csv
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.exchange.export_format import PREVIEW_ROWS, FormatOption, Options, Preview
from messages.message import Message

RAW = FormatOption(
    "raw",
    Message("export-option-raw"),
    default=False,
    about=Message("export-option-raw-about"),
)


def is_raw(options: Options) -> bool:
    """Whether cells are left as they are, also those that a spreadsheet could run."""
    return bool(options[RAW.name])


def csv_header(path: Path) -> list[str]:
    """The first row of a CSV file; empty for what is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return next(csv.reader(stream), [])
    except (OSError, UnicodeError, csv.Error):
        return []


@contextmanager
def csv_rows(path: Path) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
    """The header of a CSV file and an iterator over the rows below it."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        yield next(rows, []), rows


def first_table_rows(place: Path) -> Preview:
    """A preview of a table: its header and first rows."""
    with csv_rows(place) as (header, rows):
        return Preview(tuple(header), tuple(map(tuple, itertools.islice(rows, PREVIEW_ROWS))))
