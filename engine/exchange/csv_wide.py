"""CSV with one row per image and a 0/1 column per label, as training code likes it.

A label's column is headed ``label:`` and its path, so that no label is ever taken for one of the
other columns, nor for a formula. There is no room for where a labelling came from.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from engine.exchange.cells import join_levels, original_cell, safe_cell, split_levels
from engine.exchange.records import ExchangedImage, ExchangedLabelling

COLUMNS = ("file", "title", "reviewed_at")
LABEL_PREFIX = "label:"


def writer(
    stream: TextIO, *, labels: Sequence[tuple[str, ...]], raw: bool = False
) -> Callable[[ExchangedImage], None]:
    """What writes one image after another to a text stream opened with ``newline=""``.

    ``labels`` are the levels of every label that gets a column, whether an image has it or not;
    a label that came up after they were listed is left out. ``raw`` leaves out the apostrophe
    before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    columns = {levels: position for position, levels in enumerate(labels)}
    table = csv.writer(stream)
    table.writerow((*COLUMNS, *(LABEL_PREFIX + join_levels(levels) for levels in columns)))

    def write(image: ExchangedImage) -> None:
        marks = ["0"] * len(columns)
        for labelling in image.labellings:
            if labelling.levels in columns:
                marks[columns[labelling.levels]] = "1"
        table.writerow((cell(image.file), cell(image.title), image.reviewed_at, *marks))

    return write


def read(rows: Iterable[list[str]], header: list[str]) -> Iterator[ExchangedImage]:
    """The images of the rows below the header."""
    labels = [
        (position, ExchangedLabelling(split_levels(name.removeprefix(LABEL_PREFIX))))
        for position, name in enumerate(header)
        if name.startswith(LABEL_PREFIX)
    ]
    file_at = header.index("file")
    titles_at = header.index("title") if "title" in header else -1
    reviewed_at = header.index("reviewed_at") if "reviewed_at" in header else -1

    def field(row: list[str], position: int) -> str:
        return row[position] if 0 <= position < len(row) else ""

    for row in rows:
        file = original_cell(field(row, file_at))
        if file:
            yield ExchangedImage(
                file,
                tuple(labelling for position, labelling in labels if field(row, position) == "1"),
                original_cell(field(row, titles_at)),
                field(row, reviewed_at),
            )
