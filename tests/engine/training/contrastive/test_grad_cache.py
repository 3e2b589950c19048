"""A batch in chunks has the gradients of the whole batch."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, normalize

from engine.training.contrastive.grad_cache import TowerInput, add_gradients

PAIRS = 13


class Towers(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.images = nn.Sequential(nn.Linear(6, 32), nn.Dropout(dropout), nn.Linear(32, 8))
        self.texts = nn.Sequential(nn.Linear(5, 32), nn.GELU(), nn.Dropout(dropout))
        self.last = nn.Linear(32, 8)
        self.scale = nn.Parameter(torch.tensor(3.0))

    def encode_images(self, inputs: Tensor) -> Tensor:
        return normalize(self.images(inputs), dim=-1)

    def encode_texts(self, inputs: Tensor) -> Tensor:
        return normalize(self.last(self.texts(inputs)), dim=-1)

    def loss(self, images: Tensor, texts: Tensor) -> Tensor:
        logits = self.scale.exp() * images @ texts.T
        own = torch.arange(len(logits))
        return (cross_entropy(logits, own) + cross_entropy(logits.T, own)) / 2


def inputs() -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(PAIRS, 6, generator=generator), torch.randn(PAIRS, 5, generator=generator)


def gradients(towers: Towers, chunk_size: int) -> dict[str, Tensor]:
    towers.zero_grad()
    torch.manual_seed(7)
    images, texts = inputs()
    add_gradients(
        TowerInput(towers.encode_images, images),
        TowerInput(towers.encode_texts, texts),
        towers.loss,
        chunk_size=chunk_size,
    )
    return {name: one.grad for name, one in towers.named_parameters() if one.grad is not None}


def worst(first: dict[str, Tensor], second: dict[str, Tensor]) -> float:
    assert first.keys() == second.keys()
    return max(float((first[name] - second[name]).abs().max()) for name in first)


@pytest.mark.parametrize("chunk_size", [1, 4, 12])
def test_chunks_give_the_gradients_of_the_whole_batch(chunk_size: int) -> None:
    towers = Towers(dropout=0)

    whole = gradients(towers, PAIRS)
    chunked = gradients(towers, chunk_size)

    assert "scale" in whole
    assert worst(whole, chunked) < 1e-5


def test_adding_up_small_batches_is_another_thing() -> None:
    towers = Towers(dropout=0)
    whole = gradients(towers, PAIRS)

    towers.zero_grad()
    images, texts = inputs()
    for part, words in zip(images.split(4), texts.split(4), strict=True):
        loss = towers.loss(towers.encode_images(part), towers.encode_texts(words))
        (loss * len(part) / PAIRS).backward()
    added = {name: one.grad for name, one in towers.named_parameters() if one.grad is not None}

    assert worst(whole, added) > 1e-2


def test_dropout_is_the_same_in_both_passes() -> None:
    towers = Towers(dropout=0.4)
    images, texts = inputs()

    def in_chunks(tower: Callable[[Tensor], Tensor], rows: Tensor) -> Tensor:
        return torch.cat([tower(part) for part in rows.split(4)])

    # The same draws, with all that gradients need held at once.
    torch.manual_seed(7)
    first = in_chunks(towers.encode_images, images)
    loss = towers.loss(first, in_chunks(towers.encode_texts, texts))
    loss.backward()
    following = torch.rand(3)
    expected = {name: one.grad for name, one in towers.named_parameters() if one.grad is not None}
    expected = {name: one.clone() for name, one in expected.items()}

    chunked = gradients(towers, 4)

    assert torch.equal(torch.rand(3), following), "what is drawn next does not depend on chunks"
    assert worst(expected, chunked) < 1e-5
