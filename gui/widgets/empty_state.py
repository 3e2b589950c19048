"""What a page shows in the place of its content: one sentence and one button.

Unknown is not empty: until something has been read a page waits, and says so only where that takes
long enough to see.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

ICON_PX = 32
TEXT_WIDTH_PX = 380
WAITING_SHOWN_AFTER_MS = 150
"""Words that stand for less than this only flash."""


class EmptyState(QWidget):
    """An icon, a title where there is one, a sentence and, where there is something to do, a
    button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_click: Callable[[], object] | None = None
        self._icon = ""
        self._mark = QLabel(self)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = plain_label("", self, role="title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.hide()
        self.sentence = plain_label("", self)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(TEXT_WIDTH_PX)
        self.button = QPushButton(self)
        theme.set_role(self.button, "primary")
        self.button.clicked.connect(self._act)
        self._when_long: Callable[[], object] | None = None
        self._soon = QTimer(self, singleShot=True, interval=WAITING_SHOWN_AFTER_MS)
        self._soon.timeout.connect(self._tell_waiting)
        layout = QVBoxLayout(self)
        layout.setSpacing(spacing.medium)
        layout.addStretch(2)
        for widget in (self._mark, self.title, self.sentence, self.button):
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
        *,
        title: str = "",
    ) -> None:
        """Show a sentence and the one thing to do next."""
        self._soon.stop()
        self._icon = icon
        self.title.setText(title)
        self.title.setVisible(bool(title))
        theme.set_role(self.sentence, "muted" if title else "")
        self._paint_icon()
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._on_click = on_click

    def wait(self, sentence: str) -> None:
        """Nothing is known yet: blank at first, and what is being read where that takes a while."""
        self.say("", "")
        self.wait_behind(partial(self.say, "loader-circle", sentence))

    def wait_behind(self, show: Callable[[], object]) -> None:
        """Something else stays on screen meanwhile; ``show`` is called where it takes a while."""
        self._when_long = show
        self._soon.start()

    def stop_waiting(self) -> None:
        """It is known now."""
        self._soon.stop()

    @property
    def is_waiting(self) -> bool:
        """Whether it waits and has not said so yet."""
        return self._soon.isActive()

    @Slot()
    def _tell_waiting(self) -> None:
        if self._when_long is not None:
            self._when_long()

    @Slot()
    def _paint_icon(self) -> None:
        if self._icon:
            picture = icons.icon(self._icon, "text_muted").pixmap(
                QSize(ICON_PX, ICON_PX), self.devicePixelRatioF()
            )
            self._mark.setPixmap(picture)
        else:
            self._mark.clear()

    @Slot()
    def _act(self) -> None:
        if self._on_click is not None:
            self._on_click()
