"""An adapted encoder: its base's vectors through heads, from its folder, and nothing else."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.encoders.adapted import mapped
from engine.encoders.base import MapsBaseFeatures
from engine.encoders.built_in import BUILT_IN, FEATURE_SIZE, built_in_fingerprint
from engine.encoders.registry import available_encoders, load_encoder, text_fingerprint
from engine.encoders.trained import HEADS_NAME, MANIFEST_NAME, checked_new_name
from engine.errors import InputError
from engine.training.heads import HeadShape, heads_of
from engine.training.heads import _through as through


def write(folder: Path, name: str, heads: dict[str, torch.Tensor], **changes: str | float) -> Path:
    path = folder / name
    path.mkdir(parents=True)
    save_file(heads, path / HEADS_NAME)
    manifest = {
        "kind": "adapted",
        "base": BUILT_IN,
        "base_fingerprint": built_in_fingerprint(),
        "base_text_fingerprint": text_fingerprint(BUILT_IN, built_in_fingerprint()),
        "feature_size": FEATURE_SIZE,
    }
    (path / MANIFEST_NAME).write_text(json.dumps(manifest | changes))
    (path / "card.json").write_text(json.dumps({"base": BUILT_IN, "licence": "MIT"}))
    return path


def random_heads(seed: int = 0) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {
        "text.weight": torch.randn(FEATURE_SIZE, FEATURE_SIZE, generator=generator) / 50,
        "text.bias": torch.zeros(FEATURE_SIZE),
    }


def test_maps_the_vectors_of_its_base_and_is_listed(tmp_path: Path) -> None:
    heads = random_heads()
    write(tmp_path, "mine", heads)
    encoder, base = load_encoder("mine", folder=tmp_path), load_encoder(BUILT_IN)
    texts = ["a red fire engine", "snow"]
    assert np.array_equal(
        encoder.encode_texts(texts),
        mapped({k: v.numpy() for k, v in heads.items()}, "text", base.encode_texts(texts)),
    )
    pixels = np.random.default_rng(0).integers(0, 255, (2, 224, 224, 3)).astype(np.uint8)
    features = base.encode_images(pixels)
    assert np.array_equal(encoder.encode_images(pixels), features)  # no head on that tower
    assert isinstance(encoder, MapsBaseFeatures)
    assert encoder.base_fingerprint == base.fingerprint != encoder.fingerprint
    listed = [one for one in available_encoders(tmp_path) if one.kind == "trained"]
    assert [(one.name, one.fingerprint, one.licence) for one in listed] == [
        ("mine", encoder.fingerprint, "MIT")
    ]
    write(tmp_path, "other", random_heads(1))
    assert load_encoder("other", folder=tmp_path).fingerprint != encoder.fingerprint
    with pytest.raises(InputError, match="already"):
        checked_new_name("mine", tmp_path)
    with pytest.raises(InputError, match="name"):
        checked_new_name("../mine", tmp_path)


def test_heads_that_are_not_of_its_base_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "old", random_heads(), base_text_fingerprint="another")
    write(tmp_path, "small", {"image.weight": torch.zeros(4, 4), "image.bias": torch.zeros(4)})
    nothing = random_heads() | {"text.bias": torch.full((FEATURE_SIZE,), torch.nan)}
    write(tmp_path, "nothing", nothing)
    (write(tmp_path, "cut", random_heads()) / HEADS_NAME).write_bytes(b"cut")
    (write(tmp_path, "said", random_heads()) / MANIFEST_NAME).write_text('{"kind": "adapted"}')
    with pytest.raises(InputError, match="another version"):
        load_encoder("old", folder=tmp_path)
    write(tmp_path, "endless", random_heads(), feature_size=math.inf)
    write(tmp_path, "its own", random_heads(), base="circle")
    write(tmp_path, "circle", random_heads(), base="its own")
    for name in ("small", "nothing", "cut", "said", "endless", "its own"):
        with pytest.raises(InputError, match=r"damaged|not whole|incomplete"):
            load_encoder(name, folder=tmp_path)
    device = tmp_path / "cut" / HEADS_NAME
    device.unlink()
    device.symlink_to("/dev/zero")
    with pytest.raises(InputError, match="a pipe or a device"):
        load_encoder("cut", folder=tmp_path)
    assert "mine" not in {one.name for one in available_encoders(tmp_path)}  # listed all the same


@pytest.mark.parametrize("kind", ["linear", "residual"])
def test_heads_begin_as_identity_and_reckon_as_in_training(kind: str) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(6, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tensors = HeadShape(kind, hidden=8).new(16)  # type: ignore[arg-type]
    assert np.array_equal(mapped(heads_of(tensors), "image", vectors), vectors)
    moved = {name: one + torch.randn(one.shape) / 5 for name, one in tensors.items()}
    ours = mapped(heads_of(moved), "image", vectors)
    theirs = through(moved, "image", torch.from_numpy(vectors)).numpy()
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert not np.allclose(ours, vectors, atol=0.01)
