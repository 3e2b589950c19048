"""Captions under the picture on the Review page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.dialogs.captions import CaptionsDialog
from tests.gui.review.conftest import Bench


def test_captions_stand_under_the_picture_and_are_written_with_a_key(bench: Bench) -> None:
    image_id = bench.image("q1.png")
    bench.catalogue.commands.add_caption(image_id, "A ship\nin the harbour")
    bench.show("q1.png")
    assert bench.page.foot.caption.text() == "A ship in the harbour"

    bench.page.setFocus()
    bench.press(Qt.Key.Key_C)
    bench.until(lambda: bench.page.findChildren(CaptionsDialog))
    (dialog,) = bench.page.findChildren(CaptionsDialog)
    editor = dialog.view.editor
    bench.until(editor.isVisible)
    QTest.keyClicks(editor.text, "Et skip ligger ved kai i Bergen")
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.until(lambda: len(dialog.view.captions) == 2)
    assert [one.language for one in dialog.view.captions] == ["", "no"]
    dialog.view.write_button.click()
    QTest.keyClicks(editor.text, "What was being written")
    dialog.accept()

    bench.until(lambda: bench.page.foot.caption.text().endswith("What was being written"))
    bench.settle()
