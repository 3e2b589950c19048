"""Captions in the Library's panel: read, written, changed, taken away, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from db.records import ImageFilter
from engine.language.spoken import detected_language
from tests.gui.library.conftest import CONTROL, NONE, Bench


def shown(bench: Bench) -> list[str]:
    return [one.text for one in bench.page.panel.captions.captions]


def click(bench: Bench, tip: str, number: int = 0) -> None:
    buttons = [
        one
        for one in bench.page.panel.captions.findChildren(QToolButton)
        if one.toolTip() == tip and one.isVisibleTo(bench.page.panel.captions)
    ]
    QTest.mouseClick(buttons[number], Qt.MouseButton.LeftButton, NONE)


def texts(bench: Bench) -> list[str]:
    found = bench.page.panel.captions.findChildren(QLabel)
    return [one.text() for one in found if one.isVisibleTo(bench.page.panel)]


def select_first(bench: Bench) -> int:
    bench.click(0)
    bench.until(lambda: bench.page.panel.shown.single is not None)
    single = bench.page.panel.shown.single
    assert single is not None
    return single.image.id


def write(bench: Bench, text: str) -> None:
    editor = bench.page.panel.captions.editor
    bench.until(editor.isVisible)
    QTest.keyClicks(editor.text, text)
    bench.key(Qt.Key.Key_Return, CONTROL, editor.text)
    bench.until(lambda: not editor.isVisible())


@pytest.fixture(scope="module", autouse=True)
def language_is_at_hand() -> None:
    """Reading what languages are told by takes seconds on a busy machine."""
    detected_language("A car stands before the old house")


def test_a_caption_is_written_with_a_key_changed_and_taken_away(bench: Bench) -> None:
    image_id = select_first(bench)
    view = bench.page.panel.captions

    bench.key(Qt.Key.Key_C)
    # Letters that are keys of the page are letters here.
    write(bench, "A car stands before the old house")
    bench.until(lambda: shown(bench) == ["A car stands before the old house"])
    (caption,) = bench.catalogue.captions.of_image(image_id)
    assert (caption.language, caption.language_from, caption.source) == (
        "en",
        "detected",
        "curator",
    )
    bench.until(lambda: any(one.startswith("probably English · ") for one in texts(bench)))
    assert bench.catalogue.images.ids(ImageFilter(text="stands house")) == [image_id]

    click(bench, "Change the caption")
    view.editor.language.setCurrentIndex(view.editor.language.findData("nb"))
    write(bench, "En bil")
    bench.until(lambda: shown(bench) == ["En bil"])
    bench.until(lambda: any(one.startswith("Norwegian (Bokmål) · ") for one in texts(bench)))

    click(bench, "Take the caption away")
    bench.until(lambda: shown(bench) == [])
    undo, last = bench.undo.undo, ""
    for expected in (["En bil"], ["A car stands before the old house"], []):
        # Until it says what it would undo next it undoes nothing.
        bench.until(lambda last=last: undo.isEnabled() and undo.text() != last)
        last = undo.text()
        undo.trigger()
        bench.until(lambda expected=expected: shown(bench) == expected)


def test_escape_leaves_the_caption_as_it_was(bench: Bench) -> None:
    select_first(bench)
    editor = bench.page.panel.captions.editor
    click(bench, "Write a caption (C)")
    bench.until(editor.isVisible)
    QTest.keyClicks(editor.text, "nothing")
    bench.key(Qt.Key.Key_Escape, widget=editor.text)
    bench.until(lambda: not editor.isVisible())
    assert bench.catalogue.captions.count() == 0


def test_what_is_being_written_is_saved_once_with_its_image(bench: Bench) -> None:
    image_id = select_first(bench)
    view = bench.page.panel.captions
    bench.key(Qt.Key.Key_C)
    bench.until(view.editor.isVisible)
    QTest.keyClicks(view.editor.text, "A car")
    for _ in range(2):  # a second press while the first is being saved
        bench.key(Qt.Key.Key_Return, CONTROL, view.editor.text)
    bench.until(lambda: shown(bench) == ["A car"] and not view.editor.isVisible())
    assert not view.state.isVisible()
    bench.until(lambda: "A car" in texts(bench))

    click(bench, "Change the caption")
    assert "A car" not in texts(bench), "what is being changed stands in the editor alone"
    QTest.keyClicks(view.editor.text, "A red car")
    bench.click(1)
    bench.until(lambda: bench.catalogue.captions.of_image(image_id)[0].text == "A red car")
    bench.until(lambda: view.captions == [] and not view.editor.isVisible())


def test_what_cannot_be_saved_is_said_and_stays_in_the_editor(bench: Bench) -> None:
    image_id = select_first(bench)
    bench.catalogue.commands.add_caption(image_id, "A car")
    view = bench.page.panel.captions
    view.reload()
    bench.until(lambda: shown(bench) == ["A car"])
    bench.key(Qt.Key.Key_C)
    bench.until(view.editor.isVisible)
    QTest.keyClicks(view.editor.text, "A car")
    bench.key(Qt.Key.Key_Return, CONTROL, view.editor.text)

    bench.until(lambda: "has this caption already" in view.state.text())
    assert view.editor.isVisible()
    assert view.editor.text.toPlainText() == "A car"


def test_html_in_a_caption_is_text_and_several_images_have_none_on_show(bench: Bench) -> None:
    image_id = select_first(bench)
    bench.catalogue.commands.add_caption(image_id, "<b>bold</b>")
    bench.page.panel.captions.reload()
    bench.until(lambda: "<b>bold</b>" in texts(bench))
    bench.select(0, 2)
    bench.until(lambda: not bench.page.panel.captions.isVisible())


def test_the_language_of_captions_is_a_facet_and_the_editor_asks_for_more(bench: Bench) -> None:
    commands = bench.catalogue.commands
    commands.add_caption(1, "Ein Schiff", language="de", language_from="stated")
    commands.add_caption(2, "A ship", language="en-GB", language_from="stated")
    commands.add_caption(2, "Et skip", language="no", language_from="stated")
    assert not bench.page.facets.languages.isVisible()
    bench.context.hub.refreshed.emit()
    bench.until(bench.page.facets.languages.isVisible)
    found = {"German": 1, "English": 1, "Norwegian": 1}
    assert bench.facet(bench.page.facets.languages) == found
    bench.choose(bench.page.facets.languages, "English")
    bench.shown(1)
    bench.choose(bench.page.facets.languages, "German")
    bench.shown(2)
    assert "caption: English or German" in bench.chips()
    bench.until(lambda: bench.facet(bench.page.facets.languages) == found)
    bench.choose(bench.page.facets.languages, "English")
    bench.shown(1)
    bench.page.query.set_filter(ImageFilter(captions=True, caption_source="curator"))
    bench.shown(2)
    assert {"with captions", "caption: Written by hand"} <= set(bench.chips())
