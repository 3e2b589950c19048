"""How many images each choice of the library's facets would show."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, and_, exists, func, select
from sqlalchemy import cast as cast_to

from db.connection import Database
from db.dialect import before_first, id_set, read_ids
from db.records import ImageFilter, ImageStatus, LabellingSource, Status
from db.repositories.filters import filter_conditions, in_use, pair_is_in, readable_in_use
from db.repositories.hierarchy import tree_counts
from db.repositories.images import folders_with_those_above
from db.schema import (
    FOUND_SOURCES,
    captions,
    decisions,
    images,
    labellings,
    labels,
    open_suggestions,
    suggestions,
)


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What occurs in a catalogue to filter by: formats of files, and who labelled."""

    formats: tuple[str, ...]
    deciders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many images each choice of the library's facets would show, with the other conditions.

    ``folders`` with those below them, "" is the root; ``labels`` with the images that carry a
    label below it; ``languages`` are those of captions without what
    stands behind a hyphen, "" for those of unknown ones.
    """

    statuses: dict[Status, int]
    folders: dict[str, int]
    sources: dict[LabellingSource, int]
    labels: dict[int, int]
    languages: dict[str, int] = field(default_factory=dict)


class FacetCountRepository:
    """Counts by facet, each with all conditions of the filter but the facet's own.

    So a facet of which one thing can be chosen (status, folder, source) tells what choosing another
    would show. Of labels several can be chosen together: they count among the images shown.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, filter: ImageFilter, among: Sequence[int] | None = None) -> FacetCounts:
        """The counts of all facets but suggestions, in one consistent state.

        ``among`` are the images a search by meaning found in the whole archive, where there is one.
        """
        kept = _kept(among)
        any_status = [*kept, *filter_conditions(replace(filter, status=Status.ANY))]
        aside = [*kept, *filter_conditions(replace(filter, status=Status.SET_ASIDE))]
        any_folder = [*kept, *filter_conditions(replace(filter, folder=None))]
        any_source = replace(filter, source=None)
        any_language = replace(filter, caption_languages=())
        with self._database.read() as connection:
            return FacetCounts(
                statuses=_statuses(connection, any_status)
                | {Status.SET_ASIDE: _number(connection, aside)},
                folders=dict(_folders(connection, any_folder)),
                sources=_counted(connection, _sources, any_source, among),
                labels=_counted(connection, _labels, filter, among),
                languages=_counted(connection, _languages, any_language, among),
            )

    def suggested(self, filter: ImageFilter, among: Sequence[int] | None = None) -> dict[int, int]:
        """By label, on how many of the images shown it waits as a suggestion."""
        with self._database.read() as connection:
            return _suggested(connection, _ids(connection, filter, among))

    def choices(self) -> FilterChoices:
        """The formats and the names of those who labelled or decided, each by name."""
        formats = select(images.c.format).where(images.c.format.is_not(None)).distinct()
        # Of those that were found it is where.
        by_hand = select(labellings.c.decider).where(labellings.c.source.not_in(FOUND_SOURCES))
        by_whom = by_hand.union(select(decisions.c.decider))
        with self._database.read() as connection:
            return FilterChoices(
                tuple(sorted(connection.scalars(formats))),
                tuple(sorted(filter(None, connection.scalars(by_whom)))),
            )

    def by_file_status(self) -> dict[ImageStatus, int]:
        """How many images in use can be read, cannot, or are missing."""
        query = select(images.c.status, func.count()).where(in_use()).group_by(images.c.status)
        with self._database.read() as connection:
            return {cast(ImageStatus, row[0]): row[1] for row in connection.execute(query)}


Conditions = list[ColumnElement[bool]]
Key = TypeVar("Key")
EVERYTHING = ImageFilter()


def _kept(among: Sequence[int] | None) -> Conditions:
    return [] if among is None else [images.c.id.in_(id_set(among))]


def _ids(
    connection: Connection, filter: ImageFilter, among: Sequence[int] | None
) -> list[int] | None:
    """The images a filter shows; None for all that are in use."""
    if among is None and filter == EVERYTHING:
        return None
    shown = [*_kept(among), *filter_conditions(filter)]
    return read_ids(connection, select(images.c.id).where(*shown))


def _counted(
    connection: Connection,
    count: Callable[[Connection, list[int] | None], dict[Key, int]],
    filter: ImageFilter,
    among: Sequence[int] | None,
) -> dict[Key, int]:
    """What is counted of the images a filter shows.

    Of all in use it is what is counted of all, less that of those set aside, who are few.
    """
    ids = _ids(connection, filter, among)
    found = count(connection, ids)
    if ids is not None:
        return found
    aside = read_ids(connection, select(images.c.id).where(~in_use()))
    less = count(connection, aside) if aside else {}
    left = {key: number - less.get(key, 0) for key, number in found.items()}
    return {key: number for key, number in left.items() if number}


