"""What a screen reader and a keyboard find on every page and in every dialog."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.dialogs.assistant.assistant import NewCatalogueAssistant
from gui.export.outlook import Outlook
from gui.shell.main_window import MainWindow

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
)
OF_QT = (QScrollBar, QHeaderView, QTabBar)
"""Parts of other controls that Qt names and moves the focus through by itself."""

OpenWindow = Callable[[], MainWindow]


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def controls(root: QWidget) -> Iterator[QWidget]:
    for widget in root.findChildren(QWidget):
        inner = widget.parent()
        part = isinstance(inner, QComboBox | QAbstractSpinBox | QAbstractItemView | QLineEdit) or (
            inner is not None and inner.metaObject().className().startswith("QComboBoxPrivate")
        )
        own = not widget.objectName().startswith(("qt_", "Scroll"))
        # A text button that has nothing to say yet gets its text, which is its name, when shown.
        waiting = (
            isinstance(widget, QPushButton)
            and not widget.isVisible()
            and not widget.text()
            and widget.icon().isNull()
        )
        control = isinstance(widget, CONTROLS) and not isinstance(widget, OF_QT)
        if control and own and not part and not waiting:
            yield widget


def assert_speaks(root: QWidget, where: str) -> None:
    silent = [
        f"{where}: {type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in controls(root)
        if not spoken_name(widget)
    ]
    assert silent == []


def assert_shows_data_as_it_is(root: QWidget, where: str) -> None:
    rich = [
        f"{where}: {label.text()!r}"
        for label in root.findChildren(QLabel)
        # A form's own row titles, which have a buddy, are never data.
        if label.text() and label.buddy() is None and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


@pytest.mark.parametrize("page", ["library", "review", "labels", "export"])
def test_every_control_of_a_page_has_a_name(open_window: OpenWindow, page: str) -> None:
    window = open_window()
    window.show_page(page)

    assert len(list(controls(window.pages.currentWidget()))) >= 3
    assert_speaks(window, page)
    assert_shows_data_as_it_is(window, page)


def test_every_control_of_the_start_page_has_a_name(window: MainWindow) -> None:
    assert_speaks(window.start_page, "start")


@pytest.mark.parametrize(
    "dialog",
    [
        "show_encoders",
        "show_settings",
        "show_keys",
        "show_problems",
        "show_history",
        "show_progress",
        "restore_backup",
        "show_about",
    ],
)
def test_every_control_of_a_dialog_has_a_name_and_escape_closes_it(
    open_window: OpenWindow, qtbot: QtBot, dialog: str
) -> None:
    window = open_window()

    getattr(window.menus, dialog)()

    (shown,) = [child for child in window.findChildren(QDialog) if child.isVisible()]
    assert shown.windowTitle()
    assert_speaks(shown, dialog)
    assert_shows_data_as_it_is(shown, dialog)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))


def test_every_control_of_the_assistant_has_a_name(qtbot: QtBot) -> None:
    assistant = NewCatalogueAssistant()
    qtbot.addWidget(assistant)
    assert_speaks(assistant, "assistant")
    assistant.reject()


def test_tab_goes_through_the_export_page_and_the_focus_is_seen(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.show_page("export")
    page = window.pages.currentWidget()
    beside = page.findChild(Outlook)
    visited: list[QWidget] = []
    heights: list[int] = []
    for _ in range(30):
        focused = window.focusWidget()
        if focused is None or focused in visited:
            break
        visited.append(focused)
        if page.isAncestorOf(focused) and not beside.isAncestorOf(focused):
            # What scrolls has scrolled to it.
            heights.append(focused.mapTo(page, focused.rect().topLeft()).y())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)

    assert len(heights) >= 4
    # The page begins in its middle: what is above comes after the last.
    first = heights.index(min(heights))
    assert heights[first:] + heights[:first] == sorted(heights)
