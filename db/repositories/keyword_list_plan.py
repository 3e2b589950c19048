"""What taking a keyword list into the vocabulary would change; nothing is changed here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from db.names import names_of
from db.records import VocabularyEntry
from db.schema import aliases, labels
from db.text import MAX_NAME_LENGTH, clean_name, name_key


@dataclass(frozen=True, slots=True)
class Planned:
    """A label that the list creates: the position of its line."""

    position: int


# A label that is there goes by its id.
Place = int | Planned


@dataclass(slots=True)
class KeywordListPlan:
    """The changes in the order in which they can be made, and what is left as it is.

    ``created``: (line, name, place above). ``moved``: (label, place above). ``aliases``: (place,
    name). ``english``: (place, English name) of labels that have none by hand. ``grouping``:
    (label, new value). ``known`` keywords of the list are labels already, ``repeated`` ones stand
    in it more than once, ``unusable`` have no name or one too long.
    ``aliases_taken`` are synonyms that belong to another label beside; ``moves_refused`` are labels
    that would come to lie below themselves, or beside one of the same name.
    """

    created: list[tuple[Planned, str, Place | None]] = field(default_factory=list)
    moved: list[tuple[int, Place]] = field(default_factory=list)
    aliases: list[tuple[Place, str]] = field(default_factory=list)
    english: list[tuple[Place, str]] = field(default_factory=list)
    grouping: list[tuple[int, bool]] = field(default_factory=list)
    grouping_created: set[Planned] = field(default_factory=set)
    known: int = 0
    repeated: int = 0
    unusable: int = 0
    aliases_taken: list[str] = field(default_factory=list)
    moves_refused: list[str] = field(default_factory=list)


def plan_keyword_list(
    connection: Connection, entries: Sequence[VocabularyEntry]
) -> KeywordListPlan:
    """Hold a list against the vocabulary.

    A keyword is the label of that name or alias at its place in the list. Where none is there, and
    the list has the name in one place only, it is the only label of that name or alias: it comes
    to lie where the list has it, or stays where it is if the list has it at the top. Else it is a
    new label. Synonyms become aliases where no label beside has the name. An English name that
    somebody gave a label stays.
    """
    return _Planning(connection).run(entries)


class _Planning:
    def __init__(self, connection: Connection) -> None:
        self._plan = KeywordListPlan()
        self._names = names_of(connection)
        self._parents: dict[Place, Place | None] = {
            label_id: self._names.parent(label_id) for label_id in self._names
        }
        # What each label goes by, and which have a name, as the plan will have it.
        self._keys: dict[Place, set[str]] = {}
        self._named: dict[str, set[Place]] = defaultdict(set)
        for table in (labels, aliases):
            owner = labels.c.id if table is labels else aliases.c.label_id
            for label_id, key in connection.execute(select(owner, table.c.name_key)):
                self._call(label_id, key)
        grouping = connection.execute(select(labels.c.id, labels.c.grouping))
        self._was_grouping: dict[int, bool] = {row[0]: row[1] for row in grouping}
        named = select(labels.c.id).where(labels.c.english_name != "")
        self._in_english: set[Place] = set(connection.scalars(named))

    def run(self, entries: Sequence[VocabularyEntry]) -> KeywordListPlan:
        places: list[Place | None] = []
        owners: list[Place | None] = []
        seen: set[Place] = set()
        listed = _listed_places(entries)
        for position, entry in enumerate(entries):
            above = None if entry.parent is None else places[entry.parent]
            name = clean_name(entry.name)
            if not name_key(name) or len(name) > MAX_NAME_LENGTH:
                self._plan.unusable += 1
                places.append(above)  # what lies below it lies below the next one up
                owners.append(None)
                continue
            place = self._child(above, name)
            if place is None and listed[name_key(name)] == 1:
                place = self._only(name)
            if place is None:
                place = self._create(position, name, above, entry.grouping)
            elif place in seen or isinstance(place, Planned):
                self._plan.repeated += 1
            else:
                self._keep(place, name, above, entry.grouping)
            seen.add(place)
            places.append(place)
            owners.append(place)
        # After all keywords: a name that is a keyword is nobody's synonym.
        for place, entry in zip(owners, entries, strict=True):
            for synonym in entry.synonyms:
                self._add_alias(place, synonym)
            self._say_in_english(place, entry.english_name)
        return self._plan

    def _call(self, place: Place, key: str) -> None:
        self._keys.setdefault(place, set()).add(key)
        self._named[key].add(place)

    def _child(self, above: Place | None, name: str) -> Place | None:
        """The label of this name or alias right below another."""
        found = self._named[name_key(name)]
        return next((place for place in found if self._parents[place] == above), None)

    def _only(self, name: str) -> Place | None:
        found = self._named[name_key(name)]
        return next(iter(found)) if len(found) == 1 else None

    def _create(self, position: int, name: str, above: Place | None, grouping: bool) -> Place:
        place = Planned(position)
        self._plan.created.append((place, name, above))
        if grouping:
            self._plan.grouping_created.add(place)
        self._parents[place] = above
        self._call(place, name_key(name))
        return place

    def _keep(self, place: int, name: str, above: Place | None, grouping: bool) -> None:
        self._plan.known += 1
        if self._was_grouping[place] != grouping:
            self._plan.grouping.append((place, grouping))
        if above is None or above == self._parents[place]:
            return
        if place in self._line(above) or self._is_taken(place, above):
            self._plan.moves_refused.append(name)
            return
        self._plan.moved.append((place, above))
        self._parents[place] = above

    def _is_taken(self, place: Place, above: Place | None) -> bool:
        """Whether a label below this one already goes by a name of the label."""
        return any(
            self._parents[other] == above and other != place
            for key in self._keys[place]
            for other in self._named[key]
        )

    def _add_alias(self, place: Place | None, synonym: str) -> None:
        name = clean_name(synonym)
        if place is None or not name_key(name) or len(name) > MAX_NAME_LENGTH:
            self._plan.unusable += 1
            return
        owner = self._child(self._parents[place], name)
        if owner is None:
            self._call(place, name_key(name))
            self._plan.aliases.append((place, name))
        elif owner != place:
            self._plan.aliases_taken.append(name)

    def _say_in_english(self, place: Place | None, english_name: str) -> None:
        name = clean_name(english_name)
        if place is None or not name or len(name) > MAX_NAME_LENGTH or place in self._in_english:
            return
        self._in_english.add(place)
        self._plan.english.append((place, name))

    def _line(self, place: Place) -> set[Place]:
        line: set[Place] = set()
        at: Place | None = place
        while at is not None and at not in line:
            line.add(at)
            at = self._parents[at]
        return line


def _listed_places(entries: Sequence[VocabularyEntry]) -> dict[str, int]:
    """In how many places a list has each folded name."""
    paths: list[tuple[str, ...]] = []
    for entry in entries:
        above = () if entry.parent is None else paths[entry.parent]
        paths.append((*above, name_key(entry.name)))
    places: dict[str, int] = defaultdict(int)
    for path in set(paths):
        places[path[-1]] += 1
    return places
