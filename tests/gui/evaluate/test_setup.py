"""The Evaluate page before a report is there, and words of reports."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.answers.current_encoder import features_dir
from engine.answers.encoders_used import USED_SETTING
from engine.answers.recommended import RECOMMENDABLE
from engine.evaluation.report.figures import FIGURES, WORDS
from engine.features.store import FeatureStore
from engine.suggesters.registry import SUGGESTERS
from gui.evaluate.drawing import PLOT_WORDS
from gui.evaluate.plots import plots
from gui.models.reports import new_report_folder, stored_reports
from gui.services.tasks import TaskState
from gui.widgets.figures.model import in_two_lines
from tests.gui.evaluate.conftest import (
    LABELLED,
    MakePage,
    context_of,
    make_catalogue,
    report_of,
    with_report,
)


def test_without_a_report_it_asks_what_to_evaluate(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path / "new", LABELLED))
    qtbot.waitUntil(page.setup.isVisible)

    assert set(page.setup.boxes) == set(SUGGESTERS)
    assert page.setup.suggesters == RECOMMENDABLE
    shown = [name for name, box in page.setup.boxes.items() if box.isVisible()]
    assert shown == list(RECOMMENDABLE)
    assert page.setup.recommendation.text().startswith(
        "Recommended: Mix of similar images. Of the suggesters whose evidence"
    )
    qtbot.mouseClick(page.setup.more.button, Qt.MouseButton.LeftButton)
    assert all(box.isVisible() for box in page.setup.boxes.values())
    page.setup.choose(page.setup.boxes)
    assert {name for name, kind in SUGGESTERS.items() if not kind.needs_texts} == set(
        page.setup.suggesters
    )
    assert page.setup.boxes["kernel-ridge-on-both"].toolTip() == "No image has a caption to go by."
    assert not page.setup.back.isVisible()
    page.setup.choose(())
    assert not page.setup.start.isEnabled()
    assert page.setup.problem.text() == "Choose at least one suggester."
    page.setup.choose(["1-nn"])
    page.setup.from_file.setChecked(True)
    assert not page.setup.start.isEnabled()
    page.setup.file.setText(str(tmp_path / "none.csv"))
    qtbot.waitUntil(lambda: "There is no file" in page.setup.problem.text())


@pytest.mark.parametrize(
    ("labelled", "encoded", "sentence", "button"),
    [
        (12, True, "12 images have labels. From 50 on", "Go to the library"),
        (LABELLED, False, "not encoded yet", "Encode images"),
    ],
)
def test_what_is_missing_is_said_with_one_thing_to_do(
    make_page: MakePage,
    tmp_path: Path,
    qtbot: QtBot,
    labelled: int,
    encoded: bool,
    sentence: str,
    button: str,
) -> None:
    page = make_page(make_catalogue(tmp_path / "few", labelled, encoded=encoded))
    qtbot.waitUntil(lambda: sentence in page.empty.sentence.text())

    assert page.empty.button.text() == button
    navigator = context_of(page).navigator
    signal = navigator.library_requested if encoded else navigator.work_requested
    with qtbot.waitSignal(signal):
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)


def test_evaluates_in_the_background_by_a_table_and_shows_the_report(
    make_page: MakePage, catalogue_copy: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, catalogue_copy, qtbot)
    with Catalogue.open(catalogue_copy) as catalogue:
        catalogue.settings.set("evaluate.minimum_images", 5)
        files = [image.path for image in catalogue.images.get_many(catalogue.images.ids())]
    split = tmp_path / "split.csv"
    parts = ("train", "train", "train", "validation", "test")
    lines = [f"{file},{parts[number % 5]}" for number, file in enumerate(files)]
    split.write_text("\n".join(["file,split", *lines]) + "\n", encoding="utf-8")
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N)
    page.setup.choose(["1-nn"])
    page.setup.from_file.setChecked(True)
    page.setup.file.setText(str(split))

    qtbot.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    # Once, however often it is clicked.
    assert not page.setup.start.isEnabled()
    assert page.setup.status.text()
    # The window goes on meanwhile.
    qtbot.mouseClick(page.setup.back, Qt.MouseButton.LeftButton)
    assert page.tabs.isVisible()
    qtbot.waitUntil(lambda: page.reports.count() == 3, timeout=60_000)
    qtbot.waitUntil(lambda: page.report is not None and len(page.report.suggesters) == 1)

    assert report_of(page).data.split_file == "split.csv"
    assert "Divided as split.csv says." in page.overview.data.text()
    assert page.chosen == "1-nn"


def test_a_stopped_evaluation_leaves_no_report(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = make_catalogue(tmp_path / "stopped", LABELLED)
    with Catalogue.open(path) as catalogue:
        FeatureStore(features_dir(catalogue), "b" * 64).append([b"c" * 32], np.ones((1, 3)))
        catalogue.settings.set(USED_SETTING, [["/somewhere/other", "b" * 64]])
    page = make_page(path)
    qtbot.waitUntil(page.setup.isVisible)
    encoders = page.setup.encoders
    assert encoders.isVisible()
    assert [encoders.itemText(row) for row in range(encoders.count())] == [
        "Built-in encoder (in use)",
        "other",
    ]
    assert page.setup.encoder is None
    encoders.setCurrentIndex(1)
    page.setup.start.click()
    qtbot.waitUntil(lambda: context_of(page).tasks.find("evaluate") is not None)
    task = context_of(page).tasks.find("evaluate")
    assert task is not None
    assert task.request.options["encoder"] == "/somewhere/other"
    with qtbot.waitSignal(task.ended, timeout=10_000):
        task.cancel()

    assert task.state is TaskState.CANCELLED
    assert page.setup.start.isEnabled()
    assert stored_reports(context_of(page).catalogue.folder) == []


def test_every_word_of_a_plot_is_in_plain_words() -> None:
    assert set(PLOT_WORDS) == set(WORDS)
    assert {plot.name for plot in plots()} == set(FIGURES)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Overall score", "Overall\nscore"),
        ("Keys per image", "Keys per\nimage"),
        ("Score", "Score"),
        ("Sensitivity", "Sensitivity"),
    ],
)
def test_headings_are_broken_near_their_middle(title: str, shown: str) -> None:
    assert in_two_lines(title) == shown


def test_no_two_reports_share_a_folder(tmp_path: Path) -> None:
    first = new_report_folder(tmp_path)
    first.mkdir(parents=True)
    (first / "report.json").write_text("{}", encoding="utf-8")
    second = new_report_folder(tmp_path)
    assert first != second
    second.mkdir()
    (second / "report.json").write_text("{}", encoding="utf-8")
    (tmp_path / "reports" / "notes").mkdir()
    assert {one.folder for one in stored_reports(tmp_path)} == {first, second}


def test_every_control_of_the_page_speaks(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.mistakes)
    qtbot.waitUntil(lambda: bool(page.mistakes.cards))

    silent = [
        button
        for button in page.findChildren(QAbstractButton)
        if button.isVisible()
        and not (button.text() or button.accessibleName())
        and not button.objectName().startswith("qt_")
    ]
    assert [type(one.parent()).__name__ for one in silent] == []


def test_the_button_stays_in_sight_below_all_suggesters(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path / "new", LABELLED))
    qtbot.waitUntil(page.setup.isVisible)

    page.resize(900, 400)
    qtbot.wait(50)

    assert page.setup.start.visibleRegion().boundingRect() == page.setup.start.rect()
