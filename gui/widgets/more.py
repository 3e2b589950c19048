"""A button that unfolds what few people need."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gui.style import theme
from gui.style.icons import icon
from gui.style.theme import spacing


class MoreSection(QWidget):
    """The button, and below it ``content``, hidden until it is pressed."""

    def __init__(self, text: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.button = QPushButton(text, self)
        self.button.setCheckable(True)
        self.button.setAccessibleDescription(
            QCoreApplication.translate("More", "Shows and hides what stands below")
        )
        theme.set_role(self.button, "link")
        self.button.toggled.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(content)
        self._follow()

    def unfold(self, *, unfolded: bool = True) -> None:
        """Show what is folded away, or hide it again."""
        self.button.setChecked(unfolded)

    @Slot()
    def _follow(self) -> None:
        shown = self.button.isChecked()
        self.content.setVisible(shown)
        self.button.setIcon(icon("chevron-down" if shown else "chevron-right"))
