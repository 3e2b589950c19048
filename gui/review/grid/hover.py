"""The image of the grid that the pointer rests on, large, over the thumbnails."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout

from db.catalogue import Catalogue
from gui.review.grid.enlarged import Enlarged
from gui.review.grid.thumbnails import TickGrid
from gui.style import theme
from gui.widgets.image_source import ImageSource

REST_MS = 600
FRAME_PX = 2
SHARE = 0.8
"""Of the grid's width and height, at most."""
LEAST_WIDTH_PX = 320
"""Room for the path below the picture."""

_ENDINGS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
    }
)


class HoverEnlarged(QObject):
    """Shows the image after a rest of the pointer; goes with the pointer, a key or a button.

    The picture takes neither the keyboard nor the mouse: keys and clicks mean what they mean
    without it.
    """

    wanted = Signal(int)
    """The pointer rests on this image: whoever knows it calls ``picture.show_card``."""

    def __init__(self, catalogue: Catalogue, source: ImageSource, grid: TickGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.frame = QFrame(grid)
        theme.set_role(self.frame, "card")
        self.frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture = Enlarged(catalogue, source, grid.loader, self.frame)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX)
        column.addWidget(self.picture)
        self.frame.hide()
        self._position = -1
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._show)
        grid.pointed.connect(self._follow)

    @property
    def is_shown(self) -> bool:
        """Whether an image is on show."""
        return not self.frame.isHidden()

    @Slot(int)
    def _follow(self, position: int) -> None:
        """The pointer moved within the image at ``position``, or to no image (-1)."""
        if self.is_shown and position == self._position:
            return
        self.leave()
        self._position = position
        if position >= 0:
            self._rest.start()

    @Slot()
    def leave(self) -> None:
        """Show nothing, and nothing before the pointer moves again."""
        self._rest.stop()
        if self.is_shown:
            _application().removeEventFilter(self)
            self.frame.hide()
            self.picture.forget()

    @Slot()
    def _show(self) -> None:
        ids = self._grid.selection.ids
        if not self._grid.isVisible() or not 0 <= self._position < len(ids):
            return
        self.frame.setGeometry(self._place())
        self.frame.show()
        self.frame.raise_()
        # Of the whole window: wherever the keyboard is, a key goes on with the work.
        _application().installEventFilter(self)
        self.wanted.emit(int(ids[self._position]))

    def _place(self) -> QRect:
        """Around the thumbnail, within the grid."""
        room = self._grid.viewport().geometry()
        width, height = round(room.width() * SHARE), round(room.height() * SHARE)
        card = self._grid.cards.card(int(self._grid.selection.ids[self._position]))
        if card is not None and card.width_px and card.height_px:
            # No wider than the picture needs: the thumbnails beside it stay in sight.
            width = min(width, max(LEAST_WIDTH_PX, height * card.width_px // card.height_px))
        place = QRect(0, 0, width, height)
        cell = self._grid.cell_rect(self._position).translated(room.topLeft())
        place.moveCenter(cell.center())
        place.moveLeft(max(room.left(), min(place.left(), room.right() + 1 - place.width())))
        place.moveTop(max(room.top(), min(place.top(), room.bottom() + 1 - place.height())))
        return place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key or a button ends it; they do what they do all the same."""
        if event.type() in _ENDINGS:
            self.leave()
        return False


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
