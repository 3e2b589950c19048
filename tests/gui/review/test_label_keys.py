"""Labels again and again: on keys, from the image before, copied, and put in another's place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui.review.conftest import Bench, close

ALT = Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def type_label(bench: Bench, text: str) -> None:
    """Type a label into the line, and leave it."""
    bench.press(Qt.Key.Key_Slash)
    QTest.keyClicks(bench.page.panel.entry, text)
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    bench.press(Qt.Key.Key_Escape)
    bench.settle()


def chips(bench: Bench) -> list[str]:
    """What the buttons of the current set say."""
    return [chip.text() for chip in bench.page.foot.set_keys.chips]


def ready(bench: Bench, *paths: str) -> None:
    bench.show(*paths)
    bench.until(lambda: bench.page.vocabulary.is_loaded)


def test_labels_that_were_given_come_on_keys_and_keep_them(
    bench: Bench, open_bench: Callable[[Path], Bench], catalogue_path: Path
) -> None:
    ready(bench, "q1.png", "q2.png", "q3.png")
    type_label(bench, "tank")
    type_label(bench, "six axle")
    bench.until(lambda: chips(bench) == ["1  tank", "2  six axle"])
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    bench.press(Qt.Key.Key_2, ALT)
    assert "six axle" in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("q2.png") == {"six axle": "curator"}
    assert chips(bench) == ["1  tank", "2  six axle"], "a label keeps its key"
    bench.press(Qt.Key.Key_5, ALT)
    bench.settle()
    assert bench.saved_labels("q2.png") == {"six axle": "curator"}

    close(bench)
    again = open_bench(catalogue_path)
    again.until(lambda: chips(again) == ["1  tank", "2  six axle"])


def test_a_named_set_is_made_filled_and_switched_where_it_stands(bench: Bench) -> None:
    ready(bench, "q1.png")
    sets, keys = bench.context.label_sets, bench.page.foot.set_keys
    type_label(bench, "tank")
    bench.until(lambda: chips(bench) == ["1  tank"])
    keys.more.menu().actions()[0].trigger()
    QTest.keyClicks(keys.name, "Vehicles")
    QTest.keyClick(keys.name, Qt.Key.Key_Return)
    assert sets.names == ["", "Vehicles"]
    assert keys.choice.currentText() == "Vehicles"
    assert bench.window.focusWidget() is bench.page

    keys.chips[-1].click()
    QTest.keyClicks(keys.entry, "kamaz")
    QTest.keyClick(keys.entry, Qt.Key.Key_Return)
    QTest.keyClick(keys.entry, Qt.Key.Key_Escape)
    assert chips(bench)[:2] == ["1  tank", "2  kamaz"]
    bench.press(Qt.Key.Key_2, ALT)
    bench.settle()
    assert "kamaz" in bench.saved_labels("q1.png")

    bench.press(Qt.Key.Key_0, ALT)
    assert keys.choice.currentText() == "Recent labels"
    bench.press(Qt.Key.Key_0, ALT)
    sets.put(0, 0)
    assert chips(bench)[0] == "2  kamaz"
    sets.delete()
    assert sets.names == [""]


def test_the_tenth_label_takes_the_key_that_was_not_used_for_longest(bench: Bench) -> None:
    commands, sets = bench.catalogue.commands, bench.context.label_sets
    image_id = bench.image("q1.png")

    def give(name: str) -> None:
        done: list[object] = []
        bench.context.run_command(
            lambda: commands.label_images([image_id], add_names=[name]), done.append
        )
        bench.until(lambda: done)
        bench.until(lambda: bench.label(name) in sets.label_ids)

    for number in range(9):
        give(f"label {number}")
    give("label 0")
    give("label 9")
    assert sets.label_ids.index(bench.label("label 9")) == 1
    assert sets.label_ids.index(bench.label("label 0")) == 0


def test_the_labels_of_the_image_before_by_one_key(bench: Bench) -> None:
    ready(bench, "truck1.png", "q3.png")
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    bench.press(Qt.Key.Key_B)
    assert {"truck", "kamaz"} <= set(bench.shown_labels())
    bench.settle()
    assert bench.saved_labels("q3.png") == {"truck": "curator", "kamaz": "curator"}
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: not bench.saved_labels("q3.png"))


def test_labels_are_copied_and_pasted(bench: Bench) -> None:
    ready(bench, "truck1.png", "q3.png")
    bench.press(Qt.Key.Key_V, CTRL_SHIFT)
    bench.press(Qt.Key.Key_C, CTRL_SHIFT)
    assert QGuiApplication.clipboard().text() == "kamaz; truck"
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    bench.press(Qt.Key.Key_V, CTRL_SHIFT)
    bench.settle()
    assert set(bench.saved_labels("q3.png")) == {"truck", "kamaz"}
    QGuiApplication.clipboard().clear()


def test_a_wrong_label_is_typed_over_in_one_step(bench: Bench) -> None:
    ready(bench, "mistaken.png")
    bench.press(Qt.Key.Key_W)
    assert bench.window.focusWidget() is bench.page.panel.labels
    for letter in "truck":
        bench.press(Qt.Key[f"Key_{letter.upper()}"])
    entry = bench.page.panel.entry
    assert entry.text() == "truck"
    assert entry.placeholderText() == "Replace “tank” with…"
    bench.press(Qt.Key.Key_Return)
    assert bench.shown_labels() == ["truck"]
    assert bench.window.focusWidget() is bench.page
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"truck": "curator"}
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.saved_labels("mistaken.png") == {"tank": "imported"})
    assert entry.placeholderText() == "Add a label…"


def test_a_wrong_label_gives_way_to_a_new_one_and_escape_leaves_it(bench: Bench) -> None:
    ready(bench, "mistaken.png")
    for text, labels in (("", {"tank": "imported"}), ("hovercraft", {"hovercraft": "curator"})):
        bench.press(Qt.Key.Key_W)
        bench.press(Qt.Key.Key_F2)
        QTest.keyClicks(bench.page.panel.entry, text)
        bench.press(Qt.Key.Key_Return if text else Qt.Key.Key_Escape)
        bench.settle()
        assert bench.saved_labels("mistaken.png") == labels
