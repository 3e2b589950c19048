"""What can be done with a label in a list of labels, suggestions or facets, from its menu."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from db.records import ImageFilter
from gui.services.navigation import Navigator
from gui.style import icons

MenuEntry = tuple[str, str, Callable[[], object]]
"""An icon, a text, and what is done."""


def label_menu(
    label_id: int,
    entries: Iterable[MenuEntry],
    navigator: Navigator,
    parent: QWidget,
    *,
    shows_images: bool = True,
) -> QMenu:
    """The row's own entries, and ways to the label on the other pages; deleted when it closes.

    ``shows_images``: also to all images that carry it, where no entry of the row shows them.
    """
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def add(icon: str, text: str, call: Callable[[], object]) -> None:
        action = menu.addAction(icons.icon(icon), text) if icon else menu.addAction(text)
        action.triggered.connect(lambda _checked=False: call())

    for entry in entries:
        add(*entry)
    menu.addSeparator()
    images = ImageFilter(label_ids=(label_id,))
    show, confirm, on_labels, rename = (
        translate("LabelMenu", "Show all images with it"),
        translate("LabelMenu", "Confirm it on its images"),
        translate("LabelMenu", "Show on Labels"),
        translate("LabelMenu", "Rename…"),
    )
    if shows_images:
        add("images", show, lambda: navigator.show_library(images))
    add("grid-2x2", confirm, lambda: navigator.show_grid(label_id))
    add("tags", on_labels, lambda: navigator.show_label(label_id))
    add("pencil", rename, lambda: navigator.show_label(label_id, rename=True))
    return menu
