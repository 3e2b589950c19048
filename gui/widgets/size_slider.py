"""The slider for the size of thumbnails, the same on every page that has a grid."""

from PySide6.QtWidgets import QWidget

from gui.widgets.page_slider import PageSlider
from gui.widgets.thumbnails.view import CELL_STEP_PX, MAX_CELL_PX, MIN_CELL_PX

WIDTH_PX = 110


class SizeSlider(PageSlider):
    """Chooses the side of a cell in pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(MIN_CELL_PX, MAX_CELL_PX)
        self.setSingleStep(CELL_STEP_PX)
        self.setPageStep(2 * CELL_STEP_PX)
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Size of the pictures"))
        self.setToolTip(self.tr("Size of the pictures (Ctrl and the wheel)"))
