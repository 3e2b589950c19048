"""Answers to a yes-or-no question, and predictions of them, as tables."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from engine.cells import file_cell, file_of_cell, original_cell, safe_cell, spelled_file
from engine.errors import InputError
from engine.exchange.odd_rows import as_written_here
from engine.table_file import BYTE_ORDER_MARK, column_names, has_columns, open_table

NEEDED = ("file", "answer")
ANSWER_COLUMNS = (*NEEDED, "source", "probability", "chosen_by", "decider", "decided_at")
PREDICTION_COLUMNS = (
    *("file", "prediction", "probability_yes", "probability_no", "threshold", "answer", "reason"),
)

SaidAnswer = Literal["yes", "no", "unsure"]
ANSWERS: dict[str, SaidAnswer] = {
    **dict.fromkeys(("yes", "y", "true", "1", "ja"), "yes"),
    **dict.fromkeys(("no", "n", "false", "0", "nei"), "no"),
    **dict.fromkeys(("unsure", "can't say", "?"), "unsure"),
}
"""What a table may say, and what it means."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer about a file. Files are spelled as on disk; bytes that are no UTF-8 are lone
    surrogates (PEP 383). Of what is "" or None nothing is known."""

    file: str
    answer: SaidAnswer
    source: str = ""
    probability: float | None = None
    chosen_by: str = ""
    decider: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class PredictionRow:
    """What is predicted of a file, the answer that it has, or the ``reason`` why nothing is."""

    file: str
    probability: float | None
    threshold: float
    answer: str = ""
    reason: str = ""

    def values(self) -> tuple[object, ...]:
        """In the order of ``PREDICTION_COLUMNS``, without the file; None where there is nothing."""
        if self.probability is None:
            return None, None, None, self.threshold, self.answer or None, self.reason or None
        said = "yes" if self.probability >= self.threshold else "no"
        yes = round(self.probability, 6)
        figures = (said, yes, round(1 - yes, 6), self.threshold)
        return (*figures, self.answer or None, self.reason or None)


def read_answers(path: Path) -> list[AnswerRow]:
    """What a table says: the columns ``file`` and ``answer`` (yes, no, unsure), and ``decider`` and
    ``decided_at`` where it has them; all else is passed over.

    Raises InputError for a file that is missing or no such table, for an unknown answer and for
    what is no time.
    """
    found = []
    with open_table(path, fits=lambda header: has_columns(header, NEEDED)) as table:
        if not has_columns(table.header, NEEDED):
            raise InputError("answers-columns-missing", file=path.name, columns=",".join(NEEDED))
        names = column_names(table.header)
        for line, row in table.rows:
            cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
            said = cells.get("answer", "")
            answer = ANSWERS.get(said.casefold())
            if answer is None:
                raise InputError("answers-odd", file=path.name, line=line, answer=said[:40])
            time = as_written_here(cells.get("decided_at", ""))
            if time is None:
                shown = cells["decided_at"][:40]
                raise InputError("answers-time-odd", file=path.name, line=line, time=shown)
            decider = original_cell(cells.get("decider", ""))
            file = file_of_cell(cells.get("file", ""))
            found.append(AnswerRow(file, answer, decider=decider, decided_at=time))
    return found


def write_answers(
    stream: TextIO, rows: Iterable[AnswerRow], *, lines: bool = False, raw: bool = False
) -> int:
    """Write answers to a text stream opened with ``newline=""``; how many there were.

    As JSON Lines with ``lines``, else as CSV. ``raw`` leaves out the apostrophe before cells that a
    spreadsheet could take for a formula.
    """
    named = (
        (
            row.file,
            (row.answer, row.source, row.probability, row.chosen_by, row.decider, row.decided_at),
        )
        for row in rows
    )
    return _written(stream, ANSWER_COLUMNS, named, lines=lines, raw=raw)


def write_predictions(
    stream: TextIO, rows: Iterable[PredictionRow], *, lines: bool = False, raw: bool = False
) -> int:
    """Write predictions; otherwise as ``write_answers``."""
    named = ((row.file, row.values()) for row in rows)
    return _written(stream, PREDICTION_COLUMNS, named, lines=lines, raw=raw)


def _written(
    stream: TextIO,
    columns: tuple[str, ...],
    rows: Iterable[tuple[str, tuple[object, ...]]],
    *,
    lines: bool,
    raw: bool,
) -> int:
    count = 0
    if lines:
        for count, (file, values) in enumerate(rows, start=1):  # noqa: B007
            document = dict(zip(columns, (spelled_file(file), *values), strict=True))
            stream.write(json.dumps(document, ensure_ascii=False) + "\n")
        return count
    cell = str if raw else safe_cell
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(columns)
    for count, (file, values) in enumerate(rows, start=1):  # noqa: B007
        cells = (
            "" if one is None else cell(one) if isinstance(one, str) else one for one in values
        )
        table.writerow((file_cell(file, cell), *cells))
    return count
