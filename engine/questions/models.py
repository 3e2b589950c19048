"""The head and what it has to beat, as functions from answers to probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from engine.questions.folds import answer_folds, fold_masks
from engine.questions.head import FEWEST_OF_EACH, QuestionHead, platt
from engine.words_and_pictures import Form

FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

HEAD = "head"
"""Of text and image together."""
WIDE_SD = 10.0
"""A prior of the calibration that expects nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """n images: pairs (n, 2d), groups (n,) equal for duplicates, and their captions as one text
    each."""

    pairs: FloatArray
    groups: IntArray
    texts: Sequence[str]
    drawn: BoolArray | None = None

    def some(self, rows: IntArray | BoolArray) -> "Examples":
        """Only these rows."""
        chosen = np.arange(len(self.texts))[rows]
        drawn = None if self.drawn is None else self.drawn[chosen]
        own = [self.texts[one] for one in chosen]
        return Examples(self.pairs[chosen], self.groups[chosen], own, drawn)


class QuestionModel(Protocol):
    """Learns from examples with answers, and gives (q,) probabilities of a yes of others.

    ``archive``: (m, 2d) pairs that show what the archive looks like, or None.
    """

    def __call__(
        self, learned: Examples, yes: BoolArray, asked: Examples, archive: FloatArray | None
    ) -> FigureArray: ...


def majority(
    learned: Examples, yes: BoolArray, asked: Examples, archive: FloatArray | None
) -> FigureArray:
    """Always the answer that most images have, and sure of it, so that no threshold turns it
    round."""
    return np.full(len(asked.texts), float(yes.mean() > 0.5))


def text_only(
    learned: Examples, yes: BoolArray, asked: Examples, archive: FloatArray | None
) -> FigureArray:
    """TF-IDF of the words of the captions and a logistic regression, calibrated as the head is;
    an image without text has no words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    try:
        words = TfidfVectorizer(sublinear_tf=True)
        known = words.fit_transform(learned.texts)
    except ValueError:  # no text has a word
        return np.full(len(asked.texts), float(yes.mean()))

    model = LogisticRegression(C=10.0, max_iter=500)
    found = model.fit(known, yes).decision_function(words.transform(asked.texts))
    if min(yes.sum(), (~yes).sum()) >= FEWEST_OF_EACH:
        held_out = np.zeros(len(yes))
        for own in fold_masks(answer_folds(yes, learned.groups)):
            held_out[own] = model.fit(known[~own], yes[~own]).decision_function(known[own])
        ones = np.ones(len(yes))
        # Strength is not chosen here, so that the odds may be off by any factor.
        slope, offset = platt(held_out, yes, ones, slope_sd=WIDE_SD, offset_sd=WIDE_SD)
        found = slope * found + offset
    return np.asarray(expit(found), dtype=np.float64)


def head_of(form: Form) -> QuestionModel:
    """The head on one form of the pairs."""

    def run(
        learned: Examples, yes: BoolArray, asked: Examples, archive: FloatArray | None
    ) -> FigureArray:
        head = QuestionHead(form).fit(
            learned.pairs, yes, learned.groups, archive=archive, drawn=learned.drawn
        )
        return head.probability(asked.pairs)

    return run


MODELS: Mapping[str, QuestionModel] = {
    HEAD: head_of("all"),
    "image alone": head_of("image"),
    "text alone": head_of("text"),
    "words of the text": text_only,
    "majority": majority,
}
"""By name, the head first. All but it are baselines: it is worth its name where it beats them."""


def cross_fitted(
    model: QuestionModel,
    examples: Examples,
    yes: BoolArray,
    folds: IntArray,
    archive: FloatArray | None,
) -> FigureArray:
    """(n,) probabilities of every example by a model that learned from the other folds."""
    found = np.zeros(len(yes))
    for own in fold_masks(folds):
        found[own] = model(examples.some(~own), yes[~own], examples.some(own), archive)
    return found
