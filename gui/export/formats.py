"""The export formats by what they are for, each with its options: what the registry has."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.exchange.export_format import ExportFormat, FormatOption, Options, OptionValue, Purpose
from engine.exchange.registry import DEFAULT_FORMAT, FORMATS, format_named
from gui.dialogs.frame import muted
from gui.export.fields import NARROWEST_CHOICE_PX, choose
from gui.services.translations import QT_TRANSLATE_NOOP, sentence
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.wrapped_radio_button import WrappedRadioButton

PURPOSES: Sequence[tuple[Purpose, str]] = (
    ("spreadsheet", QT_TRANSLATE_NOOP("Purposes", "For a spreadsheet or a script")),
    ("training", QT_TRANSLATE_NOOP("Purposes", "To train a model")),
    ("annotation", QT_TRANSLATE_NOOP("Purposes", "To go on labelling elsewhere")),
    ("publication", QT_TRANSLATE_NOOP("Purposes", "To publish")),
    ("keywords", QT_TRANSLATE_NOOP("Purposes", "For digiKam, Lightroom or darktable")),
)


class FormatChooser(QWidget):
    """A button for every format below what it is for, and the options of the chosen one."""

    format_changed = Signal()
    option_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.medium)
        self._buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for purpose, title in PURPOSES:
            self._add_purpose(column, purpose, QCoreApplication.translate("Purposes", title))
        self.options: dict[FormatOption, OptionField] = {}
        """The field of every option of any format; the chosen format's are shown."""
        for option in dict.fromkeys(option for one in FORMATS for option in one.options):
            field = OptionField(option, self)
            field.changed.connect(self.option_changed)
            column.addWidget(field)
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
        if not formats:
            return
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
            button.toggled.connect(self._format_toggled)
        column.addLayout(block)

    @Slot(bool)
    def _format_toggled(self, is_down: bool) -> None:
        # Two buttons change at a time; the one that goes down tells.
        if is_down:
            self._show_options()
            self.format_changed.emit()

    def _show_options(self) -> None:
        shown = self.chosen().options
        for option, field in self.options.items():
            field.setVisible(option in shown)


class OptionField(QWidget):
    """A box to tick for a switch, a list to choose from for any other option."""

    changed = Signal()

    def __init__(self, option: FormatOption, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        title = sentence(option.title)
        self.box = QCheckBox(title, self)
        self.choices = QComboBox(self)
        self.choices.setAccessibleName(title)
        if isinstance(option.default, bool):
            self.box.setChecked(option.default)
            self.choices.hide()
            column.addWidget(self.box)
        else:
            for name, words in option.choices:
                self.choices.addItem(sentence(words), name)
            self.choices.setCurrentIndex(self.choices.findData(option.default))
            self.choices.setMinimumWidth(NARROWEST_CHOICE_PX)
            self.box.hide()
            column.addWidget(plain_label(title, self))
            column.addWidget(self.choices)
        if option.about is not None:
            about = muted(sentence(option.about), self)
            about.setContentsMargins(spacing.wide, 0, 0, 0)
            column.addWidget(about)
        self._is_switch = isinstance(option.default, bool)
        self.box.toggled.connect(self.changed)
        self.choices.currentIndexChanged.connect(self.changed)

    def value(self) -> OptionValue:
        """What is chosen."""
        return self.box.isChecked() if self._is_switch else str(self.choices.currentData())

    def show_value(self, value: OptionValue) -> None:
        """Show what was chosen before."""
        if self._is_switch:
            self.box.setChecked(value is True)
        else:
            choose(self.choices, str(value))
