"""Neighbor nets and neighbor search after fine-tuning.

Source: thesis 3.2.3 and 4.2.2; fine-tuning the filtered neighbor search is its future work (6.3).
Training moves the units away from the images they started as, so there is no evidence. A labelling
that comes later replaces or adds a unit; nothing is trained again. ``torch`` is imported by
``fit``, and only there.
"""

import zlib
from abc import abstractmethod
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import csr_array

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Watch,
    WeightedReference,
    require_references,
)
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.exclusions import ExcludedPairs
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.nets.formulas import ClassWise, Simple
from engine.suggesters.nets.image_layer import ImageLayer
from engine.suggesters.nets.net import Layer, NeighborNet, check_temperature
from engine.suggesters.nets.prototype_layer import PrototypeLayer
from engine.suggesters.nets.prototype_nets import (
    LABELLINGS,
    check_prototypes,
    scores_of_prototypes,
)

if TYPE_CHECKING:
    from engine.suggesters.nets.torch_nets import Own


class TrainedRows:
    """Keeps the trained row of an image as long as its feature is the one it was trained from."""

    def __init__(self, references: References) -> None:
        self._origins = _checksums(references)

    def instead_of(self, references: References, trained: ChangeableReferences) -> References:
        """The same references with their trained rows where there are such."""
        rows = references.features.copy()
        for position, (image_id, checksum) in enumerate(_checksums(references).items()):
            if self._origins.get(image_id) == checksum and trained.contains(image_id):
                rows[position] = trained.features[trained.row_of(image_id)]
            else:
                self._origins[image_id] = checksum
        return References(rows, references.labels, references.image_ids)


class TrainedImageLayer(ImageLayer):
    """Units that started as images."""

    def __init__(self, references: References) -> None:
        super().__init__(references)
        self._trained = TrainedRows(references)

    def use_trained(self, weights: FloatArray) -> None:
        """Take trained weights, in the order of the references."""
        self.references.features[:] = weights

    def update(self, references: References) -> None:
        """Add images as units, or change their labels; a changed feature starts untrained."""
        super().update(self._trained.instead_of(references, self.references))

    def own_of(self, features: FloatArray, labels: csr_array, rows: IdArray) -> "Own":
        """An image's own unit does not count while it is learned from."""
        return own_images(rows)


class TrainedPrototypeLayer(PrototypeLayer):
    """Units that started as prototypes."""

    def own_of(self, features: FloatArray, labels: csr_array, rows: IdArray) -> "Own":
        """An image is taken out of the means, and averaged labels, it is in."""
        from engine.suggesters.nets.torch_nets import Own

        excluded = ExcludedPairs(np.arange(len(rows)), rows)
        found = self.reduction(features[rows], excluded)
        if self.pairs.values is None:
            return Own(found.queries, found.units, found.amounts)
        left = np.maximum(found.left, 1)[:, None]
        mean = self.unit_labels[found.units].toarray()
        carried = labels[rows[found.queries]].toarray()
        changes = ((mean - carried) / left).astype(np.float32)
        return Own(found.queries, found.units, found.amounts, changes)


class Trained:
    """What decides how a suggester trains, and no evidence: trained units are no images any more.

    epochs, batch_size, learning_rate, momentum: of SGD. seed: decides the order of the images.
    """

    def __init__(
        self, epochs: int, batch_size: int, learning_rate: float, momentum: float, seed: int
    ) -> None:
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.seed = seed

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """Empty."""
        return []

    def _check_training(self) -> None:
        """ValueError for impossible hyperparameters."""
        if self.epochs < 0 or self.batch_size < 1:
            raise ValueError("epochs must not be negative and batch_size at least 1")
        if not (self.learning_rate >= 0 and 0 <= self.momentum < 1):
            raise ValueError("learning_rate must not be negative and momentum in [0, 1)")


class FineTunedNet(Trained, NeighborNet):
    """A neighbor net whose units, and temperature in the simple net, are trained.

    temperature: what training starts from. The others: as ``Trained``. Rates are high because the
    loss is the mean over all labels, nearly all of which are absent from an image.
    """

    def __init__(
        self,
        temperature: float = 105.6,
        epochs: int = 6,
        batch_size: int = 64,
        learning_rate: float = 10.0,
        momentum: float = 0.9,
        seed: int = 0,
    ) -> None:
        super().__init__(epochs, batch_size, learning_rate, momentum, seed)
        self.temperature = temperature

    @abstractmethod
    def _formula(self) -> Simple | ClassWise:
        """What is computed from similarities, at the temperature in force."""

    def _untrained(
        self, references: References, watch: Watch | None
    ) -> TrainedImageLayer | TrainedPrototypeLayer:
        return TrainedImageLayer(references)

    def _layer(self, references: References, watch: Watch | None) -> Layer:
        from engine.suggesters.nets import torch_nets

        references = references.some(np.argsort(references.image_ids))
        layer = self._untrained(references, watch)
        self.temperature_ = self.temperature
        first = torch_nets.first_layer(layer.weights)
        head: torch_nets.SimpleHead | torch_nets.ClassWiseHead
        if isinstance(self._formula(), Simple):
            head = torch_nets.SimpleHead(self.temperature, layer.pairs)
        else:
            head = torch_nets.ClassWiseHead(self.temperature, layer.pairs)
        features, labels = references.features, csr_array(references.labels)
        if torch_nets.train(
            first,
            head,
            features,
            labels,
            lambda rows: layer.own_of(features, labels, rows),
            torch_nets.Training.of(self),
            watch,
        ):
            layer.use_trained(first.weight.detach().numpy().copy())
            self.temperature_ = head.trained_temperature()
        return layer

    def _check(self) -> None:
        check_temperature(self.temperature)
        self._check_training()


