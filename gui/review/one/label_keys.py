"""Labels given by a key: those of the current set, those of the image before, copied ones."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.models.vocabulary import Vocabulary
from gui.review.actions import ReviewActions
from gui.review.desk.desk import ReviewDesk
from gui.services import shortcuts
from gui.services.label_clipboard import copied_labels, copy_labels
from gui.services.label_sets import PLACES, LabelSets


class LabelKeys(QObject):
    """Makes the keys and puts what they mean on the image on show."""

    def __init__(
        self,
        desk: ReviewDesk,
        acts: ReviewActions,
        vocabulary: Vocabulary,
        sets: LabelSets,
        say: Callable[[str], None],
        page: QWidget,
    ) -> None:
        """``say``: tells a person why nothing happened."""
        super().__init__(page)
        self._desk = desk
        self._acts = acts
        self._vocabulary = vocabulary
        self._sets = sets
        self._say = say
        for place in range(PLACES):
            shortcuts.action(f"review.give_{place + 1}", page, partial(self._give_place, place))
        shortcuts.action("review.next_set", page, sets.choose_next)
        shortcuts.action("review.same_as_before", page, self._give_those_before)
        shortcuts.action("review.copy_labels", page, self._copy)
        shortcuts.action("review.paste_labels", page, self._paste)

    @Slot(int)
    def give(self, label_id: int) -> None:
        """Put a label on the image."""
        self._give([label_id])

    def _give_place(self, place: int) -> None:
        self._give([self._sets.label_ids[place]])

    def _give(self, label_ids: Iterable[int]) -> None:
        carried = {row.label_id for row in self._desk.label_rows}
        known = self._vocabulary.by_id
        names = {
            label_id: known[label_id].shown
            for label_id in label_ids
            if label_id in known and label_id not in carried
        }
        if names and self._desk.item is not None:
            self._acts.add_labels(names)

    def _give_those_before(self) -> None:
        before = self._desk.queue.preceding(1)
        rows = self._desk.label_rows_of(before[0]) if before else ()
        if not rows:
            self._say(self.tr("The image before has no labels."))
        self._give(row.label_id for row in rows)

    def _copy(self) -> None:
        labels = {row.label_id: row.label_name for row in self._desk.label_rows if row.label_id}
        if labels:
            copy_labels(self._desk.catalogue, labels)
        else:
            self._say(self.tr("There are no labels to copy."))

    def _paste(self) -> None:
        labels = copied_labels(self._desk.catalogue)
        if not labels:
            self._say(self.tr("No labels have been copied."))
        self._give(labels)
