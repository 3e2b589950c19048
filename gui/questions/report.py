"""A measurement of a question as it lies on the disk; read in lanes, so there is no Qt in it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.jobs.questions.evaluate import KEPT_FOLDER
from gui.models.reports import REPORT_FILE, stored_reports
from messages.os_reasons import reason_of


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MeasuredModel:
    """A model's figures by name, and what it costs an image at each of the thresholds.

    ``least_gain``: the low end of the interval of what the head has more than it in F1 of yes; None
    of the head itself.
    """

    name: str
    figures: Mapping[str, Figure]
    curve: tuple[float, ...]
    least_gain: float | None


@dataclass(frozen=True, slots=True)
class MeasuredQuestion:
    """What was measured, of answers to images drawn at random where there are enough of these.

    ``models``: the head first. ``always_yes``, ``always_no``: what saying so of every image costs.
    """

    folder: Path
    answers: int
    yes: int
    drawn_only: bool
    folds: int
    prevalence: float
    threshold: float
    cheapest: float
    cheapest_cost: float
    always_yes: float
    always_no: float
    thresholds: tuple[float, ...]
    models: tuple[MeasuredModel, ...]

    @property
    def head(self) -> MeasuredModel:
        """What gives the probabilities on the page."""
        return self.models[0]


def report_kind(question_id: int) -> str:
    """Where the reports of a question are, below the catalogue's folder."""
    return f"{KEPT_FOLDER}/{question_id}"


def read_newest(catalogue_folder: Path, question_id: int) -> MeasuredQuestion | None:
    """The newest report of a question; None where there is none.

    Raises InputError for one that cannot be read.
    """
    stored = stored_reports(catalogue_folder, report_kind(question_id))
    return read_measured(stored[0].folder) if stored else None


def read_measured(folder: Path) -> MeasuredQuestion:
    """The report in a folder. Raises InputError where it cannot be read."""
    file = folder / REPORT_FILE
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return _measured(folder, document["drawn_at_random"] or document["all_answers"])
    except OSError as error:
        raise InputError("report-unreadable", path=file, reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("report-unknown", file=file) from error


def _measured(folder: Path, found: Mapping[str, Any]) -> MeasuredQuestion:
    return MeasuredQuestion(
        folder,
        found["answers"],
        found["yes"],
        found["drawn_only"],
        found["folds"],
        found["prevalence"],
        found["threshold"],
        found["cheapest"],
        found["cheapest_cost"],
        found["always"]["yes"],
        found["always"]["no"],
        tuple(found["thresholds"]),
        tuple(
            MeasuredModel(
                name,
                {key: Figure(**one) for key, one in model["figures"].items()},
                tuple(model["curve"]),
                None if model["gain_in_f1"] is None else model["gain_in_f1"][0],
            )
            for name, model in found["models"].items()
        ),
    )
