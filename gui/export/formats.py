"""The export formats by what they are for, the options of the chosen one below its name."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    Options,
    OptionValue,
    Purpose,
    names_listed,
)
from engine.exchange.registry import DEFAULT_FORMAT, FORMATS, format_named
from gui.dialogs.frame import muted
from gui.export.fields import NARROWEST_CHOICE_PX, choose
from gui.services.translations import QT_TRANSLATE_NOOP, sentence
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.wrapped_radio_button import WrappedRadioButton

PURPOSES: Sequence[tuple[Purpose, str]] = (
    ("spreadsheet", QT_TRANSLATE_NOOP("Purposes", "For a spreadsheet or a script")),
    ("keywords", QT_TRANSLATE_NOOP("Purposes", "For digiKam, Lightroom or darktable")),
    ("training", QT_TRANSLATE_NOOP("Purposes", "To train a model")),
    ("annotation", QT_TRANSLATE_NOOP("Purposes", "To go on labelling elsewhere")),
    ("publication", QT_TRANSLATE_NOOP("Purposes", "To publish")),
)

INDENT_PX = 24
"""As far as the words of a radio button stand behind its circle."""
LISTED = "listed"
"""The choice of a list's own names; no format's choice is called so."""


class FormatChooser(QWidget):
    """A button for every format below what it is for, and the options of the chosen one; and the
    button for keywords that other programs read."""

    format_changed = Signal()
    option_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.medium)
        self._buttons: dict[str, QRadioButton] = {}
        self._blocks: dict[str, QVBoxLayout] = {}
        self._group = QButtonGroup(self)
        self._in_order: list[QWidget] = []
        for purpose, title in PURPOSES:
            self._add_purpose(column, purpose, QCoreApplication.translate("Purposes", title))
        self.options: dict[FormatOption, OptionField] = {}
        """The field of every option of any format; the chosen format's are shown."""
        self._panel = QWidget(self)
        fields = QVBoxLayout(self._panel)
        fields.setContentsMargins(INDENT_PX, spacing.tiny, 0, spacing.small)
        fields.setSpacing(spacing.small)
        for option in dict.fromkeys(option for one in FORMATS for option in one.options):
            field = OptionField(option, self._panel)
            field.changed.connect(self.option_changed)
            fields.addWidget(field)
            self.options[option] = field
        self.setFocusProxy(self._buttons[DEFAULT_FORMAT.name])
        self._show_options()

    def chosen(self) -> ExportFormat:
        """The format whose button is down."""
        return format_named(next(n for n, button in self._buttons.items() if button.isChecked()))

    def choose(self, name: str) -> None:
        """Press a format's button; one that is not there any more changes nothing."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def chosen_button(self) -> QWidget:
        """The button that is down."""
        return self._buttons[self.chosen().name]

    def chosen_options(self) -> dict[str, OptionValue]:
        """The values of the chosen format's options."""
        return {option.name: self.options[option].value() for option in self.chosen().options}

    def show_options(self, values: Options) -> None:
        """Show the values of the chosen format's options as they were chosen before."""
        for option in self.chosen().options:
            if option.name in values:
                self.options[option].show_value(values[option.name])

    def _add_purpose(self, column: QVBoxLayout, purpose: Purpose, title: str) -> None:
        formats = [one for one in FORMATS if one.purpose == purpose]
        block = QVBoxLayout()
        block.setSpacing(spacing.tiny)
        block.addWidget(plain_label(title, self, role="heading"))
        for one in formats:
            button = WrappedRadioButton(sentence(one.title), self)
            button.setObjectName(one.name)
            button.setChecked(one is DEFAULT_FORMAT)
            self._group.addButton(button)
            block.addWidget(button)
            self._buttons[one.name] = button
            self._in_order.append(button)
            self._blocks[one.name] = block
            button.toggled.connect(self._format_toggled)
        if purpose == "keywords":
            # What these programs read is no file to export but lies beside the originals.
            self.keywords_button = QPushButton(self.tr("Keywords beside the pictures…"), self)
            block.addSpacing(spacing.tiny)
            block.addWidget(self.keywords_button, 0, Qt.AlignmentFlag.AlignLeft)
            self._in_order.append(self.keywords_button)
        column.addLayout(block)

    @Slot(bool)
    def _format_toggled(self, is_down: bool) -> None:
        # Two buttons change at a time; the one that goes down tells.
        if is_down:
            self._show_options()
            self.format_changed.emit()

    def _show_options(self) -> None:
        """Put the chosen format's options below its button, where the eye is."""
        chosen = self.chosen()
        for block in self._blocks.values():
            block.removeWidget(self._panel)
        for option, field in self.options.items():
            field.setVisible(option in chosen.options)
        self._panel.setVisible(bool(chosen.options))
        block = self._blocks[chosen.name]
        button = self._buttons[chosen.name]
        block.insertWidget(block.indexOf(button) + 1, self._panel)
        at = self._in_order.index(button) + 1
        fields = [part for field in self.options.values() for part in field.parts]
        for before, after in pairwise([*self._in_order[:at], *fields, *self._in_order[at:]]):
            self.setTabOrder(before, after)


