"""What taking a keyword list into the vocabulary would change; nothing is changed here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

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
    name). ``grouping``: (label, new value). ``known`` keywords of the list are labels already,
    ``repeated`` ones stand in it more than once, ``unusable`` have no name or one too long.
    ``aliases_taken`` are synonyms that belong to another label; ``moves_refused`` are labels that
    would come to lie below themselves.
    """

    created: list[tuple[Planned, str, Place | None]] = field(default_factory=list)
    moved: list[tuple[int, Place]] = field(default_factory=list)
    aliases: list[tuple[Place, str]] = field(default_factory=list)
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

    A keyword is the label of that name or alias, or a new one. It comes to lie where the list
    first has it; a label that the list has at the top stays where it is. Synonyms become aliases
    where nobody else has the name.
    """
    return _Planning(connection).run(entries)


class _Planning:
    def __init__(self, connection: Connection) -> None:
        self._plan = KeywordListPlan()
        self._owners: dict[str, Place] = {}
        self._parents: dict[Place, Place | None] = {}
        self._was_grouping: dict[int, bool] = {}
        rows = connection.execute(
            select(labels.c.id, labels.c.name_key, labels.c.parent_id, labels.c.grouping)
        )
        for row in rows:
            self._owners[row.name_key] = row.id
            self._parents[row.id] = row.parent_id
            self._was_grouping[row.id] = row.grouping
        named = select(aliases.c.name_key, aliases.c.label_id)
        self._owners.update({row.name_key: row.label_id for row in connection.execute(named)})

    def run(self, entries: Sequence[VocabularyEntry]) -> KeywordListPlan:
        places: list[Place | None] = []
        owners: list[Place | None] = []
        seen: set[Place] = set()
        for position, entry in enumerate(entries):
            above = None if entry.parent is None else places[entry.parent]
            name = clean_name(entry.name)
            if not name_key(name) or len(name) > MAX_NAME_LENGTH:
                self._plan.unusable += 1
                places.append(above)  # what lies below it lies below the next one up
                owners.append(None)
                continue
            place = self._owners.get(name_key(name))
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
        return self._plan

    def _create(self, position: int, name: str, above: Place | None, grouping: bool) -> Place:
        place = Planned(position)
        self._plan.created.append((place, name, above))
        if grouping:
            self._plan.grouping_created.add(place)
        self._owners[name_key(name)] = place
        self._parents[place] = above
        return place

    def _keep(self, place: int, name: str, above: Place | None, grouping: bool) -> None:
        self._plan.known += 1
        if self._was_grouping[place] != grouping:
            self._plan.grouping.append((place, grouping))
        if above is None or above == self._parents[place]:
            return
        if place in self._line(above):
            self._plan.moves_refused.append(name)
            return
        self._plan.moved.append((place, above))
        self._parents[place] = above

    def _add_alias(self, place: Place | None, synonym: str) -> None:
        name = clean_name(synonym)
        if place is None or not name_key(name) or len(name) > MAX_NAME_LENGTH:
            self._plan.unusable += 1
            return
        owner = self._owners.get(name_key(name))
        if owner is None:
            self._owners[name_key(name)] = place
            self._plan.aliases.append((place, name))
        elif owner != place:
            self._plan.aliases_taken.append(name)

    def _line(self, place: Place) -> set[Place]:
        line: set[Place] = set()
        at: Place | None = place
        while at is not None and at not in line:
            line.add(at)
            at = self._parents[at]
        return line
