"""The actions of the Labels page: keys, buttons and menus all do the same things."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from gui.labels.bar import LabelsBar
from gui.labels.changes import LabelChanges
from gui.labels.details import LabelDetails
from gui.labels.rows import LabelRow
from gui.labels.tree import LabelTree
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction


class LabelsActions(QObject):
    """Makes the actions, and says which of them can be used with what is selected."""

    def __init__(
        self,
        page: QWidget,
        tree: LabelTree,
        details: LabelDetails,
        changes: LabelChanges,
    ) -> None:
        super().__init__(page)
        self._page = page
        add = shortcuts.action
        editor, links = details.editor, details.links

        def edits(key: str, field: QWidget) -> BoundAction:
            return add(key, page, lambda: edit(field))

        self.open = add("labels.open", tree)
        self.grid = add("labels.grid", page)
        self.similar = add("labels.similar", page)
        self.same = add("labels.same", page)
        self.rename = edits("labels.rename", editor.name)
        self.english = edits("labels.english", editor.english)
        self.prompts = edits("labels.prompts", editor.prompts)
        self.alias = edits("labels.alias", links.alias_edit)
        self.alias_of = add("labels.alias_of", page, changes.make_alias)
        self.move = add("labels.move", page, changes.move)
        self.top = add("labels.top", page, changes.move_to_top)
        self.merge = add("labels.merge", page, changes.merge)
        self.split = add("labels.split", page, changes.split)
        self.text_rule = add("labels.text_rule", page, changes.take_from_captions)
        # On the labels only: in a line Delete deletes a letter, in the list of offers it dismisses.
        self.delete = add("labels.delete", tree, changes.delete)
        self.new = add("labels.new", page, changes.create)
        self.read_list = add("labels.read_list", page, changes.choose_list_to_read)
        self.write_list = add("labels.write_list", page, changes.choose_list_to_write)
        details.offer(
            [
                (self.open, self.tr("Show images"), "images"),
                (self.grid, self.tr("Confirm…"), "grid-2x2"),
                (self.similar, self.tr("Similar names"), "search"),
                (self.merge, self.tr("Merge…"), "merge"),
                (self.split, self.tr("Split off…"), "split"),
                (self.move, self.tr("Move…"), "list-tree"),
                (self.text_rule, self.tr("From captions…"), "text-quote"),
                (self.delete, self.tr("Delete…"), "trash-2"),
            ]
        )
        tree.menu_requested.connect(self.open_menu)

    def fill(self, bar: LabelsBar, context: CatalogueContext) -> None:
        """The menu and the buttons of the bar."""
        shortcuts.bind_button(bar.same_button, self.same)
        menu, navigator = bar.menu, context.navigator
        menu.addActions([self.new, self.same])
        menu.addSeparator()
        menu.addAction(self.tr("Glossary…"), navigator.glossary_requested.emit)
        menu.addActions([self.read_list, self.write_list])

    def follow(self, rows: Sequence[LabelRow], *, can_compare: bool) -> None:
        """Enable what can be done with the selected labels."""
        single = len(rows) == 1
        for action in (self.rename, self.english, self.prompts, self.alias, self.alias_of):
            action.setEnabled(single)
        self.split.setEnabled(single and rows[0].label.image_count > 1)
        self.grid.setEnabled(single)
        self.text_rule.setEnabled(single)
        self.similar.setEnabled(single and can_compare)
        for action in (self.merge, self.move, self.delete, self.open):
            action.setEnabled(bool(rows))
        self.top.setEnabled(any(one.label.parent_id is not None for one in rows))

    @Slot(object)
    def open_menu(self, place: QPoint) -> None:
        """Offer what can be done with the labels."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups: tuple[tuple[BoundAction, ...], ...] = (
            (self.open, self.grid, self.similar, self.text_rule),
            (self.rename, self.english, self.prompts, self.alias),
            (self.merge, self.alias_of, self.split),
            (self.move, self.top),
            (self.delete,),
            (self.new,),
        )
        for group in groups:
            if menu.actions():
                menu.addSeparator()
            menu.addActions(list(group))
        menu.popup(place)


def edit(field: QWidget) -> None:
    """Put the keyboard into a line, with what is there selected."""
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    select: Callable[[], None] | None = getattr(field, "selectAll", None)
    if select is not None:
        select()
