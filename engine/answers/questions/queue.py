"""Which images a curator is asked about next.

Held in memory, so that a page asks for the next one at every key. Answers and learning go to a
lane: a command writes to the disk, and learning takes a second or some.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.questions.records import Answer, AnswerSource, ChosenBy, GivenAnswer, QuestionRecord
from db.records import ChangeSet
from engine.answers.questions.fitted import (
    FittedQuestion,
    archive_sample,
    fitted_to,
    read_answers,
    some_rows,
)
from engine.answers.questions.pairs import PairReader

AskingOrder = Literal["mixed", "uncertain", "likely", "random"]
ORDERS: tuple[AskingOrder, ...] = get_args(AskingOrder)
"""mixed: the least certain and images drawn at random in turn, which learns fastest and still says
how common a yes is; uncertain: those nearest to even odds; likely: the likeliest yes; random: each
image with the same chance, spread over the folders."""

LEARN_EVERY = 10
"""Answers after which learning again is worth its second."""
CANDIDATES = 20_000
"""So many images, drawn at random, are scored each time it learns."""
STRATA = 16
ROWS_AT_ONCE = 2_048


@dataclass(frozen=True, slots=True)
class AskedImage:
    """An image to be asked about. ``probability`` of a yes, None before it learned or where the
    image was not scored. Hand it to ``answer`` as it is: where the answer is from is kept."""

    image_id: int
    chosen_by: ChosenBy
    probability: float | None = None


class QuestionQueue:
    """Asks about the images of one question, each once; never one that is answered, nor a copy of
    one, byte for byte.

    Making one reads the catalogue: on a lane. ``next_image``, ``give_back``, ``peek`` and
    ``learn_is_due`` read memory alone, in microseconds, and may be called from the window's thread.
    ``answer``, ``follow`` and ``learn`` are for lanes. Safe to call from several threads. Undo is
    the catalogue's own: hand what it returns, and every other change, to ``follow``; an image whose
    answer was taken back is asked about next.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        question_id: int,
        *,
        order: AskingOrder = "mixed",
        seed: int | None = None,
    ) -> None:
        """Raises CatalogueError where the question is gone."""
        self._catalogue = catalogue
        self._random = np.random.default_rng(seed)
        self._lock = threading.Lock()
        self.question: QuestionRecord = catalogue.questions.get(question_id)
        """The question with its counts, as last read: ``answer`` and ``follow`` bring it up to
        date."""
        self.order: AskingOrder = order
        """May be set at any time."""
        self.fitted: FittedQuestion | None = None
        """What it learned last; None before, and while there are too few yeses or noes."""
        self._images = catalogue.images.readable_in_use()
        self._hash_of = dict(self._images)
        self._drawn = _spread([image_id for image_id, _ in self._images], self._random)
        self._uncertain: Iterator[int] = iter(())
        self._likely: Iterator[int] = iter(())
        self._probabilities: dict[int, float] = {}
        self._first: deque[AskedImage] = deque()
        self._given: dict[int, AskedImage] = {}
        self._turn = 0
        answered = catalogue.questions.answered_ids(question_id)
        self._closed: set[int | bytes] = set(answered)
        self._closed |= {self._hash_of[one] for one in answered if one in self._hash_of}
        self._since_learned = LEARN_EVERY
        self.expected_share: float | None = None
        """The mean probability of a yes of the images without an answer, as it learned last."""

    @property
    def image_count(self) -> int:
        """How many images there are to be asked about, answered or not."""
        return len(self._images)

    def next_image(self) -> AskedImage | None:
        """The next image by ``order``, which is not handed out again; None where all have been.

        Ask ahead to have pictures decoded in time, and ``give_back`` what was not answered.
        """
        with self._lock:
            asked = self._taken()
            if asked is not None:
                self._given[asked.image_id] = asked
            return asked

    def give_back(self, asked: AskedImage) -> None:
        """Ask about an image that was handed out after all, before others."""
        with self._lock:
            if self._given.pop(asked.image_id, None) is not None:
                self._first.appendleft(asked)

    def hand_out_again(self, asked: AskedImage) -> None:
        """Ask about an image that was handed out when its turn comes in the order in force."""
        with self._lock:
            if self._given.pop(asked.image_id, None) is None:
                return
            self._drawn = chain([asked.image_id], self._drawn)
            if asked.chosen_by == "uncertain":
                self._uncertain = chain([asked.image_id], self._uncertain)
            elif asked.chosen_by == "likely":
                self._likely = chain([asked.image_id], self._likely)

    def probability(self, image_id: int) -> float | None:
        """Of a yes as it was last learned; None where the image was not scored."""
        return self._probabilities.get(image_id)

    @property
    def learn_is_due(self) -> bool:
        """Whether there are answers enough since it last learned."""
        return self._since_learned >= LEARN_EVERY

    def answer(
        self, asked: AskedImage, answer: Answer, *, source: AnswerSource = "curator"
    ) -> ChangeSet:
        """Keep an answer, as one change that undo takes back. Raises CatalogueError where question
        or image are gone."""
        given = GivenAnswer(asked.image_id, answer, source, asked.probability, asked.chosen_by)
        change = self._catalogue.commands.answer_images(self.question.id, [given])
        with self._lock:
            self._close([asked.image_id])
            self._since_learned += 1
        self._count()
        return change

    def follow(self, change: ChangeSet) -> None:
        """Take in a change of the catalogue: answers given elsewhere, or taken back by undo."""
        if not change.image_ids and not change.images_unknown:
            if change.details.get("question_id") == self.question.id:
                self._count()
            return
        wanted = list(self._hash_of) if change.images_unknown else sorted(change.image_ids)
        answered = set(self._catalogue.questions.answered_ids(self.question.id))
        with self._lock:
            self._close([one for one in wanted if one in answered])
            for image_id in wanted:
                if image_id not in answered and image_id in self._closed:
                    self._closed -= {image_id, self._hash_of.get(image_id, image_id)}
                    asked = self._given.pop(image_id, AskedImage(image_id, ""))
                    self._first.appendleft(asked)
        self._count()

    def learn(self) -> FittedQuestion | None:
        """Learn from the answers as they are now and put the images in order by it; None while
        there are too few yeses or noes. Raises InputError where nothing is encoded."""
        reader = PairReader(self._catalogue)
        answers = read_answers(self._catalogue, self.question.id, reader)
        with self._lock:
            self._since_learned = 0
            seed = int(self._random.integers(2**31))
            images = [one for one in self._images if one[0] not in self._closed]
        if not answers.can_learn:
            return None
        rows = some_rows(len(images), CANDIDATES, seed)
        candidates = [images[row] for row in rows]
        # Answered ones too: the archive is what was there before anybody was asked.
        fitted = fitted_to(answers, archive_sample(self._images, reader, seed=seed))
        found = _scored(fitted, reader, candidates)
        self._put_in_order(fitted, found)
        return fitted

    def _put_in_order(self, fitted: FittedQuestion, found: dict[int, float]) -> None:
        ids = np.array(list(found), dtype=np.int64)
        values = np.array(list(found.values()))
        uncertain = ids[np.argsort(np.abs(values - 0.5), kind="stable")].tolist()
        likely = ids[np.argsort(-values, kind="stable")].tolist()
        with self._lock:
            self.fitted, self._probabilities = fitted, found
            self.expected_share = float(values.mean()) if len(values) else 0.0
            self._uncertain, self._likely = iter(uncertain), iter(likely)

    def _taken(self) -> AskedImage | None:
        while self._first:
            asked = self._first.popleft()
            if self._is_open(asked.image_id):
                return asked
        self._turn += 1
        is_random = self.order == "random" or (self.order == "mixed" and self._turn % 2 == 0)
        order: ChosenBy = (
            "random" if is_random else "likely" if self.order == "likely" else "uncertain"
        )
        sources: dict[ChosenBy, Iterator[int]] = {
            "random": self._drawn,
            "uncertain": self._uncertain,
            "likely": self._likely,
        }
        # The others have nothing before it learned; then every image waits in the random one.
        for chosen_by in dict.fromkeys((order, "random")):
            for image_id in sources[chosen_by]:
                if self._is_open(image_id):
                    asked = AskedImage(image_id, chosen_by, self._probabilities.get(image_id))
                    return asked
        return None

    def _is_open(self, image_id: int) -> bool:
        return (
            image_id not in self._given
            and image_id not in self._closed
            and self._hash_of.get(image_id) not in self._closed
        )

    def _close(self, image_ids: Sequence[int]) -> None:
        self._closed.update(image_ids)
        self._closed.update(self._hash_of[one] for one in image_ids if one in self._hash_of)

    def _count(self) -> None:
        self.question = replace(self._catalogue.questions.get(self.question.id))


