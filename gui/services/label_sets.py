"""Labels on keys: named sets of nine, and the labels that were used last as a set of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ChangeSet
from gui.services.catalogue_settings import CatalogueSettings
from gui.services.lanes import Lane

SETTING = "label_sets"
PLACES = 9
NO_LABEL = 0
RECENT = 0
"""The position of the set of labels used last; the named ones follow."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Nine label ids by their key less one; NO_LABEL where a key has none."""

    name: str
    label_ids: tuple[int, ...] = (NO_LABEL,) * PLACES


class LabelSets(QObject):
    """The sets of one catalogue, kept in its settings and shared by all pages.

    A label keeps its key among the recent ones as long as it is there: a new one takes the place
    of the one that was not used for longest.
    """

    changed = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        settings: CatalogueSettings,
        reads: Lane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._settings = settings
        self._reads = reads
        kept = settings.get(SETTING)
        stored: dict[str, Any] = kept if isinstance(kept, dict) else {}
        named = stored.get("sets")
        self._sets = [LabelSet("", _places(stored.get("recent")))]
        self._sets += [
            LabelSet(str(one.get("name", "")), _places(one.get("labels")))
            for one in (named if isinstance(named, list) else [])
            if isinstance(one, dict)
        ]
        used = stored.get("used")
        self._used = [int(one) for one in (used if isinstance(used, list) else []) if _is_id(one)]
        current: Any = stored.get("current")
        self._current = min(int(current), len(self._sets) - 1) if _is_id(current) else RECENT

    @property
    def names(self) -> list[str]:
        """The names of all sets; that of the recent labels is empty."""
        return [one.name for one in self._sets]

    @property
    def current(self) -> int:
        """The position of the set that the keys give labels of."""
        return self._current

    @property
    def label_ids(self) -> tuple[int, ...]:
        """The labels of the current set by key, NO_LABEL where a key has none."""
        return self._sets[self._current].label_ids

    @property
    def can_be_edited(self) -> bool:
        """Whether a person fills the current set; the recent labels fill themselves."""
        return self._current != RECENT

    def choose(self, position: int) -> None:
        """Let the keys give labels of another set."""
        if 0 <= position < len(self._sets):
            self._current = position
            self._keep()

    def choose_next(self) -> None:
        """The set behind the current one, from the first again behind the last."""
        self.choose((self._current + 1) % len(self._sets))

    def create(self, name: str) -> None:
        """A new set with the labels of the current one; it is the current one then."""
        self._sets.append(LabelSet(name, self.label_ids))
        self.choose(len(self._sets) - 1)

    def rename(self, name: str) -> None:
        """Call the current set otherwise."""
        self._edit(lambda one: replace(one, name=name))

    def delete(self) -> None:
        """Forget the current set."""
        if self.can_be_edited:
            del self._sets[self._current]
            self.choose(RECENT)

    def put(self, place: int, label_id: int) -> None:
        """Give a key (0 to 8) of the current set a label, or NO_LABEL."""

        def changed(one: LabelSet) -> LabelSet:
            others = [NO_LABEL if other == label_id else other for other in one.label_ids]
            others[place] = label_id
            return replace(one, label_ids=tuple(others))

        self._edit(changed)

    @Slot(object)
    def follow(self, change: ChangeSet) -> None:
        """Take labels that a command put on images by name into the recent ones."""
        names = change.details.get("added")
        if change.command == "label_images" and isinstance(names, list) and names:
            catalogue = self._catalogue
            wanted = [str(name) for name in names]
            self._reads.submit(lambda: _ids_of(catalogue, wanted), self._use)

    def _use(self, label_ids: list[int]) -> None:
        recent = list(self._sets[RECENT].label_ids)
        for label_id in label_ids:
            if label_id not in recent:
                recent[self._oldest(recent)] = label_id
            self._used = [label_id, *(one for one in self._used if one != label_id)][:PLACES]
        self._sets[RECENT] = replace(self._sets[RECENT], label_ids=tuple(recent))
        self._keep()

    def _oldest(self, recent: list[int]) -> int:
        if NO_LABEL in recent:
            return recent.index(NO_LABEL)
        ages = [self._used.index(one) if one in self._used else PLACES for one in recent]
        return ages.index(max(ages))

    def _edit(self, change: Callable[[LabelSet], LabelSet]) -> None:
        if self.can_be_edited:
            self._sets[self._current] = change(self._sets[self._current])
            self._keep()

    def _keep(self) -> None:
        self._settings.set(
            SETTING,
            {
                "current": self._current,
                "recent": list(self._sets[RECENT].label_ids),
                "used": self._used,
                "sets": [
                    {"name": one.name, "labels": list(one.label_ids)} for one in self._sets[1:]
                ],
            },
        )
        self.changed.emit()


def _ids_of(catalogue: Catalogue, names: list[str]) -> list[int]:
    found = []
    for name in names:
        try:
            label = catalogue.labels.find(name)
        except CatalogueError:
            continue  # by now the name means several
        if label is not None:
            found.append(label.id)
    return found


def _is_id(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _places(stored: object) -> tuple[int, ...]:
    values = stored if isinstance(stored, list) else []
    ids = [int(value) if _is_id(value) else NO_LABEL for value in values][:PLACES]
    return tuple(ids) + (NO_LABEL,) * (PLACES - len(ids))
