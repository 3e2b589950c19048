"""Buttons of which one is down: the ways to see a page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gui.style import theme


class Segments(QWidget):
    """Buttons of which one is down, as one control."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add(self, text: str, tooltip: str, call: Callable[[], object]) -> QToolButton:
        """A button that does something when a person presses it."""
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tooltip)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        theme.set_role(button, "segment" if self._group.buttons() else "first-segment")
        button.clicked.connect(lambda _checked=False: call())
        self._group.addButton(button)
        self._row.addWidget(button)
        return button
