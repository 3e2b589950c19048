"""The grid of the Library, or one of its images large in its place."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.answers.limits import limits_from
from gui.library.images.loupe import Loupe
from gui.models.image_selection import Chosen
from gui.services.context import CatalogueContext
from gui.widgets.image_source import ImageSource
from gui.widgets.thumbnails.grid import ThumbnailGrid


class LibraryImages(QStackedWidget):
    """In the loupe the image on show is the one that is selected: nothing is put on others unseen.

    A selection of several waits until the grid is shown again.
    """

    turned = Signal(bool)
    """Whether an image is shown large now."""

    def __init__(
        self, context: CatalogueContext, grid: ThumbnailGrid, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.grid = grid
        self.source = ImageSource(limits_from(context.settings), self)
        self.loupe = Loupe(context.catalogue, self.source, grid.loader, self)
        self._several: Chosen | None = None
        self.addWidget(grid)
        self.addWidget(self.loupe)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.current_changed.connect(self.follow)
        grid.cards.loaded.connect(self.follow)
        self.loupe.moved.connect(grid.go)
        self.loupe.closed.connect(self.close_loupe)
        self.loupe.failed.connect(context.hub.failed)

    @property
    def shows_loupe(self) -> bool:
        """Whether one image is shown large."""
        return self.currentWidget() is self.loupe

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is at the images."""
        return self.grid.hasFocus() or self.loupe.hasFocus()

    def focus_images(self) -> None:
        """The keyboard goes to what is shown."""
        shown = self.loupe if self.shows_loupe else self.grid
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_loupe(self) -> None:
        """Show the image that the keyboard is at, the first one where it is at none."""
        grid = self.grid
        if self.shows_loupe or not len(grid.selection.ids):
            return
        if grid.current < 0:
            chosen = grid.selection.selected_ids()
            grid.set_current(grid.selection.position_of(chosen[0]) if chosen else 0, select=False)
        self._several = grid.selection.chosen() if grid.selection.count > 1 else None
        self.setCurrentWidget(self.loupe)
        grid.set_current(grid.current)
        self.follow()
        self.focus_images()
        self.turned.emit(True)

    @Slot()
    def close_loupe(self) -> None:
        """Show the grid, the keyboard at the image that was seen last."""
        if not self.shows_loupe:
            return
        had_focus = self.has_focus
        self.setCurrentWidget(self.grid)
        self.loupe.forget()
        if self.grid.current >= 0:
            self.grid.scroll_to(self.grid.current)
        if self._several is not None:
            self.grid.selection.choose(self._several)
        self._several = None
        if had_focus:
            self.focus_images()
        self.turned.emit(False)

    def toggle_loupe(self) -> None:
        """The other of the two."""
        if self.shows_loupe:
            self.close_loupe()
        else:
            self.open_loupe()

    @Slot()
    def follow(self) -> None:
        """Show large what the keyboard is at; the grid, where that is no longer among the images.

        Called too when other images are shown: the place may be another one.
        """
        if not self.shows_loupe:
            return
        if not self.grid.current_id:
            self.close_loupe()
            return
        card = self.grid.cards.card(self.grid.current_id)
        if card is not None:
            self.loupe.show_card(card, self.grid.ids_around())
            self.loupe.show_place(card, self.grid.current, len(self.grid.selection.ids))

    def shutdown(self) -> None:
        """Stop reading and decoding."""
        self.loupe.close_lane()
        self.source.close()
