"""What the steps of an export are built of: boxes to tick, lists to choose from, lines to type."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.dialogs.frame import muted
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

NARROWEST_CHOICE_PX = 120


class Step(QWidget):
    """One step of the page: fields below one another, each with its words before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.medium)
        self.form = QFormLayout()
        self.form.setSpacing(spacing.small)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        column.addLayout(self.form)
        column.addStretch(1)

    def add_choice(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        """A list of (value, words)."""
        box = QComboBox(self)
        box.setAccessibleName(name)
        for value, words in choices:
            box.addItem(words, value)
        # Where the page is narrow the list gives way: its words are whole when it is opened.
        box.setMinimumWidth(NARROWEST_CHOICE_PX)
        self.form.addRow(plain_label(name, self), box)
        return box

    def add_line(self, name: str, placeholder: str = "") -> QLineEdit:
        """A line to type."""
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(placeholder)
        self.form.addRow(plain_label(name, self), line)
        return line

    def add_number(self, name: str, low: int, high: int, *, suffix: str = "") -> QSpinBox:
        """A whole number."""
        box = with_air(QSpinBox(self))
        box.setAccessibleName(name)
        box.setRange(low, high)
        box.setSuffix(suffix)
        _give_air(box)
        self.form.addRow(plain_label(name, self), box)
        return box

    def add_percentage(self, name: str) -> QDoubleSpinBox:
        """A share in percent."""
        box = with_air(QDoubleSpinBox(self))
        box.setAccessibleName(name)
        box.setRange(0, 100)
        box.setDecimals(0)
        box.setSuffix(" %")
        _give_air(box)
        self.form.addRow(plain_label(name, self), box)
        return box

    def add_tick(self, words: str, about: str = "") -> QCheckBox:
        """A box to tick, with what it means below it."""
        box = QCheckBox(words, self)
        self.form.addRow(box)
        if about:
            self.form.addRow(self.note(about))
        return box

    def note(self, text: str) -> QWidget:
        """Quiet words about the field above."""
        label = muted(text, self)
        label.setWordWrap(True)
        return label


def _give_air(box: QAbstractSpinBox) -> None:
    """Room before the figure, which the style sheet's padding does not give inside a spin box."""
    box.lineEdit().setTextMargins(spacing.tiny, 0, 0, 0)


def choose(box: QComboBox, value: str) -> None:
    """Show this value of a list."""
    place = box.findData(value)
    if place >= 0:
        box.setCurrentIndex(place)
