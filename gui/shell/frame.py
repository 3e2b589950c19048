"""What stands in the window, whatever is open: what the menus and the pages' owner go by."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMainWindow

from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.services.settings import Preferences
from gui.shell.page_bar import PageBar
from gui.shell.page_stack import PageStack
from gui.shell.session import CatalogueSession
from gui.shell.undo import UndoActions
from gui.shell.work import CatalogueWork

NARROW_WINDOW_PX = 1000


class WindowFrame(QMainWindow):
    """Holds the session, its work and the pages; shows one page at a time."""

    page_shown = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.upkeep = Lane("upkeep", self)
        self.session = CatalogueSession(preferences, self.upkeep, self)
        self.work: CatalogueWork | None = None
        self.pages = PageStack(self)
        self.page_bar = PageBar(self)
        self.undo = UndoActions(self)

    @property
    def context(self) -> CatalogueContext | None:
        """The open catalogue's services."""
        return self.session.context

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pages more of a narrow window."""
        super().resizeEvent(event)
        self.page_bar.set_narrow(self.width() < NARROW_WINDOW_PX)

    @Slot(str)
    def show_page(self, page_id: str) -> None:
        """Show one of the pages of the open catalogue."""
        if self.context is None:
            return
        self.page_bar.mark(self.pages.show_page(page_id))
        self.page_shown.emit()
