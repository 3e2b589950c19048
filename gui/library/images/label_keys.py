"""Labels given to the selected images by a key: of a set, of the image before, copied ones."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.library.images.images import LibraryImages
from gui.library.panel.panel import LabelPanel
from gui.models.vocabulary import Vocabulary
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.image_shortcuts import key_of_place
from gui.services.label_clipboard import copied_labels, copy_labels
from gui.services.label_sets import PLACES


class LibraryLabelKeys(QObject):
    """Makes the keys. What is copied and repeated is read after the changes under way."""

    def __init__(
        self,
        context: CatalogueContext,
        images: LibraryImages,
        panel: LabelPanel,
        vocabulary: Vocabulary,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._context = context
        self._selection = images.grid.selection
        self._panel = panel
        self._vocabulary = vocabulary
        self._sets = context.label_sets
        add = shortcuts.action
        self.same_as_before = add("library.same_as_before", images, self._give_those_before)
        self.copy_labels = add("library.copy_labels", page, self._copy)
        self.paste_labels = add("library.paste_labels", page, self._paste)
        self.next_set = add("library.next_set", page, self._sets.choose_next)
        for place in range(PLACES):
            add(f"library.give_{place + 1}", page, partial(self._give_place, place))

    def give(self, label_id: int) -> None:
        """Put a label on the selected images."""
        self._add([label_id])

    def labels_on_keys(self) -> list[tuple[int, str, str]]:
        """The labels of the current set: id, name and key."""
        known = self._vocabulary.by_id
        return [
            (label_id, known[label_id].shown, key_of_place("library", place))
            for place, label_id in enumerate(self._sets.label_ids)
            if label_id in known
        ]

    def _give_place(self, place: int) -> None:
        self._add([self._sets.label_ids[place]])

    def _add(self, label_ids: Sequence[int]) -> None:
        known = [one for one in label_ids if one in self._vocabulary.by_id]
        if known:
            self._panel.add_labels(known)

    def _give_those_before(self) -> None:
        """Those of the image that stands before the first selected one."""
        selected = self._selection.selected_ids()
        at = self._selection.position_of(selected[0]) if selected else 0
        if at > 0:
            self._panel.add_labels_of(int(self._selection.ids[at - 1]))
        elif selected:
            self._panel.say(self.tr("There is no image before this one."))

    def _copy(self) -> None:
        """The labels that all selected images carry."""
        ids = self._selection.selected_ids()
        catalogue = self._context.catalogue
        if ids:
            count = len(ids)
            self._context.writes.submit(
                lambda: catalogue.labels.counts_for(ids), partial(self._put, count)
            )

    def _put(self, count: int, counts: Mapping[int, int]) -> None:
        known = self._vocabulary.by_id
        labels = {
            label_id: known[label_id].shown
            for label_id, on in counts.items()
            if on == count and label_id in known
        }
        if labels:
            copy_labels(self._context.catalogue, labels)
            self._panel.say(self.tr("Copied: {labels}.").format(labels=", ".join(labels.values())))
        else:
            self._panel.say(self.tr("There are no labels to copy."))

    def _paste(self) -> None:
        labels = copied_labels(self._context.catalogue)
        if labels:
            self._add(labels)
        else:
            self._panel.say(self.tr("No labels have been copied."))
