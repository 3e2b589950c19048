"""The Questions page: asking one image after another, by keys."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ScannedImage
from gui.questions.page import QuestionsPage
from gui.questions.question_dialog import QuestionDialog
from gui.questions.report import Figure
from gui.questions.words import verdict_text
from gui.widgets.viewing.image_view import Detail
from tests.gui.questions.conftest import PICTURES, MakePage, answered, ask_for_maps, encode

LEAST_A_MINUTE = 60
MAP = 16


def ready(page: QuestionsPage, qtbot: QtBot) -> QuestionsPage:
    qtbot.waitUntil(lambda: page.desk.item is not None, timeout=10_000)
    return page


def press(page: QuestionsPage, key: Qt.Key, qtbot: QtBot) -> None:
    """Press a key once the image is there: of one that is not, nobody can say anything."""
    ready(page, qtbot)
    QTest.keyClick(page.ask.view, key)


def stored(page: QuestionsPage) -> dict[int, str]:
    """The answers in the catalogue, read as another process would."""
    catalogue, found = page._context.catalogue, {}
    page._context.reads.submit(
        lambda: found.update((one.image_id, one.answer) for one in catalogue.questions.answers(1))
    ).result(10)
    return found


def test_a_question_is_answered_by_a_key_an_image_faster_than_one_a_second(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = ready(make_page(ask_for_maps), qtbot)
    expected, keys = {}, {"yes": Qt.Key.Key_Y, "no": Qt.Key.Key_N, "unsure": Qt.Key.Key_C}
    qtbot.waitUntil(lambda: page.ask.view.detail >= Detail.SCREEN, timeout=10_000)
    start_s = time.perf_counter()
    for number in range(PICTURES):
        image_id = page.desk.image_id
        # Nobody answers of what is not on screen.
        qtbot.waitUntil(
            lambda at=image_id: (
                page.ask.view.image_id == at and page.ask.view.detail >= Detail.SCREEN
            )
        )
        answer = ("yes", "no", "no", "unsure")[number % 4]
        expected[image_id] = answer
        press(page, keys[answer], qtbot)
        qtbot.waitUntil(lambda: page.desk.saving == 0)
    took_s = time.perf_counter() - start_s

    assert stored(page) == expected
    assert len(expected) == PICTURES
    a_minute = 60 * PICTURES / took_s
    sys.stdout.write(f"{a_minute:.0f} answers a minute, each seen decoded and saved\n")
    assert a_minute > LEAST_A_MINUTE
    assert page.ask.empty.sentence.text() == "Every image has an answer."
    assert "9 yes  ·  18 no  ·  9 can't say" in page.ask.counts.text()
    assert page.ask.pace.text() == "36 in the last minute"


def test_undo_asks_again_and_back_changes_an_answer(make_page: MakePage, qtbot: QtBot) -> None:
    page = ready(make_page(ask_for_maps), qtbot)
    first = page.desk.image_id
    press(page, Qt.Key.Key_Y, qtbot)
    press(page, Qt.Key.Key_N, qtbot)
    qtbot.waitUntil(lambda: page.desk.saving == 0 and page.desk.item is not None)
    assert (page.desk.question.yes, page.desk.question.no) == (1, 1)

    press(page, Qt.Key.Key_Backspace, qtbot)
    press(page, Qt.Key.Key_Backspace, qtbot)
    assert page.desk.image_id == first
    qtbot.waitUntil(lambda: page.desk.item is not None)
    assert page.desk.answer_on_show == "yes"
    press(page, Qt.Key.Key_N, qtbot)
    qtbot.waitUntil(lambda: stored(page).get(first) == "no")
    third = page.desk.image_id
    assert third not in stored(page), "on to the next one without an answer"

    context = page._context
    context.run_command(context.catalogue.commands.undo)
    qtbot.waitUntil(lambda: page.desk.image_id == first and page.desk.answer_on_show == "yes")
    qtbot.waitUntil(lambda: page.desk.question.yes == 1)
    context.run_command(context.catalogue.commands.undo)
    qtbot.waitUntil(lambda: len(stored(page)) == 1)
    qtbot.waitUntil(lambda: page.desk.answer_on_show is None and page.desk.item is not None)
    qtbot.waitUntil(lambda: page.desk.question.no == 0)


def test_what_is_passed_over_is_asked_when_nothing_else_is_left(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = ready(make_page(ask_for_maps), qtbot)
    passed = page.desk.image_id
    press(page, Qt.Key.Key_Space, qtbot)
    while page.desk.image_id:
        press(page, Qt.Key.Key_N, qtbot)
    assert "1 were passed over" in page.ask.empty.sentence.text()
    page.ask.empty.button.click()
    qtbot.waitUntil(lambda: page.desk.item is not None)
    assert page.desk.image_id == passed


def test_a_question_is_added_changed_and_removed(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page()
    qtbot.waitUntil(lambda: page.ask.empty is not None and bool(page.empty.button.text()))
    page.empty.button.click()
    dialog = page.findChildren(QuestionDialog)[-1]
    assert not dialog.button.isEnabled()
    dialog.name.setText("a map?")
    dialog.missed_yes.setValue(4)
    assert "from 20 % likelihood on" in dialog.outlook.text()
    dialog.button.click()
    ready(page, qtbot)
    assert page.list.list.count() == 1
    assert "a missed yes 4" in page.list.about.text()

    page.list.add.click()
    again = page.findChildren(QuestionDialog)[-1]
    again.name.setText("A MAP?")
    again.button.click()
    qtbot.waitUntil(lambda: bool(again.state.text()))
    again.reject()

    catalogue = page._context.catalogue
    (question,) = catalogue.questions.all()
    page._context.run_command(
        lambda: catalogue.commands.change_question(question.id, cost_wrong_yes=0.001)
    )
    qtbot.waitUntil(lambda: "wrong yes costs 0" in page.list.about.text())
    page.list.change.click()
    finer = page.findChildren(QuestionDialog)[-1]
    finer.help.setText("also sketches")
    finer.button.click()
    qtbot.waitUntil(lambda: catalogue.questions.get(question.id).help == "also sketches")
    assert catalogue.questions.get(question.id).cost_wrong_yes == 0.001, "two decimals are shown"

    page.list.remove.click()
    qtbot.waitUntil(lambda: "Removed the question “a map?”" in page.notice.sentence.text())
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.empty)
    page.notice.button.click()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.across)


def test_a_failed_answer_is_asked_again_and_said(
    make_page: MakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ready(make_page(ask_for_maps), qtbot)

    def refuse(*_values: object, **_options: object) -> None:
        raise CatalogueError("question-gone")

    monkeypatch.setattr(page._context.catalogue.commands, "answer_images", refuse)
    asked = page.desk.image_id
    press(page, Qt.Key.Key_Y, qtbot)
    qtbot.waitUntil(lambda: page.notice.isVisible() and page.desk.image_id == asked)
    assert page.desk.question.yes == 0


def test_what_the_answers_say_of_an_image_stands_beside_it_and_orders_the_next(
    make_page: MakePage, qtbot: QtBot
) -> None:
    def prepare(catalogue: Catalogue) -> None:
        answered(catalogue)
        with_title = catalogue.images.get(MAP)
        titled = ScannedImage(
            with_title.path_bytes, with_title.content_hash, 1, 1, title="a map of\n the harbour"
        )
        catalogue.commands.import_images([titled])

    page = ready(make_page(prepare), qtbot)
    qtbot.waitUntil(lambda: "24 images left, about " in page.ask.left.text(), timeout=10_000)
    page.ask.orders.setCurrentIndex(page.ask.orders.findData("likely"))
    page.ask.orders.activated.emit(page.ask.orders.currentIndex())
    seen = []
    for _ in range(8):
        ready(page, qtbot)
        seen.append(page.desk.image_id)
        assert float(page.ask.likelihood.text()[len("yes: ") : -len(" %")]) > 50
        if page.desk.image_id == MAP:
            assert page.ask.captions.text() == "a map of the harbour"
        press(page, Qt.Key.Key_Y, qtbot)
    assert {(one - 1) % 3 for one in seen} == {0}


def test_answers_are_looked_through_and_changed_the_doubtful_first(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = make_page(lambda catalogue: answered(catalogue, range(1, PICTURES + 1)))
    qtbot.waitUntil(lambda: bool(page.desk.held_out), timeout=10_000)
    QTest.keyClick(page, Qt.Key.Key_T)
    grid = page.answers.grid
    qtbot.waitUntil(lambda: len(grid.selection.ids) == PICTURES)
    assert grid.selection.ids[0] == 2, "the one that is wrong"
    assert "speak against 1" in page.answers.told.text()

    grid.set_current(0)
    QTest.keyClick(grid, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: stored(page)[2] == "no")
    page.answers.kind_buttons["yes"].click()
    qtbot.waitUntil(lambda: len(grid.selection.ids) == PICTURES // 3)
    grid.set_current(1)
    chosen = grid.current_id
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: chosen not in stored(page))
    grid.set_current(0)
    again = grid.current_id
    QTest.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.desk.image_id == again and page.ask.isVisible())
    qtbot.waitUntil(lambda: page.desk.answer_on_show == "yes")


def test_a_question_made_of_a_label_has_its_answers_and_they_are_written_out(
    make_page: MakePage, qtbot: QtBot, tmp_path: Path
) -> None:
    page = make_page(encode)
    qtbot.waitUntil(lambda: bool(page.empty.button.text()))
    page.add_question()
    dialog = page.findChildren(QuestionDialog)[-1]
    vocabulary = dialog._vocabulary
    qtbot.waitUntil(lambda: vocabulary.is_loaded)
    dialog.label.label_chosen.emit(next(one.id for one in vocabulary.labels if one.name == "map"))
    assert dialog.name.text() == "map?"
    dialog.complete.setCurrentIndex(1)
    dialog.button.click()
    qtbot.waitUntil(lambda: page.desk.question is not None and page.desk.question.answered == 36)
    assert (page.desk.question.yes, page.desk.question.no) == (12, 24)

    out = tmp_path / "answers.csv"
    page.show_view(page.answers)
    page.answers.write(str(out))
    qtbot.waitUntil(lambda: "36 answers were written to" in page.notice.sentence.text())
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("00.png,yes,label")

    # One table in: an answer that differs waits for a second word.
    table = tmp_path / "in.csv"
    table.write_text("file,answer\n00.png,no\n01.png,no\ngone.png,yes\n", encoding="utf-8")
    page.answers.take_in(str(table))
    qtbot.waitUntil(lambda: "1 image has another answer and kept" in page.notice.sentence.text())
    assert "1 file of the table is not in the catalogue: gone.png" in page.notice.sentence.text()
    assert page.notice.button.text() == "Replace them"
    page.notice.button.click()
    qtbot.waitUntil(lambda: page.desk.question is not None and page.desk.question.yes == 11)
    qtbot.waitUntil(lambda: "1 answer came or changed" in page.notice.sentence.text())
    table.write_text("file,what\n", encoding="utf-8")
    page.answers.take_in(str(table))
    qtbot.waitUntil(lambda: "has not the columns file,answer" in page.notice.sentence.text())

    # The question and what the label answered are one step.
    page._undo()
    qtbot.waitUntil(lambda: page.desk.question is not None and page.desk.question.yes == 12)
    page._undo()
    qtbot.waitUntil(lambda: page.questions == [])


@pytest.mark.dear
def test_what_answers_foretell_is_measured_and_predictions_are_written(
    make_page: MakePage, qtbot: QtBot, tmp_path: Path
) -> None:
    page = make_page(lambda catalogue: answered(catalogue, range(1, PICTURES + 1)))
    qtbot.waitUntil(lambda: page.desk.question is not None)
    page.show_view(page.figures)
    qtbot.waitUntil(page.figures.measure_button.isEnabled)
    page.figures.measure_button.click()
    qtbot.waitUntil(lambda: page.figures.measured is not None, timeout=90_000)
    measured = page.figures.measured
    assert (measured.answers, measured.yes) == (PICTURES, PICTURES // 3 + 1)
    assert measured.head.figures["f1_yes"].value > 0.8
    assert page.figures.verdict.text().startswith("Finds ")
    weak = replace(measured.models[1], least_gain=-0.1)
    others = [replace(one, least_gain=0.1) for one in measured.models[2:]]
    figures = {**measured.head.figures, "f1_yes": Figure(1.0, 0.9, 1.0)}
    best = replace(measured.head, figures=figures)
    unsure = verdict_text(replace(measured, models=(best, weak, *others)))
    sure = verdict_text(replace(measured, models=(best, *others)))
    assert ("may be chance" in unsure, "may be chance" in sure) == (True, False)
    rows = page.figures.table.texts()
    assert [row[0] for row in rows][:2] == ["Picture and words", "Picture alone"]
    assert not page.figures.plot.grab().toImage().isNull()

    predictions = tmp_path / "predictions.csv"
    page.figures.predict(str(predictions))
    qtbot.waitUntil(predictions.exists, timeout=90_000)
    assert len(predictions.read_text(encoding="utf-8-sig").splitlines()) == PICTURES + 1
