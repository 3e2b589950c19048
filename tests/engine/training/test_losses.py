"""The losses are what they say, reckoned cell by cell; masked cells count neither way."""

import numpy as np
import pytest
import torch

from engine.training.losses import SCALE_LIMIT, contrastive_loss
from engine.training.pairs import TrainingPairs, batches, batches_in_epoch


def unit(rng: np.random.Generator, count: int) -> np.ndarray:
    rows = rng.normal(size=(count, 5))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def naive_cross_entropy(logits: np.ndarray, masked: np.ndarray) -> float:
    total, count = 0.0, len(logits)
    for i in range(count):
        row = sum(np.exp(logits[i, j]) for j in range(count) if not masked[i, j])
        column = sum(np.exp(logits[j, i]) for j in range(count) if not masked[j, i])
        total += np.log(row) + np.log(column) - 2 * logits[i, i]
    return total / (2 * count)


def naive_sigmoid(logits: np.ndarray, masked: np.ndarray) -> float:
    total, count = 0.0, len(logits)
    for i in range(count):
        for j in range(count):
            if not masked[i, j]:
                total += np.log1p(np.exp(-logits[i, j] if i == j else logits[i, j]))
    return total / count


@pytest.mark.parametrize("kind", ["cross-entropy", "sigmoid"])
def test_losses_against_naive_ones(kind: str) -> None:
    rng = np.random.default_rng(3)
    images, texts = unit(rng, 7), unit(rng, 7)
    masked = rng.random((7, 7)) < 0.3
    np.fill_diagonal(masked, False)
    scale, bias = 6.0, -2.0
    logits = scale * images @ texts.T
    naive = (
        naive_sigmoid(logits + bias, masked)
        if kind == "sigmoid"
        else naive_cross_entropy(logits, masked)
    )
    found = contrastive_loss(
        kind,  # type: ignore[arg-type]
        torch.from_numpy(images),
        torch.from_numpy(texts),
        torch.tensor(scale).log(),
        torch.tensor(bias),
        torch.from_numpy(masked),
    )
    assert float(found) == pytest.approx(naive, rel=1e-6)


def test_the_scale_is_held() -> None:
    rows = torch.eye(3)
    at, above = (
        contrastive_loss("cross-entropy", rows, rows * 0.9, torch.tensor(log), torch.zeros(()))
        for log in (SCALE_LIMIT, SCALE_LIMIT + 5)
    )
    assert torch.equal(at, above)


def test_own_equal_and_near_duplicates_texts_are_no_negatives() -> None:
    # Pairs: two texts of image 0; image 1 a copy of it; image 2 with a text equal to one of 0's.
    pairs = TrainingPairs.of(
        np.array([0, 0, 1, 2, 3]),
        np.arange(5),
        image_groups=np.array([7, 7, 7, 2, 3]),
        text_groups=np.array([10, 11, 12, 11, 14]),
    )
    found = pairs.no_negatives(np.arange(5))
    others = ~np.eye(5, dtype=bool)
    wanted = np.zeros((5, 5), dtype=bool)
    wanted[:3, :3] = True  # near-duplicates of one another
    wanted[:3, 3] = True  # the text of 2 is one of theirs
    wanted[3, 1] = True  # and 2 has the text of the second pair, not those of the others
    assert np.array_equal(found, wanted & others)
    some = pairs.some(np.array([0, 3]))
    # By a pair that is not in the batch the text belongs to the image all the same.
    assert np.array_equal(some.no_negatives(np.arange(2)), np.array([[0, 1], [0, 0]], dtype=bool))


def test_batches_are_the_epochs_own_and_leave_no_pair_alone() -> None:
    found = list(batches(9, 4, seed=1, epoch=2))
    assert [len(one) for one in found] == [4, 4]
    assert batches_in_epoch(9, 4) == 2
    assert batches_in_epoch(10, 4) == 3
    again = list(batches(9, 4, seed=1, epoch=2))
    assert all(np.array_equal(one, other) for one, other in zip(found, again, strict=True))
    other = np.concatenate(list(batches(9, 4, seed=1, epoch=3)))
    assert not np.array_equal(np.concatenate(found), other)
