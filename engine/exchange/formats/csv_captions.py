"""CSV with one row per caption, and one with an empty caption for an image without any.

Without labels: it is the list that ``captions --import`` takes, and that people translate or
correct in a spreadsheet.
"""

from collections.abc import Callable, Iterator, Sequence
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
from engine.exchange.records import ExchangedCaption, ExchangedImage
from engine.table_file import open_table, row_problem
from messages.message import Message

COLUMNS = ("file", "caption", "language", "source", "field", "author", "time", "title", "split")


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a row for each caption; as ``WritesImages`` says.

    Without the option "raw" a cell that a spreadsheet could take for a formula begins with an
    apostrophe.
    """
    cell = cell_writer(options)
    with csv_writer(place) as write_row:
        write_row(COLUMNS)
        for image in content.images:
            for row in _rows(image, cell):
                write_row(row)
            yield


def _rows(image: ExchangedImage, cell: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    file, said = file_cell(image.file, cell), (cell(image.title), image.part)
    for one in image.captions or (ExchangedCaption(""),):
        texts = (one.text, one.language, one.source, one.field, one.author, one.made_at)
        yield (file, *map(cell, texts), *said)


def recognises(header: Sequence[str]) -> bool:
    """Whether the columns are those that ``write`` heads a table with."""
    return {"file", "caption", "field", "time"} <= set(header) and "keywords" not in header


def read(path: Path) -> Iterator[ExchangedImage]:
    """One image for each row, as often as it has captions."""
    with open_table(path, fits=recognises, takes_long_rows=True) as table:
        for _, row in table.rows:
            problem = row_problem(row, len(table.header))
            if problem is not None:
                yield ExchangedImage(row[table.header.index("file")], problem=problem)
                continue
            fields = dict(zip(table.header, row, strict=False))
            if file := file_of_cell(fields.get("file", "")):
                yield _image(file, fields)


def _image(file: str, fields: dict[str, str]) -> ExchangedImage:
    names = ("caption", "language", "source", "field", "author", "time")
    caption = ExchangedCaption(*(original_cell(fields.get(name, "")) for name in names))
    return ExchangedImage(
        file,
        title=original_cell(fields.get("title", "")),
        part=fields.get("split", ""),
        captions=(caption,) if caption.text else (),
    )


FORMAT = ExportFormat(
    name="csv-captions",
    title=Message("export-format-csv-captions"),
    suffix=".csv",
    purpose="spreadsheet",
    write=write,
    preview=first_table_rows,
    options=(RAW,),
    reader=FormatReader(table_recogniser(recognises), read),
)
