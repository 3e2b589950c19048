"""Write resources/encoders/full.json: what open_clip's registry offers, sizes worked out.

Run as ``python scripts/list_full_encoders.py`` after raising the version of open_clip. The program
reads the result in place of open_clip itself, which takes seconds to import because of torch.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import open_clip
import torch
from open_clip.constants import HF_SAFE_WEIGHTS_NAME, HF_WEIGHTS_NAME
from open_clip.factory import get_model_config
from open_clip.pretrained import get_pretrained_cfg, list_pretrained

TABLE = Path(__file__).resolve().parents[1] / "resources" / "encoders" / "full.json"
FIRST = ("ViT-B-32", "laion2b_s34b_b79k")
HUB_TOWERS_MILLION_PARAMETERS = {
    "roberta-ViT-B-32": 212.72,
    "xlm-roberta-base-ViT-B-32": 366.12,
    "xlm-roberta-large-ViT-H-14": 1193.01,
    "nllb-clip-base": 501.89,
    "nllb-clip-large": 1399.22,
}
"""From open_clip's docs/model_profile.csv: text towers of the hub are made from a file there."""
PREPROCESS_KEYS = ("mean", "std", "interpolation", "resize_mode")


def main() -> None:
    """Write the table anew."""
    sizes: dict[str, int] = {}
    entries = []
    for architecture, tag in sorted(list_pretrained(), key=lambda pair: pair != FIRST):
        config = get_model_config(architecture)
        # The quickgelu names are the same weights again; which of them need it is in their
        # configuration.
        if config is None or architecture.endswith("-quickgelu"):
            continue
        if architecture not in sizes:
            hub_tower = "hf_model_name" in config["text_cfg"]
            known = HUB_TOWERS_MILLION_PARAMETERS.get(architecture, 0.0)
            sizes[architecture] = int(known * 4e6) if hub_tower else parameter_bytes(config)
        entries.append(entry(architecture, tag, config, sizes[architecture]))
    table = {"open_clip": open_clip.__version__, "encoders": entries}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def entry(architecture: str, tag: str, config: Mapping[str, Any], size_bytes: int) -> object:
    """One line of the table."""
    pretrained = get_pretrained_cfg(architecture, tag)
    repository, _, file = pretrained["hf_hub"].rpartition("/")
    pickled = file or HF_WEIGHTS_NAME
    safe = HF_SAFE_WEIGHTS_NAME if not file else f"{Path(file).stem}.safetensors"
    return {
        "architecture": architecture,
        "tag": tag,
        "repository": repository,
        "files": [safe, pickled],
        "quick_gelu": bool(pretrained.get("quick_gelu", config.get("quick_gelu", False))),
        "preprocess": {key: pretrained[key] for key in PREPROCESS_KEYS},
        "size_px": config["vision_cfg"]["image_size"],
        "feature_size": config["embed_dim"],
        "size_bytes": size_bytes,
        "tokenizer": config["text_cfg"].get("hf_tokenizer_name", ""),
        "tower": config["text_cfg"].get("hf_model_name", ""),
    }


def parameter_bytes(config: Mapping[str, Any]) -> int:
    """Size of the weights in float32, without making them."""
    options = {key: value for key, value in config.items() if key != "custom_text"}
    kind = open_clip.CLIP
    if "multimodal_cfg" in config:
        kind = open_clip.CoCa
    elif config.get("custom_text"):
        kind = open_clip.CustomTextCLIP
    with torch.device("meta"):
        model = kind(**options)
    return sum(parameter.numel() for parameter in model.parameters()) * 4


if __name__ == "__main__":
    main()