def _scored(
    fitted: FittedQuestion, reader: PairReader, images: Sequence[tuple[int, bytes]]
) -> dict[int, float]:
    """The probabilities of the images that are encoded, by id."""
    found: dict[int, float] = {}
    for start in range(0, len(images), ROWS_AT_ONCE):
        part = images[start : start + ROWS_AT_ONCE]
        read = reader.read([one for one, _ in part], [one for _, one in part])
        values = fitted.probability(read.pairs)
        found |= {part[row][0]: float(values[row]) for row in np.flatnonzero(read.there).tolist()}
    return found


def _spread(image_ids: Sequence[int], random: np.random.Generator) -> Iterator[int]:
    """Every image once, in a random order of which each beginning is spread over the list: one of
    each of ``STRATA`` equal stretches in turn. Each image is as likely as any other at any place.
    """
    # A random start, so that the stretches that are one shorter are not always the last ones.
    turned = np.roll(np.array(image_ids, dtype=np.int64), int(random.integers(len(image_ids) or 1)))
    stretches: Sequence[NDArray[np.int64]] = [
        random.permutation(part) for part in np.array_split(turned, STRATA)
    ]
    for place in range(len(stretches[0])):
        for stretch in random.permutation(STRATA):
            if place < len(stretches[stretch]):
                yield int(stretches[stretch][place])
