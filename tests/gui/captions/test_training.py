"""Training on the Captions page: asked for, watched, paused, gone on with, taken into use."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.encoders.registry import encoders_dir
from engine.evaluation.retrieval.before_after import (
    BINS,
    PICTURES_NAME,
    WORDS,
    BeforeAfter,
    Side,
)
from engine.evaluation.retrieval.gap import Gap
from engine.jobs.training.request import run_folder
from engine.jobs.training.runs import mix_of, remember_asked
from gui.captions.curves import CurveView
from gui.captions.page import CaptionsPage
from gui.captions.run_view import PICTURE_WORDS
from gui.captions.train_dialog import TrainDialog
from gui.captions.training import TrainingPanel
from gui.services.tasks import Task
from tests.gui.captions.conftest import (
    MakePage,
    add_second_encoder,
    context_of,
    make_catalogue,
)

ASKED: dict[str, Any] = {
    "name": "own",
    "method": "heads",
    "bases": ["built-in"],
    "preset": "default",
    "sweep": False,
}
FIGURES = {
    "before": {"mrr": 0.1, "image_to_text": {"mrr_at_100": 0.1}, "label_auc": 0.7},
    "after": {"mrr": 0.3, "image_to_text": {"mrr_at_100": 0.31}, "label_auc": 0.69},
}
CARD = {"method": "heads", "base": "built-in", "licence": "MIT", "figures": FIGURES}


def add_run(path: Path, points: int) -> None:
    """A training that was stopped after some steps."""
    with Catalogue.open(path, curator="Kari") as catalogue:
        remember_asked(catalogue, ASKED)
        lines = [
            {"step": at, "loss": 2 / (at + 1), "rate": 1e-3, "validation_mrr": 0.1 + at / 100}
            for at in range(points)
        ]
        curve = run_folder(catalogue, "own") / "curve.jsonl"
        curve.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def add_pictures(path: Path) -> None:
    """The gap and the map of a training."""
    side = Side(Gap(0.2, 0.1, 0.05, 9), (0.025,) * BINS, (0.025,) * BINS, ((0, 1),), ((1, 0),))
    shown = BeforeAfter(-0.2, 0.4, 9, "t-sne", 0, side, side)
    with Catalogue.open(path, curator="Kari") as catalogue:
        place = run_folder(catalogue, "own") / PICTURES_NAME
        place.write_text(shown.as_json(), encoding="utf-8")


def test_every_word_of_the_pictures_is_in_plain_words() -> None:
    assert set(PICTURE_WORDS) == set(WORDS)


def opened(make_page: MakePage, path: Path, qtbot: QtBot) -> tuple[CaptionsPage, TrainingPanel]:
    page = make_page(path)
    qtbot.waitUntil(lambda: page.report is not None, timeout=10_000)
    page.tabs.setCurrentWidget(page.training)
    return page, page.training


def stopped_at_once(panel: TrainingPanel, qtbot: QtBot, act: object) -> Task:
    """The task that something starts, which is ended before it does anything."""
    tasks = panel._context.tasks
    with qtbot.waitSignal(tasks.added, timeout=10_000) as added:
        act()  # type: ignore[operator]
    (task,) = added.args
    # Its process loads torch before it listens, which takes long on a busy machine.
    with qtbot.waitSignal(tasks.ended, timeout=30_000):
        task.cancel()
    assert isinstance(task, Task)
    return task


def test_time_and_memory_are_said_before_a_training_is_asked_for(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot
) -> None:
    _, panel = opened(make_page, catalogue_copy, qtbot)
    qtbot.waitUntil(lambda: panel.empty.button.text() == "Train…")
    panel.empty.button.click()
    qtbot.waitUntil(lambda: bool(panel.findChildren(TrainDialog)), timeout=10_000)
    (dialog,) = panel.findChildren(TrainDialog)
    qtbot.waitUntil(lambda: "of memory" in dialog.outlook.text(), timeout=20_000)
    assert "of 60 captions are trained on" in dialog.outlook.text()
    dialog.name.setText("no/name")
    assert not dialog.train_button.isEnabled()
    dialog.name.setText("own")
    dialog.sweep.setChecked(True)
    dialog.clean.setChecked(True)

    task = stopped_at_once(panel, qtbot, dialog.train_button.click)

    assert task.job == "train"
    options = task.request.options
    assert (options["name"], options["method"], options["sweep"]) == ("own", "heads", True)
    assert options["bases"] == ("built-in",)
    assert options["clean"] == "urls,users,hashtags,emoji,empty"
    qtbot.waitUntil(lambda: [run.name for run in panel.runs] == ["own"])
    qtbot.waitUntil(lambda: "can go on" in panel.status.text())
    assert panel.list.item(0).text() == "own\npaused"


def test_what_is_trained_needs_no_report_and_is_foretold_whatever_it_is(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = make_catalogue(tmp_path)
    add_second_encoder(path)
    page = make_page(path)
    qtbot.waitUntil(lambda: page.empty.button.text() == "Measure", timeout=10_000)
    assert not page.tabs.isTabVisible(page.tabs.indexOf(page.gap))

    page.empty.button.setFocus()
    qtbot.keyClick(page.empty.button, Qt.Key.Key_T)

    qtbot.waitUntil(lambda: bool(page.findChildren(TrainDialog)), timeout=10_000)
    assert page.tabs.currentWidget() is page.training
    (dialog,) = page.findChildren(TrainDialog)
    for method, base in (("dual", "built-in"), ("heads", "/somewhere/blind")):
        dialog.outlook.setText("")
        dialog.method.setCurrentIndex(dialog.method.findData(method))
        dialog.base.setCurrentIndex(dialog.base.findData(base))
        assert dialog.options["bases"] == (base,)
        qtbot.waitUntil(lambda: "of memory" in dialog.outlook.text(), timeout=20_000)


def test_a_stopped_training_goes_on_or_ends_with_its_best(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot
) -> None:
    add_run(catalogue_copy, 12)
    page, panel = opened(make_page, catalogue_copy, qtbot)
    qtbot.waitUntil(panel.resume_button.isVisible)
    assert len(panel.curves.points) == 12
    assert "After 11 steps the mean reciprocal rank is 0.210, 0.100 before" in (
        panel.curves.accessibleDescription()
    )
    assert not panel.use_button.isVisible()

    tasks = context_of(page).tasks
    with qtbot.waitSignal(tasks.added, timeout=10_000):
        panel.resume_button.click()
    with qtbot.waitSignal(tasks.ended, timeout=10_000) as stopped:
        qtbot.waitUntil(panel.pause_button.isVisible)
        panel.pause_button.click()
        assert panel.status.text() == "Pausing after this step…"
        assert not panel.pause_button.isEnabled()
    assert stopped.args[0].request.options == ASKED
    qtbot.waitUntil(panel.resume_button.isVisible)
    ended = stopped_at_once(panel, qtbot, panel.finish_button.click)
    assert ended.request.options == {**ASKED, "finish": True}


def test_what_was_trained_shows_its_figures_and_is_taken_into_use(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot
) -> None:
    add_run(catalogue_copy, 5)
    folder = encoders_dir() / "own"
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(json.dumps(CARD), encoding="utf-8")
    add_pictures(catalogue_copy)
    page, panel = opened(make_page, catalogue_copy, qtbot)
    qtbot.waitUntil(panel.use_button.isVisible)

    assert panel.list.item(0).text() == "own\nMRR 0.100 → 0.300"
    assert panel.table.texts() == [
        ["Captions by their image, MRR@100", "0.100", "0.310"],
        ["Labels by their names (AUC)", "0.700", "0.690"],
    ]
    assert not panel.resume_button.isVisible()
    with qtbot.waitSignal(context_of(page).navigator.encoder_requested) as asked:
        panel.use_button.click()
    assert asked.args == ["own"]
    qtbot.waitUntil(panel.view.ways.isVisible)
    pictures = []
    for name in ("gap", "map"):
        (button,) = [
            one for one in panel.view.ways.findChildren(QToolButton) if one.text() == name.title()
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: panel.view.picture.is_drawn, timeout=20_000)
        assert "a gap of" in panel.view.picture.accessibleName()
        pictures.append(panel.view.picture.picture())
    assert pictures[0] != pictures[1]
    menu = panel.measure_button.menu()
    for action, job in zip(menu.actions(), ("evaluate", "evaluate-captions"), strict=True):
        task = stopped_at_once(panel, qtbot, action.trigger)
        assert (task.job, task.request.options["encoder"]) == (job, "own")


@pytest.fixture(autouse=True)
def own_encoders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    """A folder for encoders of this test alone."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "data"))


def test_what_each_share_of_a_mix_gives_is_drawn(qtbot: QtBot) -> None:
    curve = [
        {"alpha": share / 10, "recall_at_1": 0.2 + share / 50, "mrr": 0.3, "old_auc": None}
        for share in range(11)
    ]
    mix = mix_of({"training": {"alpha": 0.4, "curve": curve}})
    assert mix is not None
    assert mix_of({"training": {"best_step": 8}}) is None
    view = CurveView()
    qtbot.addWidget(view)
    view.show_points((), is_over=True)
    without = view.grab().toImage()
    view.show_points((), is_over=True, mix=mix)
    assert "0.4" in view.accessibleDescription()
    assert view.grab().toImage() != without
