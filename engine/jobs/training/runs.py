"""The trainings of a catalogue as they lie on disk: asked for, under way, stopped, done.

Loads no torch.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.catalogue import Catalogue
from engine.encoders.registry import encoders_dir
from engine.encoders.trained import CARD_NAME, checked_new_name, read_card
from engine.errors import InputError
from engine.jobs.training.request import RUNS_FOLDER, TrainRequest, TrainSummary, run_folder
from engine.whole_file import made_folder, whole_file

ASKED_NAME, CURVE_NAME = "asked.json", "curve.jsonl"
MOST_POINTS = 2_000
"""More points of a curve are thinned out; those with a validation stay."""


@dataclass(frozen=True, slots=True)
class RunPoint:
    """A point of a curve: after ``step`` steps. None where nothing was measured then."""

    step: int
    loss: float | None
    rate: float | None
    validation_mrr: float | None


@dataclass(frozen=True, slots=True)
class MixPoint:
    """What a ``share`` of what was trained gives on validation pairs, and on labels by their names
    (mean AUC; None without any). All in [0, 1]."""

    share: float
    recall_at_1: float
    mrr: float
    old_auc: float | None


@dataclass(frozen=True, slots=True)
class Mix:
    """The shares that were tried, from 0 to 1, and the one that was taken."""

    points: tuple[MixPoint, ...]
    taken: float


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """``asked``: the options of the job, by which it goes on. ``card``: of the encoder that was
    made, or of a training that did not help; {} where it has not come to its end. ``made``:
    whether there is an encoder."""

    name: str
    asked: Mapping[str, Any]
    points: tuple[RunPoint, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)
    made: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return bool(self.card)


def remember_asked(catalogue: Catalogue, options: Mapping[str, Any]) -> None:
    """Keep what was asked for, so that the training can go on later. Raises InputError where its
    folder cannot be written to."""
    folder = run_folder(catalogue, str(options["name"]))
    asked = {name: one for name, one in options.items() if name != "finish"}
    _write(folder, ASKED_NAME, asked)


@contextmanager
def remembered(catalogue: Catalogue, request: TrainRequest) -> Iterator[None]:
    """Keep what is asked for while it is trained, as the window does, which lists it by that.

    What goes on stays as it was asked for first; what cannot begin leaves nothing.
    """
    checked_new_name(request.name, encoders_dir())
    folder = run_folder(catalogue, request.name)
    goes_on = (folder / ASKED_NAME).is_file() and (folder / CURVE_NAME).is_file()
    if not goes_on or (folder / CARD_NAME).is_file():
        remember_asked(catalogue, request.options())
        (folder / CARD_NAME).unlink(missing_ok=True)
    try:
        yield
    except InputError:
        if not (folder / CURVE_NAME).is_file():
            (folder / ASKED_NAME).unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()
        raise


def remember_end(catalogue: Catalogue, summary: TrainSummary) -> None:
    """Keep the card of a training that made no encoder, which has it nowhere else."""
    if not summary.helped:
        _write(run_folder(catalogue, summary.name), CARD_NAME, summary.card)


def training_runs(catalogue: Catalogue) -> list[TrainingRun]:
    """All trainings that were asked for here, the latest first."""
    folder = catalogue.folder / RUNS_FOLDER
    if not folder.is_dir():
        return []
    found = [one for one in folder.iterdir() if (one / ASKED_NAME).is_file()]
    found.sort(key=lambda one: (one / ASKED_NAME).stat().st_mtime, reverse=True)
    return [_run(one) for one in found]


def trained_encoders() -> dict[str, str]:
    """The methods of all encoders that were trained here, by their names; asks no registry."""
    folder = encoders_dir()
    found = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            card = read_card(path)
        except InputError:
            continue
        if card:
            found[path.name] = str(card.get("method", ""))
    return found


def mix_of(card: Mapping[str, Any]) -> Mix | None:
    """The mixes that a card tells of; None for one of another method, or that cannot be read."""
    try:
        training = card["training"]
        points = tuple(
            MixPoint(one["alpha"], one["recall_at_1"], one["mrr"], one.get("old_auc"))
            for one in training["curve"]
        )
        return Mix(points, float(training["alpha"])) if points else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def read_points(folder: Path) -> tuple[RunPoint, ...]:
    """The curve in a run's folder as far as it is; a line half written is left out."""
    try:
        lines = (folder / CURVE_NAME).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    points = [one for one in map(_point, lines) if one is not None]
    step = max(1, len(points) // MOST_POINTS)
    return tuple(
        one
        for at, one in enumerate(points)
        if at % step == 0 or one.validation_mrr is not None or at == len(points) - 1
    )


def _run(folder: Path) -> TrainingRun:
    encoder = encoders_dir() / folder.name
    made = (encoder / CARD_NAME).is_file()
    try:
        asked = json.loads((folder / ASKED_NAME).read_text(encoding="utf-8"))
        card = read_card(encoder if made else folder)
    except (OSError, ValueError, InputError):
        asked, card = {}, {}
    return TrainingRun(folder.name, asked, read_points(folder), card, made)


def _point(line: str) -> RunPoint | None:
    try:
        found = json.loads(line)
        return RunPoint(
            int(found["step"]),
            found.get("loss"),
            found.get("rate"),
            found.get("validation_mrr"),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(folder: Path, name: str, content: Mapping[str, Any]) -> None:
    made_folder(folder)
    with whole_file(folder / name, overwrite=True) as stream:
        json.dump(dict(content), stream, ensure_ascii=False, indent=1)
