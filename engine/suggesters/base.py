"""What every suggester is: scikit-learn's conventions over references and features."""

import inspect
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]


@dataclass(frozen=True)
class References:
    """Labelled images that suggestions are drawn from.

    features: (N, d) float32, rows L2-normalised. labels: (N, C) sparse 0/1, every row non-empty.
    image_ids: (N,) int64, unique. Columns of ``labels`` are label positions, not label ids.
    """

    features: FloatArray
    labels: csr_array
    image_ids: IdArray


@dataclass(frozen=True, slots=True)
class WeightedReference:
    """One reference image behind a suggestion.

    ``weight`` is its share in [0, 1]; ``carries_label`` tells a vote for from a vote against.
    The weights of those that carry the label add up to the confidence, to 1e-6.
    """

    image_id: int
    weight: float
    similarity: float
    carries_label: bool


class Suggester(Protocol):
    """A model that scores labels for query images. ``__init__`` stores hyperparameters only."""

    def fit(self, references: References) -> Self:
        """Learn from the references; raises InputError when there are none."""
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
        """The references behind one label's score for one (d,) feature, heaviest first."""
        ...


def hyperparameters_of(suggester: Suggester) -> dict[str, float | int | str]:
    """The constructor arguments of a suggester by name, as scikit-learn's ``get_params``."""
    names = inspect.signature(type(suggester)).parameters
    return {name: getattr(suggester, name) for name in names}
