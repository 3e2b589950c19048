"""Reads what images and their sidecars have in common: keywords, labels, decisions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from db.connection import Database
from db.dialect import id_set
from db.repositories.filters import in_use
from db.schema import decisions, images, keywords, labellings


@dataclass(frozen=True, slots=True)
class SidecarKeyword:
    """A keyword that a scan has read from a sidecar or an image's file, and the label it became.

    ``levels`` from the top down; ``field`` is where it stood ("dc:subject", ...)."""

    field: str
    levels: tuple[str, ...]
    label_id: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class KnownImage:
    """An image as far as its sidecar is concerned. ``path_bytes`` as in ``ImageRecord``."""

    id: int
    path_bytes: bytes
    path: str


_BECAME_LABELS = select(
    keywords.c.image_id,
    keywords.c.text,
    keywords.c.source,
    keywords.c.label_id,
    keywords.c.imported_at,
).where(keywords.c.label_id.is_not(None))


class SidecarKeywords:
    """What sidecars are written from and compared with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def images(self) -> list[KnownImage]:
        """The images in use whose files are there, by path."""
        query = (
            select(images.c.id, images.c.path_bytes, images.c.path)
            .where(in_use(), images.c.status != "missing")
            .order_by(images.c.sort_key)
        )
        with self._database.read() as connection:
            return [KnownImage(*row) for row in connection.execute(query)]

    def imported(self) -> dict[tuple[int, str], list[SidecarKeyword]]:
        """By (image id, name of the sidecar), the keywords that came from it and became labels."""
        query = _BECAME_LABELS.where(keywords.c.source.like("% (%.xmp)"))
        found: dict[tuple[int, str], list[SidecarKeyword]] = defaultdict(list)
        with self._database.read() as connection:
            for image_id, text, source, label_id, imported_at in connection.execute(query):
                field, _, name = source.partition(" (")
                found[image_id, name[:-1]].append(
                    SidecarKeyword(field, tuple(text.split("|")), label_id, imported_at)
                )
        return dict(found)

    def embedded(self, fields: Collection[str]) -> dict[int, list[SidecarKeyword]]:
        """By image id, the keywords that came from these fields of the image's own file and became
        labels."""
        query = _BECAME_LABELS.where(keywords.c.source.in_(fields))
        found: dict[int, list[SidecarKeyword]] = defaultdict(list)
        with self._database.read() as connection:
            for image_id, text, field, label_id, imported_at in connection.execute(query):
                levels = tuple(text.split("|"))
                found[image_id].append(SidecarKeyword(field, levels, label_id, imported_at))
        return dict(found)

    def rejected(self, image_ids: Collection[int]) -> set[tuple[int, int]]:
        """(image id, label id) of what a curator said does not belong there."""
        query = select(decisions.c.image_id, decisions.c.label_id).where(
            decisions.c.accepted.is_(False), decisions.c.image_id.in_(id_set(image_ids))
        )
        with self._database.read() as connection:
            return {(row[0], row[1]) for row in connection.execute(query)}

    def decided_at(self, image_ids: Collection[int]) -> dict[tuple[int, int], str]:
        """By (image id, label id), when a curator put a label on or accepted it."""
        query = select(labellings.c.image_id, labellings.c.label_id, labellings.c.decided_at).where(
            labellings.c.source.in_(("curator", "accepted")),
            labellings.c.image_id.in_(id_set(image_ids)),
        )
        with self._database.read() as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}
