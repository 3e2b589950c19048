"""Contrastive losses over the similarity matrix of a batch. Importing this loads torch.

images, texts: (b, d), rows L2-normalised, pair i being row i of both. no_negatives: (b, b) bool,
where an image and a text of different pairs are no wrong pair either (``TrainingPairs``); they
count neither way. Sources: Radford et al. 2021 (CLIP) for the symmetric cross-entropy, as in paper
000; Zhai et al. 2023 (SigLIP) for the sigmoid loss. Deviation from both: the mask.
"""

import math
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

Loss = Literal["cross-entropy", "sigmoid"]

SCALE_LIMIT = math.log(100.0)
"""The logarithm of the scale is kept at this at most, as CLIP does."""


def symmetric_cross_entropy(
    images: Tensor, texts: Tensor, scale: Tensor | float, no_negatives: Tensor | None = None
) -> Tensor:
    """The mean of the cross-entropies of images among texts and texts among images.

    ``scale`` multiplies cosines: the inverse of the temperature.
    """
    logits = scale * images @ texts.T
    if no_negatives is not None:
        logits = logits.masked_fill(no_negatives, -torch.inf)
    own = torch.arange(len(logits))
    forth = functional.cross_entropy(logits, own)
    back = functional.cross_entropy(logits.T, own)
    return (forth + back) / 2


def sigmoid_loss(
    images: Tensor,
    texts: Tensor,
    scale: Tensor | float,
    bias: Tensor | float,
    no_negatives: Tensor | None = None,
) -> Tensor:
    """Each image and text is a question of its own, whether they belong together; summed over the
    batch and divided by its size."""
    logits = scale * images @ texts.T + bias
    signs = 2 * torch.eye(len(logits), dtype=logits.dtype) - 1
    each = functional.logsigmoid(signs * logits)
    if no_negatives is not None:
        each = each.masked_fill(no_negatives, 0.0)
    return -each.sum() / len(logits)


def contrastive_loss(
    kind: Loss,
    images: Tensor,
    texts: Tensor,
    log_scale: Tensor,
    bias: Tensor,
    no_negatives: Tensor | None = None,
) -> Tensor:
    """Either loss, with the scale as its logarithm, held to ``SCALE_LIMIT``; ``bias`` is of use to
    the sigmoid loss alone."""
    scale = log_scale.clamp(max=SCALE_LIMIT).exp()
    if kind == "sigmoid":
        return sigmoid_loss(images, texts, scale, bias, no_negatives)
    return symmetric_cross_entropy(images, texts, scale, no_negatives)
