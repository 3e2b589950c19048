"""Whatever labels, files and people are called: every page and dialog shows it as it is."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QMessageBox,
    QTabBar,
    QToolTip,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.records import ImageFilter
from gui.dialogs.restore import RestoreDialog
from gui.labels.page import LabelsPage
from gui.library.page import LibraryPage
from gui.review.page import ReviewPage
from gui.shell.main_window import MainWindow
from tests.gui.shell.conftest import FOLDER, IMAGE_TAG, LABELS, LONG_MS

# A tooltip is raised, which the screen of the tests cannot.
pytestmark = pytest.mark.qt_log_ignore("does not support raise", extend=True)

MOST_CELLS = 60
EATEN = re.compile(r"&(?!\w)|A&B")
"""An ampersand of a name; the window's own, as in "&File", stand before a letter."""


def siblings(first: QModelIndex) -> Iterator[QModelIndex]:
    """A row's cells; lists hide how many columns they have."""
    column = 0
    while (index := first.siblingAtColumn(column)).isValid():
        yield index
        column += 1


class Look:
    """Walks all that is on the screen, and remembers what Qt would have taken for its own."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._tried: set[str] = set()
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def at(self, root: QWidget, where: str) -> None:
        """Look at a widget and all that lies in it."""
        QApplication.processEvents()
        widgets = [root, *root.findChildren(QWidget)]
        for widget in widgets:
            self._look_at(widget, where)
        for action in root.findChildren(QAction):
            self._mnemonic(action.text(), f"{where}: menu entry")

    def _look_at(self, widget: QWidget, where: str) -> None:
        place = f"{where}: {type(widget).__name__}"
        if isinstance(widget, QLabel):
            widget.ensurePolished()
            self.seen.add(widget.text())
            if widget.text() and widget.textFormat() is not Qt.TextFormat.PlainText:
                self.wrong.append(f"{place} guesses whether it is HTML: {widget.text()!r}")
        elif isinstance(widget, QAbstractButton):
            self._mnemonic(widget.text(), place)
        elif isinstance(widget, QGroupBox):
            self._mnemonic(widget.title(), place)
        elif isinstance(widget, QTabBar):
            for tab in range(widget.count()):
                self._mnemonic(widget.tabText(tab), place)
        elif isinstance(widget, QHeaderView):
            pass
        elif isinstance(widget, QAbstractItemView):
            self._cells(widget, place)
        if "[*]" in widget.windowTitle().replace("[*][*]", ""):
            self.wrong.append(f"{place}: the title loses a part: {widget.windowTitle()!r}")
        self._tooltip(widget.toolTip(), place)

    def _mnemonic(self, text: str, place: str) -> None:
        self.seen.add(text)
        if EATEN.search(text.replace("&&", "")):
            self.wrong.append(f"{place}: an ampersand is taken for a key: {text!r}")

    def _tooltip(self, text: str, place: str) -> None:
        # One of each length and kind is enough: all go through the same label.
        if text and text not in self._tried and len(self._tried) < 200:
            self._tried.add(text)
            QToolTip.showText(QPoint(5, 5), text)
            self._check_tip(place)

    def _check_tip(self, place: str) -> None:
        for tip in QApplication.topLevelWidgets():
            if isinstance(tip, QLabel) and tip.inherits("QTipLabel"):
                self.seen.add(tip.text())
                if tip.textFormat() is not Qt.TextFormat.PlainText:
                    self.wrong.append(f"{place}: a tooltip may be HTML: {tip.text()!r}")

    def _cells(self, view: QAbstractItemView, place: str) -> None:
        model = view.model()
        if model is None or not view.isVisible():
            return
        pending = [model.index(row, 0) for row in range(min(model.rowCount(), MOST_CELLS))]
        while pending:
            first = pending.pop()
            for index in siblings(first):
                self.seen.add(str(index.data()))
                self._tooltip(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""), place)
                point = view.visualRect(index).center()
                if view.viewport().rect().contains(point):
                    help_event = QHelpEvent(
                        QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)
                    )
                    QApplication.sendEvent(view.viewport(), help_event)
                    self._check_tip(place)
            if isinstance(view, QTreeView):
                pending += [model.index(row, 0, first) for row in range(model.rowCount(first))]

    def has_seen(self, part: str) -> bool:
        """Whether something with these words in it was shown."""
        return any(part in text for text in self.seen)


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[Look]:
    """Fails the test where anything was taken for HTML, a key or a mark."""
    look = Look(qtbot)
    yield look
    QToolTip.hideText()
    assert look.wrong == []


def until_shown(look: Look, window: QWidget, where: str, part: str, qtbot: QtBot) -> None:
    """Look until these words are there."""

    def shown() -> bool:
        look.at(window, where)
        return look.has_seen(part)

    qtbot.waitUntil(shown, timeout=LONG_MS)


def test_what_would_be_html_is_html_to_qt_and_what_is_not_shown_so_is_found(
    window: MainWindow, qtbot: QtBot
) -> None:
    look = Look(qtbot)
    holder = QWidget(window)
    label = QLabel("<b>x", holder)
    label.ensurePolished()
    label.setTextFormat(Qt.TextFormat.AutoText)
    QAction("A & B", holder)
    look.at(holder, "here")
    assert len(look.wrong) == 2
    assert QTextDocumentFragment.fromHtml(LABELS[0]).toPlainText() != LABELS[0]
    holder.deleteLater()


def test_in_the_library(opened: MainWindow, look: Look, qtbot: QtBot) -> None:
    opened.show_page("library")
    page = opened.pages.page("library")
    assert isinstance(page, LibraryPage)
    page.grid.selection.select_all()
    until_shown(look, opened, "library", IMAGE_TAG, qtbot)
    context = opened.context
    assert context is not None
    ids = tuple(one.id for one in context.catalogue.labels.all())
    page.show_filter(ImageFilter(text="<b>", label_ids=ids[:2], folder=FOLDER))
    until_shown(look, opened, "library chips", "in <b>folder", qtbot)
    page.bar.search.clear()
    page.bar.search.setFocus()
    qtbot.keyClicks(page.bar.search, "bold")
    qtbot.waitUntil(page.bar.search.popup.isVisible, timeout=LONG_MS)
    look.at(page.bar.search.popup, "completions")


def test_in_review(opened: MainWindow, look: Look, qtbot: QtBot) -> None:
    opened.show_page("review")
    page = opened.pages.page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: bool(page.panel.suggestions.rows), timeout=LONG_MS)
    until_shown(look, opened, "review", f"{IMAGE_TAG} label", qtbot)
    until_shown(look, opened, "review", FOLDER, qtbot)


def test_among_labels_and_their_dialogs(opened: MainWindow, look: Look, qtbot: QtBot) -> None:
    opened.show_page("labels")
    page = opened.pages.page("labels")
    assert isinstance(page, LabelsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows), timeout=LONG_MS)
    rows = {one.label.name: one.label.id for one in page.model.rows.values()}
    for name, label_id in rows.items():
        page.tree.select([label_id])
        qtbot.waitUntil(lambda name=name: page.details.heading.text() == name, timeout=LONG_MS)
        look.at(opened, "labels")
        for ask in (page.changes.make_alias, page.changes.delete, page.changes.split):
            ask()
            for dialog in page.findChildren(QDialog):
                look.at(dialog, "label dialog")
                assert name.strip() in dialog.windowTitle().replace("[*][*]", "[*]")
                dialog.close()
            qtbot.waitUntil(lambda: not page.findChildren(QDialog))
    page.tree.select(list(rows.values()))
    for ask in (page.changes.merge, page.changes.delete, page.changes.move):
        ask()
        for dialog in page.findChildren(QDialog):
            qtbot.wait(50)
            look.at(dialog, "dialog of several labels")
            dialog.close()
        qtbot.waitUntil(lambda: not page.findChildren(QDialog))
    assert look.has_seen("alias && <img")
    assert look.has_seen("English & <img")


def test_on_the_other_pages(opened: MainWindow, look: Look, qtbot: QtBot) -> None:
    opened.show_page("export")
    until_shown(look, opened, "export", "<b>folder", qtbot)
    opened.show_page("evaluate")
    qtbot.wait(300)
    look.at(opened, "evaluate")
    assert opened.windowTitle() == "A&B [*][*] <b>x — Nabolag"
    opened.menus._fill_recent()
    opened.menus._fill_suggesters()
    look.at(opened, "menus")
    assert look.has_seen("A&&B [*] <b>x")
    opened.session.close()
    until_shown(look, opened.start_page, "start", "<b>x", qtbot)


@pytest.mark.parametrize(
    ("dialog", "part"),
    [
        ("show_history", IMAGE_TAG),
        ("show_problems", IMAGE_TAG),
        ("show_settings", "Settings"),
        ("show_encoders", "Encoders"),
        ("show_translation", "Translate"),
        ("show_glossary", "Glossary"),
        ("show_cleaning", "Clean captions"),
        ("show_caption_translation", "Translate captions"),
        ("restore_backup", "A&B [*] <b>x"),
        ("show_about", "Nabolag"),
    ],
)
def test_in_dialogs(opened: MainWindow, look: Look, qtbot: QtBot, dialog: str, part: str) -> None:
    getattr(opened.menus, dialog)()
    (shown,) = [child for child in opened.findChildren(QDialog) if child.isVisible()]
    until_shown(look, shown, dialog, part, qtbot)
    if isinstance(shown, RestoreDialog):
        qtbot.waitUntil(lambda: shown.table.rowCount() > 0, timeout=LONG_MS)
        shown.table.selectRow(0)
        shown.restore_button.click()
        (box,) = shown.findChildren(QMessageBox)
        look.at(box, "question")
        box.reject()
    shown.close()


def test_in_sentences_that_are_told(opened: MainWindow, look: Look, qtbot: QtBot) -> None:
    context = opened.context
    assert context is not None
    context.run_command(lambda: context.catalogue.commands.create_label(f"new & {IMAGE_TAG}"))
    qtbot.waitUntil(lambda: "new && " in opened.undo.undo.text(), timeout=LONG_MS)
    opened.notice.say(f"{IMAGE_TAG} & more", "A button")
    opened.task_bar.say(f"{IMAGE_TAG} & said")
    opened.task_bar.show_failure(f"{IMAGE_TAG} & failed", f"{IMAGE_TAG} & details")
    look.at(opened, "told")
    for part in ("& more", "& said", "& failed"):
        assert look.has_seen(part)
    opened.undo.undo.trigger()
    qtbot.waitUntil(lambda: "new && " in opened.undo.redo.text(), timeout=LONG_MS)


def test_a_message_box_reads_nothing_as_html(window: MainWindow, look: Look) -> None:
    box = QMessageBox(window)
    box.setText(f"{IMAGE_TAG} & more")
    box.setInformativeText("<b>why</b>")
    box.show()
    look.at(box, "box")
    box.close()


def test_the_style_holds_in_both_themes(window: MainWindow, look: Look) -> None:
    for choice in ("light", "dark"):
        window.menus.use_theme(choice)  # type: ignore[arg-type]
        look.at(window, choice)
    assert look.has_seen("File")
