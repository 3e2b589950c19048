"""The head that the answers to a question make, ready to be asked about other images."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.questions.records import Answer, AnswerRecord, QuestionRecord
from engine.answers.duplicates.groups import image_groups
from engine.answers.questions.pairs import PairReader
from engine.errors import InputError
from engine.questions.head import FEWEST_TO_LEARN, QuestionHead
from engine.words_and_pictures import Form

FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ARCHIVE_SAMPLE = 2_000
"""So many images show the calibration what the archive looks like."""


@dataclass(frozen=True, slots=True, eq=False)
class LearnableAnswers:
    """The yeses and noes to a question whose images are readable, encoded and in use: n rows.

    ``pairs`` (n, 2d), ``yes`` (n,), ``groups`` (n,) equal for images that are never told apart,
    ``drawn`` (n,) whether the image was asked about at random. ``unsure``: answers that say nothing
    to learn; ``not_encoded``: yeses and noes whose images are not.
    """

    question: QuestionRecord
    records: list[AnswerRecord]
    pairs: FloatArray
    yes: NDArray[np.bool_]
    groups: IntArray
    drawn: NDArray[np.bool_]
    texts: list[str]
    unsure: int
    not_encoded: int

    @property
    def can_learn(self) -> bool:
        """Whether there are yeses and noes enough to tell them apart."""
        return min(int(self.yes.sum()), int((~self.yes).sum())) >= FEWEST_TO_LEARN


@dataclass(frozen=True, slots=True)
class AnsweredEvidence:
    """An answered image behind a probability. ``weight``: what it adds to the log odds of a yes,
    below 0 where it speaks against one."""

    image_id: int
    answer: Answer
    weight: float


class FittedQuestion:
    """A question with its head. The same pairs give the same probabilities; it changes nothing.

    ``threshold``: the probability from which "yes" costs less, as the curator states the costs.
    """

    def __init__(self, answers: LearnableAnswers, head: QuestionHead) -> None:
        self.question = answers.question
        self.threshold = answers.question.threshold
        self.head = head
        self.answers = answers

    def probability(self, pairs: FloatArray) -> FigureArray:
        """(q,) probabilities of a yes of (q, 2d) pairs (``engine.words_and_pictures.paired``)."""
        return self.head.probability(pairs)

    def held_out(self) -> dict[int, float]:
        """By image, the probability of a yes of each that was learned from, by a head that has not
        seen it; empty where there are too few answers for that."""
        found = self.head.held_out_
        if found is None:
            return {}
        records = self.answers.records
        return {one.image_id: float(value) for one, value in zip(records, found, strict=True)}

    def evidence(self, pair: FloatArray, most: int = 12) -> list[AnsweredEvidence]:
        """The answered images that say most about one (2d,) pair, the weightiest first."""
        found = self.head.evidence(pair, most)
        records = self.answers.records
        return [
            AnsweredEvidence(records[row].image_id, records[row].answer, float(weight))
            for row, weight in zip(found.rows.tolist(), found.weights, strict=True)
        ]


def read_answers(
    catalogue: Catalogue, question_id: int, reader: PairReader | None = None
) -> LearnableAnswers:
    """What there is to learn from. Raises CatalogueError where the question is gone, InputError
    where nothing is encoded."""
    reader = reader or PairReader(catalogue)
    question = catalogue.questions.get(question_id)
    hashes = dict(catalogue.images.readable_in_use())
    every = catalogue.questions.answers(question_id)
    records = [one for one in every if one.answer != "unsure" and one.image_id in hashes]
    ids = [one.image_id for one in records]
    read = reader.read(ids, [hashes[one] for one in ids])
    kept = np.flatnonzero(read.there)
    records = [records[row] for row in kept]
    ids = [one.image_id for one in records]
    groups = image_groups(catalogue, ids, [hashes[one] for one in ids]).together
    return LearnableAnswers(
        question,
        records,
        read.pairs[kept],
        np.array([one.answer == "yes" for one in records], dtype=bool),
        groups,
        np.array([one.chosen_by == "random" for one in records], dtype=bool),
        [read.texts[row] for row in kept],
        sum(one.answer == "unsure" for one in every),
        len(read.there) - len(kept),
    )


def fit_question(
    catalogue: Catalogue, question_id: int, *, form: Form = "all", seed: int = 0
) -> FittedQuestion:
    """The question as its answers stand now; takes a second or some, for a lane or a job.

    Raises CatalogueError where the question is gone, InputError where nothing is encoded or there
    are too few yeses or noes.
    """
    reader = PairReader(catalogue)
    answers = read_answers(catalogue, question_id, reader)
    require_answers(answers)
    images = catalogue.images.readable_in_use()
    return fitted_to(answers, archive_sample(images, reader, seed=seed), form=form, seed=seed)


def fitted_to(
    answers: LearnableAnswers, archive: FloatArray, *, form: Form = "all", seed: int = 0
) -> FittedQuestion:
    """The question with a head that learned from these answers, of which there are enough.
    archive: ``archive_sample``."""
    head = QuestionHead(form).fit(
        answers.pairs,
        answers.yes,
        answers.groups,
        archive=archive,
        drawn=answers.drawn,
        seed=seed,
    )
    return FittedQuestion(answers, head)


def require_answers(answers: LearnableAnswers) -> None:
    """Raise InputError where there are too few yeses or noes to learn from."""
    if not answers.can_learn:
        raise InputError(
            "question-few-answers",
            question=answers.question.name,
            fewest=FEWEST_TO_LEARN,
            yes=int(answers.yes.sum()),
            no=int((~answers.yes).sum()),
        )


def archive_sample(
    images: Sequence[tuple[int, bytes]], reader: PairReader, *, seed: int = 0
) -> FloatArray:
    """(m, 2d) pairs of at most ``ARCHIVE_SAMPLE`` images drawn at random, of ids with content
    hashes."""
    drawn = some_rows(len(images), ARCHIVE_SAMPLE, seed)
    read = reader.read([images[row][0] for row in drawn], [images[row][1] for row in drawn])
    return read.pairs[read.there]


def some_rows(count: int, most: int, seed: int) -> Sequence[int]:
    """At most so many of 0 to count, ascending, the same for the same seed."""
    if count <= most:
        return range(count)
    drawn = np.random.default_rng(seed).choice(count, most, replace=False)
    return [int(one) for one in np.sort(drawn)]
