"""The lines under the picture: what it is, and what Enter will do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel


class PictureFoot(QWidget):
    """Two lines that give way to the picture's width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.facts = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.facts, "muted")
        self.facts.setAccessibleName(self.tr("Title, file, date and folder"))
        self.enter = ElidedLabel(self)
        theme.set_role(self.enter, "heading")
        self.enter.setAccessibleName(self.tr("What Enter will do"))
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        column.setSpacing(0)
        column.addWidget(self.facts)
        column.addWidget(self.enter)
