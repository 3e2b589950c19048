"""Write trained encoders: whole ones as every program using open_clip reads them, and such as map
the vectors of others."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.encoders.base import Encoder, FloatArray, Preprocess
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
from engine.encoders.trained import CARD_NAME, HEADS_NAME, MANIFEST_NAME
from engine.whole_file import whole_place

if TYPE_CHECKING:
    from torch import Tensor


def write_encoder(
    folder: Path, source: FullSource, weights: "Mapping[str, Tensor]", card: Mapping[str, Any]
) -> None:
    """A new folder with ``weights`` in the place of those of ``source``, and what is said of them.

    It appears whole or not at all. ``weights`` are named as open_clip's own model names them.
    Raises InputError where something is there already, or it cannot be written.
    """
    from safetensors.torch import save_file

    config = {"model_cfg": source.model, "preprocess_cfg": preprocess_config(source.preprocess)}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with whole_place(folder, overwrite=False, is_folder=True) as place:
        _write_json(place / CONFIG_NAME, config)
        _write_json(place / CARD_NAME, card)
        # Two names may stand for one tensor, which safetensors refuses.
        own = {name: value.detach().clone().contiguous() for name, value in weights.items()}
        save_file(own, place / USUAL_NAMES[0], metadata={"format": "pt"})
        if source.words is not None:
            (place / WORDS_FOLDER).mkdir()
            for name in (*TOKENIZER_FILES, *TOKENIZER_EXTRAS, TOWER_CONFIG):
                if (source.words / name).is_file():
                    shutil.copyfile(source.words / name, place / WORDS_FOLDER / name)


def write_mapped_encoder(
    folder: Path,
    manifest: Mapping[str, Any],
    heads: Mapping[str, FloatArray],
    card: Mapping[str, Any],
) -> None:
    """A new folder of an encoder that maps the vectors of others: what ``trained.py`` reads.

    It appears whole or not at all. Raises InputError where something is there already, or it cannot
    be written.
    """
    from safetensors.numpy import save_file

    folder.parent.mkdir(parents=True, exist_ok=True)
    with whole_place(folder, overwrite=False, is_folder=True) as place:
        _write_json(place / MANIFEST_NAME, manifest)
        _write_json(place / CARD_NAME, card)
        save_file(
            {name: np.ascontiguousarray(one) for name, one in heads.items()}, place / HEADS_NAME
        )


def dual_manifest(base: Encoder, text_tower: TextTower, feature_size: int) -> dict[str, Any]:
    """That of a dual encoder: the image tower's encoder, and the text tower."""
    return {
        "kind": "dual",
        "base": base.name,
        "base_fingerprint": base.fingerprint,
        "base_text_fingerprint": text_tower.fingerprint,
        "text_tower": text_tower.name,
        "feature_size": feature_size,
    }


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


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
