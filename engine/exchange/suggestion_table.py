"""Suggestions as a table: a row for every suggestion, and one for every image without any."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from engine.cells import file_cell, safe_cell, spelled_file
from engine.table_file import BYTE_ORDER_MARK
from messages.levels import join_levels

COLUMNS = (
    "file",
    "label",
    "label_path",
    "confidence",
    "threshold",
    "suggester",
    "evidence",
    "reason",
    "name_similarity",
    "name_share",
    "probability",
)


@dataclass(frozen=True, slots=True)
class SuggestedLabel:
    """A suggested label, by its names from the top of the hierarchy down.

    ``evidence`` are the files of the similar images that carry it, with weights that add up to
    ``confidence``, together with ``name_share`` where the suggester goes by names;
    ``name_similarity`` is the cosine of the image with the label's name then. ``threshold`` is the
    label's own where it has one. ``probability`` is how likely the suggestion is right, which is
    the percentage on screen; None where that is not calibrated.
    """

    levels: tuple[str, ...]
    confidence: float
    evidence: tuple[tuple[str, float], ...] = ()
    threshold: float | None = None
    name_similarity: float | None = None
    name_share: float | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class SuggestedImage:
    """An image with what is suggested for it, or with the reason why nothing is.

    Files are spelled as on disk; bytes that are no UTF-8 are lone surrogates (PEP 383).
    """

    file: str
    suggestions: tuple[SuggestedLabel, ...] = ()
    reason: str = ""


def suggestion_writer(
    stream: TextIO, destination: Path, *, threshold: float, suggester: str, raw: bool = False
) -> Callable[[SuggestedImage], None]:
    """What writes one image after another as the name of ``destination`` says: as JSON Lines where
    it ends in .jsonl, else as CSV."""
    if destination.suffix.casefold() == ".jsonl":
        return jsonl_writer(stream, threshold=threshold, suggester=suggester)
    return csv_writer(stream, threshold=threshold, suggester=suggester, raw=raw)


def csv_writer(
    stream: TextIO, *, threshold: float, suggester: str, raw: bool = False
) -> Callable[[SuggestedImage], None]:
    """What writes one image after another as CSV, to a text stream opened with ``newline=""``.

    The evidence is a JSON list of [file, weight] in one cell. ``raw`` leaves out the apostrophe
    before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(COLUMNS)

    def write(image: SuggestedImage) -> None:
        for one in image.suggestions:
            evidence = json.dumps(_listed(one), ensure_ascii=False)
            labels = (cell(one.levels[-1]), cell(join_levels(one.levels)))
            figures = (_rounded(one.confidence), one.threshold or threshold, suggester)
            name = ("" if part is None else part for part in _other_figures(one))
            named = (file_cell(image.file, cell), *labels)
            table.writerow((*named, *figures, cell(evidence), "", *name))
        if not image.suggestions:
            known = (threshold, suggester, "", image.reason)
            table.writerow((file_cell(image.file, cell), "", "", "", *known, "", "", ""))

    return write


def jsonl_writer(
    stream: TextIO, *, threshold: float, suggester: str
) -> Callable[[SuggestedImage], None]:
    """What writes one image after another as JSON Lines, the same rows as the CSV."""

    def write(image: SuggestedImage) -> None:
        for one in image.suggestions:
            names = (spelled_file(image.file), one.levels[-1], join_levels(one.levels))
            put(
                *names,
                _rounded(one.confidence),
                one.threshold or threshold,
                suggester,
                _listed(one),
                None,
                *_other_figures(one),
            )
        if not image.suggestions:
            known: tuple[object, ...] = (threshold, suggester, [], image.reason)
            put(spelled_file(image.file), None, None, None, *known, None, None, None)

    def put(*values: object) -> None:
        row = dict(zip(COLUMNS, values, strict=True))
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    return write


def _listed(one: SuggestedLabel) -> list[tuple[str, float]]:
    return [(spelled_file(file), _rounded(weight)) for file, weight in one.evidence]


def _other_figures(one: SuggestedLabel) -> tuple[float | None, ...]:
    figures = (one.name_similarity, one.name_share, one.probability)
    return tuple(None if figure is None else _rounded(figure) for figure in figures)


def _rounded(value: float) -> float:
    """Nine decimals: hundreds of weights still add up to the confidence, to 1e-6."""
    return round(value, 9)
