"""Predict the answer to a question for many images, into a file."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.records import ImageFilter, ImageRecord
from engine.answers.destinations import checked_destination
from engine.answers.questions.fitted import FittedQuestion, fit_question
from engine.answers.questions.pairs import PairReader
from engine.exchange.answer_table import PredictionRow, write_predictions
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.whole_file import whole_file

IMAGES_AT_A_TIME = 1_000
STOPPED = "nothing-written"
NOT_ENCODED = "not encoded yet"


@dataclass(frozen=True, slots=True)
class PredictionSummary:
    """What was written where. ``predicted_yes`` reach the ``threshold`` that the costs name;
    ``expected_yes`` is the sum of the probabilities: how many there are likely to be.
    ``calibrated``: whether there were answers enough for that to be more than a guess."""

    question: str
    destination: Path
    images: int
    predicted: int
    predicted_yes: int
    expected_yes: float
    threshold: float
    answers: int
    calibrated: bool


def predict_question(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    question_id: int,
    destination: Path,
    images: ImageFilter | None = None,
    unanswered_only: bool = False,
    raw: bool = False,
    overwrite: bool = False,
) -> Job[PredictionSummary]:
    """Write both probabilities of every image of ``images`` (in use) by path, CSV, or JSON Lines
    where the name of ``destination`` ends in .jsonl. Images that are answered have their answer
    beside what is predicted, which learned from it; ``unanswered_only`` leaves them out.

    Raises InputError where the destination is unusable, nothing is encoded, or there are too few
    answers, and CatalogueError where the question is gone.
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    yield Progress("learning-question", 0, 0)
    fitted = fit_question(catalogue, question_id)
    answered = {one.image_id: one.answer for one in catalogue.questions.answers(question_id)}
    ids = catalogue.images.ids(images or ImageFilter())
    if unanswered_only:
        ids = [one for one in ids if one not in answered]
    reader = PairReader(catalogue)
    rows: list[PredictionRow] = []
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        yield Progress("predicting-answers", start, len(ids))
        stop_if_cancelled(cancel, STOPPED)
        part = catalogue.images.get_many(ids[start : start + IMAGES_AT_A_TIME])
        rows.extend(_rows(fitted, reader, part, answered))
    with whole_file(resolved, overwrite=overwrite) as stream:
        lines = resolved.suffix.casefold() == ".jsonl"
        write_predictions(stream, rows, lines=lines, raw=raw)
    known = [row.probability for row in rows if row.probability is not None]
    return PredictionSummary(
        fitted.question.name,
        resolved,
        len(rows),
        len(known),
        sum(one >= fitted.threshold for one in known),
        float(sum(known)),
        fitted.threshold,
        len(fitted.answers.yes),
        fitted.head.is_calibrated_,
    )


def _rows(
    fitted: FittedQuestion,
    reader: PairReader,
    images: Sequence[ImageRecord],
    answered: Mapping[int, str],
) -> Iterator[PredictionRow]:
    read = reader.read([one.id for one in images], [one.content_hash for one in images])
    values = fitted.probability(read.pairs)
    for row, image in enumerate(images):
        file = os.fsdecode(image.path_bytes)
        said = answered.get(image.id, "")
        if read.there[row]:
            yield PredictionRow(file, float(values[row]), fitted.threshold, said)
        else:
            reason = NOT_ENCODED if image.status == "ok" else image.status
            yield PredictionRow(file, None, fitted.threshold, said, reason)
