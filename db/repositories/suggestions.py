"""Suggestions: what a suggester left for curators to decide. Derived, replaced whole."""

import json
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Integer, Select, cast, delete, func, insert, select

from db.clock import now_utc
from db.connection import Database
from db.dialect import id_set, read_ids
from db.names import shared_names
from db.records import ImageFilter, QueueOrder, SuggestionRecord, SuggestionRun
from db.repositories.arriving import ArrivingSuggestions, SuggestionRow, without_foreign_keys
from db.repositories.filters import filter_conditions, readable_in_use
from db.repositories.open_suggestions import open_query
from db.repositories.settings import store_settings
from db.schema import images, labels, open_suggestions, suggestion_runs, suggestions

EVERYTHING = ImageFilter()
NO_SETTINGS: Mapping[str, Any] = {}
SUGGESTION_ORDERS = (
    QueueOrder.LEAST_CONFIDENT,
    QueueOrder.MOST_CONFIDENT,
    QueueOrder.LABEL,
    QueueOrder.FOLDER,
    QueueOrder.RANDOM,
)


_RECORD = (
    suggestions.c.image_id,
    suggestions.c.label_id,
    labels.c.name,
    suggestions.c.confidence,
    suggestions.c.probability,
)
"""The columns of a SuggestionRecord."""


