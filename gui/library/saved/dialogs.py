"""Saving a search under a name; renaming, replacing and deleting those there are."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_searches import (
    DeletedSearch,
    SavedSearches,
    delete_search,
    put_back,
    rename_search,
    save_search,
    saved_searches,
)
from gui.dialogs.frame import DialogFrame
from gui.dialogs.name import NameDialog
from gui.services.context import CatalogueContext
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of
from messages.sentences import sentence

LIST_SIZE_PX = (480, 420)


class SaveSearchDialog(NameDialog):
    """Keeps a search under a name."""

    def __init__(
        self,
        context: CatalogueContext,
        search: SavedSearch,
        names: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        catalogue = context.catalogue

        def keep(name: str, replaces: bool) -> str:
            return save_search(catalogue, replace(search, name=name), replaces=replaces)

        super().__init__(
            self.tr("Save this search"),
            self.tr("Its words, filters and order, as they are now."),
            self.tr("Name of the search"),
            names,
            keep,
            context.writes,
            parent,
        )
        self.name.setText(search.name)
        self.name.selectAll()


class SavedSearchesDialog(DialogFrame):
    """The searches there are. What is done to one is done at once; a deletion can be undone."""

    def __init__(
        self,
        context: CatalogueContext,
        shown: SavedSearch | None,
        found: SavedSearches,
        parent: QWidget | None = None,
    ) -> None:
        """``shown``: what the library shows now, to replace one by; None where that is all."""
        super().__init__(self.tr("Saved searches"), "", parent, LIST_SIZE_PX)
        self._context = context
        self._shown = shown
        self._deleted: DeletedSearch | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Saved searches"))
        self.list.setEditTriggers(
            QListWidget.EditTrigger.EditKeyPressed | QListWidget.EditTrigger.DoubleClicked
        )
        self.said = plain_label("", self, role="muted")
        self.said.setWordWrap(True)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.said)
        self.rename_button = self.add_button(self.tr("Rename"))
        self.rename_button.clicked.connect(self._edit_name)
        self.replace_button = self.add_button(self.tr("Replace"))
        self.replace_button.setToolTip(self.tr("Keep what the library shows now under this name"))
        self.replace_button.clicked.connect(self._replace)
        self.delete_button = self.add_button(self.tr("Delete"))
        self.delete_button.clicked.connect(self._delete)
        self.undo_button = self.add_button(self.tr("Undo"))
        self.undo_button.setToolTip(self.tr("Bring back the search that was deleted last"))
        self.undo_button.clicked.connect(self._put_back)
        self.add_close_button()
        self.list.itemChanged.connect(self._rename)
        self.list.currentRowChanged.connect(self._show_buttons)
        self._show(found)

    @property
    def name(self) -> str:
        """The search that is chosen; "" for none."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _show(self, found: SavedSearches, chosen: str = "", said: str = "") -> None:
        row = max(self.list.currentRow(), 0)
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        for name in found.names:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if name == chosen:
                row = self.list.count() - 1
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        blocker.unblock()
        trouble = "" if found.trouble is None else sentence(found.trouble)
        self.said.setText(" ".join(one for one in (said, trouble) if one))
        self._show_buttons()

    @Slot()
    def _show_buttons(self) -> None:
        there = bool(self.name)
        self.rename_button.setEnabled(there)
        self.delete_button.setEnabled(there)
        self.replace_button.setEnabled(there and self._shown is not None)
        self.undo_button.setEnabled(self._deleted is not None)

    def _change(self, change: Callable[[], str], said: str = "") -> None:
        """Do it, show the list as it is then with the search ``change`` names, and say so."""
        catalogue = self._context.catalogue

        def work() -> tuple[str, SavedSearches]:
            chosen = change()
            return chosen, saved_searches(catalogue)

        def failed(error: Exception) -> None:
            why = sentence_of(error)
            self._context.reads.submit(
                lambda: saved_searches(catalogue),
                lambda found: self._show(found, self.name, why),
            )

        self._context.writes.submit(work, lambda done: self._show(done[1], done[0], said), failed)

    @Slot()
    def _edit_name(self) -> None:
        self.list.setFocus()
        self.list.editItem(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _rename(self, item: QListWidgetItem) -> None:
        old, new = str(item.data(Qt.ItemDataRole.UserRole)), item.text()
        if old != new:
            self._change(lambda: rename_search(self._context.catalogue, old, new))

    @Slot()
    def _replace(self) -> None:
        if self._shown is None:
            return
        search = replace(self._shown, name=self.name)
        said = self.tr("“{name}” is what the library shows now.").replace("{name}", self.name)
        self._change(lambda: save_search(self._context.catalogue, search, replaces=True), said)

    @Slot()
    def _delete(self) -> None:
        name, catalogue = self.name, self._context.catalogue

        def work() -> str:
            self._deleted = delete_search(catalogue, name)
            return ""

        self._change(work, self.tr("“{name}” is deleted.").replace("{name}", name))

    @Slot()
    def _put_back(self) -> None:
        deleted, catalogue = self._deleted, self._context.catalogue
        if deleted is None:
            return

        def work() -> str:
            put_back(catalogue, deleted)
            self._deleted = None
            return deleted.name

        self._change(work)
