"""What is done with the images of the Library: by key, by button and from their menu."""

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from gui.library.images.images import LibraryImages
from gui.library.images.label_keys import LibraryLabelKeys
from gui.library.images.menus import LabelKeysMenu, SuggestionsMenu
from gui.library.panel.panel import LabelPanel
from gui.models.vocabulary import Vocabulary
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction
from gui.widgets.file_actions import FileActions


class ImageActions(QObject):
    """Makes the actions, and the menu that offers those that can be used."""

    def __init__(
        self,
        context: CatalogueContext,
        images: LibraryImages,
        panel: LabelPanel,
        vocabulary: Vocabulary,
        beside: tuple[QWidget, ...],
        page: QWidget,
    ) -> None:
        """``beside``: where the letters work too that are about the selected images."""
        super().__init__(page)
        self._context = context
        self._images = images
        self._panel = panel
        self._page = page
        self.files = FileActions("library", context, images.source, self._meant, images)
        self.label_keys = LibraryLabelKeys(context, images, panel, vocabulary, page)
        add, grid = shortcuts.action, images.grid
        self.loupe = add("library.loupe", images, images.toggle_loupe)
        self.loupe.setCheckable(True)
        images.turned.connect(self.loupe.setChecked)
        # In the grid the letter may begin the name of a file.
        add("library.zoom", images.loupe, images.loupe.view.toggle_zoom)
        self.open = add("library.open", images, self._review)
        self.add_label = add("library.add_label", page, panel.focus_entry)
        # Not in the bar: a letter in the list of orders is that list's.
        self.reviewed = add("library.reviewed", images, self._mark_reviewed)
        self.not_reviewed = add("library.not_reviewed", images, self._mark_not_reviewed)
        for widget in beside:
            widget.addActions([self.reviewed, self.not_reviewed, self.label_keys.same_as_before])
        self.similar = add("library.similar", images)
        self.duplicates = add("library.duplicates", images)
        self.export = add("library.export", page)
        self.next = add("library.next", images, lambda: grid.move_by(1))
        self.previous = add("library.previous", images, lambda: grid.move_by(-1))
        self.select_all = add("library.select_all", page, self._select_all)
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
        for group in self._groups:
            if menu.actions():
                menu.addSeparator()
            menu.addActions(list(group))
            if self.add_label in group:
                self._add_submenus(menu)
        self._enable(self._usable())
        # Only while it is open: the letter of a disabled action would begin the name of a file.
        menu.aboutToHide.connect(self._enable_all)
        menu.popup(place)

    def _add_submenus(self, menu: QMenu) -> None:
        for below in (LabelKeysMenu(self.label_keys, menu), SuggestionsMenu(self._panel, menu)):
            menu.addMenu(below)
            if not self._images.grid.selection.count:
                below.menuAction().setEnabled(False)

    @property
    def _groups(self) -> tuple[tuple[BoundAction, ...], ...]:
        keys = self.label_keys
        return (
            (self.loupe, self.open, self.similar, self.duplicates),
            (self.add_label, keys.same_as_before, keys.copy_labels, keys.paste_labels),
            (self.reviewed, self.not_reviewed),
            (*self.files.all, self.export),
            (self.select_all,),
        )

    def _usable(self) -> frozenset[BoundAction]:
        """What can be done now."""
        grid = self._images.grid
        usable = set()
        if len(grid.selection.ids):
            usable |= {self.select_all, self.loupe, self.export}
        if self._meant():
            usable |= {self.open, self.similar, self.duplicates, *self.files.all}
        if grid.selection.count:
            usable |= {self.reviewed, self.not_reviewed, *self._groups[1]}
        return frozenset(usable)

    def _enable(self, usable: frozenset[BoundAction]) -> None:
        for group in self._groups:
            for action in group:
                action.setEnabled(action in usable)

    @Slot()
    def _enable_all(self) -> None:
        self._enable(frozenset(action for group in self._groups for action in group))

    def _meant(self) -> int:
        """The image that the keyboard is at, else the first selected one."""
        grid = self._images.grid
        return grid.current_id or next(iter(grid.selection.selected_ids()), 0)

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
