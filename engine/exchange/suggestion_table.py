"""Suggestions as a table: a row for every suggestion, and one for every image without any."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from engine.exchange.cells import join_levels, safe_cell

COLUMNS = (
    "file",
    "label",
    "label_path",
    "confidence",
    "threshold",
    "suggester",
    "evidence",
    "reason",
)


@dataclass(frozen=True, slots=True)
class SuggestedLabel:
    """A suggested label, by its names from the top of the hierarchy down.

    ``evidence`` are the files of the similar images that carry it, with weights that add up to
    ``confidence``. ``threshold`` is the label's own where it has one.
    """

    levels: tuple[str, ...]
    confidence: float
    evidence: tuple[tuple[str, float], ...] = ()
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class SuggestedImage:
    """An image with what is suggested for it, or with the reason why nothing is."""

    file: str
    suggestions: tuple[SuggestedLabel, ...] = ()
    reason: str = ""


def csv_writer(
    stream: TextIO, *, threshold: float, suggester: str, raw: bool = False
) -> Callable[[SuggestedImage], None]:
    """What writes one image after another as CSV, to a text stream opened with ``newline=""``.

    The evidence is a JSON list of [file, weight] in one cell. ``raw`` leaves out the apostrophe
    before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    table = csv.writer(stream)
    table.writerow(COLUMNS)

    def write(image: SuggestedImage) -> None:
        for one in image.suggestions:
            evidence = json.dumps(_listed(one), ensure_ascii=False)
            names = (image.file, one.levels[-1], join_levels(one.levels))
            figures = (_rounded(one.confidence), one.threshold or threshold, suggester)
            table.writerow((*(cell(name) for name in names), *figures, cell(evidence), ""))
        if not image.suggestions:
            table.writerow((cell(image.file), "", "", "", threshold, suggester, "", image.reason))

    return write


def jsonl_writer(
    stream: TextIO, *, threshold: float, suggester: str
) -> Callable[[SuggestedImage], None]:
    """What writes one image after another as JSON Lines, the same rows as the CSV."""

    def write(image: SuggestedImage) -> None:
        for one in image.suggestions:
            names = (image.file, one.levels[-1], join_levels(one.levels))
            put(
                *names,
                _rounded(one.confidence),
                one.threshold or threshold,
                suggester,
                _listed(one),
                None,
            )
        if not image.suggestions:
            put(image.file, None, None, None, threshold, suggester, [], image.reason)

    def put(*values: object) -> None:
        row = dict(zip(COLUMNS, values, strict=True))
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write


def _listed(one: SuggestedLabel) -> list[tuple[str, float]]:
    return [(file, _rounded(weight)) for file, weight in one.evidence]


def _rounded(value: float) -> float:
    """Nine decimals: hundreds of weights still add up to the confidence, to 1e-6."""
    return round(value, 9)
