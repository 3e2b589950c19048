"""The editor of the filter, as a person drives it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from db.records import ImageFilter, ImageShape
from gui.library.filters.editor import FilterEditor
from tests.gui.library.conftest import CONTROL, SHIFT, Bench


def open_editor(bench: Bench, *, by_key: bool = True) -> FilterEditor:
    def shown() -> list[FilterEditor]:
        return [one for one in bench.page.findChildren(FilterEditor) if one.isVisible()]

    if by_key:
        bench.key(Qt.Key.Key_F, CONTROL | SHIFT)
    else:
        QTest.mouseClick(bench.page.bar.filter_button, Qt.MouseButton.LeftButton)
    bench.until(shown)
    editor = shown()[0]
    bench.until(lambda: editor.format.count() > 1)
    return editor


def choose(box: QComboBox, text: str) -> None:
    """Go to a line of a list by keys."""
    row = box.findText(text)
    assert row >= 0, text
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def chips(editor: FilterEditor) -> list[str]:
    buttons = editor.chips.findChildren(QPushButton)
    return [one.text() for one in buttons if one.isVisible() and one.text() != "Clear all"]


def add_label(editor: FilterEditor, rule: str, name: str) -> None:
    choose(editor.label_rule, rule)
    QTest.keyClicks(editor.label_entry, name)
    QTest.keyClick(editor.label_entry, Qt.Key.Key_Return)


def test_labels_by_and_or_and_not(bench: Bench) -> None:
    editor = open_editor(bench)
    assert editor.label_entry.hasFocus()
    add_label(editor, "one of", "ship")
    add_label(editor, "one of", "truck")
    bench.until(lambda: chips(editor) == ["ship or truck"])
    add_label(editor, "none of", "Kamaz")
    QTest.mouseClick(editor.show_button, Qt.MouseButton.LeftButton)
    bench.shown(50)
    assert {"ship or truck", "not Kamaz"} <= bench.chips().keys()
    bench.chips()["not Kamaz"].click()
    bench.shown(60)


def test_what_files_are(bench: Bench) -> None:
    editor = open_editor(bench)
    QTest.keyClicks(editor.captured[0], "2019-13")
    assert not editor.show_button.isEnabled()
    editor.captured[0].selectAll()
    QTest.keyClicks(editor.captured[0], "2019")
    QTest.keyClicks(editor.captured[1], "2020-02")
    assert editor.show_button.isEnabled()
    choose(editor.shape, "landscape")
    editor.sides[0].setFocus()
    editor.sides[0].selectAll()
    QTest.keyClicks(editor.sides[0], "500")
    QTest.keyClick(editor.sides[0], Qt.Key.Key_Tab)
    editor.megabytes[1].selectAll()
    QTest.keyClicks(editor.megabytes[1], "2.5")
    QTest.keyClick(editor.megabytes[1], Qt.Key.Key_Tab)
    assert editor.draft == ImageFilter(
        captured_from="2019-01-01",
        captured_to="2020-02-29",
        shape=ImageShape.LANDSCAPE,
        side_from_px=500,
        bytes_to=2_500_000,
    )
    taken = "taken 01/01/2019 – 29/02/2020"
    shown = [taken, "≤ 2.5 MB", "longer side ≥ 500 px", "landscape"]
    bench.until(lambda: chips(editor) == shown)
    found = {one.text(): one for one in editor.chips.findChildren(QPushButton)}
    found[taken].click()
    assert editor.captured[0].text() == ""
    editor.show_button.click()
    bench.until(lambda: "landscape" in bench.chips())


def test_who_labelled_how(bench: Bench) -> None:
    bench.catalogue.commands.label_images([1, 2, 61], add=[1])
    editor = open_editor(bench)
    choose(editor.source, "Added by hand")
    choose(editor.decider, bench.catalogue.curator)
    editor.show_button.click()
    bench.shown(3)
    again = open_editor(bench, by_key=False)
    assert again.source.currentText() == "Added by hand"
    assert again.decider.currentText() == bench.catalogue.curator
    QTest.keyClick(again, Qt.Key.Key_Escape)
    bench.shown(3)
