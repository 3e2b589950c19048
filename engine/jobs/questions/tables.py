"""Answers in from a table or a label, and out to a table."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from db.questions.records import Answer, GivenAnswer
from db.records import ImageFilter
from engine.answers.destinations import checked_destination
from engine.errors import InputError
from engine.exchange.answer_table import AnswerRow, read_answers, write_answers
from engine.jobs.duplicates.named_files import NamedFiles
from engine.whole_file import whole_file


@dataclass(frozen=True, slots=True)
class TakenAnswers:
    """``changed``: answers that came or changed; ``kept``: others that stood and stay. ``yes``,
    ``no``, ``unsure``: what was said. ``unknown``: files that are not in the catalogue."""

    question: str
    changed: int
    kept: int
    yes: int
    no: int
    unsure: int
    unknown: tuple[str, ...] = ()


def import_answers(
    catalogue: Catalogue, question_id: int, table: Path, *, replace: bool = False
) -> TakenAnswers:
    """Take in the answers of a table (``given_by_table``) as one change. Images that are answered
    already keep their answer without ``replace``."""
    given, unknown = given_by_table(catalogue, table)
    return _taken(catalogue, question_id, given, replace=replace, unknown=unknown)


def given_by_table(catalogue: Catalogue, table: Path) -> tuple[list[GivenAnswer], tuple[str, ...]]:
    """The answers of a table (``read_answers``), and its files that are not in the catalogue.

    Raises InputError for what is no such table, and where no row fits.
    """
    named = NamedFiles(catalogue)
    rows = read_answers(table)
    given = [
        GivenAnswer(
            image_id, row.answer, "imported", decider=row.decider, decided_at=row.decided_at
        )
        for row in rows
        if (image_id := named.id_of(row.file))
    ]
    if rows and not given:
        raise InputError("answers-no-row-fits", file=table.name, example=rows[0].file)
    return given, tuple(named.unknown)


def answers_of_label(
    catalogue: Catalogue,
    question_id: int,
    label_id: int,
    complete: ImageFilter,
    *,
    most: int | None = None,
    replace: bool = False,
    seed: int = 0,
) -> TakenAnswers:
    """Answer a question by a label (``given_by_label``), as one change."""
    given = given_by_label(catalogue, label_id, complete, most=most, seed=seed)
    return _taken(catalogue, question_id, given, replace=replace)


def given_by_label(
    catalogue: Catalogue,
    label_id: int,
    complete: ImageFilter,
    *,
    most: int | None = None,
    seed: int = 0,
) -> list[GivenAnswer]:
    """The answers that a label gives: of readable images in use of ``complete``, of which somebody
    states that they carry the label wherever it belongs, drawn at random, at most ``most``: yes
    with the label, no without. Images that carry it elsewhere are a yes too: these are not drawn at
    random, and say nothing of how common a yes is.

    Raises InputError where no image is complete.
    """
    usable = {image_id for image_id, _ in catalogue.images.readable_in_use()}
    stated = [one for one in catalogue.images.ids(complete) if one in usable]
    if not stated:
        raise InputError("question-none-complete")
    carrying = set(catalogue.labels.image_ids().get(label_id, ())) & usable
    random = np.random.default_rng(seed)
    drawn = random.permutation(np.array(stated, dtype=np.int64))[:most].tolist()
    given = [
        GivenAnswer(one, "yes" if one in carrying else "no", "label", chosen_by="random")
        for one in drawn
    ]
    return given + [GivenAnswer(one, "yes", "label") for one in sorted(carrying - set(stated))]


def export_answers(
    catalogue: Catalogue,
    question_id: int,
    destination: Path,
    *,
    raw: bool = False,
    overwrite: bool = False,
) -> int:
    """Write the answers to a question, of images in use, by path: CSV, or JSON Lines where the name
    ends in .jsonl; how many. Raises InputError where the destination is unusable."""
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    lines = resolved.suffix.casefold() == ".jsonl"
    with whole_file(resolved, overwrite=overwrite) as stream:
        return write_answers(stream, answer_rows(catalogue, question_id), lines=lines, raw=raw)


def answer_rows(catalogue: Catalogue, question_id: int) -> Iterator[AnswerRow]:
    """The answers to a question, by path."""
    by_image = {one.image_id: one for one in catalogue.questions.answers(question_id)}
    images = catalogue.images.get_many(list(by_image))
    for image in sorted(images, key=lambda one: one.path):
        one = by_image[image.id]
        yield AnswerRow(
            os.fsdecode(image.path_bytes),
            one.answer,
            one.source,
            one.probability,
            one.chosen_by,
            one.decider,
            one.decided_at,
        )


def _taken(
    catalogue: Catalogue,
    question_id: int,
    given: list[GivenAnswer],
    *,
    replace: bool,
    unknown: tuple[str, ...] = (),
) -> TakenAnswers:
    change = catalogue.commands.answer_images(question_id, given, keep_standing=not replace)
    last: dict[int, Answer] = {one.image_id: one.answer for one in given}
    said = list(last.values())
    return TakenAnswers(
        str(change.details["question"]),
        int(str(change.details["images"])),
        int(str(change.details["kept"])),
        said.count("yes"),
        said.count("no"),
        said.count("unsure"),
        unknown,
    )
