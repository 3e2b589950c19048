"""What all dialogs share: margins, a heading with a sentence below it, and a row of buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label


class DialogFrame(QDialog):
    """A dialog with its content in ``self.content`` and its buttons in ``self.buttons``."""

    def __init__(
        self, title: str, explanation: str, parent: QWidget | None, size_px: tuple[int, int]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*size_px)
        self.heading = plain_label(title, self, role="title")
        self.explanation = muted(explanation, self)
        self.explanation.setVisible(bool(explanation))
        self.content = QVBoxLayout()
        self.content.setSpacing(spacing.small)
        self._primary: QPushButton | None = None
        self._asides = 0
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(spacing.small)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.large)
        column.setSpacing(spacing.small)
        column.addWidget(self.heading)
        column.addWidget(self.explanation)
        column.addSpacing(spacing.small)
        column.addLayout(self.content, 1)
        column.addSpacing(spacing.small)
        column.addLayout(self.buttons)

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button at the right end of the row; the primary one is the last whatever the order
        they are added in, and answers to Enter."""
        button = QPushButton(text, self)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        if primary:
            theme.set_role(button, "primary")
        if primary:
            self._primary = button
        if primary or self._primary is None:
            self.buttons.addWidget(button)
        else:
            self.buttons.insertWidget(self.buttons.indexOf(self._primary), button)
        return button

    def add_aside(self, widget: QWidget) -> None:
        """Something at the left end of the row, away from what closes the dialog."""
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
        self.buttons.insertWidget(self._asides, widget)
        self._asides += 1

    def add_close_button(self) -> QPushButton:
        """The button of a dialog that only shows something."""
        button = self.add_button(self.tr("Close"))
        button.clicked.connect(self.close)
        return button


def muted(text: str, parent: QWidget) -> QLabel:
    """A paragraph of explanation."""
    label = plain_label(text, parent, role="muted")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label
