"""Settings kept under a name: a menu, and a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.answers.exporting.presets import (
    delete_preset,
    open_preset,
    preset_names,
    save_preset,
)
from engine.answers.exporting.settings import ExportSettings
from gui.dialogs.name import NameDialog
from gui.services.context import CatalogueContext
from gui.widgets.plain_text import button_text


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


class SavePresetDialog(NameDialog):
    """Keeps settings under a name."""

    def __init__(
        self,
        context: CatalogueContext,
        settings: ExportSettings,
        names: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        catalogue = context.catalogue

        def keep(name: str, replaces: bool) -> str:
            return save_preset(catalogue, name, settings, replaces=replaces)

        super().__init__(
            self.tr("Save these settings"),
            self.tr("Everything that is chosen on this page but where it goes."),
            self.tr("Name of the settings"),
            names,
            keep,
            context.writes,
            parent,
        )
