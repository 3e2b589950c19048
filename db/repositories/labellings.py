"""Reads labellings and decisions."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from sqlalchemy import select

from db.connection import Database
from db.dialect import id_set
from db.names import shared_names
from db.records import DecisionRecord, LabellingRecord, ReferenceRows
from db.repositories.filters import readable_in_use
from db.schema import decisions, images, labellings, labels


class LabellingRepository:
    """Which images carry which labels, and what curators decided."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_image(self, image_id: int) -> list[LabellingRecord]:
        """The labellings of one image, by label name."""
        return self.of_images([image_id])[image_id]

    def of_images(self, image_ids: Iterable[int]) -> dict[int, list[LabellingRecord]]:
        """The labellings of each of the images, by label name; every id given is a key."""
        found: dict[int, list[LabellingRecord]] = {image_id: [] for image_id in image_ids}
        query = (
            select(
                labellings.c.image_id,
                labellings.c.label_id,
                labels.c.name,
                labellings.c.source,
                labellings.c.decider,
                labellings.c.decided_at,
                labellings.c.confidence,
                labellings.c.from_image_id,
            )
            .join_from(labellings, labels, labels.c.id == labellings.c.label_id)
            .where(labellings.c.image_id.in_(id_set(found)))
            .order_by(labels.c.name_key, labels.c.id)
        )
        with self._database.read() as connection:
            shared = shared_names(connection)
            for row in connection.execute(query):
                one = LabellingRecord(*row)
                if one.label_id in shared:
                    one = replace(one, label_name=shared[one.label_id])
                found[row.image_id].append(one)
        return found

    def decisions_of(self, image_id: int) -> list[DecisionRecord]:
        """The standing decisions on one image, oldest first."""
        query = (
            select(
                decisions.c.image_id,
                decisions.c.label_id,
                decisions.c.accepted,
                decisions.c.confidence,
                decisions.c.suggester,
                decisions.c.decider,
                decisions.c.decided_at,
            )
            .where(decisions.c.image_id == image_id)
            .order_by(decisions.c.decided_at, decisions.c.label_id)
        )
        with self._database.read() as connection:
            return [DecisionRecord(*row) for row in connection.execute(query)]

    def rejections_of(self, image_ids: Iterable[int]) -> dict[tuple[int, int], str]:
        """When each (image id, label id) of these images was rejected, of those that are."""
        query = select(decisions.c.image_id, decisions.c.label_id, decisions.c.decided_at).where(
            decisions.c.accepted.is_(False), decisions.c.image_id.in_(id_set(image_ids))
        )
        with self._database.read() as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def references(self) -> ReferenceRows:
        """All readable images in use that carry a label, with their labels; by image id."""
        query = (
            select(labellings.c.image_id, images.c.content_hash, labellings.c.label_id)
            .join_from(labellings, images, images.c.id == labellings.c.image_id)
            .where(readable_in_use())
            .order_by(labellings.c.image_id, labellings.c.label_id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).fetchall()
        references = ReferenceRows(image_ids=[], content_hashes=[], pairs=[])
        for (image_id, content_hash), group in groupby(rows, key=lambda row: (row[0], row[1])):
            position = len(references.image_ids)
            references.image_ids.append(image_id)
            references.content_hashes.append(content_hash)
            references.pairs.extend((position, row[2]) for row in group)
        return references

    def rejected_pairs(self) -> list[tuple[int, int]]:
        """(image id, label id) of every suggestion a curator rejected."""
        query = (
            select(decisions.c.image_id, decisions.c.label_id)
            .where(decisions.c.accepted.is_(False))
            .order_by(decisions.c.image_id, decisions.c.label_id)
        )
        with self._database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]
