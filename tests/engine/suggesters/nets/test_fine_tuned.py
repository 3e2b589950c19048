"""Fine-tuning against dense nets trained step by step with torch's automatic gradients."""

import math
import threading
from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy.sparse import csr_array

from engine.suggesters.base import References, Suggester
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.nets.fine_tuned import (
    FineTunedClassWiseNet,
    FineTunedClassWisePrototypeNet,
    FineTunedNeighborSearch,
    FineTunedSimpleNet,
    FineTunedSimplePrototypeNet,
)
from engine.suggesters.nets.plain_nets import ClassWiseNet, SimpleNet
from engine.suggesters.nets.prototype_nets import ClassWisePrototypeNet, SimplePrototypeNet

SGD = {"epochs": 3, "batch_size": 7, "momentum": 0.8, "seed": 4}
Tensor = torch.Tensor


def references_of(count: int = 40, labels: int = 5, seed: int = 0) -> References:
    """Images around as many subjects as labels, so that there is something to learn."""
    rng = np.random.default_rng(seed)
    subject = rng.integers(0, labels, count)
    middles = np.random.default_rng(77).standard_normal((labels, 10))
    features = (middles[subject] + 1.2 * rng.standard_normal((count, 10))).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.15).astype(float)
    matrix[np.arange(count), subject] = 1
    return References(features, csr_array(matrix), np.arange(count, dtype=np.int64) + 1)


def dense_simple(similarities: Tensor, labels: Tensor, temperature: Tensor) -> Tensor:
    return torch.softmax(temperature * similarities.nan_to_num(neginf=-1e9), dim=1) @ labels


def dense_class_wise(similarities: Tensor, labels: Tensor, temperature: Tensor) -> Tensor:
    shape = (*similarities.shape, labels.shape[1])
    repeated = similarities[:, :, None].expand(shape)
    absent = (labels == 0)[None] | torch.isneginf(repeated)
    weights = torch.softmax((temperature * repeated).masked_fill(absent, -1e30), dim=1)
    found = (~absent).any(dim=1)
    means = (weights * repeated.masked_fill(absent, 0.0)).sum(dim=1)
    return torch.where(found, (means + 1) / 2, torch.zeros_like(means))


def dense_search(similarities: Tensor, labels: Tensor, temperature: Tensor) -> Tensor:
    """Neighbor search as thesis 3.2.2 has it, query by query; 6 neighbours, difference 5."""
    scores = []
    for row in similarities:
        scaled = temperature * row
        best = scaled.max()
        kept = [int(i) for i in torch.argsort(-scaled) if scaled[i] >= best - 5.0][:6]
        weights = torch.softmax(scaled[kept], dim=0)
        score, added = torch.zeros(labels.shape[1], dtype=torch.float64), 0.0
        for weight, position in zip(weights, kept, strict=True):
            if added >= 0.99:
                break
            score = score + weight * labels[position]
            added += float(weight.detach())
        scores.append(score)
    return torch.stack(scores)


def dense_training(
    references: References,
    units: np.ndarray,
    labels: np.ndarray,
    without: Callable[[int], tuple[np.ndarray, np.ndarray, np.ndarray]],
    formula: Callable[[Tensor, Tensor, Tensor], Tensor],
    temperature: float,
    rate: float,
    trains_temperature: bool,
) -> tuple[np.ndarray, float]:
    """Units and temperature after SGD written out, one query at a time.

    ``without(row)``: (units, labels, whether a unit counts) as if that image were not there.
    """
    weights = torch.tensor(units.astype(np.float64), requires_grad=True)
    tau = torch.tensor(math.log(temperature), dtype=torch.float64, requires_grad=True)
    start = weights.detach().clone()
    velocity = [torch.zeros_like(weights), torch.zeros_like(tau)]
    random = np.random.default_rng(SGD["seed"])
    features = torch.tensor(references.features.astype(np.float64))
    truth = torch.tensor(references.labels.toarray())
    steps = SGD["epochs"] * math.ceil(len(features) / SGD["batch_size"])
    step = 0
    for _ in range(SGD["epochs"]):
        order = random.permutation(len(features))
        for first in range(0, len(features), SGD["batch_size"]):
            rows = order[first : first + SGD["batch_size"]]
            scores = []
            for row in rows:
                alone, stand_for, counts = without(int(row))
                moved = torch.tensor(alone) + weights - start
                similarities = (features[row] @ moved.T).masked_fill(
                    ~torch.tensor(counts), -math.inf
                )
                scores.append(formula(similarities[None], torch.tensor(stand_for), tau.exp())[0])
            loss = (torch.stack(scores) - truth[rows]).square().mean()
            slopes = torch.autograd.grad(loss, [weights, tau], allow_unused=True)
            now = rate * (1 + math.cos(math.pi * step / steps)) / 2
            with torch.no_grad():
                for i, parameter in enumerate([weights, tau][: 2 if trains_temperature else 1]):
                    velocity[i] = SGD["momentum"] * velocity[i] + slopes[i]
                    parameter -= now * velocity[i]
            step += 1
    return weights.detach().numpy(), float(tau.detach().exp())


