"""Which images the library shows: asks the catalogue off-thread, the last question wins.

They are all that a filter finds, in an order; or, searched by meaning, the same ranked.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.records import ChangeSet, ImageFilter, ImageOrder, Status
from engine.answers.search import Ranking
from engine.language.query import Query
from gui.library.meaning_search import MeaningSearch
from gui.models.image_selection import Ids
from gui.services.context import CatalogueContext

RECHECK_DELAY_MS = 400
NO_FILTER = ImageFilter()
NO_LABELS_NEEDED = (
    *("folder", "status", "captured_from", "captured_to", "formats", "bytes_from", "bytes_to"),
    *("side_from_px", "side_to_px", "shape", "duplicates_of"),
)
"""The conditions of a filter that no labelling changes."""


@dataclass(frozen=True, slots=True)
class LibraryResult:
    """The images that a filter finds, in order."""

    filter: ImageFilter
    order: ImageOrder
    ids: Ids
    backwards: bool = False
    meaning: Query | None = None
    ranking: Ranking | None = None
    """How ``ids`` came to stand in this order, where they were searched by meaning: all of them, or
    those that stand out."""


@dataclass(frozen=True, slots=True)
class _Answer:
    generation: int
    result: LibraryResult
    compare: bool
    """It only serves to tell whether what is shown is out of date."""


class LibraryQuery(QObject):
    """Holds what is asked for and what was found last.

    An image that stops fitting the filter because somebody labels it stays where it is (it would
    vanish under the pointer, and a second label could not be put on it); ``outdated`` tells how
    many such there are, and ``apply_update`` shows the new result.
    """

    asked = Signal()
    """The filter or the order is new; its result comes later."""

    found = Signal(object)
    """A LibraryResult to show."""

    outdated = Signal(int)
    """By how many images what is shown differs from what the filter would find now."""

    failed = Signal(object)
    """The exception of a query; what was shown stays."""

    search_failed = Signal(object)
    """The exception of a search by meaning; what was shown stays."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.filter = ImageFilter()
        self.meaning: Query | None = None
        self.order = ImageOrder.PATH
        self.backwards = False
        self.shows_all = False
        """Also what a search by meaning ranks below those that stand out."""
        self.with_captions = True
        """Whether images whose captions have the words are among the first of such a search."""
        self.search = MeaningSearch(context, self)
        self.result: LibraryResult | None = None
        self._fresh: LibraryResult | None = None
        self._running: Future[_Answer] | None = None
        self._generation = 0
        self._recheck = QTimer(self)
        self._recheck.setSingleShot(True)
        self._recheck.setInterval(RECHECK_DELAY_MS)
        self._recheck.timeout.connect(self._compare)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._follow_jobs)

    @property
    def is_filtered(self) -> bool:
        """Whether anything but everything is asked for."""
        return self.filter != ImageFilter() or self.meaning is not None

    def set_filter(self, wanted: ImageFilter) -> None:
        """Ask for other images; the same question again is not asked. A search goes on in them."""
        self.ask(wanted, self.meaning)

    def set_meaning(self, meaning: Query | None) -> None:
        """Rank the images by what they show, or no longer."""
        self.ask(self.filter, meaning)

    def ask(self, wanted: ImageFilter, meaning: Query | None) -> None:
        """Ask for these images, ranked by a search or, without one, in the order that is set."""
        if wanted == self.filter and meaning == self.meaning:
            return
        if meaning is None and self.meaning is not None:
            self.search.rest()
        if meaning != self.meaning:
            self.shows_all = False
        self.filter, self.meaning = wanted, meaning
        self.refresh()

    def show(
        self, wanted: ImageFilter, meaning: Query | None, order: ImageOrder, *, backwards: bool
    ) -> None:
        """Ask for these images in this order, in one question; once more where they are shown."""
        self.order, self.backwards = order, backwards
        if wanted == self.filter and meaning == self.meaning:
            self.refresh()
        else:
            self.ask(wanted, meaning)

    @Slot(bool)
    def set_shows_all(self, shows_all: bool) -> None:
        """Show all that a search by meaning ranked, or those that stand out."""
        self.shows_all = shows_all
        shown = self.result
        if shown is not None and shown.ranking is not None and shown.meaning == self.meaning:
            self._show(replace(shown, ids=self._shown_of(shown.ranking)))

    @Slot(bool)
    def set_with_captions(self, with_captions: bool) -> None:
        """Rank also by the words of captions, or by meaning alone."""
        if with_captions != self.with_captions:
            self.with_captions = with_captions
            self.refresh()

    def _shown_of(self, ranking: Ranking) -> Ids:
        """The images that stand out; all where none does, or somebody wants to see all."""
        ids = ranking.image_ids
        return ids if self.shows_all or not ranking.meant else ids[: ranking.meant]

    def set_order(self, order: ImageOrder) -> None:
        """Ask for the images in another order."""
        if order != self.order:
            self.order = order
            self.refresh()

    def set_backwards(self, backwards: bool) -> None:
        """Ask for the images the other way round."""
        if backwards != self.backwards:
            self.backwards = backwards
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again and show the result."""
        self.asked.emit()
        self._ask()

    @Slot()
    def apply_update(self) -> None:
        """Show what ``outdated`` told of."""
        if self._fresh is not None:
            self._show(self._fresh)

    def _ask(self, *, compare: bool = False) -> None:
        self._generation += 1
        generation, wanted, order = self._generation, self.filter, self.order
        images, backwards = self._context.catalogue.images, self.backwards
        if self._running is not None:
            self._running.cancel()
        self._recheck.stop()
        meaning = self.meaning
        if meaning is not None:

            def take(ranking: Ranking) -> None:
                ids = self._shown_of(ranking)
                result = LibraryResult(wanted, order, ids, backwards, meaning, ranking)
                self._use_answer(_Answer(generation, result, compare))

            self.search.rank(
                meaning, wanted, take, self.search_failed.emit, captions=self.with_captions
            )
            return

        def work() -> _Answer:
            found = images.ids(wanted, order, backwards=backwards)
            ids = np.asarray(found, dtype=np.int64)
            return _Answer(generation, LibraryResult(wanted, order, ids, backwards), compare)

        self._running = self._context.reads.submit(work, self._use_answer, self.failed.emit)

    def _use_answer(self, answer: _Answer) -> None:
        if answer.generation != self._generation:
            return
        if answer.compare:
            self._take_comparison(answer.result)
        else:
            self._show(answer.result)

    def _show(self, result: LibraryResult) -> None:
        self._fresh = None
        self.result = result
        self.outdated.emit(0)
        self.found.emit(result)

    @Slot()
    def _follow_jobs(self) -> None:
        """Something is new. While images are being encoded a search stays as it is: it would read
        all features again every other second."""
        if self.meaning is None or self._context.tasks.find("encode") is None:
            self.refresh()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.images_unknown or change.in_use_changed:
            self.refresh()
        elif self._depends_on_labels():
            self._recheck.start()

    def _depends_on_labels(self) -> bool:
        fixed = (Status.ANY, Status.UNREADABLE, Status.MISSING, Status.SET_ASIDE)
        if self.filter.status not in fixed:
            return True
        without = {name: getattr(NO_FILTER, name) for name in NO_LABELS_NEEDED}
        return replace(self.filter, **without) != NO_FILTER

    @Slot()
    def _compare(self) -> None:
        self._ask(compare=True)

    def _take_comparison(self, fresh: LibraryResult) -> None:
        shown = self.result
        if shown is None or _question(shown) != _question(fresh):
            self._show(fresh)
            return
        different = len(np.setxor1d(shown.ids, fresh.ids, assume_unique=True))
        self._fresh = fresh if different else None
        self.outdated.emit(different)


def _question(result: LibraryResult) -> tuple[object, ...]:
    return result.filter, result.order, result.backwards, result.meaning
