"""What is worth a look as a table: one row a suspicious label, then one an image to label next."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from engine.cells import file_cell, safe_cell, spelled_file
from engine.table_file import BYTE_ORDER_MARK

COLUMNS = ("kind", "file", "label", "score", "probability")


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """``file`` is spelled as on disk; bytes that are no UTF-8 are lone surrogates (PEP 383).

    ``kind`` is "probably wrong", "probably missing" or "teaches most"; the last has neither
    label nor figures, and its rows stand in the order to label them."""

    kind: str
    file: str
    label: str = ""
    score: float | None = None
    probability: float | None = None


def write_queues(stream: TextIO, rows: Iterable[QueuedRow], *, raw: bool = False) -> int:
    """Write the rows as CSV to a text stream opened with ``newline=""``; how many there were.

    ``raw`` leaves out the apostrophe before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    count = 0
    for row in rows:
        figures = ("" if one is None else f"{one:.4f}" for one in (row.score, row.probability))
        table.writerow((row.kind, file_cell(row.file, cell), cell(row.label), *figures))
        count += 1
    return count


def write_queue_lines(stream: TextIO, rows: Iterable[QueuedRow]) -> int:
    """Write the rows as JSON Lines; how many there were."""
    count = 0
    for row in rows:
        stream.write(json.dumps(row_object(row), ensure_ascii=False) + "\n")
        count += 1
    return count


def row_object(row: QueuedRow) -> dict[str, object]:
    """A row by the names of its columns; None where there is nothing."""
    values = (row.kind, spelled_file(row.file), row.label or None, row.score, row.probability)
    return dict(zip(COLUMNS, values, strict=True))
