"""Searches by meaning off the window's thread; the last question wins.

Words and files are read in a lane of their own: while the language model starts, "find similar"
answers at once all the same. The features stay in memory while somebody searches, and a while
longer.
"""

from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.records import ChangeSet, ImageFilter
from engine.answers.search import ImageSearch, Ranking, ReadQuery
from engine.answers.text_encoder import text_encoder_of
from engine.language.query import Query
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

RELEASE_AFTER_MS = 10 * 60 * 1000


class SearchStep(StrEnum):
    """What a search is at."""

    IDLE = "idle"
    WORDS = "words"
    FILE = "file"
    FEATURES = "features"
    RANKING = "ranking"


class MeaningSearch(QObject):
    """Ranks images by one query at a time."""

    step_changed = Signal()

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = ImageSearch(context.catalogue)
        self._encoder = text_encoder_of(context.catalogue)
        self._words = Lane("search words", self)
        self._ranks = Lane("search", self)
        self._running: list[Future[ReadQuery] | Future[Ranking]] = []
        self._read: ReadQuery | None = None
        self._generation = 0
        self._is_warm = False
        self.step = SearchStep.IDLE
        self._release = QTimer(self, singleShot=True, interval=RELEASE_AFTER_MS)
        self._release.timeout.connect(self._give_back)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._forget)

    @property
    def is_warm(self) -> bool:
        """Whether words have been read before, so that the next are read at once."""
        return self._is_warm

    def warm(self) -> None:
        """Somebody is about to search: read the features and start the language model."""
        self._release.stop()
        self._ranks.submit(self._search.load, on_error=_ignore)
        self._words.submit(self._encoder.warm, self._take_warmth, _ignore)

    def rank(
        self,
        query: Query,
        filter: ImageFilter,
        on_done: Callable[[Ranking], None],
        on_error: Callable[[Exception], None],
        *,
        captions: bool = True,
    ) -> None:
        """Ask for all images of the filter, ranked, also by their ``captions``; what was asked
        before is not answered."""
        self.drop()
        self._release.stop()
        generation = self._generation

        def told(ranking: Ranking) -> None:
            if generation == self._generation:
                self._set_step(SearchStep.IDLE)
                on_done(ranking)

        def failed(error: Exception) -> None:
            if generation == self._generation:
                self._set_step(SearchStep.IDLE)
                on_error(error)

        def take_read(read: ReadQuery) -> None:
            if generation != self._generation:
                return
            self._read = read
            self._is_warm = self._is_warm or query.has_words
            go_on(read)

        def go_on(read: Query | ReadQuery) -> None:
            is_there = self._search.memory_bytes > 0
            self._set_step(SearchStep.RANKING if is_there else SearchStep.FEATURES)
            work = self._ranks.submit(
                lambda: self._search.rank(read, filter=filter, captions=captions), told, failed
            )
            self._running.append(work)

        known = self._read
        if known is not None and known.query == query:
            go_on(known)
        elif query.has_words or _has_file(query):
            self._set_step(SearchStep.WORDS if query.has_words else SearchStep.FILE)
            self._running.append(
                self._words.submit(lambda: self._search.read(query), take_read, failed)
            )
        else:
            go_on(query)

    def drop(self) -> None:
        """Answer nothing that was asked before."""
        self._generation += 1
        for work in self._running:
            work.cancel()
        self._running.clear()
        self._set_step(SearchStep.IDLE)

    def rest(self) -> None:
        """Nobody searches now: the memory is given back after a while."""
        self.drop()
        self._release.start()

    def close(self) -> None:
        """End everything; a language model that is just starting is not waited for."""
        self._generation += 1
        self._encoder.abandon()
        self._words.close()
        self._ranks.close()

    def _set_step(self, step: SearchStep) -> None:
        if step != self.step:
            self.step = step
            self.step_changed.emit()

    def _take_warmth(self, _done: None) -> None:
        self._is_warm = True

    @Slot()
    def _give_back(self) -> None:
        self._ranks.submit(self._search.release)

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.label_ids or change.images_unknown:
            self._forget()

    @Slot()
    def _forget(self) -> None:
        """Names or the encoder may be others now."""
        self._read = None
        self._words.submit(self._search.forget_names)


def _has_file(query: Query) -> bool:
    """Whether a file from outside has to be encoded: the archive's own have relative paths."""
    return any(term.kind == "image" and Path(term.text).is_absolute() for term in query.terms)


def _ignore(_error: Exception) -> None:
    """Whoever searches is told; warming up is nobody's question."""
