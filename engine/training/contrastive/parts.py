"""Which weights of an open_clip model are trained. Importing this loads torch."""

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from torch import nn

from engine.errors import InputError
from engine.training.contrastive.low_rank import adapt
from engine.training.presets import Part


@dataclass(frozen=True, slots=True)
class TrainedPart:
    """``blocks``: how many at the end of each tower, with what follows them. ``rank`` and
    ``strength`` are of low-rank adaptations. ``locked_images`` leaves the image tower as it is
    (LiT: Zhai et al. 2022), whatever is trained of the text tower."""

    part: Part = "low-rank"
    blocks: int = 2
    rank: int = 8
    strength: float = 16.0
    locked_images: bool = False


def make_trainable(model: Any, trained: TrainedPart) -> None:  # noqa: ANN401
    """Lock all weights of an open_clip model but those that are to be trained.

    The scale of the similarities is always trained. Raises InputError for models whose blocks
    cannot be told apart.
    """
    if trained.part == "low-rank":
        adapt(model, rank=trained.rank, strength=trained.strength)
    elif trained.part == "last-blocks":
        _lock_but_last(model, trained.blocks)
    else:
        model.requires_grad_(True)
    if trained.locked_images:
        model.visual.requires_grad_(False)
    model.logit_scale.requires_grad_(True)


def set_training(model: nn.Module, *, training: bool) -> None:
    """As ``model.train``, but batch normalisation goes on with the statistics it was pretrained
    with: those of a chunk would be others than a batch's, and later encoding uses the stored ones.
    """
    model.train(training)
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()


def _lock_but_last(model: Any, blocks: int) -> None:  # noqa: ANN401
    # What follows the blocks, open_clip counts as one more; its towers of the hub's do not.
    is_hubs = hasattr(getattr(model, "text", None), "pooler")
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # timm's new names for old modules
            model.lock_image_tower(unlocked_groups=blocks + 1)
            model.lock_text_tower(unlocked_layers=blocks if is_hubs else blocks + 1)
    except (AssertionError, ImportError, AttributeError, KeyError, RuntimeError) as error:
        raise InputError("training-no-blocks") from error
    # These two stay unlocked, whatever open_clip is told.
    for one in (model.logit_scale, model.logit_bias):
        if one is not None:
            one.requires_grad_(False)
