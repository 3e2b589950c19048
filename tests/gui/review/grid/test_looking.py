"""Looking closer from the grid: large, with evidence, by itself; and getting there."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gui.widgets.viewing.image_view import Detail
from tests.gui.review.grid.conftest import GridBench


def test_an_image_is_enlarged_in_place_and_enter_does_not_take_a_page_nobody_sees(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    view = grid_bench.view
    grid_bench.press(Qt.Key.Key_Z)
    grid_bench.bench.until(lambda: view.enlarged.view.detail >= Detail.SCREEN)
    assert grid_bench.path(view.enlarged.image_id) == "q1.png"
    assert view.enlarged.tick.text() == "✓  95 %"

    grid_bench.press(Qt.Key.Key_Right)
    assert grid_bench.path(view.enlarged.image_id) == "q2.png"
    grid_bench.press(Qt.Key.Key_Space)
    assert view.enlarged.tick.text() == "✗  80 %"
    grid_bench.press(Qt.Key.Key_Return)
    assert view.grid.isVisible()
    assert view.grid.hasFocus()
    assert not grid_bench.carrying("truck") & {"q1.png", "q2.png"}
    assert grid_bench.ticked() == ["q1.png", "q4.png"]
    grid_bench.press(Qt.Key.Key_Z)
    grid_bench.press(Qt.Key.Key_Escape)
    assert view.grid.isVisible()


def test_an_image_is_enlarged_while_the_pointer_rests_and_keys_go_on(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    view, until = grid_bench.view, grid_bench.bench.until
    viewport = view.grid.viewport()
    places = [view.grid.cell_rect(place).center() for place in (0, 1)]

    QTest.mouseMove(viewport, places[1])
    assert not view.hover.is_shown
    until(lambda: view.hover.is_shown)
    picture = view.hover.picture
    until(lambda: picture.view.detail >= Detail.SCREEN)
    assert grid_bench.path(picture.image_id) == "q2.png"
    assert picture.tick.text() == "✓  80 %"
    assert view.grid.rect().contains(view.hover.frame.geometry())
    assert picture.width() > 2 * view.grid.cell_px
    assert view.grid.hasFocus()

    # A key does what it always does, to the image that the keyboard is at.
    grid_bench.press(Qt.Key.Key_Space)
    assert not view.hover.is_shown
    assert grid_bench.ticked() == ["q2.png", "q4.png"]

    QTest.mouseMove(viewport, places[0])
    until(lambda: view.hover.is_shown)
    assert grid_bench.path(picture.image_id) == "q1.png"
    QTest.mouseMove(viewport, places[0] + QPoint(3, 3))
    assert view.hover.is_shown, "moving within the image takes it away"
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=places[0])
    assert not view.hover.is_shown
    assert grid_bench.ticked() == ["q1.png", "q2.png", "q4.png"]

    QTest.mouseMove(viewport, places[1])
    until(lambda: view.hover.is_shown)
    QCoreApplication.sendEvent(viewport, QEvent(QEvent.Type.Leave))
    assert not view.hover.is_shown
    assert picture.image_id == 0


def test_the_evidence_follows_the_image_that_the_keyboard_is_at(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    view, desk = grid_bench.view, grid_bench.bench
    grid_bench.press(Qt.Key.Key_E)
    desk.until(lambda: view.finder.evidence is not None)
    assert view.evidence.isVisible()
    assert view.evidence.heading.text() == "Why “truck”"
    assert view.finder.evidence is not None
    assert grid_bench.path(view.finder.evidence.image_id) == "q1.png"
    assert {card.image.path for card in view.finder.evidence.votes_for} >= {"truck1.png"}

    grid_bench.press(Qt.Key.Key_Right)
    q2 = desk.image("q2.png")
    desk.until(lambda: view.finder.evidence is not None and view.finder.evidence.image_id == q2)
    grid_bench.press(Qt.Key.Key_E)
    assert not view.evidence.isVisible()


def test_a_card_of_the_evidence_opens_large_and_the_keys_of_the_grid_rest(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    view, until = grid_bench.view, grid_bench.bench.until
    grid_bench.press(Qt.Key.Key_E)
    until(lambda: view.finder.evidence is not None)
    assert view.finder.evidence is not None
    ids = [card.image.id for card in view.finder.evidence.cards]
    ticked = grid_bench.ticked()

    strip = view.evidence.strip
    strip.setFocus()
    grid_bench.press(Qt.Key.Key_Return)
    assert view.above.reference.isVisible()
    assert view.above.reference.image_id == ids[0]
    until(lambda: view.above.reference.view.detail >= Detail.SCREEN)
    grid_bench.press(Qt.Key.Key_Right)
    assert view.above.reference.image_id == ids[1]
    assert strip.opened_image == ids[1]
    grid_bench.press(Qt.Key.Key_Space)
    assert grid_bench.ticked() == ticked, "an image that is not on screen lost its tick"
    grid_bench.press(Qt.Key.Key_Escape)
    assert view.grid.hasFocus()

    place = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.above.reference.image_id == ids[1]
    grid_bench.press(Qt.Key.Key_E)
    assert view.grid.isVisible()
    assert view.above.reference.image_id == 0


def test_keys_of_one_way_of_reviewing_do_nothing_in_the_other(grid_bench: GridBench) -> None:
    page = grid_bench.bench.page
    grid_bench.bench.use_queue()
    before = page.desk.image_id
    grid_bench.press(Qt.Key.Key_T)
    assert page.views.shows_grid
    assert grid_bench.bench.context.view.get("review/view") == "grid"
    grid_bench.press(Qt.Key.Key_Right)
    grid_bench.press(Qt.Key.Key_Space)
    grid_bench.press(Qt.Key.Key_1)
    assert page.desk.image_id == before
    assert grid_bench.bench.catalogue.labellings.decisions_of(before) == []

    grid_bench.press(Qt.Key.Key_T)
    assert not page.views.shows_grid
    grid_bench.press(Qt.Key.Key_Space)
    assert page.desk.image_id != before


def test_the_buttons_of_both_bars_say_which_way_is_shown(grid_bench: GridBench) -> None:
    page = grid_bench.bench.page
    single, grid = (
        next(one for one in page.bar.findChildren(QToolButton) if one.text() == text)
        for text in ("One at a time", "Label in a grid")
    )
    assert single.isChecked()
    grid.click()
    grid_bench.settle()
    assert page.views.shows_grid
    again = next(
        one for one in grid_bench.view.findChildren(QToolButton) if one.text() == "One at a time"
    )
    assert not again.isChecked()
    again.click()
    assert not page.views.shows_grid
    assert single.isChecked()


def test_an_image_can_be_reviewed_by_itself(grid_bench: GridBench) -> None:
    asked: list[list[int]] = []
    grid_bench.bench.context.navigator.review_requested.connect(asked.append)
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_J)
    grid_bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert asked == [[grid_bench.bench.image("q2.png")]]
    grid_bench.bench.show("q2.png")
    assert not grid_bench.bench.page.views.shows_grid


def test_suggestions_for_images_that_came_with_labels_are_offered_where_no_other_wait(
    grid_bench: GridBench,
) -> None:
    catalogue, bench = grid_bench.bench.catalogue, grid_bench.bench
    catalogue.commands.mark_reviewed(
        [bench.image(path) for path in ("q1.png", "q2.png", "q3.png", "q4.png")], True
    )
    grid_bench.open()
    view = grid_bench.view
    assert view.empty.sentence.text() == (
        "No image without labels waits. 1 suggestion is for an image that came with labels."
    )
    view.empty.button.click()
    grid_bench.settle()
    assert (grid_bench.label_name(), grid_bench.shown()) == ("truck", ["mistaken.png"])
