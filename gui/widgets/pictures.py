"""Pictures of the archive in views side by side: a thumbnail at once, the file as it is decoded."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from db.records import ImageRecord
from engine.archive.stored_file import StoredFile
from gui.widgets.image_source import ImageSource, Wanted
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import Detail, ImageView


class Pictures(QObject):
    """Shows images in views, the next ones decoded ahead. Views beyond the images are hidden.

    ``archive_dir`` tells where the files are, known by the time that there is something to show.
    """

    arrived = Signal(int, int)
    """(image id, Detail)."""

    def __init__(
        self,
        source: ImageSource,
        loader: ThumbnailLoader,
        views: Sequence[ImageView],
        archive_dir: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive_dir = archive_dir
        self._source = source
        self._loader = loader
        self.views = tuple(views)
        self._images: list[ImageRecord] = []
        self._ahead: list[ImageRecord] = []
        source.ready.connect(self._take)
        source.failed.connect(self._fail)
        for view in self.views:
            view.detail_wanted.connect(self.want_full)

    def show(self, images: Sequence[ImageRecord], ahead: Sequence[ImageRecord] = ()) -> None:
        """Show these, one a view; those ``ahead`` are decoded for later."""
        self._images, self._ahead = list(images), list(ahead)
        for place, view in enumerate(self.views):
            view.setVisible(place < len(images))
            if place >= len(images):
                view.clear()
                continue
            image = images[place]
            if view.image_id != image.id:
                view.show_image(image.id, image.width_px, image.height_px)
                view.setToolTip(image.path)
                thumbnail = self._loader.pixmap(image.content_hash)
                if thumbnail is not None:
                    view.set_pixmap(image.id, Detail.THUMBNAIL, thumbnail)
                for detail in (Detail.SCREEN, Detail.FULL):
                    picture = self._source.picture(image.id, detail)
                    if picture is not None:
                        view.set_picture(image.id, detail, picture)
        self.want()

    def want(self) -> None:
        """Have what is shown decoded, for the size it has on screen now."""
        shown = [view for view in self.views if view.image_id]
        size = max((view.picture_size_px() for view in shown), key=_area, default=QSize())
        if not size.isEmpty():
            wanted = [self._wanted(image, True) for image in self._images]
            wanted += [self._wanted(image, False) for image in self._ahead]
            self._source.want(wanted, size)

    def _wanted(self, image: ImageRecord, on_show: bool) -> Wanted:
        file = StoredFile(self._archive_dir(), image.path_bytes)
        return Wanted(image.id, file, on_show, image.size_bytes)

    @Slot(int)
    def want_full(self, image_id: int) -> None:
        """Decode an image on show at its own size."""
        for image in self._images:
            if image.id == image_id and image.width_px and image.height_px:
                self._source.want_full(image.id, image.width_px, image.height_px)

    @Slot(int, int, QImage)
    def _take(self, image_id: int, detail: int, picture: QImage) -> None:
        for view in self.views:
            view.set_picture(image_id, Detail(detail), picture)
        self.arrived.emit(image_id, detail)

    @Slot(int, str)
    def _fail(self, image_id: int, sentence: str) -> None:
        for view in self.views:
            if view.image_id == image_id and view.detail is Detail.NONE:
                view.show_message(sentence)


def _area(size: QSize) -> int:
    return size.width() * size.height()
