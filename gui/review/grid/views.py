"""The two ways of reviewing, of which the page shows one: an image at a time, a label in a grid."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QToolButton, QWidget

from db.records import GridMode
from engine.answers.review import ReviewSession
from gui.models.vocabulary import Vocabulary
from gui.review.grid.view import LabelGridView
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.widgets.segments import Segments

SETTING = "review/view"


class ReviewViews(QStackedWidget):
    """Shows one of the two, remembers which, and keeps the keys of the other quiet."""

    single_shown = Signal()
    """An image at a time is shown, and was not before."""

    grid_shown = Signal()

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        session: ReviewSession,
        single: QWidget,
        page: QWidget,
    ) -> None:
        """``single`` is what shows one image, ``page`` the widget that its keys belong to."""
        super().__init__(page)
        self._context = context
        self._vocabulary = vocabulary
        self._page = page
        self._action = shortcuts.action("review.view", page, self.turn)
        self._switches: list[tuple[QToolButton, QToolButton]] = []
        self.grid = LabelGridView(context, vocabulary, session, self.make_switch(), self)
        self.addWidget(single)
        self.addWidget(self.grid)

    @property
    def shows_grid(self) -> bool:
        """Whether a label in a grid is shown."""
        return self.currentWidget() is self.grid

    def make_switch(self) -> Segments:
        """Two buttons for a bar; each of the two views has them at the same place."""
        segments = Segments(self.tr("How to review"), self)
        tooltip = shortcuts.tooltip("review.view")
        single = segments.add(self.tr("One at a time"), tooltip, self.show_single)
        grid = segments.add(self.tr("Label in a grid"), tooltip, self._show_grid_again)
        single.setChecked(True)
        self._switches.append((single, grid))
        return segments

    def restore(self) -> None:
        """Show what was shown the last time; when the page has all its keys."""
        if self._context.view.get(SETTING) == "grid":
            self._turn(to_grid=True)

    def turn(self) -> None:
        """Show the other one."""
        if self.shows_grid:
            self.show_single()
        else:
            self._show_grid_again()

    def show_single(self) -> None:
        """Show an image at a time."""
        if self.shows_grid:
            self._turn(to_grid=False)
            self.grid.deactivate()
            self.single_shown.emit()

    def show_grid(self, label_id: int, mode: GridMode) -> None:
        """Show the images of a label (0: of the first that waits)."""
        self._turn(to_grid=True)
        self.activate_grid()
        self.grid.show_grid(label_id, mode)
        self.grid_shown.emit()

    def activate_grid(self) -> None:
        """The grid is on show: let it read."""
        self._vocabulary.load()
        self.grid.activate()

    def _show_grid_again(self) -> None:
        if not self.shows_grid:
            self.show_grid(0, self.grid.desk.choice.mode)

    def _turn(self, *, to_grid: bool) -> None:
        self.setCurrentIndex(1 if to_grid else 0)
        self._context.view.set(SETTING, "grid" if to_grid else "single")
        for single, grid in self._switches:
            (grid if to_grid else single).setChecked(True)
        context = (
            Qt.ShortcutContext.WidgetShortcut
            if to_grid
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        for action in self._page.actions():
            if action is not self._action:
                action.setShortcutContext(context)
