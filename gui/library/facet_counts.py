"""Counts for the facets: how many images each choice would show, as the search and the other
filters stand. Counted in a lane of its own, so that nothing else waits for it."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.records import ImageFilter, ImageStatus
from db.repositories.facet_counts import FacetCounts
from gui.library.query import LibraryQuery, LibraryResult
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

# Counts may follow a change later than the labels of the selection do.
DELAY_MS = 300


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """What does not depend on the filter: images by the state of their file, and folders."""

    by_status: dict[ImageStatus, int]
    folders: list[tuple[str, int]]

    @property
    def total(self) -> int:
        """How many images there are."""
        return sum(self.by_status.values())


class FacetCounting(QObject):
    """Counts again after each result and each change; what is not wanted any more is dropped."""

    archive_counted = Signal(object)
    """ArchiveCounts."""

    counted = Signal(object, bool)
    """FacetCounts, and whether anything is filtered."""

    suggested_counted = Signal(object)
    """By label id, on how many of the images shown it waits as a suggestion."""

    def __init__(self, context: CatalogueContext, query: LibraryQuery, parent: QObject) -> None:
        super().__init__(parent)
        self._facets = context.catalogue.facets
        self._images = context.catalogue.images
        self._query = query
        self._lane = Lane("facets", self)
        self._lane.failed.connect(context.hub.failed)
        self._running: list[Future[Any]] = []
        self._generation = 0
        self._soon = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._soon.timeout.connect(self.count)
        self._archive_is_stale = True
        self._is_shown = True
        self._is_due = False
        query.found.connect(self.count)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._follow)

    def close(self) -> None:
        """End what runs."""
        self._lane.close()

    def set_shown(self, is_shown: bool) -> None:
        """Whether anybody sees the counts. Changes made on other pages are counted when somebody
        does: where the journal is a rollback journal, saving waits for all that read."""
        self._is_shown = is_shown
        if is_shown and self._is_due:
            self.count()

    @Slot()
    def count(self) -> None:
        """Count for what is shown now."""
        result = self._query.result
        self._is_due = not self._is_shown
        if result is None or self._is_due:
            return
        self._generation += 1
        for work in self._running:
            work.cancel()
        self._running.clear()
        if self._archive_is_stale:
            self._archive_is_stale = False
            self._lane.submit(self._count_archive, self.archive_counted.emit)
        generation, filter, among = self._generation, result.filter, _among(result)
        is_filtered = filter != ImageFilter() or among is not None

        def tell(counts: FacetCounts) -> None:
            if generation == self._generation:
                self.counted.emit(counts, is_filtered)

        def tell_suggested(counts: dict[int, int]) -> None:
            if generation == self._generation:
                self.suggested_counted.emit(counts)

        # The suggestions last: there are many, and they take longest.
        self._running = [
            self._lane.submit(lambda: self._facets.counts(filter, among), tell),
            self._lane.submit(lambda: self._facets.suggested(filter, among), tell_suggested),
        ]

    @Slot()
    def _follow(self) -> None:
        self._archive_is_stale = True
        self._soon.start()

    def _count_archive(self) -> ArchiveCounts:
        return ArchiveCounts(self._facets.by_file_status(), self._images.folders())


def _among(result: LibraryResult) -> list[int] | None:
    """The images that a search by meaning leaves, whatever the filter; None without one."""
    return None
