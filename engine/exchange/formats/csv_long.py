"""CSV with one row per labelling, and one with an empty label for an image without any.

A suggestion has a row too, with "suggested" as its source: nobody decided on it, and it never comes
back as a labelling.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from engine.cells import file_cell, file_of_cell, original_cell
from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatReader,
    Options,
    Writing,
    table_recogniser,
)
from engine.exchange.formats.csv_files import RAW, cell_writer, csv_writer, first_table_rows
from engine.exchange.records import ExchangedImage, ExchangedLabelling, ExchangedSuggestion
from engine.table_file import open_table, row_problem
from messages.levels import join_levels, split_levels
from messages.message import Message

COLUMNS = (
    "file",
    "label",
    "label_path",
    "source",
    "decider",
    "confidence",
    "decided_at",
    "probability",
    "title",
    "split",
)
SUGGESTED = "suggested"


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write a row for each labelling; as ``WritesImages`` says.

    ``label_path`` spells out the label's parents (``vehicle|truck``). Without the option "raw" a
    cell that a spreadsheet could take for a formula begins with an apostrophe.
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
    suggested = [
        ExchangedLabelling(
            one.levels, SUGGESTED, confidence=one.confidence, probability=one.probability
        )
        for one in image.suggestions
    ]
    for labelling in (*image.labellings, *suggested):
        yield (
            file,
            cell(labelling.levels[-1]),
            cell(join_levels(labelling.levels)),
            labelling.source,
            cell(labelling.decider),
            _number(labelling.confidence),
            labelling.decided_at,
            _number(labelling.probability),
            *said,
        )
    if not image.labellings and not suggested:
        yield (file, *("" for _ in COLUMNS[1 : -len(said)]), *said)


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def recognises(header: Sequence[str]) -> bool:
    """Whether the columns are those that ``write`` heads a table with; a table of suggestions has
    some of them too."""
    return {"file", "label", "label_path"} <= set(header) and "threshold" not in header


def read(path: Path) -> Iterator[ExchangedImage]:
    """One image for each row, as often as it has labellings and suggestions.

    Raises InputError for a confidence that is no number.
    """
    with open_table(path, fits=recognises, takes_long_rows=True) as table:
        for number, row in table.rows:
            problem = row_problem(row, len(table.header))
            if problem is not None:
                yield ExchangedImage(row[table.header.index("file")], problem=problem)
                continue
            image = _image(number, dict(zip(table.header, row, strict=False)))
            if image is not None:
                yield image


def _image(number: int, fields: dict[str, str]) -> ExchangedImage | None:
    """What row ``number`` of the file says; None where it names no file."""
    file = file_of_cell(fields.get("file", ""))
    label_path = original_cell(fields.get("label_path", ""))
    if not file:
        return None
    image = ExchangedImage(
        file, title=original_cell(fields.get("title", "")), part=fields.get("split", "")
    )
    if not label_path:
        return image
    value, probability = (
        _share(number, fields.get(name, "")) for name in ("confidence", "probability")
    )
    levels, source = split_levels(label_path), fields.get("source", "")
    if source == SUGGESTED:
        return replace(image, suggestions=(ExchangedSuggestion(levels, value or 0.0, probability),))
    labelling = ExchangedLabelling(
        levels,
        source,
        original_cell(fields.get("decider", "")),
        fields.get("decided_at", ""),
        value,
        probability,
    )
    return replace(image, labellings=(labelling,))


def _share(row: int, text: str) -> float | None:
    try:
        # A spreadsheet of a country with a decimal comma writes 0,5.
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise InputError("export-confidence-no-number", row=row, confidence=text) from None


FORMAT = ExportFormat(
    name="csv-long",
    title=Message("export-format-csv-long"),
    suffix=".csv",
    purpose="spreadsheet",
    write=write,
    preview=first_table_rows,
    options=(RAW,),
    reader=FormatReader(table_recogniser(recognises), read),
)
