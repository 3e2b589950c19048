"""Pictures side by side that show the same part of their subject: zoomed and dragged together.

Every picture fills its view, however few pixels it has: what is compared is drawn at one scale.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.widgets.viewing.image_view import ImageView


def comparing_view(parent: QWidget | None = None) -> ImageView:
    """A view for a picture that others are compared with."""
    return ImageView(parent, largest_fit=inf)


class LinkedViews(QObject):
    """What is zoomed or dragged in one of the views is followed by the others, while linked."""

    def __init__(self, views: Sequence[ImageView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._linked = True
        for view in self._views:
            view.zoomed.connect(self._follow)

    @property
    def linked(self) -> bool:
        """Whether the views move together."""
        return self._linked

    @Slot(bool)
    def set_linked(self, linked: bool) -> None:
        """Move together, from the first view's part on; or each by itself."""
        self._linked = linked
        if linked and self._views:
            self._follow_view(self._views[0])

    @contextmanager
    def shown_alike(self, view: ImageView) -> Iterator[None]:
        """Let ``view`` show another image inside; it then joins the part the others show."""
        linked, self._linked = self._linked, False
        try:
            yield
        finally:
            self._linked = linked
        other = next((one for one in self._views if one is not view), None)
        if linked and other is not None and other.viewport is not None:
            view.copy_view(other.viewport)

    @Slot()
    def _follow(self) -> None:
        view = self.sender()
        if self._linked and isinstance(view, ImageView):
            self._follow_view(view)

    def _follow_view(self, view: ImageView) -> None:
        if view.viewport is None:
            return
        for other in self._views:
            if other is not view:
                other.copy_view(view.viewport)