class SuggestionRepository:
    """The suggestions of the newest run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace_all(
        self,
        run: SuggestionRun,
        rows: Iterable[SuggestionRow],
        *,
        settings: Mapping[str, Any] = NO_SETTINGS,
    ) -> int:
        """Put these (image id, label id, confidence[, probability[, weak]]) in the place of all
        there were.

        ``settings`` belong to the run and are kept with it in the same transaction: whenever the
        program ends, the suggestions and their settings are of one run.

        ``rows`` may be a slow generator: they gather in temporary tables, and the catalogue
        changes at the end, at once. Rows of images or labels that are gone by then are dropped;
        of a pair given twice the last counts. Returns how many there are that are not weak.
        """
        with self._database.scratch() as connection:
            arriving = ArrivingSuggestions(connection)
            try:
                arriving.gather(rows)
                arriving.lay_ready()
                with without_foreign_keys(connection), self._database.write_on(connection):
                    arriving.take_over()
                    _store_run(connection, run, settings)
                    return _count(connection)
            finally:
                with connection.begin():
                    arriving.drop()

    def of_image(self, image_id: int) -> list[SuggestionRecord]:
        """The open suggestions of one image, most confident first."""
        query = (
            open_query(*_RECORD)
            .where(suggestions.c.image_id == image_id)
            .order_by(suggestions.c.confidence.desc(), labels.c.name_key)
        )
        return self._records(query)

    def open_ones(
        self,
        filter: ImageFilter = EVERYTHING,
        label_ids: Collection[int] = (),
        minimum_probability: float | None = None,
    ) -> list[SuggestionRecord]:
        """The open suggestions of the readable images in use that a filter shows, the surest of
        all first: of these labels where any are named, and of this probability at least, which
        none has that is not calibrated."""
        query = (
            open_query(*_RECORD)
            .join(images, images.c.id == suggestions.c.image_id)
            .where(readable_in_use(), *filter_conditions(filter))
            .order_by(
                func.coalesce(suggestions.c.probability, suggestions.c.confidence).desc(),
                suggestions.c.confidence.desc(),
                images.c.sort_key,
                labels.c.name_key,
            )
        )
        if label_ids:
            query = query.where(suggestions.c.label_id.in_(id_set(label_ids)))
        if minimum_probability is not None:
            query = query.where(suggestions.c.probability >= minimum_probability)
        return self._records(query)

    def _records(self, query: Select[tuple[Any, ...]]) -> list[SuggestionRecord]:
        """What a query for ``_RECORD`` finds; names that several labels have are told apart."""
        with self._database.read() as connection:
            shared = shared_names(connection)
            found = [SuggestionRecord(*tuple(row)) for row in connection.execute(query)]
        return [
            replace(one, label_name=shared[one.label_id]) if one.label_id in shared else one
            for one in found
        ]

    def open_pairs(self, image_ids: Iterable[int]) -> dict[tuple[int, int], float]:
        """The confidence of each open suggestion of these images, by image id and label id."""
        query = open_query(
            suggestions.c.image_id, suggestions.c.label_id, suggestions.c.confidence
        ).where(suggestions.c.image_id.in_(id_set(image_ids)))
        with self._database.read() as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def run(self) -> SuggestionRun | None:
        """Which suggester made the present suggestions; None before the first run."""
        with self._database.read() as connection:
            row = connection.execute(
                select(suggestion_runs).order_by(suggestion_runs.c.id.desc()).limit(1)
            ).fetchone()
        if row is None:
            return None
        return SuggestionRun(
            suggester=row.suggester,
            encoder=row.encoder,
            hyperparameters=json.loads(row.hyperparameters),
            threshold=row.threshold,
            created_at=row.created_at,
        )

    def count(self) -> int:
        """How many suggestions the newest run made, decided ones included."""
        with self._database.read() as connection:
            return _count(connection)

    def probability_shares(self, limit: int = 200_000) -> dict[int, tuple[int, float]]:
        """By whole percent: how many suggestions have that probability, and the sum of theirs.

        Of ``limit`` suggestions at most; empty where the run had no calibration.
        """
        some = select(suggestions.c.probability).limit(limit).subquery()
        percentage = cast(func.round(some.c.probability * 100), Integer)
        query = (
            select(percentage, func.count(), func.sum(some.c.probability))
            .where(some.c.probability.is_not(None))
            .group_by(percentage)
        )
        with self._database.read() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(query)}

    def queue(
        self,
        order: QueueOrder,
        filter: ImageFilter = EVERYTHING,
        label_id: int | None = None,
        seed: int = 0,
    ) -> list[int]:
        """The readable images with open suggestions that nobody has reviewed, in this order.

        ``label_id`` keeps the images with an open suggestion of that label, and its confidence
        then counts instead of the image's most confident suggestion. Ties go by path.

        - Least confident: the image whose most confident suggestion has the lowest confidence comes
          first (Lewis and Gale 1994, "A sequential algorithm for training text classifiers", with
          the suggestion in the place of the class).
        - Most confident: the same from the other end.
        - By label: the images of one label together, labels by name, most confident first.
        - Folder: by path. Random: shuffled; the same seed gives the same order.

        The other orders are no suggestions' (``QueueRepository.images`` has all): ValueError.
        """
        if order not in SUGGESTION_ORDERS:
            raise ValueError(f"{order} is not a queue of suggestions")
        if label_id is None:
            query = (
                select(images.c.id)
                .join_from(open_suggestions, images, images.c.id == open_suggestions.c.image_id)
                .outerjoin(labels, labels.c.id == open_suggestions.c.label_id)
            )
            confidence = open_suggestions.c.confidence
        else:
            query = (
                open_query(images.c.id)
                .join(images, images.c.id == suggestions.c.image_id)
                .where(suggestions.c.label_id == label_id)
            )
            confidence = suggestions.c.confidence
        query = query.where(
            readable_in_use(), images.c.reviewed_at.is_(None), *filter_conditions(filter)
        )
        if order is QueueOrder.LEAST_CONFIDENT:
            query = query.order_by(confidence, images.c.sort_key)
        elif order is QueueOrder.MOST_CONFIDENT:
            query = query.order_by(confidence.desc(), images.c.sort_key)
        elif order is QueueOrder.LABEL:
            query = query.order_by(
                labels.c.name_key, labels.c.id, confidence.desc(), images.c.sort_key
            )
        else:
            query = query.order_by(images.c.sort_key)
        with self._database.read() as connection:
            found = read_ids(connection, query)
        if order is QueueOrder.RANDOM:
            random.Random(seed).shuffle(found)  # noqa: S311
        return found


def _store_run(connection: Connection, run: SuggestionRun, settings: Mapping[str, Any]) -> None:
    connection.execute(delete(suggestion_runs))
    connection.execute(
        insert(suggestion_runs).values(
            suggester=run.suggester,
            encoder=run.encoder,
            hyperparameters=json.dumps(dict(run.hyperparameters)),
            threshold=run.threshold,
            created_at=run.created_at or now_utc(),
        )
    )
    store_settings(connection, settings)


def _count(connection: Connection) -> int:
    query = select(func.count()).select_from(suggestions).where(suggestions.c.weak.is_(False))
    return connection.scalars(query).one()