class OptionField(QWidget):
    """A box to tick for a switch, a list to choose from for any other option; and a line to type
    names where it takes a list of them."""

    changed = Signal()

    def __init__(self, option: FormatOption, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._option = option
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        title = sentence(option.title)
        self.box = QCheckBox(title, self)
        self.choices = QComboBox(self)
        self.choices.setAccessibleName(title)
        self.names = QLineEdit(self)
        self.names.setAccessibleName(title)
        self.names.setPlaceholderText(self.tr("names of labels, with commas between"))
        self.names.hide()
        self.parts = (self.box, self.choices, self.names)
        self._is_switch = isinstance(option.default, bool)
        if isinstance(option.default, bool):
            self.box.setChecked(option.default)
            self.choices.hide()
            column.addWidget(self.box)
        else:
            for name, words in option.choices:
                self.choices.addItem(sentence(words), name)
            if option.listed is not None:
                self.choices.addItem(sentence(option.listed), LISTED)
                self.names.setAccessibleName(sentence(option.listed))
            self.choices.setCurrentIndex(self.choices.findData(option.default))
            self.choices.setMinimumWidth(NARROWEST_CHOICE_PX)
            self.box.hide()
            column.addWidget(plain_label(title, self))
            column.addWidget(self.choices)
            column.addWidget(self.names)
        if option.about is not None:
            about = muted(sentence(option.about), self)
            about.setContentsMargins(spacing.wide if self._is_switch else 0, 0, 0, 0)
            column.addWidget(about)
        self.box.toggled.connect(self.changed)
        self.choices.currentIndexChanged.connect(self._follow)
        self.names.textChanged.connect(self.changed)

    def value(self) -> OptionValue:
        """What is chosen; as long as a list has no name it is the usual choice."""
        if self._is_switch:
            return self.box.isChecked()
        if self.choices.currentData() != LISTED:
            return str(self.choices.currentData())
        text = self.names.text().strip()
        if not names_listed(text):
            return self._option.default
        # The name of a choice is one of a label here.
        is_choice = any(text == name for name, _ in self._option.choices)
        return f"{text}," if is_choice else text

    def show_value(self, value: OptionValue) -> None:
        """Show what was chosen before."""
        if self._is_switch:
            self.box.setChecked(value is True)
        elif self._option.listed is not None and self.choices.findData(value) < 0:
            self.names.setText(str(value))
            choose(self.choices, LISTED)
        else:
            choose(self.choices, str(value))

    @Slot()
    def _follow(self) -> None:
        self.names.setVisible(self.choices.currentData() == LISTED)
        self.changed.emit()
