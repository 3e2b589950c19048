"""Suggestions for the image on show, following the references as they are now."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from db.records import ChangeSet
from engine.answers.review import ImageSuggestions, ReviewSession, ShownSuggestion
from gui.review.desk.edits import EditBook
from gui.review.desk.reading import ReadItem, read_item
from gui.services.context import CatalogueContext


class LiveSuggestions(QObject):
    """Asks the suggester in the compute lane; until it answers, the last run's suggestions show."""

    arrived = Signal(int, object, object)
    """(image id, ReadItem of the same moment or None, the edits that are part of it)."""

    failed = Signal(object)

    def __init__(
        self, context: CatalogueContext, edits: EditBook, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._edits = edits
        self.session = ReviewSession(context.catalogue)
        self.suggested: ImageSuggestions | None = None
        self.is_live = False
        self.previous: Mapping[int, float] = {}
        """Shares shown before the references were last changed under the image on show."""
        self._question = 0

    def clear(self) -> None:
        """Another image is on show."""
        self.suggested, self.is_live, self.previous = None, False, {}
        self._question += 1

    def use_stored(self, read: ReadItem) -> None:
        """Show what the last run left for the image, where the suggester has not answered yet."""
        if self.suggested is None and read.stored:
            shown = tuple(
                ShownSuggestion(one.label_id, one.label_name, one.confidence, one.probability)
                for one in read.stored
            )
            self.suggested = ImageSuggestions(
                read.item.image.id, shown, read.threshold, read.suggester
            )

    def ask(self, image_id: int, before: Mapping[int, float]) -> None:
        """Ask for an image; ``before`` are the shares shown, to compare the answer with."""
        self._question += 1
        question = self._question
        readable = self._edits.readable()
        catalogue, session = self._context.catalogue, self.session

        def work() -> tuple[ReadItem | None, ImageSuggestions]:
            return read_item(catalogue, image_id), session.suggest(image_id)

        def done(found: tuple[ReadItem | None, ImageSuggestions]) -> None:
            if question == self._question:
                read, self.suggested = found
                self.is_live = True
                self.previous = before or self.previous
                self.arrived.emit(image_id, read, readable)

        self._context.compute.submit(work, done, self.failed.emit)

    def follow(self, change: ChangeSet) -> None:
        """Carry a change over to the references, before the next question."""
        self._context.compute.submit(
            lambda: self.session.refresh(change), on_error=self.failed.emit
        )

    def read_again(self) -> None:
        """Forget the references: a job has made everything new."""
        self._context.compute.submit(self.session.reload, on_error=self.failed.emit)
