"""What a page shows in the place of its content: one sentence and one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

ICON_PX = 32
TEXT_WIDTH_PX = 380


class EmptyState(QWidget):
    """An icon, a sentence and, where there is something to do about it, a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_click: Callable[[], object] | None = None
        self._icon = ""
        self._mark = QLabel(self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = plain_label("", self)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(TEXT_WIDTH_PX)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._act)
        layout = QVBoxLayout(self)
        layout.setSpacing(spacing.medium)
        layout.addStretch(2)
        for widget in (self._mark, self.sentence, self.button):
            # Not centred by alignment: that would give a wrapped text the height of fewer lines.
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(widget)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addStretch(3)
        theme.notifier().changed.connect(self._paint_icon)

    def say(
        self,
        icon: str,
        sentence: str,
        button: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence and the one thing to do next."""
        self._icon = icon
        self._paint_icon()
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._on_click = on_click

    @Slot()
    def _paint_icon(self) -> None:
        if self._icon:
            picture = icons.icon(self._icon, "text_muted").pixmap(ICON_PX, ICON_PX)
            self._mark.setPixmap(picture)

    @Slot()
    def _act(self) -> None:
        if self._on_click is not None:
            self._on_click()
