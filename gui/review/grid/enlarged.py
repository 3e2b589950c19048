"""One image of the grid, large, in the place of the grid."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records import ImageCard, ImageRecord
from engine.archive.stored_file import StoredFile
from gui.review import words as review_words
from gui.review.grid import words as grid_words
from gui.services.context import CatalogueContext
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.image_source import ImageSource, Wanted
from gui.widgets.image_view import Detail, ImageView
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails import ThumbnailLoader


class Enlarged(QWidget):
    """Covers the thumbnails; arrows walk on, Space ticks, Escape shows the thumbnails again."""

    moved = Signal(int)
    """So many images forwards."""

    closed = Signal()

    def __init__(
        self,
        context: CatalogueContext,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._source = source
        self._thumbnails = thumbnails
        self._archive_dir = Path()
        self._image: ImageRecord | None = None
        self._wanted = 0
        self.view = ImageView(self)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("The image, large"))
        self.setAutoFillBackground(True)
        self.tick = plain_label("", self, role="heading")
        self.path = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.path, "muted")
        row = QHBoxLayout()
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.small, spacing.tiny)
        row.setSpacing(spacing.large)
        row.addWidget(self.tick)
        row.addWidget(self.path, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        source.ready.connect(self._take_picture)
        source.failed.connect(self._take_failure)
        self.view.detail_wanted.connect(self._want_full)

    @property
    def image_id(self) -> int:
        """The image on show, or asked for."""
        return self._wanted

    def show_card(self, card: ImageCard) -> None:
        """Show an image: its thumbnail at once, the picture when it is decoded."""
        if card.id == self._wanted:
            return
        self._wanted = card.id
        self.path.setText(card.path)
        self.view.show_image(card.id, card.width_px, card.height_px)
        pixmap = self._thumbnails.pixmap(card.content_hash)
        if pixmap is not None:
            self.view.set_pixmap(card.id, Detail.THUMBNAIL, pixmap)
        catalogue = self._context.catalogue

        def read() -> tuple[Path, ImageRecord]:
            return catalogue.archive_dir, catalogue.images.get(card.id)

        self._context.reads.submit(read, self._take_record, self._give_up)

    def show_tick(self, ticked: bool, likelihood: str) -> None:
        """Whether the image is ticked."""
        mark = "✓" if ticked else "✗"
        self.tick.setText(f"{mark}  {likelihood}")
        self.tick.setAccessibleName(grid_words.cell_text(ticked, likelihood))

    def forget(self) -> None:
        """Nothing is on show any more."""
        self._wanted, self._image = 0, None
        self.view.clear()
        self._source.want([], self.view.picture_size_px())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to other images, Escape back to the thumbnails."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
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

    def _take_record(self, found: tuple[Path, ImageRecord]) -> None:
        archive_dir, image = found
        if image.id != self._wanted:
            return
        self._archive_dir, self._image = archive_dir, image
        if image.status != "ok":
            problem = sentence(image.problem) if image.problem is not None else ""
            self.view.show_message(problem, review_words.unreadable_hint())
        self._want()

    def _give_up(self, error: Exception) -> None:
        self._context.hub.failed.emit(error)

    def _want(self) -> None:
        image = self._image
        if image is None or image.id != self._wanted or image.status != "ok":
            return
        file = StoredFile(self._archive_dir, image.path_bytes)
        wanted = Wanted(image.id, file, on_show=True, size_bytes=image.size_bytes)
        self._source.want([wanted], self.view.picture_size_px())
        picture = self._source.picture(image.id)
        if picture is not None:
            self.view.set_picture(image.id, Detail.SCREEN, picture)

    @Slot(int, int, QImage)
    def _take_picture(self, image_id: int, detail: int, picture: QImage) -> None:
        self.view.set_picture(image_id, Detail(detail), picture)

    @Slot(int, str)
    def _take_failure(self, image_id: int, reason: str) -> None:
        if image_id == self._wanted:
            self.view.show_message(reason, review_words.unreadable_hint())

    @Slot(int)
    def _want_full(self, image_id: int) -> None:
        image = self._image
        if image is not None and image.id == image_id and image.width_px and image.height_px:
            self._source.want_full(image_id, image.width_px, image.height_px)
