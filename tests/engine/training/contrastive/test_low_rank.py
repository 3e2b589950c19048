"""Low-rank adaptation of a tiny model of open_clip's."""

import copy

import open_clip
import pytest
import torch
from torch import Tensor

from engine.training.contrastive.low_rank import adapt, merged_state
from tests.engine.encoders.conftest import TINY_MODEL


@pytest.fixture
def model() -> open_clip.CLIP:
    torch.manual_seed(3)
    return open_clip.CLIP(**TINY_MODEL)


def features(model: open_clip.CLIP) -> Tensor:
    generator = torch.Generator().manual_seed(1)
    pixels = torch.randn(3, 3, 32, 32, generator=generator)
    tokens = torch.randint(1, 9000, (3, 24), generator=generator)
    with torch.no_grad():
        return torch.cat([model.encode_image(pixels), model.encode_text(tokens)])


def test_it_changes_nothing_to_begin_with_and_trains_little(model: open_clip.CLIP) -> None:
    before = features(model)
    all_of_them = sum(one.numel() for one in model.parameters())

    adapted = adapt(model, rank=2, strength=4)
    trained = [one for one in model.parameters() if one.requires_grad]

    # Of each of the four blocks: joint projection, its output, and two of the perceptron.
    assert adapted == 16
    assert len(trained) == 2 * adapted
    assert sum(one.numel() for one in trained) < all_of_them / 50
    # Adding nothing may still take another way through the processor's kernels.
    torch.testing.assert_close(features(model), before, rtol=0, atol=1e-5)


def test_merged_it_equals_the_adapted_one(model: open_clip.CLIP) -> None:
    plain = copy.deepcopy(model)
    before = features(plain)
    adapt(model, rank=2, strength=4)
    torch.manual_seed(5)
    for one in model.parameters():
        if one.requires_grad:
            torch.nn.init.normal_(one, std=0.2)

    state = merged_state(model)
    plain.load_state_dict(state)

    adapted = features(model)
    torch.testing.assert_close(features(plain), adapted, rtol=0, atol=1e-5)
    assert not torch.allclose(adapted, before, atol=1e-2)


def test_gradients_reach_both_towers(model: open_clip.CLIP) -> None:
    adapt(model, rank=2, strength=4)
    pixels, tokens = torch.randn(2, 3, 32, 32), torch.randint(1, 9000, (2, 24))

    (model.encode_image(pixels).sum() + model.encode_text(tokens).sum()).backward()

    ups = {n: p for n, p in model.named_parameters() if n.endswith(".up")}
    assert all(one.grad is not None and one.grad.abs().sum() > 0 for one in ups.values())