def own_image_left_out(
    references: References,
) -> Callable[[int], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    features, labels = references.features.astype(np.float64), references.labels.toarray()
    return lambda row: (features, labels, np.arange(len(features)) != row)


def test_the_simple_net_learns_as_the_dense_one() -> None:
    references = references_of()

    model = FineTunedSimpleNet(6.0, learning_rate=3.0, **SGD).fit(references)

    units, temperature = dense_training(
        references,
        references.features,
        references.labels.toarray(),
        own_image_left_out(references),
        dense_simple,
        6.0,
        3.0,
        trains_temperature=True,
    )
    np.testing.assert_allclose(model.layer_.weights, units, rtol=0, atol=1e-5)
    assert model.temperature_ == pytest.approx(temperature, abs=1e-4)
    assert abs(units - references.features).max() > 0.05
    assert abs(temperature - 6) > 0.1


def test_the_class_wise_net_learns_as_the_dense_one() -> None:
    references = references_of()

    model = FineTunedClassWiseNet(6.0, learning_rate=3.0, **SGD).fit(references)

    units, _ = dense_training(
        references,
        references.features,
        references.labels.toarray(),
        own_image_left_out(references),
        dense_class_wise,
        6.0,
        3.0,
        trains_temperature=False,
    )
    np.testing.assert_allclose(model.layer_.weights, units, rtol=0, atol=1e-5)
    assert model.temperature_ == 6.0
    assert abs(units - references.features).max() > 0.05


def test_neighbor_search_learns_through_the_references_its_filter_keeps() -> None:
    references = references_of()

    model = FineTunedNeighborSearch(9.0, 5.0, 6, learning_rate=3.0, **SGD).fit(references)

    units, _ = dense_training(
        references,
        references.features,
        references.labels.toarray(),
        own_image_left_out(references),
        dense_search,
        9.0,
        3.0,
        trains_temperature=False,
    )
    trained = model.search_.references_.features
    np.testing.assert_allclose(trained, units, rtol=0, atol=1e-5)
    assert abs(units - references.features).max() > 0.05


@pytest.mark.parametrize("prototype_labels", ["average", "one-hot", "class-wise"])
def test_prototypes_learn_as_dense_ones_without_the_image_asked_about(
    prototype_labels: str,
) -> None:
    references = references_of()
    options = {"prototypes": 3, "grouping": "random", "seed": SGD["seed"]}
    sgd = {name: value for name, value in SGD.items() if name != "seed"}
    model: FineTunedClassWisePrototypeNet | FineTunedSimplePrototypeNet
    if prototype_labels == "class-wise":
        plain = ClassWisePrototypeNet(6.0, **options).fit(references)
        model = FineTunedClassWisePrototypeNet(6.0, learning_rate=3.0, **options, **sgd)
    else:
        labels = {"prototype_labels": prototype_labels}
        plain = SimplePrototypeNet(6.0, **options, **labels).fit(references)
        model = FineTunedSimplePrototypeNet(6.0, learning_rate=3.0, **options, **sgd, **labels)

    model.fit(references)

    members = plain.layer_.members.toarray()
    features = references.features.astype(np.float64)
    truth = references.labels.toarray()
    made_for = plain.layer_.unit_labels.toarray()

    def without(row: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        others = members.copy()
        others[row] = 0
        counts = others.sum(axis=0)
        share = others / np.maximum(counts, 1)
        means = share.T @ features
        stand_for = share.T @ truth if prototype_labels == "average" else made_for
        return means, stand_for, counts > 0

    # Offsets are added to whatever the means are, so the start is the means of all.
    start = plain.layer_.means
    units, temperature = dense_training(
        references,
        start,
        made_for,
        without,
        dense_class_wise if prototype_labels == "class-wise" else dense_simple,
        6.0,
        3.0,
        trains_temperature=prototype_labels != "class-wise",
    )
    np.testing.assert_allclose(model.layer_.weights, units, rtol=0, atol=1e-5)
    assert model.temperature_ == pytest.approx(temperature, abs=1e-4)
    assert abs(units - start).max() > 0.02


PAIRS = [
    (FineTunedSimpleNet(6.0, epochs=0), SimpleNet(6.0)),
    (FineTunedClassWiseNet(6.0, epochs=0), ClassWiseNet(6.0)),
    (FineTunedSimplePrototypeNet(6.0, 3, epochs=0), SimplePrototypeNet(6.0, 3)),
    (FineTunedClassWisePrototypeNet(6.0, 3, epochs=0), ClassWisePrototypeNet(6.0, 3)),
    (FineTunedNeighborSearch(6.0, epochs=0), NeighborSearch(6.0)),
]


@pytest.mark.parametrize(("tuned", "plain"), PAIRS, ids=lambda model: type(model).__name__)
def test_before_the_first_step_it_is_the_plain_model(tuned: Suggester, plain: Suggester) -> None:
    references = references_of()

    tuned.fit(references)
    plain.fit(references)

    scores = tuned.score(references.features, query_ids=references.image_ids)
    expected = plain.score(references.features, query_ids=references.image_ids)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize(("tuned", "plain"), PAIRS, ids=lambda model: type(model).__name__)
def test_training_predicts_new_images_better(tuned: Suggester, plain: Suggester) -> None:
    references, new = references_of(150), references_of(300, seed=1)
    trained = type(tuned)(**{**vars_of(tuned), "epochs": 6, "learning_rate": 1.0})

    trained.fit(references)
    plain.fit(references)

    truth = new.labels.toarray()
    error = np.square(trained.score(new.features) - truth).mean()
    assert error < 0.99 * np.square(plain.score(new.features) - truth).mean()


def vars_of(suggester: Suggester) -> dict[str, object]:
    return {name: value for name, value in vars(suggester).items() if not name.endswith("_")}


@pytest.mark.parametrize("tuned", [pair[0] for pair in PAIRS], ids=lambda m: type(m).__name__)
def test_a_later_labelling_counts_without_training_again(tuned: Suggester) -> None:
    references = references_of()
    model = type(tuned)(**{**vars_of(tuned), "epochs": 2, "learning_rate": 1.0})
    model.fit(references)
    stranger = np.zeros((1, 10), np.float32)
    stranger[0, 0] = 1.0
    label = csr_array(np.array([[0, 0, 0, 0, 0, 1.0]]))

    model.update(References(stranger, label, np.array([500])))

    before = model.score(references.features)
    assert before.shape[1] == 6
    assert model.score(stranger)[0, 5] > 0.5
    assert not model.score(stranger, query_ids=np.array([500]))[0, 5]
    model.forget(np.array([500, 501]))
    assert not model.score(stranger)[0, 5]

    # Relabelling keeps what was learned; going back gives what was there.
    scores = model.score(references.features)
    other = References(references.features[:1], label, references.image_ids[:1])
    model.update(other)
    assert model.score(references.features[:1])[0, 5] > 0
    model.update(references.some(np.arange(1)))
    np.testing.assert_allclose(model.score(references.features)[:, :5], scores[:, :5], atol=0.05)


@pytest.mark.parametrize("tuned", [FineTunedSimpleNet(), FineTunedNeighborSearch()])
def test_a_changed_feature_replaces_the_trained_row(tuned: Suggester) -> None:
    references = references_of()
    tuned.fit(references)
    moved = References(
        -references.features[:1], csr_array(references.labels[:1]), references.image_ids[:1]
    )

    tuned.update(moved)

    rows = (
        tuned.search_.references_
        if isinstance(tuned, FineTunedNeighborSearch)
        else tuned.layer_.references
    )
    np.testing.assert_array_equal(rows.features[rows.row_of(1)], moved.features[0])


def test_a_rate_that_drives_it_away_leaves_the_references_as_they_were() -> None:
    references = references_of()

    with np.errstate(all="ignore"):
        model = FineTunedSimpleNet(6.0, learning_rate=1e38, **SGD).fit(references)

    np.testing.assert_array_equal(model.layer_.weights, references.features)
    assert model.temperature_ == 6.0


def test_training_stops_when_it_is_asked_to() -> None:
    class StoppedError(Exception):
        pass

    calls = threading.Semaphore(3)

    def watch() -> None:
        if not calls.acquire(blocking=False):
            raise StoppedError

    before = torch.get_num_threads()
    with pytest.raises(StoppedError):
        FineTunedSimpleNet(6.0, epochs=100).fit(references_of(), watch=watch)
    assert torch.get_num_threads() == before


def test_another_seed_trains_in_another_order() -> None:
    references = references_of()
    models = [
        FineTunedSimpleNet(6.0, learning_rate=3.0, **{**SGD, "seed": seed}).fit(references)
        for seed in (1, 1, 2)
    ]

    weights = [model.layer_.weights for model in models]
    np.testing.assert_array_equal(weights[0], weights[1])
    assert (weights[0] != weights[2]).any()


def test_one_image_alone_teaches_nothing() -> None:
    references = references_of(1)

    model = FineTunedSimpleNet(6.0).fit(references)

    np.testing.assert_array_equal(model.layer_.weights, references.features)


@pytest.mark.parametrize(
    "wrong", [{"epochs": -1}, {"batch_size": 0}, {"learning_rate": -1.0}, {"momentum": 1.0}]
)
def test_impossible_hyperparameters_are_refused_at_fit(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        FineTunedSimpleNet(**wrong).fit(references_of())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must not be negative"):
        FineTunedNeighborSearch(**wrong).fit(references_of())  # type: ignore[arg-type]
