"""Suggestions: what a suggester left for curators to decide. Derived, replaced whole."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select
from sqlalchemy.schema import CreateIndex, DropIndex

from db.clock import now_utc
from db.connection import Database
from db.dialect import id_set, key_part, key_rows
from db.names import shared_names
from db.records import ImageFilter, QueueOrder, SuggestionRecord, SuggestionRun
from db.repositories.filters import filter_conditions, pair_is_in
from db.repositories.settings import store_settings
from db.schema import (
    decisions,
    images,
    labellings,
    labels,
    open_suggestions,
    suggestion_runs,
    suggestions,
)

CHUNK = 10_000
SuggestionRow = tuple[int, int, float] | tuple[int, int, float, float | None]
"""Image id, label id, confidence and, where there is one, the calibrated probability."""

EVERYTHING = ImageFilter()
NO_SETTINGS: Mapping[str, Any] = {}
SUGGESTION_ORDERS = (
    QueueOrder.MOST_UNCERTAIN,
    QueueOrder.MOST_CONFIDENT,
    QueueOrder.LABEL,
    QueueOrder.FOLDER,
    QueueOrder.RANDOM,
)


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
        """Put these (image id, label id, confidence[, probability]) in the place of all there were.

        ``settings`` belong to the run and are kept with it in the same transaction: whenever the
        program ends, the suggestions and their settings are of one run.

        ``rows`` may be a slow generator: they gather in a temporary table, and the catalogue
        changes at the end, at once. Rows of images or labels that are gone by then are dropped;
        of a pair given twice the last counts. Returns how many there are.
        """
        with self._database.scratch() as connection:
            with connection.begin():
                connection.exec_driver_sql("DROP TABLE IF EXISTS temp.arriving")
                connection.exec_driver_sql(
                    "CREATE TEMPORARY TABLE arriving (image_id INTEGER, label_id INTEGER, "
                    "confidence FLOAT, probability FLOAT, PRIMARY KEY (image_id, label_id)) "
                    "WITHOUT ROWID"
                )
            try:
                for chunk in _chunks(rows):
                    with connection.begin():
                        connection.exec_driver_sql(
                            "INSERT OR REPLACE INTO temp.arriving VALUES (?, ?, ?, ?)", chunk
                        )
                with self._database.write_on(connection):
                    return _take_over(connection, run, settings)
            finally:
                with connection.begin():
                    connection.exec_driver_sql("DROP TABLE temp.arriving")

    def of_image(self, image_id: int) -> list[SuggestionRecord]:
        """The open suggestions of one image, most confident first."""
        query = (
            open_query(
                suggestions.c.image_id,
                suggestions.c.label_id,
                labels.c.name,
                suggestions.c.confidence,
                suggestions.c.probability,
            )
            .where(suggestions.c.image_id == image_id)
            .order_by(suggestions.c.confidence.desc(), labels.c.name_key)
        )
        with self._database.read() as connection:
            shared = shared_names(connection)
            found = [SuggestionRecord(*tuple(row)) for row in connection.execute(query)]
        return [
            replace(one, label_name=shared[one.label_id]) if one.label_id in shared else one
            for one in found
        ]

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
            return connection.scalars(select(func.count()).select_from(suggestions)).one()

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

        - Most uncertain: the least confidence comes first, that is the image whose most confident
          suggestion has the lowest confidence (Lewis and Gale 1994, "A sequential algorithm for
          training text classifiers", with the suggestion in the place of the class).
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
            images.c.status == "ok", images.c.reviewed_at.is_(None), *filter_conditions(filter)
        )
        if order is QueueOrder.MOST_UNCERTAIN:
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
            found = list(connection.scalars(query))
        if order is QueueOrder.RANDOM:
            random.Random(seed).shuffle(found)  # noqa: S311
        return found


def open_query(*columns: ColumnElement[Any]) -> Select[Any]:
    """A query over suggestions of labels that are there, neither decided nor already labelled."""
    labelled = pair_is_in(labellings, suggestions)
    decided = pair_is_in(decisions, suggestions)
    return (
        select(*columns)
        .select_from(suggestions)
        .join(labels, labels.c.id == suggestions.c.label_id)
        .where(~labelled, ~decided)
    )


def suggested_images(connection: Connection, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The images that have a suggestion of one of these (image id, label id) pairs."""
    if not pairs:
        return set()
    wanted = key_rows(pairs)
    image_id, label_id = (
        key_part(wanted.c.value, place, column)
        for place, column in enumerate((suggestions.c.image_id, suggestions.c.label_id))
    )
    query = select(suggestions.c.image_id).join_from(
        wanted,
        suggestions,
        and_(suggestions.c.image_id == image_id, suggestions.c.label_id == label_id),
    )
    return set(connection.scalars(query))


def refresh_open_suggestions(
    connection: Connection, image_ids: Iterable[int] | None, label_ids: Iterable[int] = ()
) -> None:
    """Bring ``open_suggestions`` up to date for these images (None: all), and for all images
    with suggestions of these labels."""
    remove = delete(open_suggestions)
    # With max() SQLite takes the bare column from the row that has it
    # (https://sqlite.org/lang_select.html#bareagg).
    add = open_query(
        suggestions.c.image_id,
        func.count(),
        func.max(suggestions.c.confidence),
        suggestions.c.label_id,
    ).group_by(suggestions.c.image_id)
    if image_ids is not None:
        touched = set(image_ids)
        labels_touched = list(label_ids)
        if labels_touched:
            touched.update(
                connection.scalars(
                    select(suggestions.c.image_id).where(
                        suggestions.c.label_id.in_(id_set(labels_touched))
                    )
                )
            )
        if not touched:
            return
        remove = remove.where(open_suggestions.c.image_id.in_(id_set(touched)))
        add = add.where(suggestions.c.image_id.in_(id_set(touched)))
    connection.execute(remove)
    connection.execute(
        insert(open_suggestions).from_select(
            ["image_id", "open_count", "confidence", "label_id"], add
        )
    )


def _take_over(connection: Connection, run: SuggestionRun, settings: Mapping[str, Any]) -> int:
    # An index made of sorted rows takes a tenth of the time of one that grows row by row, in
    # which nobody else can write.
    for index in suggestions.indexes:
        connection.execute(DropIndex(index, if_exists=True))
    connection.execute(delete(suggestions))
    # The plus signs keep SQLite from trying every image with every label.
    connection.exec_driver_sql(
        "INSERT INTO suggestions (image_id, label_id, confidence, probability) "
        "SELECT image_id, label_id, confidence, probability FROM temp.arriving "
        "WHERE +image_id IN (SELECT id FROM images) AND +label_id IN (SELECT id FROM labels)"
    )
    for index in suggestions.indexes:
        connection.execute(CreateIndex(index))
    refresh_open_suggestions(connection, None)
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
    return connection.scalars(select(func.count()).select_from(suggestions)).one()


def _chunks(rows: Iterable[SuggestionRow]) -> Iterator[list[tuple[int, int, float, float | None]]]:
    remaining = iter(rows)
    while chunk := [_whole(row) for row in islice(remaining, CHUNK)]:
        yield chunk


def _whole(row: SuggestionRow) -> tuple[int, int, float, float | None]:
    probability = row[3] if len(row) == 4 else None
    return (
        int(row[0]),
        int(row[1]),
        float(row[2]),
        None if probability is None else float(probability),
    )
