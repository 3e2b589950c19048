"""The Library page: all images, narrowed down by facets and words; labels for many at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.records import ChangeSet, ImageFilter, ImageOrder
from engine.language.query import Query
from gui.library.bar import LibraryBar, LibraryFooter
from gui.library.emptiness import Emptiness
from gui.library.facet_counts import ArchiveCounts, FacetCounting
from gui.library.facets import FacetPanel
from gui.library.filter_chips import FilterChips
from gui.library.filters.editor import FilterEditor
from gui.library.images.actions import ImageActions
from gui.library.images.images import LibraryImages
from gui.library.name_jump import NameJump
from gui.library.panel.panel import LabelPanel
from gui.library.picture_data import holds_picture
from gui.library.query import LibraryQuery, LibraryResult
from gui.library.saved.menu import SavedSearchMenu
from gui.library.search import LibrarySearch
from gui.library.search_cut import SearchCut
from gui.library.search_status import SearchStatus
from gui.library.words import found_by
from gui.models.vocabulary import vocabulary_of
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.image_shortcuts import key_of_place
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.label_set_keys import LabelSetKeys
from gui.widgets.thumbnails.grid import ThumbnailGrid
from gui.widgets.thumbnails.view import DEFAULT_CELL_PX

FACETS_WIDTH_PX = 224
PANEL_WIDTH_PX = 272


class LibraryPage(QWidget):
    """Facets on the left, the grid in the middle, the labels of the selection on the right."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._total: int | None = None
        self._shown: tuple[ImageFilter, Query | None] | None = None
        self.vocabulary = vocabulary_of(context)
        self._names_are_due = True
        self.query = LibraryQuery(context, self)
        self.counting = FacetCounting(context, self.query, self)
        self.grid = ThumbnailGrid(context.catalogue.images, context.catalogue.thumbnails, self)
        self.images = LibraryImages(context, self.grid, self)
        key_of = partial(key_of_place, "library")
        self.set_keys = LabelSetKeys(context.label_sets, self.vocabulary, key_of, self)
        self.facets = FacetPanel(context.navigator, self)
        self.chips = FilterChips(self)
        self.bar = LibraryBar(self.vocabulary, self)
        self.status = SearchStatus(self)
        self.search = LibrarySearch(
            context, self.vocabulary, self.query, self.bar, self.chips, self.status, parent=self
        )
        self.cut = SearchCut(self)
        self.cut.all_wanted.connect(self.query.set_shows_all)
        self.cut.captions_wanted.connect(self.query.set_with_captions)
        self.saved = SavedSearchMenu(context, self.query, self.bar, self.status, self)
        self.footer = LibraryFooter(self)
        self.panel = LabelPanel(context, self.vocabulary, self.grid.selection, self)
        self.empty = EmptyState(self)
        self._emptiness = Emptiness(context, self.search, self.empty, self)
        self._stack = QStackedWidget(self)
        self._was_at_images = False
        self.empty.wait_behind(self._show_reading)
        self._jump = NameJump(context, self.grid, self)
        self.setAcceptDrops(True)
        self._build()
        self._restore()
        self._connect()
        self._add_actions()
        self.query.refresh()

    # What the window asks of a page

    def activate(self) -> None:
        """The page is shown: the keyboard goes to the images."""
        self.images.focus_images()

    def showEvent(self, event: QShowEvent) -> None:
        """Count and name what changed while another page was shown."""
        super().showEvent(event)
        self.counting.set_shown(True)
        if self._names_are_due and self.vocabulary.is_loaded:
            self._show_vocabulary()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the counts."""
        super().hideEvent(event)
        self.counting.set_shown(False)

    def show_filter(self, wanted: ImageFilter) -> None:
        """Show the images of a filter that another page asks for."""
        self.query.ask(wanted, None)

    def show_similar(self, image_ids: Sequence[int]) -> None:
        """Show all images, those that are most like these first."""
        self.search.show_similar(image_ids)

    def shutdown(self) -> None:
        """Remember how the page stands and stop reading."""
        view = self._context.view
        view.set("library/cell", self.grid.cell_px)
        view.set("library/order", str(self.query.order))
        view.set("library/backwards", int(self.query.backwards))
        closed = [name for name, section in self.facets.sections.items() if not section.is_open]
        view.set("library/folded", ",".join(closed))
        self.search.close()
        self.counting.close()
        self.images.shutdown()
        self.grid.close_lanes()
        self.panel.close_lanes()

    # Building

    def _build(self) -> None:
        self._stack.addWidget(self.images)
        self._stack.addWidget(self.empty)
        chips = QWidget(self)
        chips_layout = QVBoxLayout(chips)
        chips_layout.setContentsMargins(spacing.small, spacing.small, spacing.small, 0)
        chips_layout.addWidget(self.chips)
        self._chips_row = chips
        chips.hide()
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.status)
        column.addWidget(chips)
        column.addWidget(self.cut)
        column.addWidget(self._stack, 1)
        self.set_keys.setContentsMargins(spacing.medium, 0, spacing.medium, spacing.tiny)
        self.set_keys.hide()
        column.addWidget(self.set_keys)
        column.addWidget(self.footer)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("columns")
        for widget in (self.facets, middle, self.panel):
            self.splitter.addWidget(widget)
        self.facets.setMinimumWidth(160)
        middle.setMinimumWidth(400)
        self.panel.setMinimumWidth(200)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([FACETS_WIDTH_PX, 10_000, PANEL_WIDTH_PX])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _restore(self) -> None:
        view = self._context.view
        self.grid.set_cell_size(view.number("library/cell", DEFAULT_CELL_PX))
        self.footer.size_slider.setValue(self.grid.cell_px)
        order = str(view.get("library/order", ImageOrder.PATH))
        self.query.order = ImageOrder(order) if order in list(ImageOrder) else ImageOrder.PATH
        self.bar.set_order(self.query.order)
        self.query.backwards = bool(view.number("library/backwards", 0))
        self.bar.backwards.setChecked(self.query.backwards)
        closed = str(view.get("library/folded", "source")).split(",")
        for name, section in self.facets.sections.items():
            section.set_open(name not in closed)

    def _connect(self) -> None:
        query, grid, facets = self.query, self.grid, self.facets
        query.asked.connect(self._show_filter)
        query.found.connect(self._show_result)
        query.outdated.connect(self.footer.set_outdated)
        query.failed.connect(self._show_error)
        grid.cell_size_changed.connect(self.footer.size_slider.setValue)
        grid.selection.changed.connect(self._show_selected)
        grid.cards.failed.connect(self._context.hub.failed)
        self.footer.size_chosen.connect(grid.set_cell_size)
        self.bar.order_chosen.connect(query.set_order)
        self.bar.backwards_chosen.connect(query.set_backwards)
        self.bar.search.words_changed.connect(self._filter_words)
        self.bar.search.label_chosen.connect(self._add_label_filter)
        self.bar.search.left.connect(self.activate)
        self.search.searched.connect(self.activate)
        self.search.blocked.connect(self._show_emptiness)
        self.chips.filter_changed.connect(query.set_filter)
        facets.filter_chosen.connect(query.set_filter)
        self.counting.archive_counted.connect(self._show_archive)
        self.counting.counted.connect(facets.set_counts)
        self.counting.suggested_counted.connect(facets.set_suggested)
        self.footer.update_requested.connect(query.apply_update)
        self.footer.encoding_requested.connect(self._encode)
        self.footer.progress_requested.connect(self._context.navigator.progress_requested)
        self.footer.problems_requested.connect(self._context.navigator.problems_requested)
        self.panel.left.connect(self.activate)
        self.vocabulary.changed.connect(self._show_vocabulary)
        self._context.hub.changed.connect(self._follow)
        self._context.hub.refreshed.connect(self._reload)
        self._context.tasks.added.connect(self._show_emptiness)
        self._context.tasks.ended.connect(self._show_emptiness)

    def _add_actions(self) -> None:
        grid, add = self.grid, shortcuts.action
        caption = add("library.captions", self, self.panel.write_caption)
        self.panel.captions.write_button.setToolTip(caption.toolTip())
        self.actions_on_images = ImageActions(
            self._context, self.images, self.panel, self.vocabulary, (self.panel, self.facets), self
        )
        self.actions_on_images.similar.triggered.connect(self._find_similar)
        self.actions_on_images.duplicates.triggered.connect(self._show_duplicates)
        self.actions_on_images.export.triggered.connect(self._export)
        self.set_keys.given.connect(self.actions_on_images.label_keys.give)
        self.set_keys.left.connect(self.activate)
        self.images.turned.connect(self.set_keys.setVisible)
        add("library.find", self, self._find)
        by_meaning = add("library.by_meaning", self, self.search.begin)
        self.bar.meaning_button.setToolTip(by_meaning.toolTip())
        shortcuts.bind_button(
            self.bar.filter_button, add("library.filter", self, self._edit_filter)
        )
        add("library.paste", self.images, self._paste)
        add("library.larger", self, lambda: grid.change_cell_size(1))
        add("library.smaller", self, lambda: grid.change_cell_size(-1))
        add("library.go_to_name", self.images, self._go_to_name)
        add("library.clear_filters", self, self.search.clear)

    # Asking

    @Slot(str)
    def _filter_words(self, words: str) -> None:
        self.query.set_filter(replace(self.query.filter, text=words))

    @Slot(int)
    def _add_label_filter(self, label_id: int) -> None:
        ids = dict.fromkeys((*self.query.filter.label_ids, label_id))
        self.query.set_filter(replace(self.query.filter, label_ids=tuple(ids), text=""))

    @Slot()
    def _edit_filter(self) -> None:
        editor = FilterEditor(self._context, self.vocabulary, self.query.filter, self)
        editor.finished.connect(editor.deleteLater)
        editor.done_with.connect(self.query.set_filter)
        editor.open()

    def _go_to_name(self) -> None:
        self.images.close_loupe()
        self.grid.type_ahead.start()

    @Slot()
    def _find_similar(self) -> None:
        ids = self.grid.ids_to_open()
        if ids:
            self.search.show_similar(ids)

    @Slot()
    def _show_duplicates(self) -> None:
        """The images that are the same as the one meant, set aside or not, and nothing else."""
        ids = self.grid.ids_to_open()
        if ids:
            self.show_filter(ImageFilter(duplicates_of=ids[0]))
            self.activate()

    @Slot()
    def _export(self) -> None:
        """The images that are selected, where several are; else all that the filters leave."""
        ids = list(self.grid.selection.selected_ids())
        chosen = ids if len(ids) > 1 else self.query.filter
        self._context.navigator.export_requested.emit(chosen)

    @Slot()
    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if holds_picture(data):
            self.search.search_picture(data)

    @Slot()
    def _encode(self) -> None:
        self._context.navigator.work_requested.emit("encode")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture is searched by; folders and catalogues are the window's."""
        if holds_picture(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by the picture."""
        event.acceptProposedAction()
        self.search.search_picture(event.mimeData())

    # Showing

    @Slot()
    def _show_filter(self) -> None:
        wanted = self.query.filter
        self.facets.set_filter(wanted)
        self.search.show_chips(self.vocabulary)
        self._chips_row.setVisible(self.query.is_filtered)

    @Slot(object)
    def _show_result(self, result: LibraryResult) -> None:
        ranking = result.ranking
        is_new = ranking is not None and self._shown != (result.filter, result.meaning)
        self._shown = (result.filter, result.meaning)
        if is_new:
            # What was selected is anywhere now; nothing should be put on it unseen.
            self.images.close_loupe()
            self.grid.selection.clear()
        self.grid.set_images(result.ids, from_top=is_new)
        self.images.follow()
        reasons: dict[int, Callable[[], str]] = {}
        if ranking is not None and result.meaning is not None:
            reasons = found_by(ranking, result.meaning)
        self.grid.set_scores(
            None if ranking is None else ranking.scores[: len(result.ids)], reasons
        )
        self.panel.set_found_by(reasons)
        self.cut.show_result(result, with_captions=self.query.with_captions)
        self.footer.set_not_encoded(0 if ranking is None else ranking.not_encoded)
        self.search.show_chips(self.vocabulary)
        self._show_selected()
        self._show_emptiness()
        self.vocabulary.load()
        self._show_count()

    @Slot(object)
    def _show_archive(self, counts: ArchiveCounts) -> None:
        self._total = counts.total
        self.facets.set_folders(counts.folders)
        by_status = counts.by_status
        self.footer.set_problems(by_status.get("unreadable", 0), by_status.get("missing", 0))
        self._show_count()

    def _show_count(self) -> None:
        shown = len(self.grid.selection.ids)
        self.footer.set_count(shown, self._total)

    @Slot()
    def _show_vocabulary(self) -> None:
        self._names_are_due = not self.isVisible()
        if self._names_are_due:
            return
        self.facets.set_labels(self.vocabulary.labels)
        self.search.show_chips(self.vocabulary)

    @Slot()
    def _show_selected(self) -> None:
        selection = self.grid.selection
        self.footer.set_selected(selection.count, selection.hidden_count)

    @Slot()
    def _show_emptiness(self) -> None:
        """The grid, or why there is nothing in it and what to do."""
        result = self.query.result
        if self.search.obstacle is not None:
            self.search.explain(self.empty)
            self._stack.setCurrentWidget(self.empty)
            return
        if result is None:
            if self._stack.currentWidget() is self.images:
                self.empty.wait_behind(self._show_reading)
            return
        self.empty.stop_waiting()
        if len(result.ids):
            is_back = self._was_at_images and not self.bar.search.hasFocus()
            self._stack.setCurrentWidget(self.images)
            self._was_at_images = False
            if is_back:
                self.activate()
            return
        self._emptiness.explain(result)
        self._stack.setCurrentWidget(self.empty)

    @Slot()
    def _show_reading(self) -> None:
        """Nothing is known of the images yet, and that has lasted long enough to see."""
        if self._stack.currentWidget() is self.empty:
            return
        self._was_at_images = self.images.has_focus
        self.empty.say("loader-circle", self.tr("Reading the list of images…"))
        self._stack.setCurrentWidget(self.empty)

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        self._context.hub.failed.emit(error)
        if self.query.result is not None:
            return
        self._emptiness.complain(error, self.query.refresh)
        self._stack.setCurrentWidget(self.empty)

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        self.grid.cards.mark_stale(None if change.images_unknown else change.image_ids)

    @Slot()
    def _reload(self) -> None:
        self.grid.reload_pictures()

    # Doing

    @Slot()
    def _find(self) -> None:
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()
