"""What can be done with a label of the panel, from its menu."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from db.records import ImageFilter
from gui.library.panel.rows import PanelRow
from gui.services.navigation import Navigator
from gui.style import icons


def row_menu(
    row: PanelRow, press: Callable[[str, int], None], navigator: Navigator, parent: QWidget
) -> QMenu:
    """The row's buttons in words, and ways to all images with its label."""
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    for button, icon in row.buttons.items():
        action = menu.addAction(icons.icon(icon), row.tooltip(button))
        action.triggered.connect(lambda _checked=False, one=button: press(one, row.label_id))
    menu.addSeparator()
    images = ImageFilter(label_ids=(row.label_id,))
    show = menu.addAction(translate("PanelRowMenu", "Show all images with it"))
    show.triggered.connect(lambda _checked=False: navigator.show_library(images))
    grid = menu.addAction(
        icons.icon("grid-2x2"), translate("PanelRowMenu", "Confirm it on its images")
    )
    grid.triggered.connect(lambda _checked=False: navigator.show_grid(row.label_id))
    return menu
