"""Which keys the list or the field with the keyboard has, before the shortcuts of the page.

Qt asks the widget with the keyboard first whether it claims a key (``ShortcutOverride``).
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_OF_A_LIST = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
_WRITING = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


def claims(event: QEvent, is_mine: Callable[[QKeyEvent], bool]) -> bool:
    """Whether a widget's event asks if it claims a key, and it does; the key is then its own.

    For ``event`` of a widget that has keys which are shortcuts of its page elsewhere.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not is_mine(event):
        return False
    event.accept()
    return True


class FocusKeys(QObject):
    """Lets a letter find an entry of a drop-down list that has the keyboard, where it would go to a
    shortcut of the page; and lets undo and redo go to the window from a field that has no typing
    to undo, where the field would swallow them."""

    def __init__(self) -> None:
        super().__init__()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decide whose key it is, for the lists and fields that had the keyboard."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QAbstractSpinBox):
            watched = watched.findChild(QLineEdit) or watched
        if isinstance(watched, QLineEdit | QPlainTextEdit):
            if _is_for_the_window(watched, event):
                event.ignore()
                return True
        elif _is_for_the_list(watched, event):
            event.accept()
            return True
        return False

    @Slot(QWidget, QWidget)
    def _watch(self, _left: QWidget | None, entered: QWidget | None) -> None:
        is_list = (
            isinstance(entered, QAbstractItemView)
            and entered.window().windowType() == Qt.WindowType.Popup
        )
        if isinstance(entered, QAbstractSpinBox):
            # It has the keyboard, and hands keys on to the field in it.
            for each in (entered, *entered.findChildren(QLineEdit)):
                each.installEventFilter(self)
        elif entered is not None and (
            is_list or isinstance(entered, QComboBox | QLineEdit | QPlainTextEdit)
        ):
            entered.installEventFilter(self)


def _is_for_the_list(watched: QObject, event: QKeyEvent) -> bool:
    """An open list has all keys, a closed one those that write a letter or move in it."""
    is_open = isinstance(watched, QAbstractItemView)
    writes = (event.text().isprintable() and event.text() != "") or event.key() in _OF_A_LIST
    return is_open or (writes and event.modifiers() in _WRITING)


def _is_for_the_window(field: QLineEdit | QPlainTextEdit, event: QKeyEvent) -> bool:
    """Undo and redo, where there is no typing they could mean."""
    typing = field if isinstance(field, QLineEdit) else field.document()
    undoes = event.matches(QKeySequence.StandardKey.Undo) and not typing.isUndoAvailable()
    redoes = event.matches(QKeySequence.StandardKey.Redo) and not typing.isRedoAvailable()
    return bool(undoes or redoes)
