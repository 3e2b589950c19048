"""The images around the one on show, read ahead in the read lane."""

import itertools
from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, Signal

from db.records import ChangeSet
from gui.review.desk.edits import EditBook
from gui.review.desk.reading import ReadItem, read_item
from gui.review.desk.state import ReviewItem
from gui.services.context import CatalogueContext


class ItemShelf(QObject):
    """What is known of each image; who asks again gets what the catalogue says then."""

    read = Signal(int, object, object)
    """(image id, ReadItem or None where the image is gone, the edits that are part of it)."""

    failed = Signal(object)

    def __init__(
        self, context: CatalogueContext, edits: EditBook, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._edits = edits
        self._items: dict[int, ReadItem] = {}
        self._reading: dict[int, int] = {}
        """By image, the newest question; answers to older ones tell what was before a change."""
        self._questions = itertools.count(1)

    def get(self, image_id: int) -> ReadItem | None:
        """An image that has been read."""
        return self._items.get(image_id)

    def put(self, image_id: int, item: ReadItem) -> None:
        """Keep what was read."""
        self._items[image_id] = item

    def keep_only(self, image_ids: Collection[int]) -> None:
        """Forget all other images."""
        self._items = {key: item for key, item in self._items.items() if key in image_ids}

    def known(self, image_ids: Iterable[int]) -> list[ReviewItem]:
        """Those of the images that have been read."""
        return [self._items[one].item for one in image_ids if one in self._items]

    def follow(self, change: ChangeSet, shown: int) -> None:
        """Forget images that have changed but for the one on show, which is read again.

        What is being read of them may be from before the change: nobody waits for it any more.
        """
        for image_id in change.image_ids:
            self._reading.pop(image_id, None)
            if image_id != shown:
                self._items.pop(image_id, None)
        if change.images_unknown or change.label_ids:
            self._reading.clear()
            self.keep_only([shown])

    def ask_for_missing(self, image_ids: Iterable[int]) -> None:
        """Read those that are neither known nor being read."""
        for image_id in image_ids:
            if image_id and image_id not in self._items and image_id not in self._reading:
                self.ask_for(image_id)

    def ask_for(self, image_id: int) -> None:
        """Read an image, known or not."""
        question = self._reading[image_id] = next(self._questions)
        readable = self._edits.readable()

        def is_newest() -> bool:
            newest = self._reading.get(image_id) == question
            if newest:
                del self._reading[image_id]
            return newest

        def done(item: ReadItem | None) -> None:
            if is_newest():
                self.read.emit(image_id, item, readable)

        def on_error(error: Exception) -> None:
            if is_newest():
                self.failed.emit(error)

        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: read_item(catalogue, image_id), done, on_error)
