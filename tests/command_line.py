"""Running command lines in tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from db.catalogue import Catalogue


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Command = Callable[..., Answer]


def make_archive(folder: Path, images: int) -> Path:
    """So many pictures of noise in three folders."""
    noise = np.random.default_rng(1)
    for number in range(images):
        path = folder / f"{number % 3}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = noise.integers(0, 255, (9, 12, 3), dtype=np.uint8)
        Image.fromarray(pixels).resize((240, 180)).save(path)
    return folder


def labels_by_file(path: Path) -> dict[str, set[str]]:
    """The names of the labels of every image, by path."""
    with Catalogue.open(path) as catalogue:
        return {
            image.path: {one.label_name for one in catalogue.labellings.of_image(image.id)}
            for image in catalogue.images.get_many(catalogue.images.ids())
        }
