"""J and K: to the next and the previous item of the list that a page is about."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


def step(view: QAbstractItemView, rows: int) -> None:
    """Go a row down (1) or up (-1), as the arrow keys do."""
    key = Qt.Key.Key_Down if rows > 0 else Qt.Key.Key_Up
    press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QApplication.sendEvent(view, press)


def list_of(page: QWidget) -> QAbstractItemView | None:
    """The list that the keyboard is in, else the first one on show; None where there is none."""
    focused = page.window().focusWidget()
    if isinstance(focused, QAbstractItemView) and page.isAncestorOf(focused):
        return focused
    shown = (view for view in page.findChildren(QAbstractItemView) if view.isVisible())
    return next(shown, None)


def step_on(page: QWidget, rows: int) -> None:
    """``step`` in the list of a page, where it shows one."""
    view = list_of(page)
    if view is not None:
        step(view, rows)
