"""Commands on yes-or-no questions: the questions themselves, and their answers."""

from collections.abc import Collection, Mapping, Sequence

from db.commands.labelling import require_images
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, record
from db.dialect import id_set
from db.errors import CatalogueError
from db.questions.records import GivenAnswer
from db.records import ChangeSet
from db.schema import question_answers, questions
from db.text import MAX_NAME_LENGTH, clean_caption, clean_name, name_key

record(RecordedTable(questions), RecordedTable(question_answers, "image_id"))

MAX_HELP_LENGTH = 2_000
LEAST_COST, MOST_COST = 1e-6, 1e6
"""Sums and shares of any two are numbers too."""


class QuestionCommands(CommandGroup):
    """Changes questions and answers to them.

    All raise CatalogueError for a question or an image that is not there. Details name the
    question ("question", "question_id") and what is said with each method.
    """

    def add_question(
        self,
        name: str,
        *,
        help_text: str = "",
        cost_wrong_yes: float = 1.0,
        cost_missed_yes: float = 1.0,
        given: Sequence[GivenAnswer] = (),
    ) -> ChangeSet:
        """Add a yes-or-no question, with its first answers (the last for an image counts). What
        each error costs is above 0, in any unit. Details: images (how many are answered).

        Raises CatalogueError for a name that is empty, too long or taken, help above 2 000
        characters, and for costs that are no such numbers.
        """
        wanted = {one.image_id: one for one in given}
        with self._recording() as recorder:
            row: Row = {
                **_name_values(recorder, name, None),
                "help": _checked_help(help_text),
                "cost_wrong_yes": _checked_cost(cost_wrong_yes),
                "cost_missed_yes": _checked_cost(cost_missed_yes),
                "created_at": recorder.now,
            }
            require_images(recorder, wanted)
            question_id = recorder.insert_new("questions", row)
            recorder.insert("question_answers", _new_answers(recorder, question_id, wanted))
            details = {**_details({**row, "id": question_id}), "images": len(wanted)}
            return recorder.finish("add_question", details)

    def change_question(
        self,
        question_id: int,
        *,
        name: str | None = None,
        help_text: str | None = None,
        cost_wrong_yes: float | None = None,
        cost_missed_yes: float | None = None,
    ) -> ChangeSet:
        """Give a question another name, help or other costs; None leaves what it has.

        Details: name (the new one). Raises CatalogueError as ``add_question`` does.
        """
        with self._recording() as recorder:
            row = existing_question(recorder, question_id)
            values: Row = {} if name is None else _name_values(recorder, name, question_id)
            if help_text is not None:
                values["help"] = _checked_help(help_text)
            for column, cost in (
                ("cost_wrong_yes", cost_wrong_yes),
                ("cost_missed_yes", cost_missed_yes),
            ):
                if cost is not None:
                    values[column] = _checked_cost(cost)
            recorder.update("questions", [row], values)
            new_name = str(values.get("name", row["name"]))
            command = "change_question" if new_name == row["name"] else "rename_question"
            return recorder.finish(command, {**_details(row), "name": new_name})

    def remove_question(self, question_id: int) -> ChangeSet:
        """Remove a question with all its answers. Details: answers (how many)."""
        with self._recording() as recorder:
            row = existing_question(recorder, question_id)
            answers = recorder.delete_where(
                "question_answers", question_answers.c.question_id == question_id
            )
            recorder.delete("questions", [row])
            return recorder.finish("remove_question", {**_details(row), "answers": answers})

    def answer_images(
        self, question_id: int, given: Sequence[GivenAnswer], *, keep_standing: bool = False
    ) -> ChangeSet:
        """Answer a question for images; the last of several answers for one image counts.

        With ``keep_standing`` images that are answered already keep their answer. Details: images
        (how many answers came or changed), kept (how many other answers stood and stay), answer
        where all are the same.
        """
        wanted = {one.image_id: one for one in given}
        with self._recording() as recorder:
            question = existing_question(recorder, question_id)
            require_images(recorder, wanted)
            standing = {row["image_id"]: row for row in _answers_of(recorder, question_id, wanted)}
            changed = [
                (row, _answer_values(recorder, wanted[image_id]))
                for image_id, row in standing.items()
                if row["answer"] != wanted[image_id].answer
            ]
            kept = len(changed) if keep_standing else 0
            updated = 0 if kept else recorder.update_each("question_answers", changed)
            fresh = {key: one for key, one in wanted.items() if key not in standing}
            new = _new_answers(recorder, question_id, fresh)
            recorder.insert("question_answers", new)
            details = {**_details(question), "images": updated + len(new), "kept": kept}
            if len(same := {one.answer for one in wanted.values()}) == 1:
                details["answer"] = same.pop()
            return recorder.finish("answer_images", details)

    def take_back_answers(self, question_id: int, image_ids: Collection[int]) -> ChangeSet:
        """Have images without an answer to a question again. Details: images (how many had one)."""
        with self._recording() as recorder:
            question = existing_question(recorder, question_id)
            rows = _answers_of(recorder, question_id, image_ids)
            recorder.delete("question_answers", rows)
            details = {**_details(question), "images": len(rows)}
            return recorder.finish("take_back_answers", details)


def existing_question(recorder: ChangeRecorder, question_id: int) -> Row:
    """The row of a question. Raises CatalogueError where it is not there."""
    rows = recorder.rows("questions", questions.c.id == question_id)
    if not rows:
        raise CatalogueError("question-gone")
    return rows[0]


def _answers_of(
    recorder: ChangeRecorder, question_id: int, image_ids: Collection[int]
) -> list[Row]:
    return recorder.rows(
        "question_answers",
        question_answers.c.question_id == question_id,
        question_answers.c.image_id.in_(id_set(image_ids)),
    )


def _new_answers(
    recorder: ChangeRecorder, question_id: int, given: Mapping[int, GivenAnswer]
) -> list[Row]:
    """Rows for images that have no answer yet."""
    return [
        {"question_id": question_id, "image_id": image_id, **_answer_values(recorder, one)}
        for image_id, one in sorted(given.items())
    ]


def _answer_values(recorder: ChangeRecorder, one: GivenAnswer) -> Row:
    if one.probability is not None and not 0 <= one.probability <= 1:
        raise ValueError("a probability lies in [0, 1]")
    return {
        "answer": one.answer,
        "source": one.source,
        "probability": one.probability,
        "chosen_by": one.chosen_by,
        "decider": clean_name(one.decider) or recorder.curator,
        "decided_at": one.decided_at or recorder.now,
    }


def _name_values(recorder: ChangeRecorder, name: str, own_id: int | None) -> Row:
    cleaned = clean_name(name)
    if not cleaned:
        raise CatalogueError("question-name-empty")
    if len(cleaned) > MAX_NAME_LENGTH:
        raise CatalogueError("question-name-too-long", most=MAX_NAME_LENGTH)
    key = name_key(cleaned)
    taken = recorder.rows("questions", questions.c.name_key == key)
    if any(row["id"] != own_id for row in taken):
        raise CatalogueError("question-name-taken", name=cleaned)
    return {"name": cleaned, "name_key": key}


def _checked_help(text: str) -> str:
    if len(text) > MAX_HELP_LENGTH:
        raise CatalogueError("question-help-too-long", most=MAX_HELP_LENGTH)
    return clean_caption(text)


def _checked_cost(cost: float) -> float:
    if not LEAST_COST <= cost <= MOST_COST:  # nor what is no number
        raise CatalogueError("question-cost-wrong")
    return float(cost)


def _details(row: Row) -> Details:
    return {"question_id": int(row["id"]), "question": str(row["name"])}
