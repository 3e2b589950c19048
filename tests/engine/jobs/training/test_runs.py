"""Trainings as they lie on disk."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.encoders.registry import encoders_dir
from engine.encoders.trained import CARD_NAME
from engine.jobs.training.card import write_encoder
from engine.jobs.training.request import TrainSummary, run_folder
from engine.jobs.training.runs import (
    MOST_POINTS,
    read_points,
    remember_asked,
    remember_end,
    trained_encoders,
    training_runs,
)

if TYPE_CHECKING:
    from conftest import MadeCatalogue

CARD = {"name": "own", "method": "heads", "figures": {"before": {"mrr": 0.2}}}


def curve_line(step: int, mrr: float | None = None) -> str:
    point = {"step": step, "epoch": 1, "loss": 1 / step if step else None, "rate": 1e-3}
    return json.dumps({**point, "validation_mrr": mrr})


def test_a_training_is_known_from_its_beginning_to_its_encoder(
    made: "MadeCatalogue", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "data"))
    catalogue = made.catalogue
    assert training_runs(catalogue) == []
    asked = {"name": "own", "method": "heads", "bases": ["built-in"], "sweep": False}
    remember_asked(catalogue, {**asked, "finish": True})

    (run,) = training_runs(catalogue)
    assert (run.name, dict(run.asked), run.is_over, run.points) == ("own", asked, False, ())

    folder = run_folder(catalogue, "own")
    lines = [curve_line(0, 0.2), curve_line(1, 0.25), '{"step": 2, "lo']
    (folder / "curve.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (run,) = training_runs(catalogue)
    assert [(one.step, one.validation_mrr) for one in run.points] == [(0, 0.2), (1, 0.25)]
    assert run.points[0].loss is None

    made_folder = encoders_dir() / "own"
    made_folder.mkdir(parents=True)
    (made_folder / "card.json").write_text(json.dumps(CARD), encoding="utf-8")
    (run,) = training_runs(catalogue)
    assert run.made
    assert run.card["figures"]["before"]["mrr"] == 0.2
    (encoders_dir() / "damaged").mkdir()
    (encoders_dir() / "damaged" / "card.json").write_text("[", encoding="utf-8")
    assert trained_encoders() == {"own": "heads"}


def test_a_training_that_did_not_help_is_over_without_an_encoder(made: "MadeCatalogue") -> None:
    catalogue = made.catalogue
    remember_asked(catalogue, {"name": "vain"})
    remember_end(
        catalogue,
        TrainSummary("vain", "heads", False, CARD, None, run_folder(catalogue, "vain")),
    )
    (run,) = training_runs(catalogue)
    assert (run.is_over, run.made) == (True, False)


def test_long_curves_are_thinned_and_keep_their_validations(tmp_path: Path) -> None:
    count = 5 * MOST_POINTS
    lines = [curve_line(step, 0.5 if step % 1000 == 7 else None) for step in range(count)]
    (tmp_path / "curve.jsonl").write_text("\n".join(lines), encoding="utf-8")
    points = read_points(tmp_path)
    assert len(points) < 1.2 * MOST_POINTS
    assert sum(one.validation_mrr is not None for one in points) == count // 1000
    assert points[-1].step == count - 1
    assert read_points(tmp_path / "nowhere") == ()


def test_what_a_killed_writer_left_goes_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / ".ours.x.part", tmp_path / ".ours.y.part"
    for place in (old, new):
        place.mkdir()
        (place / CARD_NAME).touch()
    os.utime(old / CARD_NAME, (0, 0))
    write_encoder(tmp_path / "ours", {"name": "ours"}, lambda _: None)
    assert {one.name for one in tmp_path.iterdir()} == {"ours", new.name}
