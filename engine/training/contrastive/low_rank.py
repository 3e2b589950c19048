"""Low-rank adaptation (Hu et al., "LoRA", 2021): a weight W becomes W + scale * up @ down.

Only ``up`` and ``down`` are trained. The adaptation is part of the weight itself, so that it works
in any layer that uses one: linear ones, and attention's joint projection of queries, keys and
values. In the end it is merged: what comes out has the shape of the model that went in.
"""

import math
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn.utils import parametrize

if TYPE_CHECKING:
    from torch import Tensor

JOINT_PROJECTION = "in_proj_weight"


class LowRank(nn.Module):
    """W to W + (strength / rank) * up @ down; W itself to begin with, for ``up`` is zero."""

    def __init__(self, shape: torch.Size, rank: int, strength: float) -> None:
        super().__init__()
        rows, columns = shape
        self.scale = strength / rank
        self.down = nn.Parameter(torch.empty(rank, columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))

    def forward(self, weight: "Tensor") -> "Tensor":
        """The adapted weight, of the same shape."""
        return weight + self.scale * (self.up @ self.down)


def adapt(model: nn.Module, *, rank: int, strength: float) -> int:
    """Lock all weights and adapt those of linear and attention layers; how many were adapted.

    Layers with no more than ``rank`` rows or columns are left alone: nothing would be saved.
    """
    model.requires_grad_(False)
    found = [
        (module, name)
        for module in model.modules()
        for name in _weights_of(module)
        if min(getattr(module, name).shape) > rank
    ]
    for module, name in found:
        shape = getattr(module, name).shape
        parametrize.register_parametrization(module, name, LowRank(shape, rank, strength))
    return len(found)


def merged_state(model: nn.Module) -> "dict[str, Tensor]":
    """The state of the model as it was before ``adapt``, adaptations merged into the weights.

    The model stays as it is. Without adaptations this is its own state.
    """
    state = {name: value.detach() for name, value in model.state_dict().items()}
    for path, module in model.named_modules():
        if not parametrize.is_parametrized(module):
            continue
        prefix = f"{path}." if path else ""
        for name in module.parametrizations:
            inner = f"{prefix}parametrizations.{name}."
            state = {key: value for key, value in state.items() if not key.startswith(inner)}
            state[prefix + name] = getattr(module, name).detach()
    return state


def _weights_of(module: nn.Module) -> list[str]:
    """The names of the weights of this very layer that are worth adapting."""
    if isinstance(module, nn.Linear):
        return ["weight"]
    weight = getattr(module, JOINT_PROJECTION, None)
    return [JOINT_PROJECTION] if isinstance(weight, nn.Parameter) else []
