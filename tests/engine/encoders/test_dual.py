"""An encoder of two towers that never met: written, found by its name, and checked."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.encoders.base import MapsBaseFeatures
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.registry import available_encoders, load_encoder
from engine.encoders.saving import dual_files
from engine.encoders.text_towers import BUILT_IN, load_text_tower
from engine.encoders.trained import HEADS_NAME, MANIFEST_NAME
from engine.errors import InputError

SIZE = 12
TEXTS = ["a boat", "two dogs in the snow"]


@pytest.fixture
def encoders(tmp_path: Path, tiny_folder: Callable[..., Path]) -> Path:
    """A folder of encoders with one, ``mine``: a tiny image tower and the built-in sentences."""
    folder = tmp_path / "encoders"
    base, texts = load_encoder(str(tiny_folder())), load_text_tower(BUILT_IN, load_encoder)
    rng = np.random.default_rng(1)
    heads = {
        "image.weight": rng.standard_normal((16, SIZE)).astype(np.float32),
        "image.bias": rng.standard_normal(SIZE).astype(np.float32),
        "text.weight": rng.standard_normal((384, SIZE)).astype(np.float32),
        "text.bias": np.zeros(SIZE, dtype=np.float32),
    }
    (folder / "mine").mkdir(parents=True)
    dual_files(base, texts, heads)(folder / "mine")
    return folder


def test_both_towers_come_into_one_space(encoders: Path) -> None:
    encoder = load_encoder("mine", precision="float32", folder=encoders)
    assert isinstance(encoder, MapsBaseFeatures)
    manifest = json.loads((encoders / "mine" / MANIFEST_NAME).read_text())
    base = load_encoder(manifest["base"], precision="float32")
    pixels = generated_pixels(3, 32)

    images, texts = encoder.encode_images(pixels), encoder.encode_texts(TEXTS)

    assert images.shape == (3, SIZE)
    assert texts.shape == (2, SIZE)
    assert encoder.encode_texts([]).shape == (0, SIZE)
    for rows in (images, texts):
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoder.from_base(base.encode_images(pixels)), images, atol=1e-6)
    assert (encoder.base_fingerprint, encoder.base_feature_size) == (base.fingerprint, 16)
    assert encoder.fingerprint != base.fingerprint
    assert encoder.preprocess == base.preprocess
    listed = {one.name: one for one in available_encoders(encoders)}["mine"]
    assert (listed.kind, listed.fingerprint) == ("trained", encoder.fingerprint)
    assert listed.feature_size == SIZE


@pytest.mark.parametrize("name", ["base_fingerprint", "base_text_fingerprint"])
def test_it_is_not_joined_to_other_towers(encoders: Path, name: str) -> None:
    path = encoders / "mine" / MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | {name: "0" * 64}))
    with pytest.raises(InputError, match="another version"):
        load_encoder("mine", folder=encoders).encode_texts(TEXTS)


@pytest.mark.parametrize("damage", ["absent", "shape", "infinite", "tower", "scalar", "columns"])
def test_what_is_damaged_is_said(encoders: Path, damage: str) -> None:
    mine = encoders / "mine"
    heads = {
        "image.weight": np.ones((16, SIZE + (damage == "shape")), np.float32),
        "image.bias": np.full(SIZE, np.inf if damage == "infinite" else 0, np.float32),
        "text.weight": np.ones((384, SIZE), np.float32),
        "text.bias": np.zeros(SIZE, np.float32),
    }
    if damage == "absent":
        del heads["text.weight"]
    if damage == "scalar":
        heads["text.weight"] = np.zeros((), np.float32)
    if damage == "columns":
        heads["text.weight"] = np.ones((5, SIZE), np.float32)
    save_file(heads, mine / HEADS_NAME)
    if damage == "tower":
        manifest = json.loads((mine / MANIFEST_NAME).read_text())
        (mine / MANIFEST_NAME).write_text(json.dumps(manifest | {"text_tower": 3}))
    with pytest.raises(InputError, match="damaged"):
        load_encoder("mine", folder=encoders).encode_texts(TEXTS)
