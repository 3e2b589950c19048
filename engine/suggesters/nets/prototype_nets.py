"""The neighbor nets over prototypes in place of single images, untrained.

Source: thesis 3.2.3. Deviations: prototypes are means as they are, not normalised again; a label
with no more images than ``prototypes`` has one for each; an image never counts for itself.
"""

from engine.suggesters.base import FloatArray, References, Watch
from engine.suggesters.exclusions import ExcludedPairs
from engine.suggesters.nets.formulas import ClassWise, Simple
from engine.suggesters.nets.net import UntrainedNet, check_temperature
from engine.suggesters.nets.prototype_layer import PrototypeLayer

GROUPINGS = ("random", "k-means")
LABELLINGS = ("one-hot", "average")


class SimplePrototypeNet(UntrainedNet):
    """The simple net over prototypes.

    temperature: factor on the similarity, >= 0. prototypes: at most this many a label, >= 1.
    grouping: "random" or "k-means". prototype_labels: "one-hot" (a prototype stands for its label
    alone) or "average" (for all its members' labels, by their share).
    """

    layer_: PrototypeLayer

    def __init__(
        self,
        temperature: float = 43.653,
        prototypes: int = 16,
        grouping: str = "k-means",
        prototype_labels: str = "average",
        seed: int = 0,
    ) -> None:
        self.temperature = temperature
        self.prototypes = prototypes
        self.grouping = grouping
        self.prototype_labels = prototype_labels
        self.seed = seed

    def _layer(self, references: References, watch: Watch | None) -> PrototypeLayer:
        return PrototypeLayer(
            references,
            prototypes=self.prototypes,
            grouping=self.grouping,
            average=self.prototype_labels == "average",
            seed=self.seed,
            watch=watch,
        )

    def _formula(self) -> Simple:
        return Simple(self.temperature, against=self.prototype_labels == "average")

    def _check(self) -> None:
        check_prototypes(self.temperature, self.prototypes, self.grouping)
        if self.prototype_labels not in LABELLINGS:
            raise ValueError(f"prototype_labels is one of {LABELLINGS}")

    def _block_scores(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        average = self.prototype_labels == "average"
        return scores_of_prototypes(
            self.layer_, self._formula(), features, excluded, average=average
        )


class ClassWisePrototypeNet(UntrainedNet):
    """The class-wise net over prototypes; parameters as ``SimplePrototypeNet``."""

    def __init__(
        self,
        temperature: float = 14.193,
        prototypes: int = 16,
        grouping: str = "k-means",
        seed: int = 0,
    ) -> None:
        self.temperature = temperature
        self.prototypes = prototypes
        self.grouping = grouping
        self.seed = seed

    def _layer(self, references: References, watch: Watch | None) -> PrototypeLayer:
        return PrototypeLayer(
            references,
            prototypes=self.prototypes,
            grouping=self.grouping,
            average=False,
            seed=self.seed,
            watch=watch,
        )

    def _formula(self) -> ClassWise:
        return ClassWise(self.temperature)

    def _check(self) -> None:
        check_prototypes(self.temperature, self.prototypes, self.grouping)


def scores_of_prototypes(
    layer: PrototypeLayer,
    formula: Simple,
    features: FloatArray,
    excluded: ExcludedPairs,
    *,
    average: bool,
) -> FloatArray:
    """(q, C) scores; averaged labels without those of excluded images."""
    weights = layer.similarities(features, excluded)
    scores = formula.scores(weights, layer.pairs)
    if average and len(excluded.queries):
        layer.correct_labels(scores, weights, features, excluded)
    return scores


def check_prototypes(temperature: float, prototypes: int, grouping: str) -> None:
    """ValueError for impossible hyperparameters."""
    check_temperature(temperature)
    if prototypes < 1:
        raise ValueError(f"prototypes must be at least 1, not {prototypes}")
    if grouping not in GROUPINGS:
        raise ValueError(f"grouping is one of {GROUPINGS}, not {grouping!r}")
