"""Write trained encoders: whole ones as every program using open_clip reads them, and such as map
the vectors of others."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.encoders.base import Encoder, Preprocess
from engine.encoders.dual import Projections
from engine.encoders.files import write_weights
from engine.encoders.sources import (
    CONFIG_NAME,
    TOKENIZER_EXTRAS,
    TOKENIZER_FILES,
    TOWER_CONFIG,
    USUAL_NAMES,
    WORDS_FOLDER,
    FullSource,
)
from engine.encoders.text_towers import TextTower
from engine.encoders.trained import HEADS_NAME, MANIFEST_NAME

if TYPE_CHECKING:
    from torch import Tensor


WriteInto = Callable[[Path], None]
"""Puts the files of an encoder into an empty folder."""


def full_files(source: FullSource, weights: "Mapping[str, Tensor]") -> WriteInto:
    """A whole model, with ``weights`` in the place of those of ``source``: they are named as
    open_clip's own model names them."""

    def write(place: Path) -> None:
        config = {"model_cfg": source.model, "preprocess_cfg": preprocess_config(source.preprocess)}
        (place / CONFIG_NAME).write_text(json.dumps(config, indent=1), encoding="utf-8")
        # Two names may stand for one tensor, which safetensors refuses.
        own = {name: value.detach().clone().contiguous() for name, value in weights.items()}
        write_weights(place / USUAL_NAMES[0], own, metadata={"format": "pt"})
        if source.words is not None:
            (place / WORDS_FOLDER).mkdir()
            for name in (*TOKENIZER_FILES, *TOKENIZER_EXTRAS, TOWER_CONFIG):
                if (source.words / name).is_file():
                    shutil.copyfile(source.words / name, place / WORDS_FOLDER / name)

    return write


def dual_files(base: Encoder, text_tower: TextTower, projections: Projections) -> WriteInto:
    """A dual encoder: the image tower's encoder, the text tower, and what joins them."""
    import torch

    def write(place: Path) -> None:
        manifest = {
            "kind": "dual",
            "base": base.name,
            "base_fingerprint": base.fingerprint,
            "base_text_fingerprint": text_tower.fingerprint,
            "text_tower": text_tower.name,
            "feature_size": len(projections["image.bias"]),
        }
        (place / MANIFEST_NAME).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        own = {name: torch.from_numpy(one.copy()) for name, one in projections.items()}
        write_weights(place / HEADS_NAME, own)

    return write


def preprocess_config(preprocess: Preprocess) -> dict[str, Any]:
    """Preprocessing in open_clip's words: what ``parse_preprocess`` reads."""
    return {
        "size": preprocess.size_px,
        "mode": "RGB",
        "mean": list(preprocess.mean),
        "std": list(preprocess.std),
        "interpolation": preprocess.interpolation,
        "resize_mode": preprocess.resize,
        "fill_color": preprocess.fill,
    }
