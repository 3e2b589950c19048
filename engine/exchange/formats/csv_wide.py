"""CSV with one row per image and a 0/1 column per label, as training code likes it.

A label's column is headed ``label:`` and its path, so that no label is ever taken for one of the
other columns, nor for a formula. There is no room for where a labelling came from, nor for
suggestions.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.cells import file_cell, file_of_cell, original_cell
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Options,
    Writing,
    table_recogniser,
)
from engine.exchange.formats.csv_files import RAW, cell_writer, csv_writer, first_table_rows
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.table_file import open_table, row_problem
from messages.levels import join_levels, split_levels
from messages.message import Message

COLUMNS = ("file", "title", "reviewed_at", "split")
LABEL_PREFIX = "label:"


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a row for each image; as ``WritesImages`` says.

    Every label gets a column, whether an image has it or not. Without the option
    "raw" a cell that a spreadsheet could take for a formula begins with an apostrophe.
    """
    cell = cell_writer(options)
    columns = {
        levels: position for position, levels in enumerate(one.levels for one in content.labels)
    }
    with csv_writer(place) as write_row:
        write_row((*COLUMNS, *(LABEL_PREFIX + join_levels(levels) for levels in columns)))
        for image in content.images:
            marks = ["0"] * len(columns)
            for labelling in image.labellings:
                marks[columns[labelling.levels]] = "1"
            said = (cell(image.title), image.reviewed_at, image.part)
            write_row((file_cell(image.file, cell), *said, *marks))
            yield


def recognises(header: Sequence[str]) -> bool:
    """Whether there is a file column first, and a column of a label."""
    return header[:1] == ["file"] and any(name.startswith(LABEL_PREFIX) for name in header)


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the rows."""
    with open_table(path, fits=recognises, takes_long_rows=True) as table:
        yield from _images(table.header, (row for _, row in table.rows))


def _images(header: list[str], rows: Iterable[list[str]]) -> Iterator[ExchangedImage]:
    labels = [
        (position, ExchangedLabelling(split_levels(name.removeprefix(LABEL_PREFIX))))
        for position, name in enumerate(header)
        if name.startswith(LABEL_PREFIX)
    ]
    file_at, titles_at, reviewed_at, parts_at = (
        header.index(name) if name in header else -1 for name in COLUMNS
    )

    def field(row: list[str], position: int) -> str:
        return row[position] if 0 <= position < len(row) else ""

    for row in rows:
        problem = row_problem(row, len(header))
        if problem is not None:
            yield ExchangedImage(field(row, file_at), problem=problem)
            continue
        file = file_of_cell(field(row, file_at))
        if file:
            yield ExchangedImage(
                file,
                tuple(labelling for position, labelling in labels if field(row, position) == "1"),
                original_cell(field(row, titles_at)),
                field(row, reviewed_at),
                part=field(row, parts_at),
            )


FORMAT = ExportFormat(
    name="csv-wide",
    title=Message("export-format-csv-wide"),
    suffix=".csv",
    purpose="spreadsheet",
    write=write,
    preview=first_table_rows,
    options=(RAW,),
    reader=FormatReader(table_recogniser(recognises), read),
)
