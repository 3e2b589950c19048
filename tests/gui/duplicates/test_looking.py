"""What is shown: the first time, questions, side by side, and only the rows on screen."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from db.records import AcceptedLabel
from engine.answers.duplicates.choices import DuplicateChoices, keep_choices
from engine.duplicates.differences import DIFFERENCE_CODES
from engine.duplicates.keeper import Part, Reason
from gui.duplicates import words
from gui.duplicates.aligning import alignment_of
from gui.duplicates.composed import GAIN, NOTHING_THERE, Mode, composed
from gui.duplicates.page import DuplicatesPage
from gui.duplicates.rows import ROW_PX, Row, ThumbRows
from gui.duplicates.rule_dialog import RuleDialog
from gui.services.context import CatalogueContext
from gui.widgets.image_source import pixels_of, to_image
from gui.widgets.thumbnails.loader import ThumbnailLoader
from tests.engine.duplicates.pictures import photograph
from tests.gui.duplicates.conftest import Bench


def test_before_the_first_search_the_page_says_what_it_does_and_starts_it(
    context: CatalogueContext, qtbot: QtBot
) -> None:
    page = DuplicatesPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    qtbot.waitUntil(lambda: page.desk.state is not None)
    assert page.stack.currentWidget() is page.empty
    # Nothing is encoded yet: that comes first.
    asked = QSignalSpy(context.navigator.work_requested)
    page.empty.button.click()
    assert asked.at(0) == ["encode"]
    page.start_search()
    assert asked.at(1) == ["duplicates"]
    page.shutdown()


def test_questions_are_answered_with_a_key_and_asked_again_after_undo(bench: Bench) -> None:
    page = bench.page
    page.show_view(page.questions)
    desk = page.question_desk
    bench.wait(lambda: desk.current is not None)
    first = desk.current
    assert first is not None
    assert "half size" in page.questions.thought.text()
    bench.press(Qt.Key.Key_N)
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 1)
    said = bench.catalogue.duplicates.answers()[0]
    assert (said.image_a, said.image_b, said.answer) == (*first.pair[:2], "different")
    bench.wait(lambda: desk.current is not None and desk.current.pair[:2] != first.pair[:2])
    bench.undo()
    bench.wait(lambda: desk.current is not None and desk.current.pair[:2] == first.pair[:2])
    assert bench.catalogue.duplicates.answers() == []


def test_a_question_that_is_passed_over_is_not_asked_again(bench: Bench) -> None:
    page = bench.page
    page.show_view(page.questions)
    desk = page.question_desk
    seen = set()
    while True:
        bench.wait(lambda: desk.current is not None or not desk.is_reading)
        if desk.current is None:
            break
        assert desk.current.pair[:2] not in seen
        seen.add(desk.current.pair[:2])
        bench.press(Qt.Key.Key_Space)
    assert len(seen) == 6
    assert page.questions.stack.currentWidget() is page.questions.empty


def test_side_by_side_shows_every_image_with_what_differs(bench: Bench) -> None:
    bench.press(Qt.Key.Key_E)
    together = bench.page.together
    assert bench.page.stack.currentWidget() is together
    bench.wait(lambda: together.details is not None)
    assert [view.image_id for view in together.views[:3]] == [
        bench.ids[name] for name in ("a1.png", "a2.png", "a3.png")
    ]
    assert "Least" not in together.heading.text()
    headings = [
        together.table.verticalHeaderItem(row).text() for row in range(together.table.rowCount())
    ]
    assert "Folder" in headings
    # Bold is what is other than in the one that stays, a plus what it would get.
    dimensions = headings.index("≠ Dimensions")
    labels = headings.index("≠ Labels")
    cells = [together.table.item(dimensions, column) for column in range(3)]
    assert [cell.font().bold() for cell in cells if cell is not None] == [True, False, True]
    first = together.table.item(labels, 0)
    assert first is not None
    assert first.text() == "+ lorry"
    bench.wait(lambda: all(view.detail >= 2 for view in together.views[:3]))
    bench.press(Qt.Key.Key_I)
    assert together.mode is Mode.DIFFERENCE
    bench.wait(lambda: together.compared.detail >= 2)
    # Copies are aligned unless somebody wants them as they are.
    assert together.aligned.isEnabled()
    bench.press(Qt.Key.Key_A)
    assert not together.aligned.isChecked()
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.stack.currentWidget() is bench.page.clusters


def test_an_original_stays_whoever_is_kept_and_is_said_to(bench: Bench) -> None:
    keep_choices(bench.catalogue, DuplicateChoices(originals=("",)))
    bench.page.desk.reload()
    desk, together = bench.page.desk, bench.page.together
    bench.wait(lambda: desk.current is not None and bool(desk.current.stays))
    bench.press(Qt.Key.Key_E)
    bench.wait(lambda: together.details is not None)
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_K)
    card = desk.current
    assert card is not None
    # The one that the rule keeps is an original too: nobody goes.
    assert desk.keeper(card) != card.keeper_id
    assert card.others(desk.keeper(card)) == ()
    texts = [mark.text() for mark in together.marks[:3]]
    assert texts == ["original, stays", "original, stays", "stays"]
    decisions = [together.table.item(0, column) for column in range(3)]
    assert [cell.text() for cell in decisions if cell is not None] == texts


def test_a_rejected_label_is_handed_over_all_the_same_with_a_key(bench: Bench) -> None:
    labels = bench.catalogue.labellings.of_images([bench.ids["a1.png"]])[bench.ids["a1.png"]]
    lorry = labels[0].label_id
    rejected = [AcceptedLabel(lorry, 0.5)]
    bench.catalogue.commands.decide(bench.ids["a2.png"], rejected=rejected, suggester="test")
    bench.page.desk.reload()
    together = bench.page.together
    bench.press(Qt.Key.Key_E)
    bench.wait(lambda: together.also.isVisible())
    assert "lorry" in together.also.text()
    assert not together.also.isChecked()
    bench.press(Qt.Key.Key_H)
    assert together.also.isChecked()
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    assert bench.labels("a2.png") == {"lorry", "crane"}
    bench.wait(lambda: not together.also.isVisible())


def test_side_by_side_goes_on_to_the_next_cluster(bench: Bench) -> None:
    bench.press(Qt.Key.Key_E)
    together = bench.page.together
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    assert [view.image_id for view in together.views[:2]] == [
        bench.ids["b1.png"],
        bench.ids["b2.png"],
    ]
    assert together.views[2].parentWidget().isHidden()


def test_another_rule_keeps_another_image(bench: Bench) -> None:
    bench.page.ask_for_rule()
    dialog = bench.dialog()
    assert isinstance(dialog, RuleDialog)
    bench.wait(dialog.button.isEnabled)
    parts = [dialog.parts.item(row).text() for row in range(dialog.parts.count())]
    row = parts.index(words.part_name(Part.LABELS))
    dialog.parts.setCurrentRow(row)
    for _ in range(row):
        dialog.move_part(-1)
    dialog.button.click()
    bench.wait(lambda: not dialog.isVisible())

    def kept() -> str:
        card = bench.page.desk.card(0)
        return bench.names([card.keeper_id])[0] if card is not None else ""

    bench.wait(lambda: kept() == "a1.png")


def test_only_rows_on_screen_and_some_ahead_are_asked_for(
    context: CatalogueContext, qtbot: QtBot
) -> None:
    loader = ThumbnailLoader(context.catalogue.thumbnails)
    rows = ThumbRows(loader)
    qtbot.addWidget(rows)
    rows.resize(800, 3 * ROW_PX)
    rows.show()
    asked: list[int] = []
    told: set[int] = set()

    def row(position: int) -> Row | None:
        told.add(position)
        return None

    rows.wanted.connect(asked.extend)
    rows.show_rows(20_000, row)
    assert asked[:3] == [0, 1, 2]
    assert max(asked) < 40
    told.clear()
    rows.set_cursor(15_000, 0)
    rows.grab()
    assert 15_000 in told
    assert len(told) < 40
    loader.close()


@pytest.mark.parametrize("mode", [Mode.DIFFERENCE, Mode.SPLIT, Mode.OVERLAY, Mode.FLICKER])
def test_two_pictures_become_one(mode: Mode, qapp: object) -> None:
    first, second = (QImage(40, 20, QImage.Format.Format_RGB32) for _ in range(2))
    first.fill(QColor(100, 100, 100))
    second.fill(QColor(130, 100, 100))
    result = pixels_of(composed(first, second.scaled(80, 40), mode))
    assert result.shape == (20, 40, 3)
    left, right = result[10, 5].tolist(), result[10, 35].tolist()
    expected = {
        Mode.DIFFERENCE: ([30 * GAIN, 0, 0], [30 * GAIN, 0, 0]),
        Mode.SPLIT: ([100, 100, 100], [130, 100, 100]),
        Mode.OVERLAY: ([115, 100, 100], [115, 100, 100]),
        Mode.FLICKER: ([130, 100, 100], [130, 100, 100]),
    }[mode]
    assert np.abs(np.array([left, right]) - np.array(expected)).max() <= 1


def test_a_turned_picture_is_turned_back_before_it_is_laid_over(qapp: object) -> None:
    first = QImage(40, 20, QImage.Format.Format_RGB32)
    first.fill(QColor(0, 0, 0))
    for x in range(20):
        for y in range(20):
            first.setPixelColor(x, y, QColor(250, 250, 250))
    second = to_image(pixels_of(first)[:, ::-1])
    same = composed(first, second, Mode.DIFFERENCE, turn=4)
    assert same == composed(first, first, Mode.DIFFERENCE)
    assert 0 < np.mean(pixels_of(same) > 0) < 0.5, "it says in words that nothing differs"
    assert pixels_of(composed(first, second, Mode.DIFFERENCE)).max() > 200


def test_a_cropped_and_turned_copy_is_laid_where_it_is_from(qapp: object) -> None:
    first = to_image(photograph(3, 320, 240))
    crop = pixels_of(first)[36:204, 48:272]
    second = to_image(np.rot90(crop).copy()).scaled(126, 168)
    aligned = alignment_of(first, second, 0)
    assert aligned is not None
    place = aligned.place(first.size())
    found = (place.left(), place.top(), place.right(), place.bottom())
    assert np.abs(np.array(found) - (48, 36, 272, 204)).max() < 4
    apart = pixels_of(composed(first, second, Mode.DIFFERENCE, aligned=aligned))
    assert apart[45:195, 60:260].mean() < 20
    assert (apart[:30] == NOTHING_THERE).all()
    assert pixels_of(composed(first, second, Mode.DIFFERENCE)).mean() > 40
    assert alignment_of(first, to_image(photograph(8, 320, 240)), 0) is None


def test_reasons_and_differences_are_told_in_words() -> None:
    reason = Reason(1, str(Part.NOT_UPSCALED), (Part.DIMENSIONS,))
    assert words.reason_text(reason) == "larger, but upscaled"
    assert words.reason_text(None) == ""
    for part in Part:
        assert words.part_name(part)
        assert words.reason_text(Reason(0, str(part), (part,)))
    done = [{"code": "cropped", "amount": 0.15}, {"code": "smaller", "amount": 0.5}]
    assert words.differences_text(done) == "cropped by 15 %, half size"
    sizes = [("larger", 1.07), ("larger", 2.0), ("smaller", 0.64)]
    told = [words.differences_text([{"code": code, "amount": of}]) for code, of in sizes]
    assert told == ["7 % larger", "2.0 times as large", "36 % smaller"]
    assert all(words.differences_text([{"code": code}]) for code in DIFFERENCE_CODES)


def test_what_was_done_is_told_of_the_copy_on_whichever_side_it_stands() -> None:
    done = [{"code": "cropped", "amount": 0.15}, {"code": "smaller", "amount": 0.5}]
    of_first = [{"code": "extended", "amount": 0.15}, {"code": "larger", "amount": 2.0}]
    assert words.sided_differences_text(done) == "On the right: cropped by 15 %, half size"
    assert words.sided_differences_text(of_first) == "On the left: cropped by 15 %, half size"
    assert words.sided_differences_text([{"code": "same-pixels"}]) == "the same in every pixel"
    assert words.sided_differences_text([]) == ""
    mirrored = [{"code": "mirrored"}, *done]
    told = "mirrored   On the right: cropped by 15 %, half size"
    assert words.sided_differences_text(mirrored) == told


def test_side_by_side_tells_what_was_done_to_the_image_that_is_compared(bench: Bench) -> None:
    desk, together = bench.page.desk, bench.page.together
    bench.wait(lambda: desk.current is not None)
    names = bench.waiting()
    at = next(row for row, one in enumerate(names) if set(one) == {"c1.png", "c2.png"})
    while desk.current is None or set(bench.names(desk.current.image_ids)) != set(names[at]):
        bench.press(Qt.Key.Key_Down)
    bench.page.open_together()

    def done() -> list[str]:
        table = together.table
        names = [table.verticalHeaderItem(row).text() for row in range(table.rowCount())]
        if "≠ What was done" not in names:
            return []
        row = names.index("≠ What was done")
        return [table.item(row, column).text() for column in range(table.columnCount())]

    assert bench.names([desk.keeper(desk.current)]) == ["c1.png"]
    bench.wait(lambda: done() == ["", "half size"])
    desk.step(1)
    bench.press(Qt.Key.Key_K)
    bench.wait(lambda: bench.names([desk.keeper(desk.current)]) == ["c2.png"])
    bench.wait(lambda: done() == ["2.0 times as large", ""])
