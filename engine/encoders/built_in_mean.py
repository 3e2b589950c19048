"""Compute the mean that the built-in encoder takes away.

Run as ``python -m engine.encoders.built_in_mean``; it writes resources/builtin_encoder/mean.npy.

Pooled features are all positive, so any two pictures look alike until what is common to all is
taken away; and only then do text vectors, which are centred, point the same way. The mean is that
of 512 generated images, half scenes and half drawings, because it must fit any archive and come
from none.
"""

import numpy as np

from engine.encoders.base import FloatArray
from engine.encoders.built_in import MEAN_FILE, PREPROCESS, load_image_tower
from engine.encoders.generated_images import generated_pixels

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


if __name__ == "__main__":
    np.save(MEAN_FILE, mean_feature(), allow_pickle=False)
