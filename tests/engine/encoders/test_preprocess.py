from typing import Literal

import numpy as np
import pytest
from PIL import Image

from engine.encoders.base import Preprocess
from engine.encoders.built_in_parts.generated_images import generated_image
from engine.encoders.preprocess import prepare

MEAN, STD = (0.48, 0.46, 0.41), (0.27, 0.26, 0.28)
SIZES = [(640, 480), (333, 501), (224, 224), (40, 30), (225, 224), (1000, 61), (7, 300)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("resize", ["shortest", "squash", "longest"])
@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
def test_pixels_are_those_of_open_clip(
    size: tuple[int, int],
    resize: Literal["shortest", "squash", "longest"],
    interpolation: Literal["bicubic", "bilinear"],
) -> None:
    from open_clip.transform import PreprocessCfg, image_transform_v2

    pixels = generated_image(size, scene=True, seed=1)
    preprocess = Preprocess(224, resize, interpolation, MEAN, STD, fill=30)
    config = PreprocessCfg(224, "RGB", MEAN, STD, interpolation, resize, 30)
    theirs = image_transform_v2(config, is_train=False)(Image.fromarray(pixels))

    ours = prepare(pixels, preprocess)

    assert ours.shape == (224, 224, 3)
    assert ours.dtype == np.uint8
    normalised = (ours / 255 - MEAN) / STD
    difference = np.abs(normalised - theirs.permute(1, 2, 0).numpy())
    assert difference.max() < 1e-5


def test_a_very_long_image_keeps_its_centre_and_costs_little() -> None:
    pixels = np.zeros((4, 40_000, 3), dtype=np.uint8)
    pixels[:, 19_990:20_010] = 200

    prepared = prepare(pixels, Preprocess(224, "shortest", "bicubic", MEAN, STD))

    assert prepared.shape == (224, 224, 3)
    assert (prepared > 150).all()


def test_what_is_beside_a_fitted_image_is_grey() -> None:
    pixels = np.full((50, 100, 3), 255, dtype=np.uint8)

    prepared = prepare(pixels, Preprocess(64, "longest", "bicubic", MEAN, STD, fill=127))

    assert (prepared[:16] == 127).all()
    assert (prepared[16:48] == 255).all()
    assert (prepared[48:] == 127).all()
