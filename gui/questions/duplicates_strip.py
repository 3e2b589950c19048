"""Images that are probably the same as the one that is asked about, with their answers."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.questions.records import Answer
from db.records import ImageRecord
from gui.questions import words
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader

THUMBNAIL_PX = 56


class DuplicatesStrip(QWidget):
    """Hidden where an image has no duplicates."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._pictures: list[tuple[bytes, QLabel]] = []
        self._cards = QWidget(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.medium)
        title = plain_label(self.tr("Duplicates of it"), self, role="small")
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._cards)
        self._row = row
        loader.loaded.connect(self._show_pictures)
        self.hide()

    @property
    def hashes(self) -> list[bytes]:
        """The pictures it needs."""
        return [content_hash for content_hash, _label in self._pictures]

    def show_images(self, images: Sequence[tuple[ImageRecord, Answer | None]]) -> None:
        """Show these with their answers."""
        self._pictures = []
        cards = QWidget(self)
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.small)
        for image, answer in images:
            picture = QLabel(cards)
            picture.setFixedSize(THUMBNAIL_PX, THUMBNAIL_PX)
            picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
            picture.setToolTip(image.path)
            picture.setAccessibleName(image.path)
            said = plain_label(words.duplicate_text(answer), cards, role="small")
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(picture)
            column.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addStretch(1)
            row.addLayout(column)
            self._pictures.append((image.content_hash, picture))
        self._row.replaceWidget(self._cards, cards)
        self._cards.hide()
        self._cards.deleteLater()
        self._cards = cards
        self.setVisible(bool(images))
        self._show_pictures()

    @Slot()
    def _show_pictures(self) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(THUMBNAIL_PX, THUMBNAIL_PX) * ratio
        for content_hash, label in self._pictures:
            pixmap = self._loader.pixmap(content_hash)
            if pixmap is not None:
                fitted = pixmap.scaled(
                    size,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
                fitted.setDevicePixelRatio(ratio)
                label.setPixmap(fitted)
