"""Typing labels by keys, and picking them by mouse."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.library.search_box import SearchBox
from gui.models.vocabulary import Vocabulary
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.widgets.label_entry import LabelEntry


@pytest.fixture
def vocabulary(qtbot: QtBot, context: CatalogueContext) -> Vocabulary:
    commands = context.catalogue.commands
    truck = context.catalogue.labels.find("truck")
    assert truck is not None
    commands.add_alias(truck.id, "lorry")
    commands.create_label("<b>tank</b>")
    made = Vocabulary(context)
    with qtbot.waitSignal(made.changed):
        made.reload()
    return made


@pytest.fixture
def cranes(qtbot: QtBot, context: CatalogueContext) -> Vocabulary:
    """A vocabulary with a crane below the birds and another below the machines."""
    commands = context.catalogue.commands
    for above in ("birds", "machines"):
        parent = int(str(commands.create_label(above).details["label_id"]))
        commands.create_label("crane", parent_id=parent)
    made = Vocabulary(context)
    with qtbot.waitSignal(made.changed):
        made.reload()
    return made


class Typed:
    """A window with a label entry, and what came out of it."""

    def __init__(self, qtbot: QtBot, vocabulary: Vocabulary) -> None:
        shortcuts.focus_keys()  # as every page has it
        self.window = QWidget()
        self.window.resize(500, 400)
        self.entry = LabelEntry(vocabulary, self.window)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.entry)
        layout.addStretch()
        self.other = QLineEdit(self.window)
        layout.addWidget(self.other)
        self.chosen: list[str] = []
        self.created: list[str] = []
        self.cancelled = 0
        self.entry.label_chosen.connect(
            lambda label_id: self.chosen.append(vocabulary.by_id[label_id].shown)
        )
        self.entry.name_entered.connect(self.created.append)
        self.entry.cancelled.connect(self._count)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.entry.setFocus()
        qtbot.waitUntil(self.entry.hasFocus)

    def _count(self) -> None:
        self.cancelled += 1

    def type(self, text: str) -> None:
        QTest.keyClicks(self.entry, text)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.entry, key, modifier)

    def rows(self) -> list[str]:
        model = self.entry.popup.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def typed(qtbot: QtBot, vocabulary: Vocabulary) -> Iterator[Typed]:
    return Typed(qtbot, vocabulary)


def test_enter_takes_the_best_match(typed: Typed) -> None:
    typed.type("kam")
    assert typed.rows() == ["Kamaz", "Create “kam”"]
    assert typed.entry.popup.isVisible()
    typed.press(Qt.Key.Key_Return)
    assert typed.chosen == ["Kamaz"]
    assert typed.created == []
    assert typed.entry.text() == ""
    assert not typed.entry.popup.isVisible()


def test_an_alias_finds_its_label(typed: Typed) -> None:
    typed.type("LORRY")
    assert typed.rows() == ["truck (lorry)"]
    typed.press(Qt.Key.Key_Return)
    assert typed.chosen == ["truck"]


def test_down_goes_to_the_row_that_creates_and_round_again(typed: Typed) -> None:
    typed.type("tru")
    typed.press(Qt.Key.Key_Down)
    typed.press(Qt.Key.Key_Return)
    assert (typed.chosen, typed.created) == ([], ["tru"])
    typed.type("tru")
    typed.press(Qt.Key.Key_Up)
    typed.press(Qt.Key.Key_Up)
    typed.press(Qt.Key.Key_Return)
    assert typed.chosen == ["truck"]


def test_ctrl_enter_means_exactly_what_is_typed(typed: Typed) -> None:
    typed.type("  tru  ck ")
    typed.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (typed.chosen, typed.created) == ([], ["tru ck"])
    typed.type("Truck")
    typed.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert typed.chosen == ["truck"]


def test_nothing_typed_does_nothing(typed: Typed) -> None:
    typed.type("   ")
    typed.press(Qt.Key.Key_Return)
    assert (typed.chosen, typed.created) == ([], [])


def test_escape_empties_and_leaves_at_once(typed: Typed) -> None:
    typed.type("tru")
    typed.press(Qt.Key.Key_Escape)
    assert not typed.entry.popup.isVisible()
    assert typed.entry.text() == ""
    assert typed.cancelled == 1
    typed.press(Qt.Key.Key_Escape)
    assert typed.cancelled == 2


def test_escape_in_a_dialog_empties_the_field_and_then_closes_it(
    context: CatalogueContext, qtbot: QtBot
) -> None:
    dialog = QDialog()
    entry = LabelEntry(Vocabulary(context, dialog), dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    entry.setFocus()
    qtbot.keyClicks(entry, "x")
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert entry.text() == ""
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_undo_after_a_label_was_taken_is_for_the_window(typed: Typed) -> None:
    asked: list[str] = []
    for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
        QShortcut(QKeySequence(keys), typed.entry.window(), lambda keys=keys: asked.append(keys))
    typed.type("ship")
    typed.entry.undo()
    assert typed.entry.text() != "ship", "typing can be undone"
    typed.type("ship")
    typed.press(Qt.Key.Key_Return)
    for modifier in (
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    ):
        QTest.keyClick(typed.entry, Qt.Key.Key_Z, modifier)
    assert typed.entry.text() == ""
    assert asked == ["Ctrl+Z", "Ctrl+Shift+Z"]


def test_a_click_takes_a_row(typed: Typed, qtbot: QtBot) -> None:
    typed.type("s")
    popup = typed.entry.popup
    row = typed.rows().index("ship")
    place = popup.visualRect(popup.model().index(row, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert typed.chosen == ["ship"]


def test_the_list_stands_under_the_line_and_goes_with_the_focus(typed: Typed, qtbot: QtBot) -> None:
    typed.type("s")
    popup = typed.entry.popup
    below = typed.entry.mapTo(typed.window, QPoint(0, typed.entry.height()))
    assert popup.geometry().top() >= below.y()
    assert popup.geometry().left() == below.x()
    typed.other.setFocus()
    assert not popup.isVisible()
    assert typed.entry.text() == "s"


def test_a_name_that_looks_like_html_is_a_name(typed: Typed) -> None:
    typed.type("<b>ta")
    assert typed.rows()[0] == "<b>tank</b>"
    typed.window.grab()
    typed.press(Qt.Key.Key_Return)
    assert typed.chosen == ["<b>tank</b>"]


def test_the_list_goes_with_its_line(typed: Typed, qtbot: QtBot) -> None:
    typed.type("s")
    popup = typed.entry.popup
    with qtbot.waitSignal(popup.destroyed):
        typed.entry.deleteLater()


def test_search_words_are_told_while_typing_and_labels_when_picked(
    qtbot: QtBot, vocabulary: Vocabulary
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = SearchBox(vocabulary, window)
    window.show()
    box.setFocus()
    words: list[str] = []
    labels: list[int] = []
    box.words_changed.connect(words.append)
    box.label_chosen.connect(labels.append)
    with qtbot.waitSignal(box.words_changed):
        QTest.keyClicks(box, "truck ")
    assert words == ["truck"]
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert labels == []
    assert box.text() == "truck "
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "truck")
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert [vocabulary.by_id[label_id].name for label_id in labels] == ["truck"]
    assert box.text() == ""


def test_labels_of_one_name_are_offered_with_their_paths(qtbot: QtBot, cranes: Vocabulary) -> None:
    typed = Typed(qtbot, cranes)
    typed.type("crane")
    model = typed.entry.popup.model()
    offered = [model.data(model.index(row, 0)) for row in range(model.rowCount())]

    # Nothing is offered to create: the name may be one of two.
    assert offered == ["birds|crane", "machines|crane"]
    QTest.keyClick(typed.entry, Qt.Key.Key_Down)
    QTest.keyClick(typed.entry, Qt.Key.Key_Return)
    assert (typed.chosen, typed.created) == (["machines|crane"], [])


def test_a_label_is_found_by_its_path(qtbot: QtBot, cranes: Vocabulary) -> None:
    typed = Typed(qtbot, cranes)
    typed.type("machines|cr")
    QTest.keyClick(typed.entry, Qt.Key.Key_Return)

    assert (typed.chosen, typed.created) == (["machines|crane"], [])
