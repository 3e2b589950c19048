"""Fine-tuning of a tiny model of open_clip's, also in a process of its own that a test can kill."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from safetensors.torch import save_file

from engine.encoders.full import load_tokenizer
from engine.encoders.registry import find_source
from engine.encoders.sources import FullSource
from engine.progress import NeverCancelled, run_job
from engine.training.contrastive.learner import ContrastiveData, ContrastiveLearner
from engine.training.contrastive.parts import TrainedPart
from engine.training.course import Outcome, Run, train
from engine.training.losses import Loss
from engine.training.pairs import TrainingPairs
from engine.training.presets import TrainingSettings

MODEL: dict[str, Any] = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "head_width": 32, "patch_size": 16},
    "text_cfg": {"context_length": 5, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}
PREPROCESS = {"mean": [0.5] * 3, "std": [0.25] * 3, "interpolation": "bilinear"}
LEFT = "cat,dog,boat,tree,house,sun,moon,fish,bird,car,horse,apple,chair,lamp,ship"
RIGHT = "red,blue,green,small,large,old,new,round,flat,wet,cold,warm,soft,loud,empty"
SETTINGS = TrainingSettings(batch_size=50, epochs=20, rate=4e-3, patience=0, decay=0.0)
DOOMED_PAIRS = 40
DOOMED: dict[str, Any] = {
    "settings": replace(SETTINGS, batch_size=20, epochs=8),
    "checkpoint_every_s": 0.0,
}


def write_model(folder: Path, model: dict[str, Any] | None = None) -> Path:
    """A folder as the hub has them, with random weights that are always the same."""
    folder.mkdir(parents=True)
    config = {"model_cfg": MODEL | (model or {}), "preprocess_cfg": PREPROCESS}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    torch.manual_seed(3)
    kind = open_clip.CustomTextCLIP if "custom_text" in config["model_cfg"] else open_clip.CLIP
    arguments = {name: one for name, one in config["model_cfg"].items() if name != "custom_text"}
    save_file(kind(**arguments).state_dict(), folder / "open_clip_model.safetensors")
    return folder


def source_of(folder: Path) -> FullSource:
    return find_source(str(folder), folder)


def some_pairs(source: FullSource, count: int) -> ContrastiveData:
    """A text is two words, a picture the two patterns that stand for them."""
    rng = np.random.default_rng(0)
    lefts, rights = LEFT.split(","), RIGHT.split(",")
    patterns = rng.integers(0, 256, (2, len(lefts), 4, 2, 3), dtype=np.uint8)
    left, right = np.divmod(rng.permutation(len(lefts) * len(rights))[:count], len(rights))
    coarse = np.concatenate([patterns[0][left], patterns[1][right]], axis=2)
    pixels = np.ascontiguousarray(coarse.repeat(8, axis=1).repeat(8, axis=2))
    texts = [f"{lefts[a]} {rights[b]}" for a, b in zip(left, right, strict=True)]
    rows = np.arange(count)
    pairs = TrainingPairs.of(rows, rows)
    return ContrastiveData(pixels, load_tokenizer(source)(texts), pairs, pairs)


def learner_of(
    source: FullSource,
    count: int,
    trained: TrainedPart,
    *,
    loss: Loss = "cross-entropy",
    chunk_size: int = 40,
) -> ContrastiveLearner:
    return ContrastiveLearner(
        source, some_pairs(source, count), trained=trained, loss=loss, chunk_size=chunk_size
    )


def run_of(learner: ContrastiveLearner, folder: Path, count: int, **changes: Any) -> Outcome:
    """Train on pairs that are the validation, too."""
    given = {"settings": SETTINGS, "checkpoint_every_s": 1e9}
    run = Run(count=count, folder=folder, identity="tiny", **(given | changes))
    return run_job(train(learner, run, cancel=NeverCancelled()))


if __name__ == "__main__":
    torch.set_num_threads(1)
    doomed = learner_of(source_of(Path(sys.argv[1])), DOOMED_PAIRS, TrainedPart("low-rank"))
    run_of(doomed, Path(sys.argv[2]), DOOMED_PAIRS, **DOOMED)
