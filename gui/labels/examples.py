"""A few images of the label that has the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from db.records import ImageFilter, ImageRecord, Status
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.thumbnails.loader import ThumbnailLoader, in_a_square

COUNT = 5
SIDE_PX = 52


class LabelExamples(QWidget):
    """Thumbnails in a row; a click reviews the image."""

    opened = Signal(int)
    """An image's id."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._label_id = 0
        self._images: list[ImageRecord] = []
        self._thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self._thumbnails.loaded.connect(self._fill)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.tiny)
        self.buttons = [self._button() for _ in range(COUNT)]
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.setFixedHeight(SIDE_PX + spacing.small)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(SIDE_PX, SIDE_PX))
        button.setFixedSize(SIDE_PX + spacing.small, SIDE_PX + spacing.small)
        button.setAccessibleName(self.tr("Example image"))
        button.clicked.connect(self._open)
        button.hide()
        return button

    def show_label(self, label_id: int) -> None:
        """Show images that carry the label, or a label below it; 0 shows none."""
        self._label_id = label_id
        if not label_id:
            self._take(label_id, [])
            return
        images = self._context.catalogue.images
        wanted = ImageFilter(label_ids=(label_id,), status=Status.LABELLED)

        def read() -> list[ImageRecord]:
            ids = images.ids(wanted)
            # Spread over the archive: neighbours in a folder are often the same thing.
            step = max(1, len(ids) // COUNT)
            return images.get_many(ids[::step][:COUNT])

        self._context.reads.submit(read, lambda found: self._take(label_id, found))

    def shutdown(self) -> None:
        """Load no more thumbnails."""
        self._thumbnails.close()

    def _take(self, label_id: int, images: Sequence[ImageRecord]) -> None:
        if label_id != self._label_id:
            return
        self._images = list(images)
        for place, button in enumerate(self.buttons):
            button.setIcon(QIcon())
            button.setVisible(place < len(self._images))
            if place < len(self._images):
                path = self._images[place].path
                button.setToolTip(path)
                button.setAccessibleName(self.tr("Review {file}").format(file=path))
        self._thumbnails.want(
            [image.content_hash for image in self._images],
            round(SIDE_PX * self.devicePixelRatioF()),
        )
        self._fill()

    @Slot()
    def _fill(self) -> None:
        for image, button in zip(self._images, self.buttons, strict=False):
            pixmap = self._thumbnails.pixmap(image.content_hash)
            if pixmap is not None and button.icon().isNull():
                button.setIcon(QIcon(in_a_square(pixmap)))

    @Slot()
    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, QToolButton):
            self.opened.emit(self._images[self.buttons.index(button)].id)
