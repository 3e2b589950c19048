"""Small heads on cached vectors of an encoder, identity to begin with. Importing this loads torch.

``engine.encoders.adapted`` says what they reckon. Weights are the difference from identity, so that
weight decay draws towards the encoder as it was.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from engine.encoders.adapted import Heads, Tower, mapped
from engine.encoders.base import FloatArray
from engine.evaluation.retrieval.measures import Retrieval, measure
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import Direction
from engine.training.course import Validation
from engine.training.losses import contrastive_loss
from engine.training.pairs import IntArray, TrainingPairs
from engine.training.presets import LossName
from engine.training.validating import validation_of

HeadKind = Literal["linear", "residual"]
TOWERS: tuple[Tower, ...] = get_args(Tower)
HIDDEN = 256
FIRST_SCALE = {"cross-entropy": 20.0, "sigmoid": 10.0}
"""What cosines are multiplied by to begin with; learned."""
SCALE, BIAS = "scale", "loss-bias"


@dataclass(frozen=True, slots=True)
class HeadShape:
    """Which heads: on which towers, and of what kind."""

    kind: HeadKind = "linear"
    towers: tuple[Tower, ...] = TOWERS
    hidden: int = HIDDEN

    def new(self, size: int, *, seed: int = 0) -> dict[str, Tensor]:
        """Heads for vectors of ``size`` numbers that change nothing."""
        generator = torch.Generator().manual_seed(seed)
        found: dict[str, Tensor] = {}
        for tower in self.towers:
            if self.kind == "linear":
                found[f"{tower}.weight"] = torch.zeros(size, size)
            else:
                down = torch.randn(size, self.hidden, generator=generator) / math.sqrt(size)
                found[f"{tower}.down"] = down
                found[f"{tower}.inner"] = torch.zeros(self.hidden)
                found[f"{tower}.up"] = torch.zeros(self.hidden, size)
            found[f"{tower}.bias"] = torch.zeros(size)
        return found


class HeadsLearner:
    """Heads in training, for ``engine.training.course``.

    images (n, d), texts (m, d): cached vectors; ``pairs`` are rows of them. ``validation``: pairs
    of the same encoder that are not trained on.
    """

    def __init__(
        self,
        images: FloatArray,
        texts: FloatArray,
        pairs: TrainingPairs,
        validation: CaptionedImages,
        *,
        shape: HeadShape = HeadShape(),
        loss: LossName = "cross-entropy",
        batch_size: int = 512,
        seed: int = 0,
    ) -> None:
        self._images = torch.from_numpy(np.ascontiguousarray(images, dtype=np.float32))
        self._texts = torch.from_numpy(np.ascontiguousarray(texts, dtype=np.float32))
        self._pairs, self._validation, self._loss = pairs, validation, loss
        self._heads = shape.new(images.shape[1], seed=seed)
        first = {
            SCALE: torch.tensor(math.log(FIRST_SCALE[loss])),
            BIAS: torch.tensor(-math.log(batch_size)),
        }
        self._tensors = {**self._heads, **first}
        for one in self._tensors.values():
            one.requires_grad_()

    def tensors(self) -> Mapping[str, Tensor]:
        """The heads, the scale of the loss and its bias."""
        return self._tensors

    def backward(self, rows: IntArray) -> float:
        """As ``course.Learner``."""
        pairs = self._pairs
        loss = contrastive_loss(
            self._loss,
            _through(self._heads, "image", self._images[pairs.image[rows]]),
            _through(self._heads, "text", self._texts[pairs.text[rows]]),
            self._tensors[SCALE],
            self._tensors[BIAS],
            torch.from_numpy(pairs.no_negatives(rows)),
        )
        loss.backward()  # type: ignore[no-untyped-call]
        return float(loss.detach())

    def validate(self) -> Validation:
        """As ``course.Learner``."""
        return validation_of(through_heads(heads_of(self._tensors), self._validation))


def heads_of(tensors: Mapping[str, Tensor]) -> Heads:
    """The heads among what a course trained, as arrays."""
    return {
        name: one.detach().numpy()
        for name, one in tensors.items()
        if name.partition(".")[0] in TOWERS
    }


def through_heads(heads: Heads, pairs: CaptionedImages) -> CaptionedImages:
    """The same images and captions with their vectors mapped."""
    return CaptionedImages(
        mapped(heads, "image", pairs.images),
        mapped(heads, "text", pairs.captions),
        pairs.owner,
        pairs.image_groups,
        pairs.caption_groups,
    )


def both_ways(pairs: CaptionedImages) -> dict[Direction, Retrieval]:
    """All figures of both directions."""
    return {direction: measure(pairs, direction) for direction in get_args(Direction)}


def _through(heads: Mapping[str, Tensor], tower: Tower, vectors: Tensor) -> Tensor:
    bias = heads.get(f"{tower}.bias")
    if bias is None:
        return vectors
    if f"{tower}.weight" in heads:
        added = vectors @ heads[f"{tower}.weight"]
    else:
        inner = torch.relu(vectors @ heads[f"{tower}.down"] + heads[f"{tower}.inner"])
        added = inner @ heads[f"{tower}.up"]
    return normalize(vectors + added + bias, dim=1)
