"""What is done with the images of the Library: by key, by button and from their menu."""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from gui.library.images.image_files import ImageFiles
from gui.library.images.images import LibraryImages
from gui.library.panel.panel import LabelPanel
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction


class ImageActions(QObject):
    """Makes the actions, and the menu that offers those that can be used."""

    def __init__(
        self,
        context: CatalogueContext,
        images: LibraryImages,
        panel: LabelPanel,
        beside: tuple[QWidget, ...],
        page: QWidget,
    ) -> None:
        """``beside``: where the letters work too that are about the selected images."""
        super().__init__(page)
        self._context = context
        self._images = images
        self._panel = panel
        self._page = page
        self._files = ImageFiles(context, images.grid, self)
        add, grid = shortcuts.action, images.grid
        self.loupe = add("library.loupe", images, images.toggle_loupe)
        # In the grid the letter may begin the name of a file.
        add("library.zoom", images.loupe, images.loupe.view.toggle_zoom)
        self.open = add("library.open", images, self._review)
        self.add_label = add("library.add_label", page, panel.focus_entry)
        # Not in the bar: a letter in the list of orders is that list's.
        self.reviewed = add("library.reviewed", images, self._mark_reviewed)
        self.not_reviewed = add("library.not_reviewed", images, self._mark_not_reviewed)
        for widget in beside:
            widget.addActions([self.reviewed, self.not_reviewed])
        self.similar = add("library.similar", images)
        self.next = add("library.next", images, lambda: grid.move_by(1))
        self.previous = add("library.previous", images, lambda: grid.move_by(-1))
        self.select_all = add("library.select_all", page, self._select_all)
        self.show_file = add("library.show_file", page, self._files.show)
        self.copy_path = add("library.copy_path", page, self._files.copy_path)
        for button, action in (
            (panel.review_button, self.open),
            (panel.select_button, self.select_all),
            (images.loupe.back, self.loupe),
            (images.loupe.previous, self.previous),
            (images.loupe.next, self.next),
        ):
            shortcuts.bind_button(button, action)
        images.loupe.back.setToolTip(
            shortcuts.tooltip("library.loupe", self.tr("Back to the thumbnails"))
        )
        panel.reviewed_button.clicked.connect(self._toggle_reviewed)
        panel.reviewed_button.setToolTip(self.reviewed.toolTip())
        grid.opened.connect(images.open_loupe)
        grid.menu_requested.connect(self.open_menu)
        images.loupe.menu_requested.connect(self.open_menu)

    @Slot(QPoint)
    def open_menu(self, place: QPoint) -> None:
        """Offer what can be done with the selected images."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in self._groups():
            if menu.actions():
                menu.addSeparator()
            menu.addActions(list(group))
        self._enable_what_is_usable()
        menu.aboutToHide.connect(self._enable_all)
        menu.popup(place)

    def _groups(self) -> tuple[tuple[BoundAction, ...], ...]:
        return (
            (self.loupe, self.open, self.similar),
            (self.add_label,),
            (self.reviewed, self.not_reviewed),
            (self.show_file, self.copy_path),
            (self.select_all,),
        )

    def _enable_what_is_usable(self) -> None:
        """While the menu is open: the letter of a disabled action would begin a file name."""
        usable = self._usable()
        for group in self._groups():
            for action in group:
                action.setEnabled(action in usable)

    @Slot()
    def _enable_all(self) -> None:
        for group in self._groups():
            for action in group:
                action.setEnabled(True)

    def _usable(self) -> frozenset[BoundAction]:
        """What can be done now."""
        grid = self._images.grid
        usable = {self.select_all, self.loupe} if len(grid.selection.ids) else set()
        if grid.selection.count:
            usable |= {self.add_label, self.reviewed, self.not_reviewed}
        if grid.selection.count or grid.current_id:
            usable |= {self.open, self.similar, self.show_file, self.copy_path}
        return frozenset(usable)

    def _review(self) -> None:
        ids = self._images.grid.ids_to_open()
        if ids:
            self._context.navigator.show_review(ids)

    def _select_all(self) -> None:
        """All images, wherever the keyboard is: it goes to them."""
        self._images.close_loupe()
        self._images.grid.selection.select_all()
        self._images.focus_images()

    def _mark_reviewed(self) -> None:
        self._panel.mark_reviewed(reviewed=True)

    def _mark_not_reviewed(self) -> None:
        self._panel.mark_reviewed(reviewed=False)

    @Slot()
    def _toggle_reviewed(self) -> None:
        single = self._panel.shown.single
        self._panel.mark_reviewed(reviewed=single is None or single.image.reviewed_at is None)
