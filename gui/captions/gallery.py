"""The first pictures that an encoder finds for a text, the right one marked."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from engine.answers.galleries import Gallery
from gui.captions.words import figure
from gui.models.image_cards import CardCache
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader, in_a_square
from gui.words.amounts import number

SIDE_PX = 92
PITCH_PX = SIDE_PX + 8
MOST_COLUMNS = 6
RIGHT = "✓"


class GalleryPicture(QToolButton):
    """A picture with its likeness below; the right one has a border and a tick."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.image_id = 0
        self.is_right = False
        self.setIconSize(QSize(SIDE_PX, SIDE_PX))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFixedHeight(SIDE_PX + 34)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(SIDE_PX // 2)
        self.setFont(theme.font("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The border of the right one."""
        super().paintEvent(event)
        if self.is_right:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("positive"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class GalleryView(QWidget):
    """One encoder's pictures under its name, and where the right one stands."""

    opened = Signal(int)
    """The id of an image that was clicked."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = CardCache(context.catalogue.images, self)
        self._thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self._cards.loaded.connect(self._fill)
        self._thumbnails.loaded.connect(self._fill)
        self.title = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.title, "heading")
        self.rank = plain_label("", self, role="muted")
        self.rank.setWordWrap(True)
        self._columns = 0
        self.pictures: list[GalleryPicture] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(spacing.small)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        column.addWidget(self.title)
        column.addWidget(self.rank)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_gallery(self, gallery: Gallery, right: int) -> None:
        """Show what was found; ``right`` is the id of the image that it should be, 0 for none."""
        while len(self.pictures) < len(gallery.image_ids):
            picture = GalleryPicture(self)
            picture.clicked.connect(self._open)
            self.pictures.append(picture)
            self._columns = 0
        self._arrange()
        for place, picture in enumerate(self.pictures):
            picture.setVisible(place < len(gallery.image_ids))
            if place >= len(gallery.image_ids):
                continue
            image_id, likeness = gallery.image_ids[place], figure(gallery.scores[place], 2)
            picture.image_id, picture.is_right = image_id, image_id == right
            picture.setIcon(QIcon())
            picture.setText(f"{RIGHT} {likeness}" if picture.is_right else likeness)
            picture.update()
        self.rank.setText(self._rank_sentence(gallery, right))
        self._cards.want(gallery.image_ids)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many pictures in a row as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = max(2, min(MOST_COLUMNS, self.width() // PITCH_PX))
        if columns == self._columns:
            return
        self._columns = columns
        for picture in self.pictures:
            self._grid.removeWidget(picture)
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))
        for place, picture in enumerate(self.pictures):
            self._grid.addWidget(picture, place // columns, place % columns)

    def clear(self, text: str = "") -> None:
        """Show nothing but a word on it."""
        self.rank.setText(text)
        for picture in self.pictures:
            picture.hide()

    def _rank_sentence(self, gallery: Gallery, right: int) -> str:
        if not right:
            return self.tr("The first of {images} images").format(images=number(gallery.images))
        if gallery.rank is None:
            return self.tr("The caption's own image has no features of this encoder")
        return self.tr("The caption's own image comes at place {rank} of {images}").format(
            rank=number(gallery.rank), images=number(gallery.images)
        )

    def shutdown(self) -> None:
        """Load no more pictures."""
        self._cards.close()
        self._thumbnails.close()

    def shown(self) -> Sequence[GalleryPicture]:
        """The pictures there are now, best first."""
        return [one for one in self.pictures if not one.isHidden()]

    @Slot()
    def _fill(self) -> None:
        wanted = []
        for picture in self.shown():
            card = self._cards.card(picture.image_id)
            if card is None:
                continue
            wanted.append(card.content_hash)
            opens = self.tr("Review {file}").format(file=card.path)
            picture.setToolTip(opens)
            said = self.tr("the caption's own image") if picture.is_right else ""
            picture.setAccessibleName(", ".join(filter(None, (opens, said))))
            pixmap = self._thumbnails.pixmap(card.content_hash)
            if pixmap is not None and picture.icon().isNull():
                picture.setIcon(QIcon(in_a_square(pixmap)))
        self._thumbnails.want(wanted, round(SIDE_PX * self.devicePixelRatioF()))

    @Slot()
    def _open(self) -> None:
        picture = self.sender()
        if isinstance(picture, GalleryPicture):
            self.opened.emit(picture.image_id)
