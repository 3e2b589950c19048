"""Reads the vocabulary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, func, select

from db.captions.text_rules import stored_rule
from db.connection import Database
from db.dialect import id_set
from db.errors import CatalogueError
from db.names import meant_among, meant_label, names_of
from db.records import LabelRecord
from db.repositories.filters import in_use
from db.repositories.hierarchy import tree_counts
from db.schema import aliases, different_labels, images, labellings, labels


class LabelRepository:
    """The labels of one catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[LabelRecord]:
        """Every label with its aliases and its number of images, by name and path."""
        with self._database.read() as connection:
            return _records(connection, None)

    def get(self, label_id: int) -> LabelRecord:
        """One label. Raises CatalogueError where it is not, or no longer, there."""
        with self._database.read() as connection:
            found = _records(connection, label_id)
        if not found:
            raise CatalogueError("label-gone")
        return found[0]

    def find(self, name: str) -> LabelRecord | None:
        """The label that a name, alias or path means (``db.names``), or None.

        Raises CatalogueError where it may be one of several.
        """
        with self._database.read() as connection:
            label_id = meant_label(connection, name)
            return None if label_id is None else _records(connection, label_id)[0]

    def ids_of(self, texts: Iterable[str]) -> dict[str, int | None]:
        """By text, the label that each name, alias or path means, or None: as ``find`` tells, for
        many at once."""
        with self._database.read() as connection:
            names = names_of(connection)
        return {text: meant_among(names, text) for text in texts}

    def at_paths(self, paths: Iterable[Sequence[str]]) -> dict[tuple[str, ...], int | None]:
        """The label at the end of each whole path of names or aliases; None where none is."""
        found: dict[tuple[str, ...], int | None] = {}
        with self._database.read() as connection:
            names = names_of(connection)
        for path in paths:
            at: int | None = None
            for level in path:
                at = names.child(at, level)
                if at is None:
                    break
            found[tuple(path)] = at
        return found

    def levels(self) -> dict[int, tuple[str, ...]]:
        """The names from the top of the hierarchy down to the label, by label id."""
        with self._database.read() as connection:
            names = names_of(connection)
            return {label_id: names.levels(label_id) for label_id in names}

    def different(self) -> set[tuple[int, int]]:
        """The pairs of labels that a curator said are not the same, the lower id first."""
        query = select(different_labels.c.label_id, different_labels.c.other_id)
        with self._database.read() as connection:
            return {(row[0], row[1]) for row in connection.execute(query)}

    def image_ids(self) -> dict[int, list[int]]:
        """For every label that images in use carry, which."""
        found: dict[int, list[int]] = defaultdict(list)
        query = select(labellings.c.label_id, labellings.c.image_id).where(
            labellings.c.image_id.not_in(select(images.c.id).where(~in_use()))
        )
        with self._database.read() as connection:
            for label_id, image_id in connection.execute(query):
                found[label_id].append(image_id)
        return dict(found)

    def counts_for(self, image_ids: Iterable[int]) -> dict[int, int]:
        """For every label that one of these images carries, how many of them carry it."""
        with self._database.read() as connection:
            return _counts(connection, set(image_ids))

    def tree_counts_for(self, image_ids: Iterable[int]) -> dict[int, int]:
        """The same, with the images that carry a label below it."""
        wanted = set(image_ids)
        # "+ 0" keeps SQLite from going through the images first, and through all pairs for each.
        query = tree_counts().where((labellings.c.image_id + 0).in_(id_set(wanted)))
        with self._database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
            return _counts(connection, wanted) | found


def _counts(connection: Connection, image_ids: Iterable[int]) -> dict[int, int]:
    query = (
        select(labellings.c.label_id, func.count())
        .where(labellings.c.image_id.in_(id_set(image_ids)))
        .group_by(labellings.c.label_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _less_set_aside(connection: Connection, query: Select[int, int]) -> dict[int, int]:
    """What a query counts by label, of images in use: those set aside are few."""
    counts = {row[0]: row[1] for row in connection.execute(query)}
    aside = set(connection.scalars(select(images.c.id).where(~in_use())))
    if not aside:
        return counts
    less = query.where((labellings.c.image_id + 0).in_(id_set(aside)))
    return counts | {row[0]: counts[row[0]] - row[1] for row in connection.execute(less)}


def _records(connection: Connection, label_id: int | None) -> list[LabelRecord]:
    label_query = select(labels)
    alias_query = select(aliases.c.label_id, aliases.c.name).order_by(aliases.c.name_key)
    count_query = select(labellings.c.label_id, func.count()).group_by(labellings.c.label_id)
    if label_id is not None:
        label_query = label_query.where(labels.c.id == label_id)
        alias_query = alias_query.where(aliases.c.label_id == label_id)
        count_query = count_query.where(labellings.c.label_id == label_id)

    others: dict[int, list[str]] = defaultdict(list)
    for owner, alias in connection.execute(alias_query):
        others[owner].append(alias)
    counts = _less_set_aside(connection, count_query)
    totals = _less_set_aside(connection, tree_counts(label_id))
    every = names_of(connection)
    return [
        LabelRecord(
            id=row.id,
            name=row.name,
            parent_id=row.parent_id,
            english_name=row.english_name,
            aliases=tuple(others[row.id]),
            image_count=counts.get(row.id, 0),
            below_count=max(totals.get(row.id, 0) - counts.get(row.id, 0), 0),
            automatic_name=row.automatic_name,
            automatic_from=row.automatic_from,
            prompts=row.prompts,
            grouping=row.grouping,
            text_rule=stored_rule(row.text_rule),
            above=every.levels(row.id)[:-1],
            is_shared=every.is_shared(row.id),
        )
        for row in connection.execute(label_query.order_by(labels.c.name_key))
    ]
