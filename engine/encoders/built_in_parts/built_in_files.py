"""Compute the small files of the built-in encoder in resources/builtin_encoder.

Run as ``python -m engine.encoders.built_in_parts.built_in_files``.

``mean.npy``: pooled features are all positive, so any two pictures look alike until what is common
to all is taken away; and only then do text vectors, which are centred, point the same way. The
mean is that of 512 generated images, half scenes and half drawings, because it must fit any
archive and come from none.

``anchors.npy``: the vectors of the 1 000 classes by the text tower, which would otherwise take a
minute to compute each time a first text comes. A class has several names, "goldfish, Carassius
auratus"; its vector is the mean of all its names together and of its names one by one in several
prompts.

What words look like is learned by ``scripts/learn_words.py``, which needs icons to be fetched.
``anchors.npy`` is part of it: run that again after this.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.encoders.base import FloatArray
from engine.encoders.built_in import (
    ANCHORS_FILE,
    MEAN_FILE,
    PREPROCESS,
    class_names,
    load_image_tower,
    load_sentence_tower,
)
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.built_in_parts.word_regression import unit

PROMPTS = (
    "{}",
    "a photo of a {}.",
    "a picture of a {}",
    "a drawing of a {}",
    "clip art of a {}",
)
IMAGES = 512
BATCH_SIZE = 16


def mean_feature(images: int = IMAGES) -> FloatArray:
    """(1280,) float32: mean pooled feature of generated images, in float32."""
    import torch

    start_layers, rest, _ = load_image_tower()
    mean, std = torch.tensor(PREPROCESS.mean), torch.tensor(PREPROCESS.std)
    features = []
    with torch.inference_mode():
        for start in range(0, images, BATCH_SIZE):
            pixels = generated_pixels(BATCH_SIZE, PREPROCESS.size_px, seed=start)
            inputs = (torch.from_numpy(pixels) / 255 - mean) / std
            features.append(rest(start_layers(inputs.permute(0, 3, 1, 2))))
    averaged: FloatArray = torch.cat(features).mean(dim=0).numpy()
    return averaged


def anchor_vectors(classes: Sequence[str]) -> NDArray[np.float16]:
    """(n, 384) float16, rows of length 1: classes by the text tower, names separated by ", "."""
    encode = load_sentence_tower().encode
    names = [one.split(", ") for one in classes]
    of_class = np.repeat(np.arange(len(names)), [len(one) for one in names])
    each = [name for some in names for name in some]
    prompted = np.zeros((len(names), 384), np.float32)
    for prompt in PROMPTS:
        sums = np.zeros_like(prompted)
        np.add.at(sums, of_class, encode([prompt.format(name) for name in each]).numpy())
        prompted += unit(sums)
    vectors = unit(unit(prompted) + encode(classes).numpy())
    return vectors.astype(np.float16)


if __name__ == "__main__":
    np.save(MEAN_FILE, mean_feature(), allow_pickle=False)
    np.save(ANCHORS_FILE, anchor_vectors(class_names()), allow_pickle=False)
