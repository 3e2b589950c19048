"""The library's named searches: a mark in the search box opens the menu of them."""

from PySide6.QtCore import QObject, QPoint, QSignalBlocker, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from db.records import ImageFilter
from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_searches import OpenedSearch, SavedSearches, open_search, saved_searches
from gui.library.bar import LibraryBar
from gui.library.query import LibraryQuery
from gui.library.saved.dialogs import SavedSearchesDialog, SaveSearchDialog
from gui.library.search_status import SearchStatus
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style import icons
from gui.widgets.plain_text import button_text
from gui.words.failures import sentence_of
from messages.message import MendableError
from messages.sentences import sentence

EVERYTHING = ImageFilter()


class SavedSearchMenu(QObject):
    """Opens, saves and keeps searches; what it says stands in the line below the box."""

    def __init__(
        self,
        context: CatalogueContext,
        query: LibraryQuery,
        bar: LibraryBar,
        status: SearchStatus,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._context = context
        self._query = query
        self._bar = bar
        self._status = status
        self._page = page
        self._opened: SavedSearch | None = None
        self._complained_of: tuple[object, ...] | None = None
        self._mark: QAction = bar.search.addAction(
            icons.icon("bookmark", "text_muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._mark.triggered.connect(self.ask)
        bound = shortcuts.action("library.saved", page, self.ask)
        self._mark.setToolTip(bound.toolTip())
        self._mark.setText(bound.text())
        query.asked.connect(self._follow_question)

    @Slot()
    def ask(self) -> None:
        """Open the menu, once it is known what there is."""
        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: saved_searches(catalogue), self._pop_up)

    def menu(self, found: SavedSearches) -> QMenu:
        """The searches there are, the one that is shown marked, and what can be done."""
        menu = QMenu(self._page)
        current = self._current()
        for name in found.names:
            action = menu.addAction(button_text(name))
            action.setCheckable(True)
            action.setChecked(current is not None and current.name == name)
            action.triggered.connect(lambda _checked=False, name=name: self.open(name))
        menu.addSeparator()
        save = menu.addAction(self.tr("Save this search…"))
        save.setEnabled(self._is_narrowed())
        save.triggered.connect(lambda _checked=False: self._save(found))
        keep = menu.addAction(self.tr("Rename, replace or delete…"))
        keep.setEnabled(bool(found.names) or found.trouble is not None)
        keep.triggered.connect(lambda _checked=False: self._keep(found))
        return menu

    def open(self, name: str) -> None:
        """Show the images of a search; what of it is not there any more is said."""
        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: open_search(catalogue, name), self._show, self._complain)

    def _pop_up(self, found: SavedSearches) -> None:
        if found.trouble is not None:
            self._say(sentence(found.trouble))
        menu = self.menu(found)
        menu.aboutToHide.connect(menu.deleteLater)
        box = self._bar.search
        menu.popup(box.mapToGlobal(QPoint(0, box.height())))
        if found.names:
            menu.setActiveAction(menu.actions()[0])

    def _show(self, opened: OpenedSearch) -> None:
        search = opened.search
        self._status.forget_problem()
        self._opened = search
        bar = self._bar
        with QSignalBlocker(bar):
            bar.set_by_meaning(search.meaning is not None)
            bar.set_ranked(False)
            bar.set_order(search.order)
            bar.backwards.setChecked(search.backwards)
        words = search.filter.text if search.meaning is None else str(search.meaning)
        bar.search.replace_words(words)
        self._query.show(search.filter, search.meaning, search.order, backwards=search.backwards)
        if opened.told:
            self._say(" ".join(map(sentence, opened.told)))

    def _complain(self, error: Exception) -> None:
        if isinstance(error, MendableError):
            self._say(sentence_of(error))
        else:
            self._context.hub.failed.emit(error)

    def _say(self, text: str) -> None:
        """Until other images are asked for."""
        self._complained_of = (self._query.filter, self._query.meaning)
        self._status.complain(text)

    @Slot()
    def _follow_question(self) -> None:
        asked = (self._query.filter, self._query.meaning)
        if self._complained_of not in (None, asked):
            self._complained_of = None
            self._status.forget_problem()

    def _now(self, name: str) -> SavedSearch:
        query = self._query
        return SavedSearch(name, query.filter, query.meaning, query.order, query.backwards)

    def _current(self) -> SavedSearch | None:
        """The search that was opened or saved last, while the library shows just that."""
        opened = self._opened
        return opened if opened is not None and self._now(opened.name) == opened else None

    def _is_narrowed(self) -> bool:
        return self._query.filter != EVERYTHING or self._query.meaning is not None

    def _save(self, found: SavedSearches) -> None:
        current = self._opened
        name = current.name if current is not None and current.name in found.names else ""
        search = self._now(name)
        dialog = SaveSearchDialog(self._context, search, found.names, self._page)
        dialog.kept.connect(self._take_saved)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _take_saved(self, name: str) -> None:
        self._opened = self._now(name)

    def _keep(self, found: SavedSearches) -> None:
        shown = self._now("") if self._is_narrowed() else None
        dialog = SavedSearchesDialog(self._context, shown, found, self._page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
