"""A tiny open_clip model with random weights, made once; as real as a large one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TINY_MODEL: dict[str, Any] = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 32, "head_width": 16, "patch_size": 8},
    "text_cfg": {
        "context_length": 24,
        "vocab_size": 49408,
        "width": 16,
        "heads": 2,
        "layers": 2,
    },
}
TINY_PREPROCESS: dict[str, Any] = {
    "mean": [0.5, 0.4, 0.3],
    "std": [0.25, 0.2, 0.3],
    "interpolation": "bilinear",
    "resize_mode": "squash",
}
WEIGHTS = "open_clip_model.safetensors"


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A .safetensors file of the tiny model."""
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(3)
    model = open_clip.CLIP(**TINY_MODEL)
    path = tmp_path_factory.mktemp("tiny") / WEIGHTS
    save_file(model.state_dict(), path)
    return path


@pytest.fixture
def tiny_folder(tmp_path: Path, tiny_weights: Path) -> Callable[..., Path]:
    """Makes a folder like one of the hub's, its configuration changed as asked."""

    def make(
        *,
        model: dict[str, Any] | None = None,
        preprocess: dict[str, Any] | None = None,
        weights_name: str = WEIGHTS,
    ) -> Path:
        folder = tmp_path / "tiny-model"
        folder.mkdir()
        config = {
            "model_cfg": {**TINY_MODEL, **(model or {})},
            "preprocess_cfg": TINY_PREPROCESS if preprocess is None else preprocess,
        }
        (folder / "open_clip_config.json").write_text(json.dumps(config))
        (folder / weights_name).write_bytes(tiny_weights.read_bytes())
        return folder

    return make
