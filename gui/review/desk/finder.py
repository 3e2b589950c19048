"""Finds the evidence for the focused suggestion, in the compute lane, and remembers it."""

from PySide6.QtCore import QObject, Signal

from engine.answers.review import ReviewSession
from gui.review.desk.evidence import Evidence, load_evidence
from gui.services.context import CatalogueContext


class EvidenceFinder(QObject):
    """One evidence at a time. While another one is looked up the last one stays on show."""

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, context: CatalogueContext, session: ReviewSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self.evidence: Evidence | None = None
        self._cache: dict[tuple[int, int], Evidence] = {}
        self._wanted = (0, 0)
        self._generation = 0

    def forget(self) -> None:
        """The references changed: what was found before is no longer true."""
        self._cache.clear()
        self._generation += 1

    def show_nothing(self) -> None:
        """No suggestion is focused."""
        self._wanted = (0, 0)
        if self.evidence is not None:
            self.evidence = None
            self.changed.emit()

    def find(self, image_id: int, label_id: int, label_name: str) -> None:
        """Look up what is behind a label of an image."""
        self._wanted = (image_id, label_id)
        known = self._cache.get(self._wanted)
        if known is not None:
            self._show(known)
            return
        wanted, generation = self._wanted, self._generation

        def done(evidence: Evidence) -> None:
            if generation == self._generation:
                self._cache[wanted] = evidence
                if wanted == self._wanted:
                    self._show(evidence)

        catalogue, session = self._context.catalogue, self._session
        self._context.compute.submit(
            lambda: load_evidence(catalogue, session, image_id, label_id, label_name),
            done,
            self.failed.emit,
        )

    def _show(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.changed.emit()
