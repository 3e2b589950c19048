"""One image of a grid, large, in the place of the thumbnails.

The thumbnail is shown at once and the picture when it is decoded; the images that somebody is
likely to go to next are decoded before they are asked for.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.catalogue import Catalogue
from db.records import ImageCard, ImageRecord
from engine.archive.stored_file import StoredFile
from gui.services.lanes import Lane
from gui.services.translations import sentence
from gui.widgets.image_source import ImageSource, Wanted
from gui.widgets.thumbnails.grid import MOVES
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import Detail, ImageView

_Read = tuple[Path, list[ImageRecord]]


class _Picture(ImageView):
    """A double click belongs to what is around the picture."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()


class EnlargedImage(QWidget):
    """Arrows, Home and End ask for other images; Escape and a double click for the thumbnails.

    Whoever derives from it adds to ``column`` what there is to say of the image.
    """

    moved = Signal(str)
    """A move of the grid, such as "left" (``thumbnail_grid.MOVES``)."""

    closed = Signal()

    failed = Signal(object)
    """The exception of a read."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._source = source
        self._thumbnails = thumbnails
        # Of its own: the next picture must not wait for the counts of the facets.
        self._lane = Lane("enlarged", self)
        self._reading: Future[_Read] | None = None
        self._archive_dir = Path()
        self._records: dict[int, ImageRecord] = {}
        self._card: ImageCard | None = None
        self._around: tuple[int, ...] = ()
        self.view = _Picture(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The image, large"))
        self.setAutoFillBackground(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.view, 1)
        source.ready.connect(self._take_picture)
        source.failed.connect(self._take_failure)
        thumbnails.loaded.connect(self._take_thumbnails)
        self._lane.failed.connect(self.failed)
        self.view.detail_wanted.connect(self._want_full)

    @property
    def image_id(self) -> int:
        """The image on show, 0 for none."""
        return self._card.id if self._card is not None else 0

    def show_card(self, card: ImageCard, around: Sequence[int] = ()) -> None:
        """Show an image; decode those ``around`` it ahead, the likeliest next one first."""
        self._around = tuple(around)
        if card.id != self.image_id:
            self._card = card
            self.view.show_image(card.id, card.width_px, card.height_px)
            self.view.setAccessibleDescription(card.path)
            self._show_thumbnail()
        self._card = card
        self._read()
        self._want()

    def forget(self) -> None:
        """Nothing is on show any more."""
        self._card, self._around, self._records = None, (), {}
        self.view.clear()
        self._source.want([], self.view.picture_size_px())

    def close_lane(self) -> None:
        """Stop reading; called before the catalogue is closed."""
        self._lane.close()

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that move in a grid move here too; Escape goes back to the thumbnails."""
        move = MOVES.get(Qt.Key(event.key()))
        if move is not None:
            self.moved.emit(move)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the thumbnails again."""
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode for the new size."""
        super().resizeEvent(event)
        self._want()

    # Reading and decoding

    def _read(self) -> None:
        wanted = (self.image_id, *self._around)
        self._records = {key: self._records[key] for key in wanted if key in self._records}
        missing = [image_id for image_id in wanted if image_id not in self._records]
        if self._reading is not None:
            self._reading.cancel()
        if not missing:
            return
        catalogue = self._catalogue

        def read() -> _Read:
            return catalogue.archive_dir, [catalogue.images.get(one) for one in missing]

        self._reading = self._lane.submit(read, self._take_records)

    def _take_records(self, found: _Read) -> None:
        self._archive_dir, records = found
        wanted = (self.image_id, *self._around)
        self._records.update({one.id: one for one in records if one.id in wanted})
        self._want()

    def _want(self) -> None:
        image = self._records.get(self.image_id)
        if image is None:
            return
        if image.status != "ok":
            self._show_problem(sentence(image.problem) if image.problem is not None else "")
        shown = [image, *(self._records[one] for one in self._around if one in self._records)]
        self._source.want(
            [self._wanted(one) for one in shown if one.status == "ok"],
            self.view.picture_size_px(),
        )
        picture, failure = self._source.picture(image.id), self._source.failure(image.id)
        if picture is not None and self.view.detail < Detail.SCREEN:
            self.view.set_picture(image.id, Detail.SCREEN, picture)
        elif failure:
            self._show_problem(failure)

    def _wanted(self, image: ImageRecord) -> Wanted:
        file = StoredFile(self._archive_dir, image.path_bytes)
        is_shown = image.id == self.image_id
        return Wanted(image.id, file, on_show=is_shown, size_bytes=image.size_bytes)

    def _show_problem(self, reason: str) -> None:
        hint = self.tr(
            "Labels can be put on it all the same. “Files with problems” in the File menu lists "
            "all such files."
        )
        self.view.show_message(reason, hint)

    def _show_thumbnail(self) -> None:
        if self._card is None or self.view.message:
            return
        pixmap = self._thumbnails.pixmap(self._card.content_hash)
        if pixmap is not None:
            self.view.set_pixmap(self._card.id, Detail.THUMBNAIL, pixmap)

    @Slot(object)
    def _take_thumbnails(self, hashes: frozenset[bytes]) -> None:
        if self._card is not None and self._card.content_hash in hashes:
            self._show_thumbnail()

    @Slot(int, int, QImage)
    def _take_picture(self, image_id: int, detail: int, picture: QImage) -> None:
        self.view.set_picture(image_id, Detail(detail), picture)

    @Slot(int, str)
    def _take_failure(self, image_id: int, reason: str) -> None:
        if image_id == self.image_id:
            self._show_problem(reason)

    @Slot(int)
    def _want_full(self, image_id: int) -> None:
        image = self._records.get(image_id)
        if image is not None and image.width_px and image.height_px:
            self._source.want_full(image_id, image.width_px, image.height_px)
