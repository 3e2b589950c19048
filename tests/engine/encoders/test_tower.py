import time

import numpy as np
import pytest
import torch

from engine.encoders.base import PrecisionChoice, Preprocess
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.precision import is_as_good_and_faster, supports_bfloat16
from engine.encoders.threads import map_in_threads
from engine.encoders.tower import ImageTower

PREPROCESS = Preprocess(16, "squash", "bicubic", (0.5, 0.5, 0.5), (0.5, 0.25, 0.5))


class Probe(torch.nn.Module):
    """Flattens its input and says which type it came in; bfloat16 is far off where asked."""

    def __init__(self, *, spoilt: bool = False, fails: bool = False) -> None:
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones(1))
        self.spoilt, self.fails = spoilt, fails
        self.seen: list[torch.dtype] = []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.seen.append(images.dtype)
        flat = images.permute(0, 2, 3, 1).flatten(1) * self.scale
        if images.dtype == torch.bfloat16:
            if self.fails:
                raise RuntimeError("not implemented for 'BFloat16'")
            return -flat if self.spoilt else flat
        for _ in range(300):
            torch.sort(flat)
        return flat


def tower(module: torch.nn.Module, choice: PrecisionChoice = "auto") -> ImageTower:
    return ImageTower(module, PREPROCESS, precision=choice)


def test_what_the_module_sees_is_normalised() -> None:
    pixels = generated_pixels(3, 16)

    features = tower(Probe(), "float32").encode(pixels)

    expected = (pixels / 255 - 0.5) / [0.5, 0.25, 0.5]
    expected = expected.reshape(3, -1)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(features, expected, atol=1e-5)


def test_the_centre_is_taken_away_before_scaling() -> None:
    pixels = generated_pixels(2, 16)
    centre = np.full(16 * 16 * 3, 0.25, dtype=np.float32)

    features = ImageTower(Probe(), PREPROCESS, precision="float32", centre=centre).encode(pixels)

    expected = ((pixels / 255 - 0.5) / [0.5, 0.25, 0.5]).reshape(2, -1) - 0.25
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(features, expected, atol=1e-5)


@pytest.fixture
def with_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that has bfloat16, whatever this one has."""
    monkeypatch.setattr("engine.encoders.tower.supports_bfloat16", lambda: True)


@pytest.mark.usefixtures("with_bfloat16")
def test_bfloat16_is_taken_when_as_good_and_faster() -> None:
    ready = tower(Probe())
    few = ready.encode(generated_pixels(3, 16))
    assert ready.precision == "bfloat16", "three images decide as eight do"

    many = ready.encode(generated_pixels(8, 16))

    assert ready.precision == "bfloat16"
    assert np.sum(few * many[:3], axis=1).min() > 0.999


@pytest.mark.usefixtures("with_bfloat16")
@pytest.mark.parametrize("probe", [Probe(spoilt=True), Probe(fails=True)])
def test_float32_stays_when_bfloat16_is_off_or_fails(probe: Probe) -> None:
    ready = tower(probe)

    features = ready.encode(generated_pixels(16, 16))

    assert ready.precision == "float32"
    assert np.isfinite(features).all()


def test_float32_stays_when_bfloat16_is_no_faster() -> None:
    rows = np.eye(3, dtype=np.float32)

    def quick(pixels: np.ndarray) -> np.ndarray:
        return rows

    def slow(pixels: np.ndarray) -> np.ndarray:
        time.sleep(0.05)
        return rows

    assert not is_as_good_and_faster(quick, slow, rows)
    assert is_as_good_and_faster(slow, quick, rows)


@pytest.mark.parametrize("choice", ["float32", "bfloat16"])
def test_a_precision_asked_for_is_taken(choice: PrecisionChoice) -> None:
    probe = Probe()
    ready = tower(probe, choice)

    ready.encode(generated_pixels(9, 16))

    assert ready.precision == choice
    assert set(probe.seen) == {getattr(torch, choice)}


def test_whether_this_processor_has_bfloat16_is_known() -> None:
    assert supports_bfloat16() in (True, False)


def test_threads_use_one_core_each_and_no_gradients() -> None:
    def look(number: int) -> tuple[int, int, bool]:
        return number, torch.get_num_threads(), torch.is_inference_mode_enabled()

    seen = map_in_threads(look, range(20))

    assert seen == [(number, 1, True) for number in range(20)]
    assert not torch.is_inference_mode_enabled()
