"""Reads questions and their answers."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select

from db.connection import Database
from db.dialect import id_set, read_ids
from db.errors import CatalogueError
from db.questions.records import AnswerRecord, QuestionRecord
from db.repositories.filters import in_use
from db.schema import images, question_answers, questions
from db.text import name_key

ANSWER_COLUMNS = tuple(question_answers.c[name] for name in AnswerRecord.__dataclass_fields__)


class QuestionRepository:
    """The questions of a catalogue and what was answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[QuestionRecord]:
        """Every question with its counts, by name."""
        with self._database.read() as connection:
            return _records(connection)

    def get(self, question_id: int) -> QuestionRecord:
        """One question. Raises CatalogueError where it is not, or no longer, there."""
        with self._database.read() as connection:
            found = _records(connection, questions.c.id == question_id)
        if not found:
            raise CatalogueError("question-gone")
        return found[0]

    def find(self, name: str) -> QuestionRecord | None:
        """The question of this name, or None."""
        with self._database.read() as connection:
            found = _records(connection, questions.c.name_key == name_key(name))
        return found[0] if found else None

    def answers(self, question_id: int) -> list[AnswerRecord]:
        """The answers of images in use to one question, by image id."""
        query = (
            select(*ANSWER_COLUMNS)
            .where(
                question_answers.c.question_id == question_id,
                question_answers.c.image_id.not_in(select(images.c.id).where(~in_use())),
            )
            .order_by(question_answers.c.image_id)
        )
        with self._database.read() as connection:
            return [AnswerRecord(*row) for row in connection.execute(query)]

    def answered_ids(self, question_id: int) -> list[int]:
        """The images with any answer to one question, set aside or not, in ascending order."""
        query = (
            select(question_answers.c.image_id)
            .where(question_answers.c.question_id == question_id)
            .order_by(question_answers.c.image_id)
        )
        with self._database.read() as connection:
            return read_ids(connection, query)

    def of_images(self, image_ids: Iterable[int]) -> dict[int, list[AnswerRecord]]:
        """The answers of each of the images to all questions; every id given is a key."""
        found: dict[int, list[AnswerRecord]] = {image_id: [] for image_id in image_ids}
        query = (
            select(*ANSWER_COLUMNS)
            .where(question_answers.c.image_id.in_(id_set(found)))
            .order_by(question_answers.c.image_id, question_answers.c.question_id)
        )
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.image_id].append(AnswerRecord(*row))
        return found

    def answer(self, question_id: int, image_id: int) -> AnswerRecord | None:
        """The answer of one image to one question; None where there is none."""
        query = select(*ANSWER_COLUMNS).where(
            question_answers.c.question_id == question_id,
            question_answers.c.image_id == image_id,
        )
        with self._database.read() as connection:
            row = connection.execute(query).fetchone()
        return None if row is None else AnswerRecord(*row)


def _records(connection: Connection, *conditions: ColumnElement[bool]) -> list[QuestionRecord]:
    query = select(questions).where(*conditions).order_by(questions.c.name_key)
    rows = connection.execute(query).all()
    counted = (
        select(question_answers.c.question_id, question_answers.c.answer, func.count())
        .where(
            question_answers.c.question_id.in_(id_set(row.id for row in rows)),
            question_answers.c.image_id.not_in(select(images.c.id).where(~in_use())),
        )
        .group_by(question_answers.c.question_id, question_answers.c.answer)
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for question_id, answer, count in connection.execute(counted):
        counts[question_id][answer] = count
    none = {"yes": 0, "no": 0, "unsure": 0}
    return [
        QuestionRecord(
            row.id,
            row.name,
            row.help,
            row.cost_wrong_yes,
            row.cost_missed_yes,
            row.created_at,
            **(none | counts[row.id]),
        )
        for row in rows
    ]
