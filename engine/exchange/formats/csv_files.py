"""What the CSV formats share: the option for formulas, the file that is written, a look at it."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.cells import safe_cell
from engine.exchange.export_format import PREVIEW_ROWS, FormatOption, Options, Preview
from engine.table_file import first_rows
from messages.message import Message

RAW = FormatOption(
    "raw",
    Message("export-option-raw"),
    default=False,
    about=Message("export-option-raw-about"),
)


def cell_writer(options: Options) -> Callable[[str], str]:
    """What makes a cell of a text: with "raw" the text as it is, also one that a spreadsheet
    could run."""
    return str if options[RAW.name] else safe_cell


@contextmanager
def csv_writer(place: Path) -> Iterator[Callable[[Sequence[str]], object]]:
    """What writes a row to a new CSV file; it begins with a byte order mark, without which
    spreadsheets take UTF-8 for something else."""
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        yield csv.writer(stream).writerow


def first_table_rows(place: Path) -> Preview:
    """A preview of a table: its header and first rows."""
    header, rows = first_rows(place, PREVIEW_ROWS)
    return Preview(tuple(header), tuple(map(tuple, rows)))