class FineTunedSimpleNet(FineTunedNet):
    """The simple net with a trained unit for every reference image."""

    def _formula(self) -> Simple:
        return Simple(self.temperature_)


class FineTunedClassWiseNet(FineTunedNet):
    """The class-wise net with a trained unit for every reference image; temperature as given."""

    def _formula(self) -> ClassWise:
        return ClassWise(self.temperature_)


class FineTunedPrototypeNet(FineTunedNet):
    """The same over prototypes; see ``SimplePrototypeNet``. ``seed`` decides groups, too."""

    def __init__(
        self,
        temperature: float = 43.653,
        prototypes: int = 16,
        grouping: str = "k-means",
        epochs: int = 12,
        batch_size: int = 64,
        learning_rate: float = 10.0,
        momentum: float = 0.9,
        seed: int = 0,
    ) -> None:
        super().__init__(temperature, epochs, batch_size, learning_rate, momentum, seed)
        self.prototypes = prototypes
        self.grouping = grouping

    def _untrained(self, references: References, watch: Watch | None) -> TrainedPrototypeLayer:
        return TrainedPrototypeLayer(
            references,
            prototypes=self.prototypes,
            grouping=self.grouping,
            average=self._averages(),
            seed=self.seed,
            watch=watch,
        )

    def _averages(self) -> bool:
        return False

    def _check(self) -> None:
        super()._check()
        check_prototypes(self.temperature, self.prototypes, self.grouping)


class FineTunedClassWisePrototypeNet(FineTunedPrototypeNet):
    """The class-wise net over trained prototypes."""

    def _formula(self) -> ClassWise:
        return ClassWise(self.temperature_)


class FineTunedSimplePrototypeNet(FineTunedPrototypeNet):
    """The simple net over trained prototypes."""

    layer_: TrainedPrototypeLayer

    def __init__(
        self,
        temperature: float = 43.653,
        prototypes: int = 16,
        grouping: str = "k-means",
        prototype_labels: str = "average",
        epochs: int = 12,
        batch_size: int = 64,
        learning_rate: float = 10.0,
        momentum: float = 0.9,
        seed: int = 0,
    ) -> None:
        super().__init__(
            temperature, prototypes, grouping, epochs, batch_size, learning_rate, momentum, seed
        )
        self.prototype_labels = prototype_labels

    def _averages(self) -> bool:
        return self.prototype_labels == "average"

    def _formula(self) -> Simple:
        return Simple(self.temperature_)

    def _block_scores(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        return scores_of_prototypes(
            self.layer_, self._formula(), features, excluded, average=self._averages()
        )

    def _check(self) -> None:
        super()._check()
        if self.prototype_labels not in LABELLINGS:
            raise ValueError(f"prototype_labels is one of {LABELLINGS}")


class FineTunedNeighborSearch(Trained):
    """Neighbor search among trained references; gradients flow through those its filter keeps.

    temperature, max_difference, neighbors: as ``NeighborSearch``; not trained. The others: as
    ``Trained``.
    """

    def __init__(
        self,
        temperature: float = 68.566,
        max_difference: float = 5.2568,
        neighbors: int = 36,
        epochs: int = 6,
        batch_size: int = 64,
        learning_rate: float = 10.0,
        momentum: float = 0.9,
        seed: int = 0,
    ) -> None:
        super().__init__(epochs, batch_size, learning_rate, momentum, seed)
        self.temperature = temperature
        self.max_difference = max_difference
        self.neighbors = neighbors

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Train on the references (copied); raises InputError when there are none."""
        self._check_training()
        require_references(references)
        references = references.some(np.argsort(references.image_ids))
        search = NeighborSearch(self.temperature, self.max_difference, self.neighbors)
        self.search_ = search.fit(self._trained(references, watch))
        self.rows_ = TrainedRows(references)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones; nothing is trained again."""
        self.search_.update(self.rows_.instead_of(references, self.search_.references_))
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        self.search_.forget(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        return self.search_.score(features, query_ids=query_ids)

    def _trained(self, references: References, watch: Watch | None) -> References:
        from engine.suggesters.nets import torch_nets

        labels = csr_array(references.labels)
        first = torch_nets.first_layer(references.features)
        head = torch_nets.SearchHead(self.temperature, self.max_difference, self.neighbors, labels)
        if not torch_nets.train(
            first,
            head,
            references.features,
            labels,
            own_images,
            torch_nets.Training.of(self),
            watch,
        ):
            return references
        return References(first.weight.detach().numpy().copy(), labels, references.image_ids)


def own_images(rows: IdArray) -> "Own":
    """An image's own unit does not count while it is learned from."""
    from engine.suggesters.nets.torch_nets import Own

    return Own(np.arange(len(rows)), rows, np.full(len(rows), -np.inf, np.float32))


def _checksums(references: References) -> dict[int, int]:
    return {
        int(image_id): zlib.crc32(feature.tobytes())
        for image_id, feature in zip(references.image_ids, references.features, strict=True)
    }
