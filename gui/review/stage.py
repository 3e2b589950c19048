"""The left side of the Review page: the image, or the image beside a similar one."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.records import ImageRecord
from engine.archive.stored_file import StoredFile
from gui.models.vocabulary import Vocabulary
from gui.review import words as review_words
from gui.review.evidence.compare import CompareView
from gui.review.evidence.strip import THUMBNAIL_PX
from gui.services.translations import sentence
from gui.widgets.image_source import ImageSource, Wanted
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import Detail, ImageView


class ReviewStage(QStackedWidget):
    """Feeds the views with pictures: thumbnail at once, screen size, full size when zoomed."""

    resized = Signal()

    def __init__(
        self,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        vocabulary: Vocabulary,
        curator: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive_dir = Path()
        self._source = source
        self._thumbnails = thumbnails
        self.view = ImageView(self)
        self.compare = CompareView(vocabulary, curator, self)
        self.addWidget(self.view)
        self.addWidget(self.compare)
        self._image: ImageRecord | None = None
        self._reference: ImageRecord | None = None
        self._ahead: list[ImageRecord] = []
        self._hashes: list[bytes] = []
        source.ready.connect(self._take_picture)
        source.failed.connect(self._take_failure)
        thumbnails.loaded.connect(self._take_thumbnails)
        for view in self._views():
            view.detail_wanted.connect(self._want_full)

    @property
    def comparing(self) -> bool:
        """Whether a similar image is open beside the image."""
        return self._reference is not None

    @property
    def active_view(self) -> ImageView:
        """The view that zoom keys act on."""
        return self.compare.query if self.comparing else self.view

    def _views(self) -> tuple[ImageView, ImageView, ImageView]:
        return self.view, self.compare.query, self.compare.reference

    def show_image(self, image: ImageRecord | None) -> None:
        """Show another image; the comparison closes."""
        same = image is not None and self._image is not None and image.id == self._image.id
        self._image = image
        if same:
            return
        self.close_reference()
        if image is None:
            self.view.clear()
            return
        self._begin(self.view, image)

    def open_reference(self, image: ImageRecord) -> None:
        """Show a similar image beside the image."""
        if self._image is None:
            return
        if self._reference is None:
            self._begin(self.compare.query, self._image)
        new = self._reference is None or self._reference.id != image.id
        self._reference = image
        self.setCurrentWidget(self.compare)
        if new:
            self._begin(self.compare.reference, image)
        self._want()

    def close_reference(self) -> None:
        """Show the image alone."""
        if self._reference is None:
            return
        self._reference = None
        self.compare.forget()
        self.setCurrentWidget(self.view)
        self._want()

    def want(self, ahead: list[ImageRecord], hashes: list[bytes], archive_dir: Path) -> None:
        """Decode the image on show, then these; load thumbnails of them and of ``hashes``."""
        self._archive_dir = archive_dir
        self._ahead = ahead
        self._hashes = hashes
        self._want()

    def _want(self) -> None:
        if self._image is None:
            self._source.want([], self.view.picture_size_px())
            return
        shown = [self._image] + ([self._reference] if self._reference is not None else [])
        ids = {image.id for image in shown}
        ahead = [image for image in self._ahead if image.id not in ids]
        wanted = [self._wanted(image, on_show=True) for image in shown if image.status == "ok"]
        wanted += [self._wanted(image, on_show=False) for image in ahead if image.status == "ok"]
        self._source.want(wanted, self.view.picture_size_px())
        size_px = round(THUMBNAIL_PX * self.devicePixelRatioF())
        hashes = [image.content_hash for image in [*shown, *ahead]] + self._hashes
        self._thumbnails.want(hashes, size_px)

    def _wanted(self, image: ImageRecord, *, on_show: bool) -> Wanted:
        file = StoredFile(self._archive_dir, image.path_bytes)
        return Wanted(image.id, file, on_show, image.size_bytes)

    def _begin(self, view: ImageView, image: ImageRecord) -> None:
        view.show_image(image.id, image.width_px, image.height_px)
        view.setAccessibleDescription(image.title or image.path)
        if image.status != "ok":
            problem = sentence(image.problem) if image.problem is not None else ""
            view.show_message(problem, review_words.unreadable_hint())
            return
        failure = self._source.failure(image.id)
        if failure:
            view.show_message(failure, review_words.unreadable_hint())
            return
        picture = self._source.picture(image.id)
        if picture is not None:
            view.set_picture(image.id, Detail.SCREEN, picture)
            return
        thumbnail = self._thumbnails.pixmap(image.content_hash)
        if thumbnail is not None:
            view.set_pixmap(image.id, Detail.THUMBNAIL, thumbnail)

    @Slot(int, int, QImage)
    def _take_picture(self, image_id: int, detail: int, picture: QImage) -> None:
        for view in self._views():
            view.set_picture(image_id, Detail(detail), picture)

    @Slot(int, str)
    def _take_failure(self, image_id: int, reason: str) -> None:
        for view in self._views():
            if view.image_id == image_id:
                view.show_message(reason, review_words.unreadable_hint())

    @Slot(object)
    def _take_thumbnails(self, hashes: frozenset[bytes]) -> None:
        for image in (self._image, self._reference):
            if image is None or image.content_hash not in hashes:
                continue
            pixmap = self._thumbnails.pixmap(image.content_hash)
            for view in self._views():
                if pixmap is not None and view.image_id == image.id and not view.message:
                    view.set_pixmap(image.id, Detail.THUMBNAIL, pixmap)

    @Slot(int)
    def _want_full(self, image_id: int) -> None:
        for image in (self._image, self._reference):
            if image is not None and image.id == image_id and image.width_px and image.height_px:
                self._source.want_full(image_id, image.width_px, image.height_px)