def _number(connection: Connection, conditions: Conditions) -> int:
    return connection.scalars(select(func.count()).select_from(images).where(*conditions)).one()


def _statuses(connection: Connection, conditions: Conditions) -> dict[Status, int]:
    """One pass over the images; what a status means stands in ``status_conditions``."""
    kinds = (
        images.c.status,
        images.c.reviewed_at.is_not(None),
        exists().where(labellings.c.image_id == images.c.id),
        exists().where(open_suggestions.c.image_id == images.c.id),
        in_use(),
    )
    named = [kind.label(f"kind_{place}") for place, kind in enumerate(kinds)]
    counted = func.count().label("count")
    query = select(*named, counted).where(*conditions).group_by(*named)
    counts = dict.fromkeys(Status, 0)
    for row in connection.execute(query):
        status, reviewed, labelled, suggested, used, count = tuple(row)
        found = [Status.ANY]
        # One that is set aside is shown among the duplicates of an image, and has no other status.
        if used and status != "ok":
            found.append(Status(status))
        elif used:
            found.append(Status.LABELLED if labelled else Status.UNLABELLED)
            if reviewed:
                found.append(Status.REVIEWED)
            elif suggested:
                found.append(Status.SUGGESTED)
        for one in found:
            counts[one] += count
    return counts


def _folders(connection: Connection, conditions: Conditions) -> list[tuple[str, int]]:
    query = select(images.c.folder, func.count()).where(*conditions).group_by(images.c.folder)
    return folders_with_those_above((row[0], row[1]) for row in connection.execute(query))


def _sources(connection: Connection, ids: list[int] | None) -> dict[LabellingSource, int]:
    query = select(labellings.c.source, func.count(labellings.c.image_id.distinct()))
    if ids is not None:
        query = query.where(labellings.c.image_id.in_(id_set(ids)))
    return {
        cast(LabellingSource, row[0]): row[1]
        for row in connection.execute(query.group_by(labellings.c.source))
    }


def _languages(connection: Connection, ids: list[int] | None) -> dict[str, int]:
    language = before_first(captions.c.language, "-").label("language")
    query = select(language, func.count(captions.c.image_id.distinct()))
    query = query.where(captions.c.text != "")
    if ids is not None:
        query = query.where(captions.c.image_id.in_(id_set(ids)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(language))}


def _labels(connection: Connection, ids: list[int] | None) -> dict[int, int]:
    own = select(labellings.c.label_id, func.count()).group_by(labellings.c.label_id)
    families = tree_counts()
    if ids is not None:
        own = own.where(labellings.c.image_id.in_(id_set(ids)))
        # "+ 0" keeps SQLite from going through the images first, and through all pairs for each.
        families = families.where((labellings.c.image_id + 0).in_(id_set(ids)))
    found = {row[0]: row[1] for row in connection.execute(own)}
    return found | {row[0]: row[1] for row in connection.execute(families)}


def _suggested(connection: Connection, ids: list[int] | None) -> dict[int, int]:
    """Of the images that wait for a curator: all suggestions, less those that are answered.

    Most are open, so that this looks at far fewer pairs than asking each whether it is.
    """
    waiting = select(images.c.id).where(readable_in_use(), images.c.reviewed_at.is_(None))
    if ids is not None:
        waiting = waiting.where(images.c.id.in_(id_set(ids)))
    waiting_ids = read_ids(connection, waiting)
    every = connection.scalars(select(func.count()).select_from(images)).one()
    among = None if len(waiting_ids) == every else id_set(waiting_ids)

    def count(query: Select[Any], image_id: ColumnElement[int]) -> Counter[int]:
        if among is not None:
            query = query.where(image_id.in_(among))
        return Counter({row[0]: row[1] for row in connection.execute(query)})

    # "+ 0" and the cast keep SQLite from going through all suggestions by label.
    label_id = suggestions.c.label_id if among is None else suggestions.c.label_id + 0
    every_one = select(label_id, func.count()).where(suggestions.c.weak.is_(False))
    found = count(every_one.group_by(label_id), suggestions.c.image_id)
    answered = select(suggestions.c.label_id + 0, func.count()).where(
        cast_to(suggestions.c.weak, Integer) == 0
    )
    answered = answered.group_by(suggestions.c.label_id + 0)
    labelled = answered.join_from(labellings, suggestions, _same_pair(labellings))
    found.subtract(count(labelled, labellings.c.image_id))
    decided = answered.join_from(decisions, suggestions, _same_pair(decisions))
    decided = decided.where(~pair_is_in(labellings, suggestions))
    found.subtract(count(decided, decisions.c.image_id))
    there = set(connection.scalars(select(labels.c.id)))
    return {one: number for one, number in found.items() if number > 0 and one in there}


def _same_pair(table: Table) -> ColumnElement[bool]:
    return and_(
        suggestions.c.image_id == table.c.image_id, (suggestions.c.label_id + 0) == table.c.label_id
    )
