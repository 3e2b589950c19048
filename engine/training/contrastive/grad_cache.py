"""The gradients of a large batch in the memory of a small one (GradCache).

Gao et al., "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup" (2021).

A contrastive loss compares each pair with all others of its batch. Adding up the gradients of small
batches, as is right for other losses, is not the same here: a pair would meet the pairs of its own
small batch only, and thirteen batches of 512 give each pair 511 others to be told from, not 6 655.
So all features are computed first, in chunks and without what gradients need; the loss over the
whole batch says how each feature should change; then each chunk is computed again, with gradients,
and handed its features' share. That costs one more pass forward.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

Loss = Callable[["Tensor", "Tensor"], "Tensor"]
"""Image and text features, (n, d) each, to a single number."""


@dataclass(frozen=True, slots=True)
class TowerInput:
    """A tower, and what it is to read: (n, ...) inputs to (n, d) features."""

    tower: "Callable[[Tensor], Tensor]"
    inputs: "Tensor"


def add_gradients(images: TowerInput, texts: TowerInput, loss: Loss, *, chunk_size: int) -> float:
    """Add the gradients of ``loss`` over the whole batch to all parameters; the loss.

    Never more than ``chunk_size`` inputs are held with what gradients need. What is drawn at random
    in a tower, as for dropout, is drawn the same both times. A layer that looks at its whole batch
    (batch normalisation in training mode) sees a chunk: keep such layers in evaluation mode.
    """
    import torch

    sides = (images, texts)
    if all(len(side.inputs) <= chunk_size for side in sides):
        whole = loss(*(side.tower(side.inputs) for side in sides))
        torch.autograd.backward(whole)
        return float(whole.detach())
    states: list[list[Tensor]] = []
    features: list[Tensor] = []
    for side in sides:
        states.append([])
        parts = []
        for part in torch.split(side.inputs, chunk_size):
            states[-1].append(torch.get_rng_state())
            with torch.no_grad():
                parts.append(side.tower(part))
        features.append(torch.cat(parts).requires_grad_())
    whole = loss(*features)
    torch.autograd.backward(whole)
    after = torch.get_rng_state()
    for side, feature, chunk_states in zip(sides, features, states, strict=True):
        _hand_on(side, feature, chunk_states, chunk_size)
    torch.set_rng_state(after)
    return float(whole.detach())


def _hand_on(
    side: TowerInput, feature: "Tensor", states: "Sequence[Tensor]", chunk_size: int
) -> None:
    """Each chunk once more, and from its features' gradients to the tower's parameters."""
    import torch

    assert feature.grad is not None
    inputs, gradients = (torch.split(one, chunk_size) for one in (side.inputs, feature.grad))
    parts = zip(inputs, gradients, states, strict=True)
    for part, gradient, state in parts:
        torch.set_rng_state(state)
        made = side.tower(part)
        if made.requires_grad:  # a locked tower has nothing to learn
            torch.autograd.backward(made, gradient)
