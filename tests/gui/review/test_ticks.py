"""What Enter takes: ticked suggestions, by level and by hand, and one label alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records import QueueOrder
from engine.answers.calibrated_thresholds import CalibratedThresholds, settings_of_thresholds
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import Thresholds
from gui.dialogs.settings import SettingsDialog
from gui.review.desk.state import RowState, SuggestionRow
from gui.services.settings import Preferences
from tests.gui.review.conftest import Bench


def row(bench: Bench, name: str) -> SuggestionRow:
    """A suggestion as it is shown."""
    return next(row for row in bench.page.panel.suggestions.rows if row.label_name == name)


def ticked(bench: Bench) -> set[str]:
    """The names that are ticked."""
    return {row.label_name for row in bench.page.panel.suggestions.rows if row.ticked}


def enter_line(bench: Bench) -> str:
    """What stands under the picture."""
    return bench.page.foot.enter.text()


def calibrate(bench: Bench, threshold: float, *, factor: float = 1.0) -> None:
    """Let a confidence be right ``factor`` times so often, and suggest from a threshold on."""
    run = bench.catalogue.suggestions.run()
    assert run is not None
    line = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, factor))
    bench.catalogue.suggestions.replace_all(
        type(run)(run.suggester, run.encoder, run.hyperparameters, threshold), []
    )
    run = bench.catalogue.suggestions.run()
    assert run is not None
    shown = CalibratedThresholds(Thresholds(threshold), calibration=line)
    bench.catalogue.settings.set_many(settings_of_thresholds(run, shown))
    bench.context.hub.refreshed.emit()
    bench.settle()


def test_a_digit_unticks_and_enter_leaves_that_open(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    assert {"truck", "kamaz"} <= ticked(bench)
    assert "kamaz" in enter_line(bench)
    bench.press(bench.digit("kamaz"))
    assert "kamaz" not in ticked(bench)
    assert "kamaz" not in enter_line(bench)
    assert bench.page.desk.focused_label == bench.label("kamaz")
    bench.settle()
    assert bench.saved_labels("q1.png") == {}, "a tick is no decision yet"
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert "truck" in bench.saved_labels("q1.png")
    assert "kamaz" not in bench.saved_labels("q1.png")
    decided = bench.catalogue.labellings.decisions_of(bench.image("q1.png"))
    assert bench.label("kamaz") not in {one.label_id for one in decided}


def test_ticks_by_hand_are_still_there_after_looking_at_another_image(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(bench.digit("kamaz"))
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    bench.press(Qt.Key.Key_Backspace)
    bench.settle()
    assert "kamaz" not in ticked(bench)
    assert "truck" in ticked(bench)


def test_a_click_on_the_box_ticks_and_unticks(bench: Bench) -> None:
    bench.show("q1.png")
    view = bench.page.panel.suggestions
    place = [row.label_name for row in view.rows].index("truck")
    index = view.model().index(place, 0)
    spot = view.itemDelegate().button_rect(view.visualRect(index), index, "tick").center()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    assert "truck" not in ticked(bench)
    assert "not ticked" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_level_ticks_and_is_remembered_per_person(bench: Bench) -> None:
    bench.show("q1.png")
    bench.page.panel.level.slider.setValue(19)
    assert Preferences().tick_level_percent == 95
    assert ticked(bench) == {row.label_name for row in bench.page.desk.rows if row.shown >= 0.945}
    assert enter_line(bench) == "Enter: nothing ticked, next"
    bench.page.panel.level.slider.setValue(1)
    assert ticked(bench) == {row.label_name for row in bench.page.desk.rows}
    assert bench.window.focusWidget() is bench.page, "the slider took the keyboard"


def test_the_settings_and_the_page_show_one_level(bench: Bench) -> None:
    bench.show("q1.png")
    dialog = SettingsDialog(Preferences(), bench.context, bench.window)
    slider = bench.page.panel.level.slider
    assert dialog.tick_level.value() == 5

    dialog.tick_level.setValue(95)
    assert slider.value() * 5 == 95
    assert ticked(bench) == {row.label_name for row in bench.page.desk.rows if row.shown >= 0.945}
    assert Preferences().tick_level_percent == 95
    slider.setValue(4)
    assert dialog.tick_level.value() == 20
    assert bench.page.panel.level.level.text() == "Ticked from 20 %"

    # Both have the same steps, so that none of them shows what does not hold.
    dialog.tick_level.setValue(52)
    assert (dialog.tick_level.value(), slider.value() * 5) == (50, 50)
    assert Preferences().tick_level_percent == 50


@pytest.mark.parametrize(
    ("stored", "level_percent"), [("52", 50), ("1", 5), ("100", 95), ("-7", 5), ("many", 50)]
)
def test_a_level_in_the_settings_file_is_one_that_can_be_chosen(
    bench: Bench, stored: str, level_percent: int
) -> None:
    Preferences().set("tick_level_percent", stored)
    assert Preferences().tick_level_percent == level_percent


def test_the_level_says_how_often_such_suggestions_are_right(bench: Bench) -> None:
    run = bench.catalogue.suggestions.run()
    assert run is not None
    label_id = bench.label("truck")
    rows = [
        (bench.image("q1.png"), label_id, 0.9, 0.9),
        (bench.image("q2.png"), label_id, 0.5, 0.7),
    ]
    bench.catalogue.suggestions.replace_all(run, rows)
    bench.context.hub.refreshed.emit()
    level = bench.page.panel.level
    bench.until(lambda: level.right.text() == "about 80 of 100 right at 5 % and above")
    level.slider.setValue(16)
    assert level.right.text() == "about 90 of 100 right at 80 % and above"


def test_weaker_ones_are_there_unticked_and_one_digit_away(bench: Bench) -> None:
    bench.page.panel.level.slider.setValue(10)
    calibrate(bench, threshold=0.99)
    bench.show("q1.png", "q2.png")
    assert not row(bench, "kamaz").ticked
    assert row(bench, "kamaz").probability == pytest.approx(row(bench, "kamaz").confidence)
    assert all(one.shown >= 0.05 for one in bench.page.desk.rows)
    before = ticked(bench)
    bench.press(bench.digit("kamaz"))
    assert ticked(bench) == before | {"kamaz"}
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.saved_labels("q1.png")["kamaz"] == "accepted"


def test_x_rejects_and_steps_to_the_next_open_one(bench: Bench) -> None:
    bench.show("q1.png")
    names = [row.label_name for row in bench.page.desk.rows]
    assert len(names) >= 3
    for place in range(3):
        assert bench.page.desk.focused_label == bench.label(names[place])
        bench.press(Qt.Key.Key_X)
        assert bench.state(names[place]) is RowState.REJECTED
    bench.settle()
    assert bench.is_reviewed("q1.png") is False


def test_undo_brings_the_focus_back_to_what_was_decided(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.focus("kamaz")
    bench.press(Qt.Key.Key_X)
    bench.settle()
    assert bench.page.desk.focused_label != bench.label("kamaz")
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.state("kamaz") is RowState.OPEN)
    bench.settle()
    assert bench.page.desk.focused_label == bench.label("kamaz")
    bench.press(Qt.Key.Key_X)
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.page.desk.image_id == bench.image("q1.png"))
    bench.settle()
    assert bench.page.desk.focused_label == bench.label("kamaz")


def test_one_label_alone_is_asked_about_and_decided(bench: Bench) -> None:
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    kamaz = bench.label("kamaz")
    bench.page.bar.queue_chosen.emit(str(QueueOrder.LABEL), kamaz)
    bench.until(lambda: bench.page.desk.image_id and bench.page.desk.is_live)
    bench.settle()
    first = bench.page.desk.image_id
    left = bench.page.desk.queue.left
    assert bench.page.desk.focused_label == kamaz
    assert ticked(bench) == {"kamaz"}
    assert enter_line(bench) == "Enter: add kamaz"
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    record = bench.catalogue.images.get(first)
    added = {
        name for name, source in bench.saved_labels(record.path).items() if source == "accepted"
    }
    assert added == {"kamaz"}
    assert not bench.is_reviewed(record.path), "only one label of it was looked at"
    assert bench.page.desk.queue.left == left - 1

    second = bench.page.desk.image_id
    assert second not in (0, first)
    bench.press(Qt.Key.Key_X)
    bench.settle()
    assert bench.page.desk.image_id != second
    assert (second, kamaz) in bench.catalogue.labellings.rejected_pairs()
    assert bench.page.desk.queue.left == left - 2
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.page.desk.image_id == second)
    bench.settle()
    assert bench.page.desk.queue.left == left - 1
