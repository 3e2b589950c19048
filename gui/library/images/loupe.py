"""The loupe: one image of the grid, large in its place, with what it is and where it stands."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from db.catalogue import Catalogue
from db.records import ImageCard
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.image_source import ImageSource
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.thumbnails.paint import file_name
from gui.widgets.viewing.enlarged_image import EnlargedImage
from gui.words.amounts import number, whole_percent


class Loupe(EnlargedImage):
    """Below the picture: its name, its place among the images on show, and the zoom."""

    menu_requested = Signal(QPoint)
    """Where to open the context menu, global."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue, source, thumbnails, parent)
        self.back = self._button("grid-2x2")
        self.previous = self._button("chevron-left")
        self.next = self._button("chevron-right")
        self.place = plain_label("", self)
        self.name = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.name, "muted")
        self.zoom = plain_label("", self, role="muted")
        row = QHBoxLayout()
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.medium, spacing.tiny)
        row.setSpacing(spacing.small)
        for widget in (self.back, self.previous, self.next, self.place):
            row.addWidget(widget)
        row.addSpacing(spacing.small)
        row.addWidget(self.name, 1)
        row.addWidget(self.zoom)
        self.column.addLayout(row)
        self.view.zoomed.connect(self._show_zoom)

    def show_place(self, card: ImageCard, position: int, count: int) -> None:
        """Say which image it is, the one at ``position`` of ``count``."""
        self.name.setText(card.path)
        self.place.setText(
            self.tr("{position} of {count}").format(
                position=number(position + 1), count=number(count)
            )
        )
        self.setAccessibleDescription(f"{file_name(card.path)}, {self.place.text()}")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the pointer or, from the keyboard, in the middle."""
        from_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        middle = self.mapToGlobal(self.rect().center())
        self.menu_requested.emit(middle if from_keyboard else event.globalPos())

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        # Keys do the same; Space on one would press it where it is to go back to the grid.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    @Slot(int)
    def _show_zoom(self, percent: int) -> None:
        self.zoom.setText(whole_percent(percent) if percent else "")
