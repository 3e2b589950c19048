"""What was done on the Review page and is on its way to the catalogue."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from gui.review.desk.state import Pending, RowState, SuggestionRow


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one image: rows that take a new state, labels that come and go.

    Names in ``added_names`` are of labels that are created with it.
    """

    image_id: int
    states: Mapping[int, RowState] = field(default_factory=dict)
    added: Mapping[int, str] = field(default_factory=dict)
    added_names: tuple[str, ...] = ()
    removed: frozenset[int] = frozenset()


def reopened(image_id: int, row: SuggestionRow) -> Edit:
    """What shows at once when a decision is taken back, as ``clear_decisions`` will save it."""
    states = {row.label_id: RowState.OPEN}
    if row.doubt != "wrong":
        return Edit(image_id, states, removed=frozenset([row.label_id]))
    if row.state is RowState.REJECTED:
        return Edit(image_id, states, {row.label_id: row.label_name})
    return Edit(image_id, states)


class EditBook:
    """Edits from the key press until the catalogue, read after the commit, shows them."""

    def __init__(self) -> None:
        self._edits: dict[int, Edit] = {}
        self._saved: set[int] = set()
        self._numbers = itertools.count(1)

    def begin(self, edit: Edit) -> int:
        """Take in an edit; its number."""
        number = next(self._numbers)
        self._edits[number] = edit
        return number

    def saved(self, number: int) -> None:
        """An edit is committed: what is read from now on contains it."""
        if number in self._edits:
            self._saved.add(number)

    def take_back(self, number: int) -> None:
        """An edit could not be saved."""
        self._edits.pop(number, None)

    def readable(self) -> frozenset[int]:
        """The edits that a reading which begins now will contain."""
        return frozenset(self._saved)

    def read(self, image_id: int, numbers: frozenset[int]) -> None:
        """An image was read with these edits in it."""
        for number in numbers:
            edit = self._edits.get(number)
            if edit is not None and edit.image_id == image_id:
                del self._edits[number]
                self._saved.discard(number)

    def saved_images(self) -> set[int]:
        """The images that have committed edits and were not read since."""
        return {self._edits[number].image_id for number in self._saved if number in self._edits}

    def __contains__(self, image_id: int) -> bool:
        return any(edit.image_id == image_id for edit in self._edits.values())

    def pending(self, image_id: int) -> Pending:
        """The edits of one image together, later ones over earlier ones."""
        states: dict[int, RowState] = {}
        added: dict[int, str] = {}
        names: tuple[str, ...] = ()
        removed: frozenset[int] = frozenset()
        for edit in self._edits.values():
            if edit.image_id == image_id:
                states |= edit.states
                added = {k: v for k, v in added.items() if k not in edit.removed} | dict(edit.added)
                removed = (removed | edit.removed) - edit.added.keys()
                names += edit.added_names
        return Pending(states, added, names, removed)
