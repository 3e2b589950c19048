"""Settings kept under a name, and the exports made before: a menu, a dialog, a list."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from db.text import MAX_NAME_LENGTH, clean_name, name_key
from engine.answers.exporting.presets import (
    LastExport,
    delete_preset,
    last_exports,
    open_preset,
    preset_names,
    save_preset,
)
from engine.answers.exporting.settings import ExportSettings
from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.widgets.plain_text import button_text
from gui.words.amounts import number
from gui.words.failures import sentence_of
from gui.words.times import local_time

SAVE_SIZE_PX = (420, 220)
LIST_HEIGHT_PX = 150


class PresetButton(QToolButton):
    """Opens the menu of the settings that were kept; opens, keeps and forgets them."""

    opened = Signal(object)
    """ExportSettings that were kept before."""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._now: ExportSettings | None = None
        self.setText(self.tr("Saved settings"))
        self.setAccessibleName(self.text())
        self.setToolTip(self.tr("Settings of exports under a name; the command line knows them"))
        self.clicked.connect(self.ask)

    def follow(self, settings: ExportSettings | None) -> None:
        """What would be kept now; None where something about it is wrong."""
        self._now = settings

    @Slot()
    def ask(self) -> None:
        """Open the menu, once it is known what there is."""
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: preset_names(catalogue), self._pop_up, self._context.hub.failed.emit
        )

    def menu_of(self, names: Sequence[str]) -> QMenu:
        """The settings there are, and what can be done."""
        menu = QMenu(self)
        for name in names:
            action = menu.addAction(button_text(name))
            action.triggered.connect(lambda _checked=False, name=name: self.open(name))
        menu.addSeparator()
        save = menu.addAction(self.tr("Save these settings…"))
        save.setEnabled(self._now is not None)
        save.triggered.connect(lambda _checked=False: self._save(names))
        forget = menu.addMenu(self.tr("Delete"))
        forget.setEnabled(bool(names))
        for name in names:
            action = forget.addAction(button_text(name))
            action.triggered.connect(lambda _checked=False, name=name: self._delete(name))
        return menu

    def open(self, name: str) -> None:
        """Choose what was kept under a name."""
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: open_preset(catalogue, name), self.opened.emit, self._context.hub.failed.emit
        )

    def _pop_up(self, names: Sequence[str]) -> None:
        menu = self.menu_of(names)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _save(self, names: Sequence[str]) -> None:
        if self._now is not None:
            SavePresetDialog(self._context, self._now, names, self).open()

    def _delete(self, name: str) -> None:
        catalogue = self._context.catalogue
        self._context.writes.submit(
            lambda: delete_preset(catalogue, name), None, self._context.hub.failed.emit
        )


class SavePresetDialog(DialogFrame):
    """Asks for a name; one that is taken replaces its settings, which is said before."""

    def __init__(
        self,
        context: CatalogueContext,
        settings: ExportSettings,
        names: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        explanation = self.tr("Everything that is chosen on this page but where it goes.")
        super().__init__(self.tr("Save these settings"), explanation, parent, SAVE_SIZE_PX)
        self._context = context
        self._settings = settings
        self._names = {name_key(one): one for one in names}
        self.name = QLineEdit(self)
        self.name.setMaxLength(MAX_NAME_LENGTH)
        self.name.setAccessibleName(self.tr("Name of the settings"))
        self.name.setPlaceholderText(self.name.accessibleName())
        self.said = plain_label("", self, role="muted")
        self.said.setWordWrap(True)
        self.content.addWidget(self.name)
        self.content.addWidget(self.said)
        self.content.addStretch(1)
        self.add_button(self.tr("Cancel")).clicked.connect(self.reject)
        self.button = self.add_button(self.tr("Save"), primary=True)
        self.button.clicked.connect(self._save)
        self.name.textChanged.connect(self._follow_name)
        self._follow_name()

    @Slot()
    def _follow_name(self) -> None:
        name = clean_name(self.name.text())
        taken = self._names.get(name_key(name)) if name else None
        said = self.tr("“{name}” is there already: saving replaces it.") if taken else ""
        self.said.setText(said.replace("{name}", taken or ""))
        self.button.setText(self.tr("Replace") if taken else self.tr("Save"))
        self.button.setEnabled(bool(name))

    @Slot()
    def _save(self) -> None:
        catalogue, name, settings = self._context.catalogue, self.name.text(), self._settings
        replaces = name_key(clean_name(name)) in self._names
        self.button.setEnabled(False)
        self._context.writes.submit(
            lambda: save_preset(catalogue, name, settings, replaces=replaces),
            lambda _name: self.accept(),
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self.said.setText(sentence_of(error))
        self.button.setEnabled(True)


class LastExports(QWidget):
    """The exports made before, the newest first; one of them can be made again as it was."""

    again = Signal(object)
    """A LastExport."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._exports: list[LastExport] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("Last exports"), self, role="heading"))
        self.table = PlainTable(
            self.tr("Last exports"),
            (self.tr("Where to"), self.tr("When"), self.tr("Images"), self.tr("As")),
            stretched=(0,),
            parent=self,
        )
        self.table.setFixedHeight(LIST_HEIGHT_PX)
        self.table.itemSelectionChanged.connect(self._follow)
        self.table.itemDoubleClicked.connect(self._repeat)
        column.addWidget(self.table)
        self.button = QPushButton(self.tr("Choose the same again"), self)
        self.button.clicked.connect(self._repeat)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def read(self) -> None:
        """Show the exports made up to now."""
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: last_exports(catalogue), self._show, self._context.hub.failed.emit
        )

    def newest(self) -> LastExport | None:
        """The last export; None where there is none."""
        return self._exports[0] if self._exports else None

    def _show(self, exports: list[LastExport]) -> None:
        self._exports = exports
        self.table.show_rows(
            [
                [
                    one.destination.name,
                    local_time(one.made_at),
                    number(one.images),
                    one.settings.format,
                ]
                for one in exports
            ]
        )
        for row, one in enumerate(exports):
            item = self.table.item(row, 0)
            if item is not None:
                item.setToolTip(str(one.destination))
        if exports:
            self.table.selectRow(0)
        self.setVisible(bool(exports))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.button.setEnabled(0 <= self.table.currentRow() < len(self._exports))

    @Slot()
    def _repeat(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._exports):
            self.again.emit(self._exports[row])
