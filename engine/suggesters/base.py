"""What every suggester is: scikit-learn's conventions over references and features."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.errors import InputError

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]
Watch = Callable[[], None]
"""Called again and again during long work; raises to stop it."""


@dataclass(frozen=True)
class References:
    """Labelled images that suggestions are drawn from.

    features: (N, d) float32, rows L2-normalised; (N, 2d) pairs of images and texts for kinds that
    need texts. labels: (N, C) sparse 0/1, every row non-empty.
    image_ids: (N,) int64, unique. Columns of ``labels`` are label positions, not label ids.
    phrases: (K, C, d) float32, what each label is called in each of K contexts as vectors of
    length 1; None where nobody asked for them. A label with prompts of its own carries their mean
    in every context; one whose name says nothing carries zeros. With phrases N may be 0.
    archive: (M, d) float32, features of any images of the archive, labelled or not, as a sample of
    what pictures there are; None where nobody asked for them.
    """

    features: FloatArray
    labels: csr_array
    image_ids: IdArray
    phrases: FloatArray | None = None
    archive: FloatArray | None = None

    def some(self, rows: IdArray) -> "References":
        """Those at these rows; every label column stays."""
        return replace(
            self,
            features=self.features[rows],
            labels=csr_array(self.labels[rows]),
            image_ids=self.image_ids[rows],
        )


@dataclass(frozen=True, slots=True)
class WeightedReference:
    """One reference image behind a suggestion.

    ``weight`` is its share in [0, 1], in kernel ridge also below 0 where it counts against a label
    it carries; ``carries_label`` tells a vote for from a vote against. The weights of those that
    carry the label add up to the confidence, to 1e-6; in a ``UsesNames``, with the name's share.
    """

    image_id: int
    weight: float
    similarity: float
    carries_label: bool


class Suggester(Protocol):
    """A model that scores labels for query images. ``__init__`` stores hyperparameters only."""

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Learn from the references; raises InputError when there are none.

        Those that train call ``watch`` before every step, so that training can be stopped.
        """
        ...

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, without fitting from nothing.

        ``references.labels`` may have more columns than at ``fit``: labels added since.
        """
        ...

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        ...

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """Confidence per label: (q, C) float32 in [0, 1].

        ``query_ids`` (q,) names the queries so that an image is never its own reference; -1 for
        one that is not in the catalogue.
        """
        ...

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The references behind one label's score for one (d,) feature, heaviest first.

        Empty for suggesters that have none (``SuggesterKind.has_evidence``).
        """
        ...


@runtime_checkable
class LeavesOneOut(Protocol):
    """A suggester that scores its own references as if it had never seen them."""

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) float32: scores of references as queries, without those of their own group.

        To be called right after ``fit``: rows are those of the references it was given.
        ``groups`` (N,): the same number for the same content. ``queries`` (q,) rows, default all.
        """
        ...


@runtime_checkable
class UsesNames(Protocol):
    """A suggester that goes by what labels are called."""

    def name_similarity(self, feature: FloatArray, label: int) -> float | None:
        """Cosine in [-1, 1] between a (d,) feature and what a label is called; None where its
        name says nothing."""
        ...

    def name_share(self, feature: FloatArray, label: int, *, query_id: int = -1) -> float:
        """How much of the confidence for a (d,) feature is the name's, in [0, 1]; the references'
        share is the rest."""
        ...


def require_references(references: References) -> None:
    """InputError where there are none."""
    if len(references.image_ids) == 0:
        raise InputError("references-none")


def hyperparameters_of(suggester: Suggester) -> dict[str, float | int | str]:
    """The constructor arguments of a suggester by name, as scikit-learn's ``get_params``."""
    names = inspect.signature(type(suggester)).parameters
    return {name: getattr(suggester, name) for name in names}
