"""Reads captions, and finds images by the words of theirs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from db.captions.records import CaptionHit, CaptionRecord, TextInLanguage
from db.connection import Database
from db.dialect import captions_with_words, id_set, read_ids
from db.repositories.filters import in_use
from db.schema import captions, change_rows, changes, images
from db.text import LARGEST_NUMBER, caption_key, caption_query

MOST_RANKED = 5_000
"""Captions with the words that are put in order. Where there are more, the words are in so many
that their order means little, and ranking all would take seconds."""
CONTENTS_AT_A_TIME = 500
ALSO_SET_ASIDE = 3
"""So many times as many captions are looked at as are asked for."""
RECORD_COLUMNS = tuple(captions.c[name] for name in CaptionRecord.__dataclass_fields__)


class CaptionRepository:
    """The captions of images. One that a curator took away is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_image(self, image_id: int) -> list[CaptionRecord]:
        """The captions of one image in their order."""
        return self.of_images([image_id])[image_id]

    def of_images(self, image_ids: Iterable[int]) -> dict[int, list[CaptionRecord]]:
        """The captions of each of the images in their order; every id given is a key."""
        found: dict[int, list[CaptionRecord]] = {image_id: [] for image_id in image_ids}
        query = (
            _standing()
            .where(captions.c.image_id.in_(id_set(found)))
            .order_by(captions.c.image_id, captions.c.position, captions.c.id)
        )
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.image_id].append(CaptionRecord(*row))
        return found

    def get(self, caption_id: int) -> CaptionRecord | None:
        """One caption; None where it is not there."""
        with self._database.read() as connection:
            row = connection.execute(_standing().where(captions.c.id == caption_id)).fetchone()
        return None if row is None else CaptionRecord(*row)

    def known_texts(self, image_ids: Iterable[int]) -> dict[int, set[str]]:
        """The texts (``caption_key``) that each of the images has, or had when they were found;
        every id given is a key."""
        known: dict[int, set[str]] = {image_id: set() for image_id in image_ids}
        query = select(captions.c.image_id, captions.c.text, captions.c.original).where(
            captions.c.image_id.in_(id_set(known))
        )
        with self._database.read() as connection:
            for image_id, *found in connection.execute(query):
                known[image_id].update(map(caption_key, filter(None, found)))
        return known

    def taken_back(self) -> dict[int, set[str]]:
        """Texts (``caption_key``) whose import was undone and not redone since, by image."""
        query = (
            select(change_rows.c.after)
            .join(changes, changes.c.id == change_rows.c.change_id)
            .where(
                changes.c.state.in_(("undone", "dropped")),
                change_rows.c.table_name == captions.name,
                change_rows.c.before.is_(None),
            )
        )
        found: dict[int, set[str]] = {}
        with self._database.read() as connection:
            for text in connection.scalars(query):
                row = json.loads(text or "{}")
                if row:
                    found.setdefault(row["image_id"], set()).add(caption_key(row["text"]))
        return found

    def count(self) -> int:
        """How many captions there are."""
        query = select(func.count()).where(captions.c.text != "")
        with self._database.read() as connection:
            return int(connection.scalar(query) or 0)

    def image_ids(self) -> list[int]:
        """The images that have captions, set aside or not, in ascending order."""
        query = select(captions.c.image_id).where(captions.c.text != "").distinct()
        with self._database.read() as connection:
            return sorted(read_ids(connection, query))

    def texts(self) -> list[TextInLanguage]:
        """Every distinct text of a caption in each language, in the order they came."""
        query = (
            select(captions.c.text, captions.c.language)
            .where(captions.c.text != "")
            .group_by(captions.c.text, captions.c.language)
            .order_by(func.min(captions.c.id))
        )
        with self._database.read() as connection:
            return [TextInLanguage(*row) for row in connection.execute(query)]

    def of_contents(self, content_hashes: Sequence[bytes]) -> dict[bytes, list[TextInLanguage]]:
        """The captions of all images with each content, each text once; contents without any are
        absent."""
        found: dict[bytes, list[TextInLanguage]] = {}
        with self._database.read() as connection:
            for start in range(0, len(content_hashes), CONTENTS_AT_A_TIME):
                part = content_hashes[start : start + CONTENTS_AT_A_TIME]
                query = (
                    select(images.c.content_hash, captions.c.text, captions.c.language)
                    .join(captions, captions.c.image_id == images.c.id)
                    .where(images.c.content_hash.in_(part), captions.c.text != "")
                    .order_by(captions.c.image_id, captions.c.position, captions.c.id)
                )
                for content, *caption in connection.execute(query):
                    known = found.setdefault(content, [])
                    one = TextInLanguage(*caption)
                    if all(one.text != other.text for other in known):
                        known.append(one)
        return found

    def languages(self) -> dict[str, int]:
        """How many captions are in each language, "" for those of unknown ones; the most first."""
        count = func.count()
        query = (
            select(captions.c.language, count)
            .where(captions.c.text != "")
            .group_by(captions.c.language)
            .order_by(count.desc(), captions.c.language)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def search(
        self, text: str, limit: int = 200, *, without: Iterable[str] = ()
    ) -> list[CaptionHit]:
        """The captions of images in use that have all words of the text, or words that begin so;
        words between quotation marks stand together. The best first (Okapi BM25). Those with all
        words of one of the texts ``without`` are left out.

        Words that more than 5 000 captions have are ranked among the first 5 000 of these.
        """
        query = caption_query(text, without)
        limit = min(limit, LARGEST_NUMBER // ALSO_SET_ASIDE)
        if not query:
            return []
        found = captions_with_words(query)
        some = select(found.c.id, found.c.rank).limit(MOST_RANKED).subquery("some")
        # Rows are read of the best alone, and of some more for those that are set aside.
        best = (
            select(some.c.id, some.c.rank)
            .order_by(some.c.rank, some.c.id)
            .limit(limit * ALSO_SET_ASIDE)
            .subquery("best")
        )
        statement = (
            select(captions.c.image_id, captions.c.id, captions.c.text, captions.c.language)
            .select_from(best)
            .join(captions, captions.c.id == best.c.id)
            .join(images, images.c.id == captions.c.image_id)
            .where(in_use())
            .order_by(best.c.rank, captions.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [CaptionHit(*row) for row in connection.execute(statement)]


def _standing() -> Select[Any]:
    return select(*RECORD_COLUMNS).where(captions.c.text != "")
