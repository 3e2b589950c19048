"""A line above the pages that says what happened and offers one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from gui.style import icons
from gui.style.theme import spacing
from gui.widgets.plain_label import IconLabel, plain_label


class Notice(QFrame):
    """Hidden until something is to be said; stays until answered or dismissed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._mark = IconLabel("info", "accent", self)
        self.sentence = plain_label("", self)
        self.sentence.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._act)
        dismiss = QToolButton(self)
        dismiss.setIcon(icons.icon("x"))
        dismiss.setToolTip(self.tr("Dismiss"))
        dismiss.setAccessibleName(self.tr("Dismiss this message"))
        dismiss.clicked.connect(self.close_notice)
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.medium, 6, spacing.small, 6)
        row.setSpacing(spacing.small)
        row.addWidget(self._mark)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        row.addWidget(dismiss)
        self._on_click: Callable[[], object] | None = None
        self.hide()

    def say(
        self,
        sentence: str,
        button: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        danger: bool = False,
    ) -> None:
        """Show a sentence and, where there is something to do, a button that does it."""
        if danger:
            self._mark.show_icon("circle-alert", "danger")
        else:
            self._mark.show_icon("info", "accent")
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._on_click = on_click
        self.show()

    @Slot()
    def close_notice(self) -> None:
        """Hide the line."""
        self._on_click = None
        self.hide()
        self.closed.emit()

    @Slot()
    def _act(self) -> None:
        on_click = self._on_click
        self.close_notice()
        if on_click is not None:
            on_click()
