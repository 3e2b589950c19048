"""Write a full encoder as a folder that every program using open_clip reads; loads torch."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.encoders.base import Preprocess
from engine.encoders.sources import (
    CONFIG_NAME,
    TOKENIZER_EXTRAS,
    TOKENIZER_FILES,
    TOWER_CONFIG,
    USUAL_NAMES,
    WORDS_FOLDER,
    FullSource,
)
from engine.whole_file import whole_place

if TYPE_CHECKING:
    from torch import Tensor

CARD_NAME = "card.json"


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
