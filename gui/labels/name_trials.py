"""How well the names of labels work, asked and answered off the window's thread.

The names of all labels are looked at in small batches, so that a question about one new name is
answered between two of them and not after the last.
"""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.records import ChangeSet
from engine.answers.name_figures import (
    NameFigure,
    NameFigures,
    load_name_figures,
    warm_text_encoder,
)
from engine.errors import InputError
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.words.failures import sentence_of

BATCH_SIZE = 64
RELOAD_DELAY_MS = 250
TELL_INTERVAL_S = 0.5
WARM_DELAY_MS = 1500
"""Somebody who only passes by needs no encoder in memory."""

SIMILAR_COUNT = 12


@dataclass(frozen=True, slots=True)
class NameDraft:
    """A label as somebody would have it: its name, its English name and its own prompts."""

    label_id: int
    name: str
    english: str
    prompts: str
    read: str
    """What the encoder would read: the English name, or what stands in for it."""


class NameTrials(QObject):
    """One lane that knows the figures of all names and tries new ones."""

    figures_changed = Signal(object)
    """Figures by label id, all that are known so far."""

    progressed = Signal(int, int)
    """How many names were looked at, and of how many; equal at the end."""

    unavailable = Signal(str)
    """Why there are no figures, in a sentence; "" where there are."""

    tried = Signal(object, object)
    """A NameDraft, and the NameFigure it would have or None."""

    similar_found = Signal(int, object)
    """A label's id, and the ids of those whose names mean most nearly the same."""

    failed = Signal(object)
    """An exception that is no fault of the catalogue."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lane = Lane("names", self)
        self._figures: NameFigures | None = None
        self._generation = 0
        self._asked: NameDraft | None = None
        self._is_active = False
        self._is_stale = True
        self._total = 0
        self._waiting = 0
        self._known: dict[int, NameFigure] = {}
        self._told_at_s = 0.0
        self.reason = ""
        """Why there are no figures."""

        self._reload = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._reload.timeout.connect(self._load)
        self._warm_soon = QTimer(self, singleShot=True, interval=WARM_DELAY_MS)
        self._warm_soon.timeout.connect(self._warm)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._make_stale)

    @property
    def is_loaded(self) -> bool:
        """Whether names can be tried now."""
        return self._figures is not None

    @property
    def is_settled(self) -> bool:
        """Whether all names were looked at, or it is said why none can be."""
        return bool(self.reason) or (self._figures is not None and not self._waiting)

    def set_active(self, is_active: bool) -> None:
        """Somebody looks, or nobody does: then nothing is loaded."""
        self._is_active = is_active
        if is_active and self._is_stale:
            self._load()

    def ask(self, draft: NameDraft) -> None:
        """Try a name; only the last one asked for is answered."""
        self._asked = draft
        figures = self._figures
        if figures is None:
            return

        def work() -> NameFigure | None:
            # A later question makes this one pointless.
            if self._asked is not draft:
                return None
            return figures.of_text(draft.label_id, draft.read, draft.prompts)

        self._lane.submit(work, lambda figure: self._take_trial(draft, figure), self._refuse)

    def find_similar(self, label_id: int) -> None:
        """Look for labels whose names mean nearly the same."""
        figures = self._figures
        if figures is None:
            self.similar_found.emit(label_id, [])
            return
        self._lane.submit(
            lambda: figures.similar(label_id, SIMILAR_COUNT),
            lambda found: self.similar_found.emit(label_id, found),
            self._refuse,
        )

    def shutdown(self) -> None:
        """Answer nothing more."""
        self._is_active = False
        self._reload.stop()
        self._warm_soon.stop()
        self._lane.close()

    # Loading

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.label_ids or change.image_ids or change.images_unknown:
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self._is_active:
            self._reload.start()

    @Slot()
    def _load(self) -> None:
        if not self._is_active:
            return
        self._is_stale = False
        self._generation += 1
        generation, catalogue, known = self._generation, self._context.catalogue, self._figures

        def work() -> tuple[NameFigures, dict[int, NameFigure], list[int]]:
            figures = load_name_figures(catalogue, known)
            return figures, figures.known(), figures.pending()

        self._lane.submit(
            work, lambda loaded: self._use_loaded_figures(generation, *loaded), self._refuse
        )

    def _use_loaded_figures(
        self,
        generation: int,
        figures: NameFigures,
        known: dict[int, NameFigure],
        pending: list[int],
    ) -> None:
        if generation != self._generation:
            return
        self._figures = figures
        self._known = known
        self._total = self._waiting = len(pending)
        self._set_reason("")
        self._warm_soon.start()
        self._next_batch(generation, pending)
        if self._asked is not None:
            self.ask(self._asked)

    @Slot()
    def _warm(self) -> None:
        """Load the encoder before the first new name is typed."""
        catalogue = self._context.catalogue
        if self._is_active:
            self._lane.submit(lambda: warm_text_encoder(catalogue), None, self._refuse)

    def _next_batch(self, generation: int, pending: list[int]) -> None:
        figures, batch, rest = self._figures, pending[:BATCH_SIZE], pending[BATCH_SIZE:]
        if figures is None:
            return

        def done(found: dict[int, NameFigure]) -> None:
            if generation != self._generation:
                return
            self._known |= found
            self._waiting = len(rest)
            if not rest or time.monotonic() - self._told_at_s > TELL_INTERVAL_S:
                self._told_at_s = time.monotonic()
                self.figures_changed.emit(dict(self._known))
                self.progressed.emit(self._total - len(rest), self._total)
            if rest and self._is_active:
                self._next_batch(generation, rest)
            elif rest:
                self._is_stale = True

        self._lane.submit(lambda: figures.compute(batch), done, self._refuse)

    def _take_trial(self, draft: NameDraft, figure: NameFigure | None) -> None:
        if self._asked is draft:
            self._asked = None
            self.tried.emit(draft, figure)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, InputError):
            self._figures = None
            self._set_reason(sentence_of(error))
            self.figures_changed.emit({})
        else:
            self.failed.emit(error)

    def _set_reason(self, reason: str) -> None:
        self.reason = reason
        self.unavailable.emit(reason)
