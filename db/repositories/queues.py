"""What is worth a look next: suspicious labels, and images whose labels would teach most. Derived.

The rows are of the moment they were computed. Reading them leaves out what has changed since, so
that a label that is taken off, confirmed or put on leaves its queue at once, and undo brings it
back.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select

from db.clock import now_utc
from db.connection import Database
from db.dialect import id_rows
from db.records import ImageFilter, LabelError, LabelErrorKind, QueueOrder, QueueRun
from db.repositories.filters import filter_conditions, pair_is_in, readable_in_use
from db.repositories.suggestions import SuggestionRepository
from db.repositories.unlabelled import unlabelled_queue
from db.schema import (
    decisions,
    images,
    label_errors,
    labellings,
    labels,
    queue_runs,
    suggestion_runs,
    teaching_order,
)

EVERYTHING = ImageFilter()


class QueueRepository:
    """The queues of the Review page; some are what the last run of their job left."""

    def __init__(self, database: Database, suggestions: SuggestionRepository) -> None:
        self._database = database
        self._suggestions = suggestions

    def images(
        self,
        order: QueueOrder,
        filter: ImageFilter = EVERYTHING,
        label_id: int | None = None,
        seed: int = 0,
        level_percent: int = 50,
    ) -> list[int]:
        """The images to review in this order; see ``SuggestionRepository.queue`` for most of them.

        Unlabelled: ``unlabelled``. Teaches most: ``teaching``, whatever the label. Probably wrong,
        missing: ``suspects``.
        """
        if order is QueueOrder.UNLABELLED:
            return self.unlabelled(filter, level_percent)
        if order is QueueOrder.TEACHES_MOST:
            return self.teaching(filter)
        if order is QueueOrder.PROBABLY_WRONG:
            return self.suspects("wrong", filter, label_id)
        if order is QueueOrder.PROBABLY_MISSING:
            return self.suspects("missing", filter, label_id)
        return self._suggestions.queue(order, filter, label_id, seed)

    def unlabelled(self, filter: ImageFilter = EVERYTHING, level_percent: int = 50) -> list[int]:
        """See ``unlabelled_queue``; nothing before suggestions were made for the first time."""
        with self._database.read() as connection:
            if connection.scalar(select(suggestion_runs.c.id).limit(1)) is None:
                return []
            return unlabelled_queue(connection, filter, level_percent)

    def replace_all(
        self, run: QueueRun, *, errors: Iterable[LabelError], teaching: Iterable[int]
    ) -> None:
        """Put these in the place of all there were, in one transaction.

        ``teaching``: image ids, the one that teaches most first. Rows of images that are gone by
        now are dropped; of a pair given twice the last counts.
        """
        pairs = {(error.image_id, error.label_id): error for error in errors}
        order = list(dict.fromkeys(teaching))
        with self._database.write() as connection:
            known = set(connection.scalars(select(images.c.id)))
            for table in (label_errors, teaching_order, queue_runs):
                connection.execute(delete(table))
            rows = [
                {
                    "image_id": error.image_id,
                    "label_id": error.label_id,
                    "kind": error.kind,
                    "score": error.score,
                    "probability": error.probability,
                }
                for error in pairs.values()
                if error.image_id in known
            ]
            if rows:
                connection.execute(insert(label_errors), rows)
            places = [
                {"position": position, "image_id": image_id}
                for position, image_id in enumerate(order)
                if image_id in known
            ]
            if places:
                connection.execute(insert(teaching_order), places)
            connection.execute(
                insert(queue_runs).values(
                    suggester=run.suggester, encoder=run.encoder, made_at=run.made_at or now_utc()
                )
            )

    def run(self) -> QueueRun | None:
        """What the queues were computed with; None before the first time."""
        query = select(queue_runs.c.suggester, queue_runs.c.encoder, queue_runs.c.made_at)
        with self._database.read() as connection:
            row = connection.execute(query).fetchone()
        return None if row is None else QueueRun(*tuple(row))

    def errors(
        self, kind: LabelErrorKind, image_ids: Iterable[int] | None = None
    ) -> list[LabelError]:
        """The open errors of one kind, the most suspicious first; None: of all images.

        Open means: the label is there still (wrong) or still lacking (missing), the vocabulary
        has it, and no curator has decided on the pair.
        """
        query = _open_errors(
            kind,
            label_errors.c.image_id,
            label_errors.c.label_id,
            label_errors.c.kind,
            label_errors.c.score,
            label_errors.c.probability,
        ).order_by(label_errors.c.score.desc(), images.c.sort_key, labels.c.name_key)
        if image_ids is not None:
            query = query.where(label_errors.c.image_id.in_(select(id_rows(image_ids).c.value)))
        with self._database.read() as connection:
            return [LabelError(*tuple(row)) for row in connection.execute(query)]

    def of_image(self, image_id: int) -> list[LabelError]:
        """What was found suspicious about one image, decided by now or not, the worst first."""
        query = (
            select(
                label_errors.c.image_id,
                label_errors.c.label_id,
                label_errors.c.kind,
                label_errors.c.score,
                label_errors.c.probability,
            )
            .join(labels, labels.c.id == label_errors.c.label_id)
            .where(label_errors.c.image_id == image_id)
            .order_by(label_errors.c.score.desc(), labels.c.name_key)
        )
        with self._database.read() as connection:
            return [LabelError(*tuple(row)) for row in connection.execute(query)]

    def suspects(
        self,
        kind: LabelErrorKind,
        filter: ImageFilter = EVERYTHING,
        label_id: int | None = None,
    ) -> list[int]:
        """The readable images with an open error of this kind, the most suspicious first.

        ``label_id`` keeps the errors of that label. Reviewed images are among them: a curator
        may have overlooked a label that was there before.
        """
        query = (
            _open_errors(kind, label_errors.c.image_id)
            .where(*filter_conditions(filter))
            .group_by(label_errors.c.image_id)
            .order_by(func.max(label_errors.c.score).desc(), images.c.sort_key)
        )
        if label_id is not None:
            query = query.where(label_errors.c.label_id == label_id)
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def teaching(self, filter: ImageFilter = EVERYTHING) -> list[int]:
        """The readable images without a label that nobody has reviewed, most instructive first."""
        labelled = exists().where(labellings.c.image_id == images.c.id)
        query = (
            select(images.c.id)
            .join(teaching_order, teaching_order.c.image_id == images.c.id)
            .where(
                readable_in_use(),
                images.c.reviewed_at.is_(None),
                ~labelled,
                *filter_conditions(filter),
            )
            .order_by(teaching_order.c.position)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))


def _open_errors(kind: LabelErrorKind, *columns: ColumnElement[Any]) -> Select[Any]:
    carried = pair_is_in(labellings, label_errors)
    decided = pair_is_in(decisions, label_errors)
    return (
        select(*columns)
        .select_from(label_errors)
        .join(images, images.c.id == label_errors.c.image_id)
        .join(labels, labels.c.id == label_errors.c.label_id)
        .where(
            label_errors.c.kind == kind,
            readable_in_use(),
            carried if kind == "wrong" else ~carried,
            ~decided,
        )
    )
