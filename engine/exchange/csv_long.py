"""CSV with one row per labelling, and one with an empty label for an image without any."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from engine.errors import InputError
from engine.exchange.cells import join_levels, original_cell, safe_cell, split_levels
from engine.exchange.records import ExchangedImage, ExchangedLabelling

COLUMNS = ("file", "label", "label_path", "source", "decider", "confidence", "decided_at")


def writer(stream: TextIO, *, raw: bool = False) -> Callable[[ExchangedImage], None]:
    """What writes one image after another to a text stream opened with ``newline=""``.

    ``label_path`` spells out the label's parents (``vehicle|truck``). ``raw`` leaves out the
    apostrophe before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    table = csv.writer(stream)
    table.writerow(COLUMNS)

    def write(image: ExchangedImage) -> None:
        for labelling in image.labellings:
            confidence = "" if labelling.confidence is None else repr(labelling.confidence)
            table.writerow(
                (
                    cell(image.file),
                    cell(labelling.levels[-1]),
                    cell(join_levels(labelling.levels)),
                    labelling.source,
                    cell(labelling.decider),
                    confidence,
                    labelling.decided_at,
                )
            )
        if not image.labellings:
            table.writerow((cell(image.file), *("" for _ in COLUMNS[1:])))

    return write


def read(rows: Iterable[list[str]], header: list[str]) -> Iterator[ExchangedImage]:
    """The rows below the header, one image each, as often as it has labellings.

    Raises InputError for a confidence that is no number.
    """
    for number, row in enumerate(rows, start=2):
        fields = dict(zip(header, row, strict=False))
        file = original_cell(fields.get("file", ""))
        label_path = original_cell(fields.get("label_path", ""))
        if not file:
            continue
        if not label_path:
            yield ExchangedImage(file)
            continue
        confidence = fields.get("confidence", "")
        try:
            value = float(confidence) if confidence else None
        except ValueError:
            raise InputError(
                "export-confidence-no-number", row=number, confidence=confidence
            ) from None
        labelling = ExchangedLabelling(
            split_levels(label_path),
            fields.get("source", ""),
            original_cell(fields.get("decider", "")),
            fields.get("decided_at", ""),
            value,
        )
        yield ExchangedImage(file, (labelling,))
