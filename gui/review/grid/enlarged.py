"""One image of the grid, large, in the place of the grid."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.catalogue import Catalogue
from gui.review.grid import words as grid_words
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.image_source import ImageSource
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.enlarged_image import EnlargedImage


class Enlarged(EnlargedImage):
    """Says below the picture whether it is ticked."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue, source, thumbnails, parent)
        self.tick = plain_label("", self, role="heading")
        self.path = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.path, "muted")
        row = QHBoxLayout()
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.small, spacing.tiny)
        row.setSpacing(spacing.large)
        row.addWidget(self.tick)
        row.addWidget(self.path, 1)
        self.column.addLayout(row)

    def show_tick(self, path: str, ticked: bool, likelihood: str) -> None:
        """Which image it is, and whether it is ticked."""
        self.path.setText(path)
        mark = "✓" if ticked else "✗"
        self.tick.setText(f"{mark}  {likelihood}")
        self.tick.setAccessibleName(grid_words.cell_text(ticked, likelihood))
