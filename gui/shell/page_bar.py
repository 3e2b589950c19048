"""The pages of the window, one under the other at its left edge."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.services import shortcuts
from gui.shell.pages import PAGES
from gui.style.theme import spacing

WIDTH_PX = 104
NARROW_WIDTH_PX = 56
ICON_PX = 20
BUTTON_HEIGHT_PX = 56


class PageButton(QToolButton):
    """Shows a page when clicked, and with its key from everywhere in the window."""

    def __init__(self, page_id: str, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.page_id = page_id
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setAccessibleName(action.text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(BUTTON_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class PageBar(QFrame):
    """One button per page; the shown page's is marked."""

    page_chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH_PX)
        self.actions_by_page: dict[str, QAction] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.small, 0, spacing.small)
        column.setSpacing(spacing.tiny)
        group = QActionGroup(self)
        for page_id in PAGES:
            action = shortcuts.action(f"window.{page_id}", window)
            action.setCheckable(True)
            group.addAction(action)
            action.setData(page_id)
            action.triggered.connect(self._choose)
            self.actions_by_page[page_id] = action
            button = PageButton(page_id, action, self)
            column.addWidget(button)
        column.addStretch(1)

    def mark(self, page_id: str) -> None:
        """Mark the page that is shown."""
        self.actions_by_page[page_id].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icons alone, where the pages need the room; the tooltips name them."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly
        if not narrow:
            style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        for button in self.findChildren(PageButton):
            button.setToolButtonStyle(style)
        self.setFixedWidth(NARROW_WIDTH_PX if narrow else WIDTH_PX)

    def set_available(self, available: bool) -> None:
        """Without a catalogue there are no pages to go to."""
        for action in self.actions_by_page.values():
            action.setEnabled(available)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.page_chosen.emit(action.data())
