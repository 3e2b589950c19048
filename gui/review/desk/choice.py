"""Which images are to be reviewed, in which order, read in the read lane."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from db.records import ImageFilter, LabelErrorKind, QueueOrder
from gui.review.desk.reading import read_done, read_facts
from gui.review.empty import EmptyFacts
from gui.services.context import CatalogueContext
from gui.words.failures import sentence_of

EVERYTHING = ImageFilter()
DEFAULT_ORDER = QueueOrder.UNLABELLED
DOUBTS: dict[str, LabelErrorKind] = {
    QueueOrder.PROBABLY_WRONG: "wrong",
    QueueOrder.PROBABLY_MISSING: "missing",
}


class QueueChoice(QObject):
    """The order and the label that were chosen, or the images picked in the library."""

    changed = Signal()
    """Loading began, or why there is nothing to review is known now."""

    read = Signal(object)
    """A list of image ids; empty where reading failed, which ``error`` says."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.order: str = DEFAULT_ORDER
        self.label_id = 0
        self.picked: list[int] = []
        self.is_loading = False
        self.error = ""
        self.facts: EmptyFacts | None = None
        self._seed = 0
        self._request = 0

    @property
    def doubt(self) -> LabelErrorKind | None:
        """Which kind of label error the queue is about; None for the queues of suggestions."""
        return None if self.picked else DOUBTS.get(self.order)

    @property
    def only_label(self) -> int:
        """The one label that is asked about; 0 where all are."""
        by_label = self.order == QueueOrder.LABEL and not self.picked
        return self.label_id if by_label else 0

    def choose(self, order: str, label_id: int) -> None:
        """Another order, or only one label (0: all); picked images are forgotten."""
        self.order, self.label_id = order, label_id
        self.picked = []
        self._seed += 1

    def ask(self, level_percent: int) -> None:
        """Read the queue; an earlier question that is not answered yet is dropped.

        ``level_percent``: from which probability on suggestions are ticked, which orders some.
        """
        self._request += 1
        request = self._request
        self.is_loading, self.error, self.facts = True, "", None
        queues = self._context.catalogue.queues
        order, label_id = QueueOrder(self.order), self.label_id or None
        seed, picked = self._seed, list(self.picked)

        def work() -> list[int]:
            return picked or queues.images(order, EVERYTHING, label_id, seed, level_percent)

        def done(image_ids: list[int]) -> None:
            if request == self._request:
                self.is_loading = False
                self.read.emit(image_ids)

        def on_error(error: Exception) -> None:
            if request == self._request:
                self.is_loading, self.error = False, sentence_of(error)
                self.read.emit([])

        self.changed.emit()
        self._context.reads.submit(work, done, on_error)

    def ask_done(self, image_ids: Sequence[int], done: Callable[[dict[int, bool]], None]) -> None:
        """Find out which images the queue has nothing more to ask about."""
        catalogue, label_id = self._context.catalogue, self.only_label
        self._context.reads.submit(lambda: read_done(catalogue, image_ids, label_id), done)

    def ask_why_empty(self) -> None:
        """Find out why there is nothing to review; needed only then, and takes a moment."""
        catalogue, narrowed = self._context.catalogue, bool(self.picked or self.label_id)
        order = QueueOrder(self.order)

        def done(facts: EmptyFacts) -> None:
            self.facts = facts
            self.changed.emit()

        self._context.reads.submit(lambda: read_facts(catalogue, order, narrowed=narrowed), done)
