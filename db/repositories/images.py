"""Reads images. Lists are of ids; what is shown of them is read by the page."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from db.connection import Database
from db.dialect import after_last, holds, id_rows, id_set, read_ids
from db.duplicate_records import LIKELY
from db.errors import CatalogueError
from db.records import ImageCard, ImageFilter, ImageOrder, ImageRecord, KnownFile, Status
from db.repositories.filters import (
    filter_conditions,
    in_use,
    readable_in_use,
    status_conditions,
)
from db.repositories.image_totals import ImageTotals, read_totals
from db.schema import (
    duplicate_clusters,
    duplicate_members,
    images,
    keywords,
    labellings,
    open_suggestions,
    suggestions,
)
from db.text import FOLDER_END, search_fold, storable_text
from messages.stored import from_text

RECORD_COLUMNS = (
    images.c.id,
    images.c.path_bytes,
    images.c.path,
    images.c.folder,
    images.c.content_hash,
    images.c.size_bytes,
    images.c.modified_ns,
    images.c.width_px,
    images.c.height_px,
    images.c.format,
    images.c.frame_count,
    images.c.title,
    images.c.captured_at,
    images.c.status,
    images.c.problem,
    images.c.reviewed_at,
    images.c.added_at,
    images.c.keeper_id,
)
PROBLEM_AT = RECORD_COLUMNS.index(images.c.problem)
EVERYTHING = ImageFilter()


class ImageRepository:
    """The images of one catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(
        self,
        filter: ImageFilter = EVERYTHING,
        order: ImageOrder = ImageOrder.PATH,
        *,
        backwards: bool = False,
    ) -> list[int]:
        """The ids of the images the filter shows, in the order given or backwards; ties by path.

        Newest is by when the picture was taken, or else by the file's date; largest by pixels.
        Surest is by the confidence of the label the filter asks for, as a suggestion or as one
        that was accepted, else of the most confident open suggestion; without any comes last.
        """
        query = select(images.c.id).where(*filter_conditions(filter))
        with self._database.read() as connection:
            found = read_ids(connection, query.order_by(*_ordering(order, filter)))
        return found[::-1] if backwards else found

    def set_aside_ids(self) -> list[int]:
        """The ids of the images that are set aside, in no order: a list of few out of many."""
        with self._database.read() as connection:
            return read_ids(connection, select(images.c.id).where(images.c.keeper_id.is_not(None)))

    def count(self, filter: ImageFilter = EVERYTHING) -> int:
        """How many images the filter shows."""
        query = select(func.count()).select_from(images).where(*filter_conditions(filter))
        with self._database.read() as connection:
            return connection.scalars(query).one()

    def count_titled(self) -> int:
        """How many images in use have a title."""
        query = select(func.count()).select_from(images)
        query = query.where(*filter_conditions(EVERYTHING), images.c.title != "")
        with self._database.read() as connection:
            return connection.scalars(query).one()

    def get(self, image_id: int) -> ImageRecord:
        """One image. Raises CatalogueError where there is none with this id."""
        return self.get_many([image_id])[0]

    def get_many(self, image_ids: Sequence[int]) -> list[ImageRecord]:
        """The images in the order given. Raises CatalogueError where one is not there."""
        wanted = id_rows(image_ids)
        query = (
            select(*RECORD_COLUMNS)
            .join_from(wanted, images, images.c.id == wanted.c.value)
            .order_by(wanted.c.key)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).fetchall()
        _require_all(len(rows), image_ids)
        return [_record(row) for row in rows]

    def cards(self, image_ids: Sequence[int]) -> list[ImageCard]:
        """What the grid shows of the images, in the order given.

        Raises CatalogueError where one is not there.
        """
        wanted = id_rows(image_ids)
        label_count = (
            select(func.count()).where(labellings.c.image_id == images.c.id).scalar_subquery()
        )
        is_likely_cluster = and_(
            duplicate_clusters.c.id == duplicate_members.c.cluster_id,
            or_(duplicate_clusters.c.certain, duplicate_clusters.c.probability >= LIKELY),
        )
        query = (
            select(
                images.c.id,
                images.c.path,
                images.c.content_hash,
                images.c.width_px,
                images.c.height_px,
                images.c.status,
                images.c.reviewed_at.is_not(None),
                label_count,
                func.coalesce(open_suggestions.c.open_count, 0),
                images.c.keeper_id,
                duplicate_clusters.c.id,
            )
            .join_from(wanted, images, images.c.id == wanted.c.value)
            .outerjoin(open_suggestions, open_suggestions.c.image_id == images.c.id)
            .outerjoin(duplicate_members, duplicate_members.c.image_id == images.c.id)
            .outerjoin(duplicate_clusters, is_likely_cluster)
            .order_by(wanted.c.key)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).fetchall()
        _require_all(len(rows), image_ids)
        return [ImageCard(*row) for row in rows]

    def totals(self, image_ids: Sequence[int]) -> ImageTotals:
        """What these images are together; those that are not there do not count."""
        with self._database.read() as connection:
            return read_totals(connection, image_ids)

    def named(self, beginning: str) -> list[int]:
        """The ids of the images whose file name begins so, case and white space apart, by path."""
        key = search_fold(beginning)
        query = (
            select(images.c.id, images.c.path)
            .where(holds(images.c.search_key, key))
            .order_by(images.c.sort_key)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).fetchall()
        return [
            image_id
            for image_id, path in rows
            if search_fold(path.rpartition("/")[2]).startswith(key)
        ]

    def folders(self) -> list[tuple[str, int]]:
        """Every folder with its number of images in use, those of its sub-folders included.

        "" is the root; a folder comes before what it holds.
        """
        query = select(images.c.folder, func.count()).where(in_use()).group_by(images.c.folder)
        with self._database.read() as connection:
            return folders_with_those_above((row[0], row[1]) for row in connection.execute(query))

    def status_counts(self) -> dict[Status, int]:
        """How many images each status shows, in one consistent state."""
        with self._database.read() as connection:
            return {
                status: connection.scalars(
                    select(func.count()).select_from(images).where(*status_conditions(status))
                ).one()
                for status in Status
            }

    def problems(self) -> list[ImageRecord]:
        """The unreadable and the missing images in use, by path."""
        query = (
            select(*RECORD_COLUMNS)
            .where(in_use(), images.c.status.in_(("unreadable", "missing")))
            .order_by(images.c.sort_key)
        )
        with self._database.read() as connection:
            return [_record(row) for row in connection.execute(query)]

    def known_files(self) -> list[KnownFile]:
        """Every file the catalogue knows, for a rescan to compare with."""
        query = select(
            images.c.id,
            images.c.path_bytes,
            images.c.content_hash,
            images.c.size_bytes,
            images.c.modified_ns,
            images.c.status,
        ).order_by(images.c.sort_key)
        with self._database.read() as connection:
            return [KnownFile(*row) for row in connection.execute(query)]

    def by_path(self, path_bytes: bytes) -> ImageRecord | None:
        """The image at a path relative to the archive, or None."""
        query = select(*RECORD_COLUMNS).where(images.c.path_bytes == path_bytes)
        with self._database.read() as connection:
            row = connection.execute(query).fetchone()
        return None if row is None else _record(row)

    def paths_with(self, content_hash: bytes) -> list[bytes]:
        """The paths of all images that hold these bytes (SHA-256)."""
        query = (
            select(images.c.path_bytes)
            .where(images.c.content_hash == content_hash)
            .order_by(images.c.sort_key)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def by_shown_path(self, path: str) -> ImageRecord | None:
        """The image at a path as people see it; the first of several that look the same."""
        query = (
            select(*RECORD_COLUMNS)
            .where(images.c.path == storable_text(path))
            .order_by(images.c.path_bytes)
        )
        with self._database.read() as connection:
            row = connection.execute(query).fetchone()
        return None if row is None else _record(row)

    def known_count(self) -> int:
        """How many images the catalogue knows, those set aside included."""
        with self._database.read() as connection:
            return connection.scalars(select(func.count()).select_from(images)).one()

    def readable(self) -> list[tuple[int, bytes]]:
        """(id, content hash) of every readable image, set aside or not, by path."""
        return self._with_hashes(images.c.status == "ok")

    def readable_in_use(self) -> list[tuple[int, bytes]]:
        """The same of those that are not set aside."""
        return self._with_hashes(readable_in_use())

    def _with_hashes(self, condition: ColumnElement[bool]) -> list[tuple[int, bytes]]:
        query = (
            select(images.c.id, images.c.content_hash).where(condition).order_by(images.c.sort_key)
        )
        with self._database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def equal_files(self, image_ids: Iterable[int]) -> set[int]:
        """These images and all that are the same file, byte for byte."""
        contents = select(images.c.content_hash).where(images.c.id.in_(id_set(image_ids)))
        query = select(images.c.id).where(images.c.content_hash.in_(contents))
        with self._database.read() as connection:
            return set(connection.scalars(query))

    def keywords_of(self, image_id: int) -> list[tuple[str, str]]:
        """(text, source) of every keyword found for the image; levels are joined by "|"."""
        query = (
            select(keywords.c.text, keywords.c.source)
            .where(keywords.c.image_id == image_id)
            .order_by(keywords.c.text, keywords.c.source)
        )
        with self._database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def keywords_of_many(self, image_ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
        """The same as ``keywords_of`` for many images at once; those without any are left out."""
        query = select(keywords.c.image_id, keywords.c.text, keywords.c.source).where(
            keywords.c.image_id.in_(id_set(image_ids))
        )
        found: dict[int, set[tuple[str, str]]] = {}
        with self._database.read() as connection:
            for image_id, text, source in connection.execute(query):
                found.setdefault(image_id, set()).add((text, source))
        return found


def folders_with_those_above(own: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Folders with the numbers of their own images, as ``ImageRepository.folders`` tells them."""
    counts: dict[str, int] = {"": 0}
    for folder, count in own:
        counts[""] += count
        parts = folder.split("/") if folder else []
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            counts[above] = counts.get(above, 0) + count
    return sorted(counts.items(), key=lambda item: item[0].casefold().split("/"))


def _record(row: Sequence[Any]) -> ImageRecord:
    values = list(row)
    values[PROBLEM_AT] = from_text(row[PROBLEM_AT]) if row[PROBLEM_AT] else None
    return ImageRecord(*values)


def _ordering(order: ImageOrder, filter: ImageFilter) -> list[ColumnElement[Any]]:
    by_path: list[ColumnElement[Any]] = [images.c.sort_key.asc(), images.c.id.asc()]
    if order is ImageOrder.NAME:
        return [after_last(images.c.sort_key, FOLDER_END), *by_path]
    if order is ImageOrder.MOST_LABELS:
        carried = select(func.count()).where(labellings.c.image_id == images.c.id)
        return [carried.scalar_subquery().desc(), *by_path]
    if order is ImageOrder.SUREST:
        return [func.coalesce(_confidence(filter), -1).desc(), *by_path]
    if order is ImageOrder.NEWEST:
        file_date = func.strftime("%Y-%m-%dT%H:%M:%S", images.c.modified_ns / 10**9, "unixepoch")
        return [func.coalesce(images.c.captured_at, file_date).desc(), images.c.sort_key.asc()]
    if order is ImageOrder.LARGEST:
        pixels = func.coalesce(images.c.width_px * images.c.height_px, 0)
        return [pixels.desc(), images.c.size_bytes.desc(), images.c.sort_key.asc()]
    return [images.c.sort_key.asc(), images.c.id.asc()]


def _confidence(filter: ImageFilter) -> ScalarSelect[Any]:
    """Of the label that the filter asks for, else of the most confident open suggestion."""
    for table, ids in ((suggestions, filter.suggested_ids), (labellings, filter.label_ids)):
        if ids:
            of_label = select(table.c.confidence).where(
                table.c.image_id == images.c.id, table.c.label_id == ids[0]
            )
            return of_label.scalar_subquery()
    of_image = select(open_suggestions.c.confidence)
    return of_image.where(open_suggestions.c.image_id == images.c.id).scalar_subquery()


def _require_all(found: int, image_ids: Sequence[int]) -> None:
    if found != len(image_ids):
        raise CatalogueError("images-gone", missing=len(image_ids) - found, images=len(image_ids))
