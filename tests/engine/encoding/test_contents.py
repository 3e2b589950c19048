"""Encoding without a catalogue: contents and their files in, shards out."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.archive.decode_pool import DecodePool
from engine.archive.stored_file import StoredFile
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.encoding.contents import Content, EncodedContents, encode_contents
from engine.features.store import FeatureStore


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(workers=2) as pool:
        yield pool


def picture(folder: Path, number: int) -> Content:
    """A picture that a catalogue would know by its name in the folder."""
    path = folder / f"{number}.png"
    colours = np.random.default_rng(number).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(colours).save(path)
    content_hash = hashlib.sha256(path.read_bytes()).digest()
    return Content(content_hash, (StoredFile(folder, path.name.encode()),))


def test_contents_become_features_and_what_cannot_be_read_fails_alone(
    tmp_path: Path, pool: DecodePool
) -> None:
    encoder = load_encoder(BUILT_IN)
    store = FeatureStore(tmp_path / "features", encoder.fingerprint)
    contents = [picture(tmp_path, number) for number in range(11)]
    elsewhere = Content(contents[0].content_hash, (tmp_path / "gone.png", tmp_path / "0.png"))
    gone = Content(b"\1" * 32, (tmp_path / "gone.png",))
    hostile = Content(b"\2" * 32, (StoredFile(tmp_path, b"../secret.png"),))
    result = EncodedContents()

    steps = list(
        encode_contents(
            [elsewhere, *contents[1:], gone, hostile],
            result,
            encoder=encoder,
            pool=pool,
            store=store,
        )
    )

    assert steps == sorted(steps)
    assert steps[-1] == 13
    assert result.stored == [one.content_hash for one in contents]
    assert [content_hash for content_hash, _ in result.failed] == [b"\1" * 32, b"\2" * 32]
    features, found = store.rows(result.stored)
    assert found.all()
    assert np.allclose(np.linalg.norm(features, axis=1), 1.0, atol=1e-3)


def test_what_is_encoded_is_stored_when_nobody_wants_more(tmp_path: Path, pool: DecodePool) -> None:
    encoder = load_encoder(BUILT_IN)
    store = FeatureStore(tmp_path / "features", encoder.fingerprint)
    contents = [picture(tmp_path, number) for number in range(30)]
    result = EncodedContents()

    steps = encode_contents(contents, result, encoder=encoder, pool=pool, store=store)
    with closing(steps):
        next(done for done in steps if done >= 20)

    assert 0 < len(result.stored) <= 20
    assert store.missing([one.content_hash for one in contents]) == [
        one.content_hash for one in contents[len(result.stored) :]
    ]
