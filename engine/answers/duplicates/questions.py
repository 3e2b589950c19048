"""Which pairs a curator is asked about, and how many more answers it may take."""

from dataclasses import dataclass

import numpy as np

from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair
from engine.answers.duplicates.choices import DuplicateChoices, duplicate_choices
from engine.answers.duplicates.model import JudgedPairs, fitted_model, judged_pairs
from engine.duplicates.pair_model import Convergence


@dataclass(frozen=True, slots=True)
class Question:
    """Two images that are asked about, with what the model says of them now."""

    pair: DuplicatePair
    probability: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Questions:
    """The next questions, the most instructive first, and how far the model has come.

    ``answered``: how many pairs are. ``thresholds``: the cosine similarities from which pairs are
    suspected and certain, as far as similarity alone says something, else None.
    """

    questions: tuple[Question, ...]
    answered: int
    convergence: Convergence
    thresholds: tuple[float, float] | None


class Asking:
    """Asks about the pairs of a catalogue; holds them, so that each answer costs little.

    Read it anew after a search or an undo. For one thread at a time.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._choices: DuplicateChoices = duplicate_choices(catalogue)
        self._catalogue = catalogue
        self._found: JudgedPairs = judged_pairs(catalogue, self._choices)
        self._place = {pair[:2]: row for row, pair in enumerate(self._found.pairs)}
        in_use = {image_id for image_id, _ in catalogue.images.readable_in_use()}
        # Pairs with an image that is set aside or gone teach, but nobody is asked about them.
        self._closed = np.array(
            [not in_use.issuperset(pair[:2]) for pair in self._found.pairs], dtype=bool
        )
        self._closed |= ~self._found.measured

    def take(self, first: int, second: int, answer: str | None) -> None:
        """Count an answer that was given, or taken back (None)."""
        row = self._place.get((min(first, second), max(first, second)))
        if row is not None and self._found.measured[row]:
            self._found.judged[row] = answer is not None
            self._found.truths[row] = answer is not None and self._choices.is_duplicate(answer)

    def next(self, count: int = 1) -> Questions:
        """The next questions after all that was answered so far."""
        found = self._found
        answered = int(np.count_nonzero(found.judged))
        if not len(found):
            return Questions((), answered, Convergence(True, 0.0, 0), None)
        model = fitted_model(self._catalogue, found)
        passed = found.judged | self._closed
        rows = model.next_questions(found.measures, passed, count)
        rows = rows[~passed[rows]]
        said = model.probability(found.measures[rows])
        return Questions(
            tuple(
                Question(found.pairs[int(row)], float(probability), float(uncertainty))
                for row, probability, uncertainty in zip(
                    rows, said.probability, said.uncertainty, strict=True
                )
            ),
            answered,
            model.convergence(found.measures, passed),
            model.similarity_thresholds(found.measures, self._choices.lower, self._choices.upper),
        )
