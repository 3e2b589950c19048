"""Preferences of the person, settings of the open catalogue, and the keys."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from engine.answers.limits import MEMORY_SETTING, TIMEOUT_SETTING, limits_from
from gui.dialogs.frame import DialogFrame, muted
from gui.dialogs.language_settings import LanguageEditor
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.review_choices import ReviewChoices
from gui.services.settings import TICK_LEVELS_PERCENT, Preferences
from gui.services.translations import LANGUAGES
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable

SIZE_PX = (720, 660)
MEBIBYTE = 1024**2


class SettingsDialog(DialogFrame):
    """Every choice holds as soon as it is made; there is nothing to confirm."""

    theme_chosen = Signal(str)

    def __init__(
        self,
        preferences: Preferences,
        context: CatalogueContext | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Settings"))
        self.heading.setText(self.tr("Settings"))
        self._preferences = preferences
        self._context = context
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Settings"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._general(), self.tr("General"))
        if context is not None:
            self.tabs.addTab(self._review(context.review_choices), self.tr("Review"))
            self.tabs.addTab(self._catalogue(context), self.tr("This catalogue"))
            self.language_editor = LanguageEditor(context, self)
            self.tabs.addTab(self.language_editor, self.tr("Names and contexts"))
        self.tabs.addTab(KeysEditor(self), self.tr("Keys"))
        self.content.addWidget(self.tabs)
        self.add_close_button()

    # General

    def _general(self) -> QWidget:
        page, form = _form_page(self)
        self.curator = QLineEdit(self._preferences.curator, page)
        self.curator.setAccessibleName(self.tr("Your name"))
        self.curator.editingFinished.connect(self._curator_changed)
        form.addRow(self.tr("Your name"), self.curator)
        form.addRow(
            "", muted(self.tr("Decisions are recorded under this name, from the next start."), page)
        )
        self.language = QComboBox(page)
        self.language.setAccessibleName(self.tr("Language"))
        self.language.addItem(self.tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(self._preferences.language))
        self.language.currentIndexChanged.connect(self._language_changed)
        form.addRow(self.tr("Language"), self.language)
        form.addRow("", muted(self.tr("Changes with the next start."), page))
        self.theme = QComboBox(page)
        self.theme.setAccessibleName(self.tr("Theme"))
        for choice, name in (
            ("system", self.tr("As the system")),
            ("dark", self.tr("Dark")),
            ("light", self.tr("Light")),
        ):
            self.theme.addItem(name, choice)
        self.theme.setCurrentIndex(self.theme.findData(self._preferences.theme))
        self.theme.currentIndexChanged.connect(self._theme_changed)
        form.addRow(self.tr("Theme"), self.theme)
        self.backup_minutes = _spin(page, self.tr("Minutes between backups"), 0, 1440)
        self.backup_minutes.setSuffix(self.tr(" min"))
        self.backup_minutes.setSpecialValueText(self.tr("never"))
        self.backup_minutes.setValue(self._preferences.backup_interval_min)
        self.backup_minutes.valueChanged.connect(self._backup_changed)
        form.addRow(self.tr("Back up every"), self.backup_minutes)
        form.addRow(
            "",
            muted(
                self.tr("Backups are taken while you work, when something changed, and thinned."),
                page,
            ),
        )
        return page

    @Slot()
    def _curator_changed(self) -> None:
        self._preferences.curator = self.curator.text()

    @Slot()
    def _language_changed(self) -> None:
        self._preferences.language = str(self.language.currentData())

    @Slot()
    def _theme_changed(self) -> None:
        self.theme_chosen.emit(str(self.theme.currentData()))

    @Slot(int)
    def _backup_changed(self, minutes: int) -> None:
        self._preferences.backup_interval_min = minutes

    # Review

    def _review(self, choices: ReviewChoices) -> QWidget:
        page, form = _form_page(self)
        levels = TICK_LEVELS_PERCENT
        name = self.tr("Tick suggestions from")
        self.tick_level = _spin(page, name, levels[0], levels[-1])
        self.tick_level.setSuffix(self.tr(" %"))
        self.tick_level.setSingleStep(levels.step)
        # A figure that is half typed is no choice yet.
        self.tick_level.setKeyboardTracking(False)
        self.tick_level.setValue(choices.level_percent)
        self.tick_level.valueChanged.connect(choices.set_level)
        choices.level_changed.connect(self.tick_level.setValue)
        form.addRow(name, self.tick_level)
        form.addRow(
            "",
            muted(
                self.tr(
                    "One image at a time: Enter takes those that are at least so likely right. "
                    "For all your catalogues."
                ),
                page,
            ),
        )
        name = self.tr("In a grid, what has no tick")
        self.others = QComboBox(page)
        self.others.setAccessibleName(name)
        self.others.addItem(self.tr("is rejected"), True)
        self.others.addItem(self.tr("is left open"), False)
        self.others.currentIndexChanged.connect(self._others_changed)
        choices.reject_others_changed.connect(self._show_others)
        self._show_others(choices.reject_others)
        form.addRow(name, self.others)
        when = self.tr("When a page of the grid is taken. For this catalogue.")
        form.addRow("", muted(when, page))
        return page

    @Slot(bool)
    def _show_others(self, reject: bool) -> None:
        self.others.setCurrentIndex(self.others.findData(reject))

    @Slot()
    def _others_changed(self) -> None:
        if self._context is not None:
            self._context.review_choices.set_reject_others(bool(self.others.currentData()))

    # This catalogue

    def _catalogue(self, context: CatalogueContext) -> QWidget:
        page, form = _form_page(self)
        limits = limits_from(context.settings)
        form.addRow(
            muted(
                self.tr(
                    "Each file is read in a process of its own. One that needs more than this is "
                    "left out and listed among the files with problems."
                ),
                page,
            )
        )
        self.memory = _spin(page, self.tr("Memory for one image"), 64, 1 << 20)
        self.memory.setSuffix(self.tr(" MB"))
        self.memory.setSingleStep(256)
        self.memory.setValue(limits.memory_bytes // MEBIBYTE)
        self.memory.valueChanged.connect(self._memory_changed)
        form.addRow(self.tr("Memory for one image"), self.memory)
        self.timeout = _spin(page, self.tr("Time for one image"), 1, 3600)
        self.timeout.setSuffix(self.tr(" s"))
        self.timeout.setValue(round(limits.timeout_s))
        self.timeout.valueChanged.connect(self._timeout_changed)
        form.addRow(self.tr("Time for one image"), self.timeout)
        form.addRow("", muted(self.tr("Holds from the next time new files are looked for."), page))
        return page

    @Slot(int)
    def _memory_changed(self, mebibytes: int) -> None:
        self._store(MEMORY_SETTING, mebibytes * MEBIBYTE)

    @Slot(int)
    def _timeout_changed(self, seconds: int) -> None:
        self._store(TIMEOUT_SETTING, float(seconds))

    def _store(self, key: str, value: float) -> None:
        if self._context is not None:
            self._context.settings.set(key, value)


class KeysEditor(QWidget):
    """Every action with its keys; choose one, press the new key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PlainTable(
            self.tr("Actions and their keys"),
            [self.tr("Where"), self.tr("Action"), self.tr("Keys")],
            stretched=(1,),
            parent=self,
        )
        self.table.itemSelectionChanged.connect(self._follow)
        self.key_edit = QKeySequenceEdit(self)
        self.key_edit.setAccessibleName(self.tr("New key"))
        self.key_edit.setMaximumSequenceLength(1)
        self.key_edit.keySequenceChanged.connect(self._follow)
        self.use_button = QPushButton(self.tr("Use this key"), self)
        self.use_button.setAutoDefault(False)
        self.use_button.clicked.connect(self._use)
        self.reset_button = QPushButton(self.tr("Back to default"), self)
        self.reset_button.setAutoDefault(False)
        self.reset_button.clicked.connect(self._reset)
        self.problem = plain_label("", self, role="danger")
        row = QHBoxLayout()
        row.addWidget(plain_label(self.tr("New key"), self, role="muted"))
        row.addWidget(self.key_edit, 1)
        row.addWidget(self.use_button)
        row.addWidget(self.reset_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.medium, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.problem)
        self._fill()
        self._follow()

    def select(self, shortcut_id: str) -> None:
        """Choose the row of an action."""
        self.table.selectRow(list(shortcuts.BY_ID).index(shortcut_id))

    def _fill(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        self.table.show_rows(
            [
                (
                    shortcuts.page_name(shortcut.page),
                    shortcuts.text(shortcut.id).removesuffix("…"),
                    "   ".join(key.toString(native) for key in shortcuts.book().keys(shortcut.id)),
                )
                for shortcut in shortcuts.BY_ID.values()
            ]
        )

    def _selected(self) -> str | None:
        row = self.table.currentRow()
        return list(shortcuts.BY_ID)[row] if row >= 0 else None

    @Slot()
    def _follow(self) -> None:
        chosen, key = self._selected(), self.key_edit.keySequence()
        taken = (
            shortcuts.book().conflicts(chosen, key)
            if chosen is not None and not key.isEmpty()
            else []
        )
        sentence = ""
        if taken:
            sentence = self.tr("This key is taken: {action} ({where}).").format(
                action=shortcuts.text(taken[0].id).removesuffix("…"),
                where=shortcuts.page_name(taken[0].page),
            )
        self.problem.setText(sentence)
        self.use_button.setEnabled(chosen is not None and not key.isEmpty() and not taken)
        self.reset_button.setEnabled(chosen is not None)

    @Slot()
    def _use(self) -> None:
        chosen = self._selected()
        if chosen is not None:
            shortcuts.book().set_keys(chosen, [self.key_edit.keySequence()])
            self.key_edit.clear()
            self._fill()

    @Slot()
    def _reset(self) -> None:
        chosen = self._selected()
        if chosen is not None:
            shortcuts.book().set_keys(chosen, None)
            self._fill()


def _form_page(parent: QWidget) -> tuple[QWidget, QFormLayout]:
    page = QWidget(parent)
    form = QFormLayout(page)
    form.setContentsMargins(0, spacing.large, 0, 0)
    form.setHorizontalSpacing(spacing.large)
    form.setVerticalSpacing(spacing.small)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return page, form


def _spin(parent: QWidget, name: str, least: int, most: int) -> QSpinBox:
    spin = with_air(QSpinBox(parent))
    spin.setAccessibleName(name)
    spin.setRange(least, most)
    # The style sheet's padding does not reach the line edit inside.
    spin.lineEdit().setTextMargins(spacing.small, 0, 0, 0)
    return spin
