"""A small learner, and a run of it in a process of its own that a test can kill."""

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import dropout, normalize

from engine.progress import NeverCancelled, run_job
from engine.training.course import Run, Validation, train
from engine.training.losses import symmetric_cross_entropy
from engine.training.pairs import IntArray
from engine.training.presets import TrainingSettings

PAIRS, SIZE = 64, 8
SETTINGS = TrainingSettings(batch_size=16, epochs=40, rate=0.02, patience=0, decay=0.1)


class LinearLearner:
    """Images and texts that are turned against each other, and a matrix to turn them back."""

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        self.images = torch.from_numpy(rng.normal(size=(PAIRS, SIZE)).astype(np.float32))
        turned = np.linalg.qr(rng.normal(size=(SIZE, SIZE)))[0].astype(np.float32)
        self.texts = normalize(self.images @ torch.from_numpy(turned))
        self.weight = torch.eye(SIZE).requires_grad_()
        self.bias = torch.zeros(SIZE).requires_grad_()

    def tensors(self) -> Mapping[str, Tensor]:
        return {"weight": self.weight, "bias": self.bias}

    def turned(self) -> Tensor:
        return normalize(self.images @ self.weight + self.bias)

    def backward(self, rows: IntArray) -> float:
        images = dropout(self.images[rows], 0.1)
        found = normalize(images @ self.weight + self.bias)
        loss = symmetric_cross_entropy(found, self.texts[rows], 10.0)
        loss.backward()
        return float(loss.detach())

    @torch.no_grad()
    def validate(self) -> Validation:
        similarity = self.turned() @ self.texts.T
        ranks = (similarity >= similarity.diagonal()[:, None]).sum(dim=1)
        return Validation(float((ranks == 1).float().mean()), float((1 / ranks).mean()))


def a_run(folder: Path, **changes: object) -> Run:
    given = {"count": PAIRS, "settings": SETTINGS, "folder": folder, "identity": "linear"}
    return Run(**(given | {"checkpoint_every_s": 0.0} | changes))  # type: ignore[arg-type]


if __name__ == "__main__":
    torch.set_num_threads(1)
    run_job(train(LinearLearner(), a_run(Path(sys.argv[1])), cancel=NeverCancelled()))
