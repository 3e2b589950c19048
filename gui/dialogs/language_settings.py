"""How labels become phrases in this catalogue: their language, their names and the contexts."""

import math
from typing import Any

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.answers.language import (
    NAMES,
    LanguageSettings,
    change_language,
    contexts_in_force,
    language_settings,
)
from engine.errors import InputError
from engine.language.contexts import DOMAIN, KIND, LABEL, Context, checked_context
from engine.language.phrases import HIGHEST_WEIGHT
from engine.language.translation.languages import LANGUAGES
from gui.dialogs.frame import muted
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import percentage

CONTEXT, WEIGHT, SHARE = range(3)
EDITABLE = (
    QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
)


class LanguageEditor(QWidget):
    """Every choice is stored as soon as it is made and makes sense."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._settings = language_settings(context.settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.large, 0, 0)
        column.setSpacing(spacing.small)
        column.addLayout(self._add_choices())
        column.addSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("Contexts"), self, role="heading"))
        column.addWidget(
            muted(
                self.tr(
                    "A label is put into each of these, and the images are compared with the "
                    "average. {label} stands for the label; {domain} and {kind} for the words "
                    "above, and where a word is missing the context is left out."
                ).format(label="{}", domain=DOMAIN, kind=KIND),
                self,
            )
        )
        self.table = PlainTable(
            self.tr("Contexts"),
            [self.tr("Context"), self.tr("Weight"), self.tr("Share")],
            stretched=(CONTEXT,),
            parent=self,
        )
        self.table.setEditTriggers(EDITABLE)
        for number in (WEIGHT, SHARE):
            header = self.table.horizontalHeaderItem(number)
            if header is not None:
                header.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.itemChanged.connect(self._edited)
        self.table.itemSelectionChanged.connect(self._follow)
        column.addWidget(self.table, 1)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._add_buttons())
        self._show_contexts()

    # What is chosen once

    def _add_choices(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(spacing.large)
        form.setVerticalSpacing(spacing.small)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.archive = QComboBox(self)
        self.archive.setAccessibleName(self.tr("Language of the labels"))
        self.archive.addItem(self.tr("Not said"), "")
        for code, title in sorted(
            ((code, _own_name(code)) for code in LANGUAGES), key=lambda one: one[1].casefold()
        ):
            self.archive.addItem(title, code)
        self.archive.setCurrentIndex(max(0, self.archive.findData(self._settings.archive)))
        self.archive.currentIndexChanged.connect(self._archive_changed)
        form.addRow(self.tr("Language of the labels"), self.archive)
        self.names = QComboBox(self)
        self.names.setAccessibleName(self.tr("Names to go by"))
        titles = {
            "best": self.tr("By hand, else automatic, else the label's own"),
            "original": self.tr("The labels' own"),
            "automatic": self.tr("Automatic, else the label's own"),
            "manual": self.tr("By hand, else the label's own"),
        }
        for name in NAMES:
            self.names.addItem(titles[name], name)
        self.names.setCurrentIndex(self.names.findData(self._settings.names))
        self.names.currentIndexChanged.connect(self._names_changed)
        form.addRow(self.tr("Names to go by"), self.names)
        self.domain = self._line(
            form, DOMAIN, self._settings.domain, self.tr("what the archive is about: military")
        )
        self.kind = self._line(
            form, KIND, self._settings.kind, self.tr("what its labels are: vehicle")
        )
        return form

    def _line(self, form: QFormLayout, name: str, text: str, example: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setAccessibleName(name)
        line.setPlaceholderText(example)
        line.editingFinished.connect(self._words_changed)
        form.addRow(name, line)
        return line

    @Slot()
    def _archive_changed(self) -> None:
        self._store(archive=str(self.archive.currentData()))

    @Slot()
    def _names_changed(self) -> None:
        self._store(names=str(self.names.currentData()))

    @Slot()
    def _words_changed(self) -> None:
        domain, kind = self.domain.text(), self.kind.text()
        if (domain, kind) != (self._settings.domain, self._settings.kind):
            self._store(domain=domain, kind=kind)

    # Contexts

    def _add_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        self.add_button = self._button(self.tr("Add"), self._add)
        self.remove_button = self._button(self.tr("Remove"), self._remove)
        self.reset_button = self._button(self.tr("Back to default"), self._reset)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        row.addWidget(self.reset_button)
        return row

    def _button(self, text: str, pressed: Any) -> QPushButton:  # noqa: ANN401 - a slot
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(pressed)
        return button

    def _show_contexts(self) -> None:
        """Fill the table with what is stored."""
        shown = contexts_in_force(self._settings)
        left_out = {
            "needs a domain": self.tr("no {word}").format(word=DOMAIN),
            "needs a kind": self.tr("no {word}").format(word=KIND),
            "": "",
        }
        self.table.blockSignals(True)
        self.table.show_rows(
            [
                (
                    one.text,
                    QLocale().toString(one.weight, "g", 4),
                    left_out[one.left_out] if one.share is None else percentage(one.share),
                )
                for one in shown
            ]
        )
        for position in range(self.table.rowCount()):
            self._make_editable(position)
        self.table.blockSignals(False)
        self._say("")
        self._follow()

    def _make_editable(self, position: int) -> None:
        for column in (CONTEXT, WEIGHT):
            item = self.table.item(position, column)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        for column in (WEIGHT, SHARE):
            item = self.table.item(position, column)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _follow(self) -> None:
        self.remove_button.setEnabled(
            self.table.currentRow() >= 0 and bool(self.table.selectedItems())
        )
        self.reset_button.setEnabled(self._settings.contexts is not None)

    @Slot()
    def _add(self) -> None:
        position = self.table.rowCount()
        self.table.blockSignals(True)
        self.table.setRowCount(position + 1)
        for column, text in ((CONTEXT, ""), (WEIGHT, f"{HIGHEST_WEIGHT:g}"), (SHARE, "")):
            self.table.setItem(position, column, QTableWidgetItem(text))
        self._make_editable(position)
        self.table.blockSignals(False)
        self.table.setCurrentCell(position, CONTEXT)
        item = self.table.item(position, CONTEXT)
        if item is not None:
            self.table.editItem(item)

    @Slot()
    def _remove(self) -> None:
        position = self.table.currentRow()
        self.table.blockSignals(True)
        self.table.removeRow(position)
        self.table.blockSignals(False)
        self._edited()

    @Slot()
    def _reset(self) -> None:
        self._store(default_contexts=True)

    @Slot()
    def _edited(self) -> None:
        """Store the contexts where all of them are right; say what is wrong otherwise."""
        # A row that nothing is written in yet does not count.
        rows = [row for row in self.table.rows() if row[CONTEXT].strip()]
        problem = self._problem_of(rows)
        self._say(problem)
        if not problem:
            self._store(contexts=[Context(text, _number(weight)) for text, weight, _ in rows])

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _problem_of(self, rows: list[list[str]]) -> str:
        """What is wrong with the first context that is not right; "" where all are."""
        if not rows:
            return self.tr("At least one context has to stay, if only {label}.").format(label="{}")
        seen = set()
        for text, weight, _ in rows:
            words = " ".join(text.split())
            if LABEL not in words:
                return self.tr("“{text}” needs {label} where the label goes.").format(
                    text=words, label=LABEL
                )
            if words in seen:
                return self.tr("“{text}” is there twice.").format(text=words)
            if not 0 <= _number(weight) <= HIGHEST_WEIGHT:
                return self.tr("“{weight}” is no weight; write a number from 0 to 100.").format(
                    weight=weight
                )
            try:
                checked_context(words)
            except InputError:
                return self.tr(
                    "“{text}” has braces that mean nothing; {label}, {domain} and {kind} do."
                ).format(text=words, label=LABEL, domain=DOMAIN, kind=KIND)
            seen.add(words)
        return ""

    # Storing

    def _store(self, **changes: Any) -> None:  # noqa: ANN401 - those of change_language
        catalogue = self._context.catalogue

        def store() -> LanguageSettings:
            change_language(catalogue, **changes)
            return language_settings(catalogue.settings)

        self._context.writes.submit(store, self._stored, self._refused)

    def _stored(self, settings: LanguageSettings) -> None:
        self._settings = settings
        self._show_contexts()
        self._context.hub.refreshed.emit()

    def _refused(self, error: Exception) -> None:
        """Words with braces, say: what is stored stays, and is shown again."""
        self.domain.setText(self._settings.domain)
        self.kind.setText(self._settings.kind)
        self._context.hub.failed.emit(error)


def _number(text: str) -> float:
    """A number as it is written here; not a number where it is none."""
    number, is_number = QLocale().toDouble(text)
    return float(number) if is_number else math.nan


def _own_name(code: str) -> str:
    """What a language calls itself, with its code."""
    own = QLocale(code).nativeLanguageName() or LANGUAGES[code]
    return f"{own} ({code})"
