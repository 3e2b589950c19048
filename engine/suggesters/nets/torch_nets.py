"""The neighbor nets in torch, for fine-tuning: the same formulas, with gradients.

Source: thesis 3.2.3 and 4.2.2. Trained are the first layer's weights and, in the simple net, the
logarithm of the temperature: SGD with momentum, a cosine-annealed rate without restarts, mean
squared error. Deviations: an image is left out of its own references while it is learned from, as
it is when suggestions are made (with it, every net knows the answer); the rate falls every step,
not every epoch.

This module imports torch; import it inside functions only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Protocol, Self

import numpy as np
import torch
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray, Watch
from engine.suggesters.neighbors.neighbor_search import STOP_WEIGHT
from engine.suggesters.nets.label_pairs import LabelPairs

SMALL_STEP = 1_000_000_000
"""Multiplications of one step below which a second thread costs more than it helps."""


class TrainedSuggester(Protocol):
    """A suggester with the hyperparameters of training."""

    epochs: int
    batch_size: int
    learning_rate: float
    momentum: float
    seed: int


@dataclass(frozen=True, slots=True)
class Training:
    """How long and how fast to train; ``seed`` decides the order of the images."""

    epochs: int
    batch_size: int
    learning_rate: float
    momentum: float
    seed: int

    @classmethod
    def of(cls, suggester: TrainedSuggester) -> Self:
        """From the hyperparameters of a suggester."""
        return cls(**{field.name: getattr(suggester, field.name) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Own:
    """What images of a batch contributed to the units, to be taken out.

    ``amounts`` (m,) are added to similarity (``queries``, ``units``); -inf: the unit does not
    count. ``label_changes`` (m, C): what then changes in the labels the unit stands for.
    """

    queries: IdArray
    units: IdArray
    amounts: FloatArray
    label_changes: FloatArray | None = None


class SecondLayer(torch.nn.Module):
    """Label sums of weights; frozen."""

    def __init__(self, pairs: LabelPairs) -> None:
        super().__init__()
        self.label_count = pairs.label_count
        self.units = torch.from_numpy(pairs.units.astype(np.int64))
        self.labels = torch.from_numpy(pairs.present[pairs.segments].astype(np.int64))
        self.values = None if pairs.values is None else torch.from_numpy(pairs.values)

    def gather(self, per_unit: torch.Tensor) -> torch.Tensor:
        """(q, P) from (q, U)."""
        return per_unit.index_select(1, self.units)

    def sums(self, per_pair: torch.Tensor) -> torch.Tensor:
        """(q, C) from (q, P)."""
        zeros = per_pair.new_zeros(len(per_pair), self.label_count)
        return zeros.index_add(1, self.labels, per_pair)

    def maxima(self, per_pair: torch.Tensor) -> torch.Tensor:
        """(q, C) from (q, P); -inf for a label without pairs. No gradient."""
        lowest = per_pair.new_full((len(per_pair), self.label_count), -np.inf)
        index = self.labels.expand(len(per_pair), -1)
        return lowest.scatter_reduce(1, index, per_pair.detach(), "amax")


class SimpleHead(torch.nn.Module):
    """``Lt softmax(e^tau s)``; ``tau`` is trained."""

    def __init__(self, temperature: float, pairs: LabelPairs) -> None:
        super().__init__()
        self.tau = torch.nn.Parameter(torch.tensor(float(np.log(max(temperature, 1e-6)))))
        self.second = SecondLayer(pairs)

    def trained_temperature(self) -> float:
        """``e^tau``."""
        return float(self.tau.detach().exp())

    def forward(self, similarities: torch.Tensor, own: Own) -> torch.Tensor:
        """(q, C) from (q, U)."""
        gone = torch.isneginf(similarities)
        scaled = self.tau.exp() * similarities.masked_fill(gone, 0.0)  # tau's slope stays finite
        weights = torch.softmax(scaled.masked_fill(gone, -np.inf), dim=1)
        gathered = self.second.gather(weights)
        if self.second.values is not None:
            gathered = gathered * self.second.values
        scores = self.second.sums(gathered)
        if own.label_changes is not None:
            queries = torch.from_numpy(own.queries)
            here = weights[queries, torch.from_numpy(own.units)]
            changes = here[:, None] * torch.from_numpy(own.label_changes)
            scores = scores.index_add(0, queries, changes)
        return scores


class ClassWiseHead(torch.nn.Module):
    """Per label ``sum(softmax(T s) s)`` over its own units, rescaled to [0, 1]."""

    def __init__(self, temperature: float, pairs: LabelPairs) -> None:
        super().__init__()
        self.temperature = temperature
        self.second = SecondLayer(pairs)

    def trained_temperature(self) -> float:
        """The temperature, which is not trained."""
        return self.temperature

    def forward(self, similarities: torch.Tensor, own: Own) -> torch.Tensor:
        """(q, C) from (q, U)."""
        gathered = self.second.gather(similarities)
        gone = torch.isneginf(gathered)
        best = self.second.maxima(gathered)
        counts = ~torch.isneginf(best)
        best = best.masked_fill(~counts, 0.0).index_select(1, self.second.labels)
        gathered = gathered.masked_fill(gone, 0.0)
        scaled = (self.temperature * (gathered - best)).masked_fill(gone, -np.inf)
        weights = scaled.exp()
        total = self.second.sums(weights).masked_fill(~counts, 1.0)
        means = self.second.sums(weights * gathered) / total
        return ((means + 1) / 2).masked_fill(~counts, 0.0)


class SearchHead(torch.nn.Module):
    """Neighbor search with its filter; gradients flow through the references that are kept."""

    def __init__(
        self, temperature: float, max_difference: float, neighbors: int, labels: csr_array
    ) -> None:
        super().__init__()
        self.temperature = temperature
        self.max_difference = max_difference
        self.neighbors = min(neighbors, int(labels.shape[0]))
        self.labels = labels

    def forward(self, similarities: torch.Tensor, own: Own) -> torch.Tensor:
        """(q, C) from (q, N)."""
        best, rows = similarities.topk(self.neighbors, dim=1)
        scaled = self.temperature * best.masked_fill(torch.isneginf(best), 0.0)
        dropped = torch.isneginf(best) | (scaled < scaled[:, :1] - self.max_difference)
        weights = torch.softmax(scaled.masked_fill(dropped, -np.inf), dim=1)
        before = weights.detach().cumsum(dim=1) - weights.detach()
        weights = weights * (before < STOP_WEIGHT)
        carried = csr_array(self.labels[rows.numpy().ravel()])
        votes = torch.from_numpy(np.repeat(np.arange(rows.numel()), np.diff(carried.indptr)))
        cells = votes // self.neighbors * self.labels.shape[1]
        cells = cells + torch.from_numpy(carried.indices.astype(np.int64))
        scores = weights.new_zeros(len(similarities) * int(self.labels.shape[1]))
        scores = scores.index_add(0, cells, weights.reshape(-1)[votes])
        return scores.reshape(len(similarities), -1)


def similarities_without_own(
    layer: torch.nn.Linear, features: torch.Tensor, own: Own
) -> torch.Tensor:
    """(q, U) products of features and units without what a query contributed to them."""
    changes = torch.zeros(len(features), layer.out_features)
    changes[torch.from_numpy(own.queries), torch.from_numpy(own.units)] = torch.from_numpy(
        own.amounts
    )
    similarities: torch.Tensor = layer(features) + changes
    return similarities


def first_layer(weights: FloatArray) -> torch.nn.Linear:
    """A linear layer without bias that starts from (U, d) weights, copied."""
    layer = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(np.ascontiguousarray(weights)))
    return layer


def train(
    layer: torch.nn.Linear,
    head: torch.nn.Module,
    features: FloatArray,
    labels: csr_array,
    own_of: Callable[[IdArray], Own],
    training: Training,
    watch: Watch | None = None,
) -> bool:
    """Train ``layer`` and ``head`` in place on (N, d) features and (N, C) labels.

    ``own_of`` tells what the images of a batch, by row, contributed to the units. ``watch`` is
    called before every step. Returns whether the result is of finite numbers: too high a rate can
    drive it away.
    """
    batches = -(-len(features) // training.batch_size)
    steps = batches * training.epochs
    if len(features) < 2 or steps == 0:
        return True
    small = layer.weight.numel() * training.batch_size < SMALL_STEP
    with _threads(1 if small else torch.get_num_threads()):
        return _descend(layer, head, features, labels, own_of, training, steps, watch)


@contextmanager
def _threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _descend(
    layer: torch.nn.Linear,
    head: torch.nn.Module,
    features: FloatArray,
    labels: csr_array,
    own_of: Callable[[IdArray], Own],
    training: Training,
    steps: int,
    watch: Watch | None,
) -> bool:
    batches = steps // training.epochs
    parameters = [*layer.parameters(), *head.parameters()]
    optimizer = torch.optim.SGD(parameters, lr=training.learning_rate, momentum=training.momentum)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps)
    random = np.random.default_rng(training.seed)
    for step in range(steps):
        if step % batches == 0:
            order = random.permutation(len(features))
        if watch is not None:
            watch()
        first = step % batches * training.batch_size
        rows = order[first : first + training.batch_size]
        own = own_of(rows)
        similarities = similarities_without_own(layer, torch.from_numpy(features[rows]), own)
        truth = torch.from_numpy(labels[rows].toarray().astype(np.float32))
        loss = torch.nn.functional.mse_loss(head(similarities, own), truth)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return all(bool(torch.isfinite(parameter).all()) for parameter in parameters)
