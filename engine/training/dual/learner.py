"""The projections of a dual encoder in training, on cached vectors of its towers; loads torch."""

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from engine.encoders.base import FloatArray
from engine.encoders.dual import projected
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.training.course import Validation
from engine.training.dual.start import SHARED_SIZE, Projections, Start, first_projections
from engine.training.losses import contrastive_loss
from engine.training.pairs import IntArray, TrainingPairs
from engine.training.presets import LossName
from engine.training.validating import validation_of

FIRST_SCALE = 20.0
"""What cosines are multiplied by to begin with; learned."""
SCALE, BIAS = "scale", "loss-bias"


class DualLearner:
    """See ``engine.training.course.Learner``.

    images: (n, d), texts: (m, e), of towers that stay as they are; ``pairs`` are rows of them.
    ``validation``: vectors of the same towers, of pairs that are not trained on.
    ``locked_images``: the image side's projection, too, stays as it begins (LiT: Zhai et al. 2022).
    """

    def __init__(
        self,
        images: FloatArray,
        texts: FloatArray,
        pairs: TrainingPairs,
        validation: CaptionedImages,
        *,
        start: Start = "correlated",
        size: int = SHARED_SIZE,
        locked_images: bool = True,
        loss: LossName = "cross-entropy",
        batch_size: int = 512,
        seed: int = 0,
    ) -> None:
        self._images = torch.from_numpy(np.ascontiguousarray(images, dtype=np.float32))
        self._texts = torch.from_numpy(np.ascontiguousarray(texts, dtype=np.float32))
        self._pairs, self._validation, self._loss = pairs, validation, loss
        begun = first_projections(images, texts, pairs, start=start, size=size, seed=seed)
        self._heads = {name: torch.from_numpy(one) for name, one in begun.items()}
        self._tensors = {
            **self._heads,
            SCALE: torch.tensor(math.log(FIRST_SCALE)),
            BIAS: torch.tensor(-math.log(batch_size)),
        }
        for name, one in self._tensors.items():
            one.requires_grad_(not (locked_images and name.startswith("image.")))

    def tensors(self) -> Mapping[str, Tensor]:
        """The projections, the scale of the loss and its bias."""
        return self._tensors

    def backward(self, rows: IntArray) -> float:
        """The loss of a batch of pairs; adds its gradients."""
        pairs = self._pairs
        loss = contrastive_loss(
            self._loss,
            self._through("image", self._images[pairs.image[rows]]),
            self._through("text", self._texts[pairs.text[rows]]),
            self._tensors[SCALE],
            self._tensors[BIAS],
            torch.from_numpy(pairs.no_negatives(rows)),
        )
        torch.autograd.backward(loss)
        return float(loss.detach())

    def validate(self) -> Validation:
        """How the pairs of the validation find each other now."""
        return validation_of(through_projections(self.projections(), self._validation))

    def projections(self) -> Projections:
        """What ``DualEncoder`` is made from."""
        return {name: one.detach().numpy().copy() for name, one in self._heads.items()}

    def _through(self, tower: str, vectors: Tensor) -> Tensor:
        heads = self._heads
        return normalize(vectors @ heads[f"{tower}.weight"] + heads[f"{tower}.bias"], dim=1)


def through_projections(
    projections: Mapping[str, FloatArray], pairs: CaptionedImages
) -> CaptionedImages:
    """The same images and captions, from vectors of the towers to those of the dual encoder."""
    return CaptionedImages(
        projected(projections, "image", pairs.images),
        projected(projections, "text", pairs.captions),
        pairs.owner,
        pairs.image_groups,
        pairs.caption_groups,
    )
