"""The similar images behind a suggestion on the Review page."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.answers.calibrated_thresholds import CalibratedThresholds, settings_of_thresholds
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import Thresholds
from gui.review.desk.state import percent, row_of
from gui.review.suggestion_list import SuggestionDelegate
from gui.review.words import evidence_sentence
from gui.widgets.viewing.image_view import Detail
from tests.gui.review.conftest import Bench


def test_the_evidence_adds_up_to_what_the_row_says(bench: Bench) -> None:
    bench.show("q1.png")
    for row in bench.page.desk.rows:
        bench.page.desk.focus(row.label_id)
        bench.settle()
        evidence = bench.page.desk.evidence
        assert evidence is not None
        assert evidence.label_id == row.label_id
        assert evidence.confidence == pytest.approx(row.confidence, abs=1e-6)
        assert sum(card.weight_percent for card in evidence.votes_for) == evidence.percent
        assert f"{evidence.percent} %" in bench.page.evidence.sentence.text()
        assert all(row.label_id in {c.label_id for c in card.chips} for card in evidence.votes_for)


def test_the_evidence_says_how_many_images_speak_for_and_against_a_label(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    evidence = bench.page.desk.evidence
    assert evidence is not None
    card, other = evidence.cards[:2]
    pair = replace(evidence, percent=86, votes_for=(card, other), votes_against=())
    assert evidence_sentence(pair) == (
        "2 similar labelled images speak for it, weighing 86 % together"
    )
    one = replace(pair, votes_for=(card,), votes_against=(replace(other, weight_percent=14),))
    assert evidence_sentence(one) == (
        "1 similar labelled image speaks for it, weighing 86 %"
        "  ·  1 speaks against it, weighing 14 %"
    )


def test_a_wrong_reference_is_fixed_beside_the_image_and_the_suggestion_follows(
    bench: Bench,
) -> None:
    bench.show("q1.png")
    bench.page.desk.focus(bench.label("tank"))
    bench.settle()
    before = bench.confidence("tank")
    trucks_before = bench.confidence("truck")
    bench.press(Qt.Key.Key_E)
    assert bench.page.stage.comparing
    evidence = bench.page.desk.evidence
    assert evidence is not None
    mistaken = bench.image("mistaken.png")
    steps = [card.image.id for card in evidence.cards].index(mistaken)
    for _ in range(steps):
        bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Return)
    assert bench.page.desk.open_reference == mistaken
    bench.settle()
    compare = bench.page.stage.compare
    bench.until(lambda: compare.reference.detail >= Detail.SCREEN)
    assert [row.label_name for row in compare.labels.rows] == ["tank"]

    compare.labels.setFocus()
    bench.press(Qt.Key.Key_Delete)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {}
    bench.until(lambda: "no longer suggested" in compare.confidence.text())
    was = f"tank: {round(before * 100)} % → "
    assert compare.confidence.text().startswith(was), "the label under repair was let go"
    compare.entry.setFocus()
    QTest.keyClicks(compare.entry, "truck")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"truck": "curator"}
    assert bench.confidence("truck") > trucks_before
    names = [row.label_name for row in bench.page.panel.suggestions.rows]
    assert "tank" not in names or bench.confidence("tank") < before
    assert bench.page.desk.image_id == bench.image("q1.png")
    compare.setFocus()
    bench.press(Qt.Key.Key_Escape)
    assert not bench.page.stage.comparing

    bench.press(Qt.Key.Key_U)
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.saved_labels("mistaken.png") == {"tank": "imported"})
    bench.settle()
    assert bench.confidence("tank") == pytest.approx(before, abs=1e-6)
    assert bench.page.desk.image_id == bench.image("q1.png")


def test_nothing_of_the_comparison_lies_over_anything_else_in_a_low_window(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    bench.press(Qt.Key.Key_E)
    compare = bench.page.stage.compare
    # What the smallest window leaves of 600 px beside the menu and the work at the bottom.
    bench.window.resize(880, 510)
    bench.qtbot.wait(50)
    assert bench.window.height() == 510, "it wants more room, and overlaps where there is none"
    parts = [compare.reference, compare.vote, compare.labels, compare.entry]
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()
    assert compare.rect().contains(compare.entry.geometry())


def test_a_click_on_a_card_opens_it(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    strip = bench.page.evidence.strip
    place = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert bench.page.desk.open_reference == evidence.cards[1].image.id
    bench.until(lambda: bench.page.stage.compare.reference.detail >= Detail.SCREEN)


def test_left_and_right_step_wherever_the_keyboard_is_in_the_comparison(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    evidence = bench.page.desk.evidence
    assert evidence is not None
    ids = [card.image.id for card in evidence.cards]
    assert len(ids) > 2
    bench.press(Qt.Key.Key_E)
    compare = bench.page.stage.compare
    places = (
        bench.page.evidence.strip,
        compare.query,
        compare.reference,
        compare.labels,
        compare.together,
    )
    for widget in places:
        widget.setFocus()
        for key, place in (
            (Qt.Key.Key_Left, -1),
            (Qt.Key.Key_Right, 0),
            (Qt.Key.Key_Right, 1),
            (Qt.Key.Key_Left, 0),
        ):
            bench.press(key)
            assert bench.page.desk.open_reference == ids[place], widget.accessibleName()
            assert widget.hasFocus(), widget.accessibleName()
    assert bench.page.stage.comparing
    assert bench.page.desk.image_id == bench.image("q1.png")

    compare.entry.setFocus()
    QTest.keyClicks(compare.entry, "tr")
    bench.press(Qt.Key.Key_Left)
    assert compare.entry.cursorPosition() == 1
    assert bench.page.desk.open_reference == ids[0]


def test_labels_of_both_pictures_are_told_from_those_of_one(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    bench.accept("truck")
    bench.settle()
    bench.focus("truck")
    bench.until(lambda: bench.page.desk.evidence is not None)
    bench.press(Qt.Key.Key_E)
    compare = bench.page.stage.compare
    assert compare.place.text().startswith("Similar image 1 of ")
    bench.page.resize(1280 - 200, 720)
    bench.settle()
    for line in (compare.place, compare.vote):
        assert line.shown_text() == line.text(), "cut in a small window"
    assert compare.labels_of_both.text() == "Both: truck"
    assert compare.labels_of_reference.text() == "Only the similar image: kamaz"
    assert compare.labels_of_reference.isVisible()
    assert not compare.labels_of_query.isVisible()

    bench.press(Qt.Key.Key_A)
    bench.settle()
    assert not compare.labels_of_both.isVisible()
    assert compare.labels_of_reference.text() == "Only the similar image: kamaz, truck"


def test_a_key_lets_both_pictures_zoom_each_alone(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    compare = bench.page.stage.compare
    bench.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert compare.together.isChecked(), "nothing is compared"
    bench.press(Qt.Key.Key_E)
    bench.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert not compare.together.isChecked()
    bench.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert compare.together.isChecked()
    assert "Shift+Z" in compare.together.toolTip()


def test_right_drags_a_zoomed_picture_of_the_comparison(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    bench.press(Qt.Key.Key_E)
    compare = bench.page.stage.compare
    bench.until(lambda: compare.reference.detail >= Detail.SCREEN)
    opened = bench.page.desk.open_reference
    compare.reference.setFocus()
    compare.reference.zoom_by(4)
    before = compare.reference.viewport
    bench.press(Qt.Key.Key_Right)
    assert compare.reference.viewport != before
    assert bench.page.desk.open_reference == opened
    assert bench.page.desk.image_id == bench.image("q1.png")


def test_hovering_a_card_enlarges_it(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    strip = bench.page.evidence.strip
    evidence = bench.page.desk.evidence
    assert evidence is not None
    first = evidence.cards[0].image.content_hash
    bench.until(lambda: bench.page.thumbnails.pixmap(first) is not None)
    QTest.mouseMove(strip.viewport(), strip.visualRect(strip.model().index(0, 0)).center())
    bench.until(lambda: strip.popup.isVisible())
    assert evidence.cards[0].image.path in strip.popup.card_text.text()
    QTest.mouseMove(bench.page.stage, QPoint(20, 20))
    strip.leave_card()
    assert not strip.popup.isVisible()


def test_a_calibrated_share_is_shown_and_said_how_often_it_is_right(bench: Bench) -> None:
    bench.show("q1.png")
    raw = bench.confidence("truck")
    run = bench.catalogue.suggestions.run()
    assert run is not None
    line = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, 0.7))
    shown = CalibratedThresholds(Thresholds(run.threshold), calibration=line)
    bench.catalogue.settings.set_many(settings_of_thresholds(run, shown))
    bench.context.hub.refreshed.emit()
    rows = bench.page.panel.suggestions
    bench.until(lambda: rows.rows and rows.rows[0].probability is not None)
    bench.show("q1.png")

    row = next(row for row in rows.rows if row.label_name == "truck")
    assert row.probability is not None
    assert row.confidence == pytest.approx(raw)
    assert row.shown == row.probability < row.confidence
    index = rows.model().index(rows.rows.index(row), 0)
    delegate = rows.itemDelegate()
    assert isinstance(delegate, SuggestionDelegate)
    said = delegate.text_for_tooltip(index)
    assert f"{percent(row.shown)} %" in said
    assert said.endswith("of 10 of these are right")
    bench.page.panel.suggestions.focus_label(row.label_id)
    evidence = bench.page.evidence
    bench.until(lambda: f"about {percent(row.shown)} were right" in evidence.sentence.text())

    # Accepting records the raw confidence; the list of labels says what was seen.
    bench.accept("truck")
    bench.settle()
    (decision,) = bench.catalogue.labellings.decisions_of(bench.image("q1.png"))
    assert decision.confidence == pytest.approx(raw)
    shown = [row for row in bench.page.panel.labels.rows if row.label_name == "truck"]
    assert shown[0].confidence == pytest.approx(row.probability)


def test_borrowed_evidence_is_not_given_as_the_reason(bench: Bench) -> None:
    bench.show("q1.png")
    evidence = bench.page.desk.evidence
    assert evidence is not None
    panel = bench.page.evidence
    assert panel.heading.text().startswith("Why")

    panel.show_evidence(evidence, "truck", borrowed=True)

    assert panel.heading.text() == "Similar images for “truck”"
    assert panel.sentence.text().startswith("This suggester cannot say which images led to it")


def test_a_matching_name_is_said_with_and_without_similar_images(bench: Bench) -> None:
    bench.show("q1.png")
    evidence = bench.page.desk.evidence
    row = row_of(bench.page.desk.rows, bench.page.desk.focused_label)
    assert evidence is not None
    assert row is not None
    panel = bench.page.evidence
    by_name = replace(row, name_similarity=0.274)

    panel.show_evidence(evidence, "truck", by_name, borrowed=True)
    assert panel.heading.text() == "Similar images for “truck”"
    assert panel.sentence.text().startswith("The name matches the image at 0.27  ·  no image led")

    nothing = replace(evidence, votes_for=(), votes_against=())
    panel.show_evidence(nothing, "truck", by_name, borrowed=True)
    assert panel.heading.text() == "Why “truck”"
    assert panel.sentence.text() == "The name matches the image at 0.27"

    panel.show_evidence(evidence, "truck", by_name)
    assert panel.sentence.text().startswith("The name matches the image at 0.27  ·  ")
    assert "similar labelled image" in panel.sentence.text()
