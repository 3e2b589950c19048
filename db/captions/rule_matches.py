"""Finds the images whose captions say a label, and how each of them stands to the label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from db.captions.records import TextRule
from db.connection import Database
from db.dialect import before_first, captions_with_words, id_set, read_ids
from db.repositories.filters import readable_in_use
from db.schema import captions, decisions, images, labellings
from db.text import caption_term, caption_term_query

TEXTS_AT_A_TIME = 2_000


class CaptionText(NamedTuple):
    """A caption of an image."""

    id: int
    image_id: int
    text: str


@dataclass(frozen=True, slots=True)
class LabelState:
    """The images that carry a label, on which somebody decided about it, and that carry it by a
    text rule."""

    carried: frozenset[int]
    decided: frozenset[int]
    by_rule: frozenset[int]


class RuleMatches:
    """Looks at images in use that can be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def images_with(self, word: str, rule: TextRule) -> list[int]:
        """The images with a caption that has the word, or phrase, and fulfils the rest of the
        rule."""
        query = caption_term_query(word, rule.exclusions)
        if not query:
            return []
        found = captions_with_words(query)
        statement = (
            select(captions.c.image_id)
            .distinct()
            .select_from(found)
            .join(captions, captions.c.id == found.c.id)
            .join(images, images.c.id == captions.c.image_id)
            .where(readable_in_use(), *_in_language(rule.language))
        )
        with self._database.read() as connection:
            return read_ids(connection, statement)

    def captions_with(self, words: Sequence[str]) -> set[int]:
        """The captions that have any of the words or phrases."""
        query = " OR ".join(filter(None, map(caption_term, words)))
        if not query:
            return set()
        statement = select(captions_with_words(query).c.id)
        with self._database.read() as connection:
            return set(read_ids(connection, statement))

    def texts(self, language: str = "") -> Iterator[list[CaptionText]]:
        """All captions in a language, "" for any, so many at a time."""
        after = 0
        while True:
            # The next captions first, then their images: the other way round all are read each
            # time.
            part = (
                select(captions.c.id, captions.c.image_id, captions.c.text)
                .where(captions.c.id > after, captions.c.text != "", *_in_language(language))
                .order_by(captions.c.id)
                .limit(TEXTS_AT_A_TIME)
                .subquery("part")
            )
            query = (
                select(part, readable_in_use().label("counts"))
                .join(images, images.c.id == part.c.image_id)
                .order_by(part.c.id)
            )
            with self._database.read() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield [CaptionText(*row[:3]) for row in rows if row.counts]
            after = rows[-1].id

    def texts_of(self, image_ids: Sequence[int], language: str = "") -> list[CaptionText]:
        """The captions of these images in a language, "" for any, in their order."""
        query = (
            _captions(captions.c.id, captions.c.image_id, captions.c.text)
            .where(captions.c.image_id.in_(id_set(image_ids)), *_in_language(language))
            .order_by(captions.c.image_id, captions.c.position, captions.c.id)
        )
        with self._database.read() as connection:
            return [CaptionText(*row) for row in connection.execute(query)]

    def captioned(self) -> tuple[int, int]:
        """How many images have captions, and how many captions these are."""
        query = _captions(func.count(captions.c.image_id.distinct()), func.count())
        with self._database.read() as connection:
            return tuple(connection.execute(query).one())

    def state(self, label_id: int) -> LabelState:
        """How images stand to a label."""
        carried = select(labellings.c.image_id).where(labellings.c.label_id == label_id)
        decided = select(decisions.c.image_id).where(decisions.c.label_id == label_id)
        with self._database.read() as connection:
            return LabelState(
                frozenset(read_ids(connection, carried)),
                frozenset(read_ids(connection, decided)),
                frozenset(read_ids(connection, carried.where(labellings.c.source == "rule"))),
            )

    def withdrawable(self, label_ids: Sequence[int]) -> int:
        """How many labellings of these labels came of text rules and nobody confirmed."""
        query = select(func.count()).where(
            labellings.c.label_id.in_(id_set(label_ids)), *unconfirmed()
        )
        with self._database.read() as connection:
            return int(connection.scalar(query) or 0)

    def reviewed(self) -> set[int]:
        """The images that a curator has finished with."""
        query = select(images.c.id).where(images.c.reviewed_at.is_not(None))
        with self._database.read() as connection:
            return set(read_ids(connection, query))


def unconfirmed() -> tuple[ColumnElement[bool], ...]:
    """What holds of a labelling that came of a text rule and that no curator confirmed: by an
    answer to a doubt, or by finishing with the image while it was there."""
    accepted = exists().where(
        decisions.c.image_id == labellings.c.image_id,
        decisions.c.label_id == labellings.c.label_id,
        decisions.c.accepted.is_(True),
    )
    finished = exists().where(
        images.c.id == labellings.c.image_id, images.c.reviewed_at >= labellings.c.decided_at
    )
    return labellings.c.source == "rule", ~accepted, ~finished


def _captions(*columns: Any) -> Select[Any]:  # noqa: ANN401
    return (
        select(*columns)
        .select_from(captions)
        .join(images, images.c.id == captions.c.image_id)
        .where(readable_in_use(), captions.c.text != "")
    )


def _in_language(language: str) -> list[ColumnElement[bool]]:
    if not language:
        return []
    stated = func.lower(captions.c.language)
    return [or_(stated == language, before_first(stated, "-") == language)]
