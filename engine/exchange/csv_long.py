"""CSV with one row per labelling, and one with an empty label for an image without any."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from engine.errors import InputError
from engine.exchange.cells import original_cell, safe_cell
from engine.exchange.csv_files import RAW, csv_header, csv_rows, first_table_rows, is_raw
from engine.exchange.export_format import ExportFormat, FormatReader, Options, Writing
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from messages.levels import join_levels, split_levels
from messages.message import Message

COLUMNS = ("file", "label", "label_path", "source", "decider", "confidence", "decided_at")


def write(
    place: Path,
    images: Iterable[ExchangedImage],
    *,
    labels: Sequence[tuple[str, ...]],
    options: Options,
) -> Writing:
    """Write a row for each labelling; as ``WritesImages`` says.

    ``label_path`` spells out the label's parents (``vehicle|truck``). Without the option "raw" a
    cell that a spreadsheet could take for a formula begins with an apostrophe.
    """
    cell = str if is_raw(options) else safe_cell
    with place.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for image in images:
            table.writerows(_row(image, labelling, cell) for labelling in image.labellings)
            if not image.labellings:
                table.writerow((cell(image.file), *("" for _ in COLUMNS[1:])))
            yield


def _row(
    image: ExchangedImage, labelling: ExchangedLabelling, cell: Callable[[str], str]
) -> tuple[str, ...]:
    return (
        cell(image.file),
        cell(labelling.levels[-1]),
        cell(join_levels(labelling.levels)),
        labelling.source,
        cell(labelling.decider),
        "" if labelling.confidence is None else repr(labelling.confidence),
        labelling.decided_at,
    )


def recognises(path: Path) -> bool:
    """Whether the columns are those that ``write`` heads a table with."""
    return {"file", "label", "label_path"} <= set(csv_header(path))


def read(path: Path) -> Iterator[ExchangedImage]:
    """One image for each row, as often as it has labellings.

    Raises InputError for a confidence that is no number.
    """
    with csv_rows(path) as (header, rows):
        for number, row in enumerate(rows, start=2):
            image = _image(number, dict(zip(header, row, strict=False)))
            if image is not None:
                yield image


def _image(number: int, fields: dict[str, str]) -> ExchangedImage | None:
    """What row ``number`` of the file says; None where it names no file."""
    file = original_cell(fields.get("file", ""))
    label_path = original_cell(fields.get("label_path", ""))
    if not file:
        return None
    if not label_path:
        return ExchangedImage(file)
    confidence = fields.get("confidence", "")
    try:
        value = float(confidence) if confidence else None
    except ValueError:
        raise InputError("export-confidence-no-number", row=number, confidence=confidence) from None
    labelling = ExchangedLabelling(
        split_levels(label_path),
        fields.get("source", ""),
        original_cell(fields.get("decider", "")),
        fields.get("decided_at", ""),
        value,
    )
    return ExchangedImage(file, (labelling,))


FORMAT = ExportFormat(
    name="csv-long",
    title=Message("export-format-csv-long"),
    suffix=".csv",
    write=write,
    preview=first_table_rows,
    options=(RAW,),
    reader=FormatReader(recognises, read),
)
