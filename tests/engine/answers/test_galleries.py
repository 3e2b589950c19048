"""What any encoder with features finds for a text."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from db.records import ScannedImage
from engine.answers.current_encoder import features_dir
from engine.answers.encoders_used import (
    USED_SETTING,
    UsedEncoder,
    encoders_with_features,
    with_used,
)
from engine.answers.galleries import Galleries
from engine.features.store import FeatureStore

if TYPE_CHECKING:
    from conftest import MadeCatalogue

NAMES = ("truck", "snow", "boat")
FIRST, SECOND = UsedEncoder("first", "1" * 64), UsedEncoder("second", "2" * 64)


def towards(place: int, size: int) -> NDArray[np.float32]:
    return np.asarray(np.eye(size)[place % size], dtype=np.float32)


@pytest.fixture
def two_encoders(made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch) -> "MadeCatalogue":
    """Images of three words; the second encoder takes each for the next one."""
    hashes = [hashlib.sha256(name.encode()).digest() for name in NAMES]
    made.catalogue.commands.import_images(
        [
            ScannedImage(f"{name}.jpg".encode(), content_hash, 1, 1)
            for name, content_hash in zip(NAMES, hashes, strict=True)
        ]
    )
    for encoder, shift, size in ((FIRST, 0, 4), (SECOND, 1, 5)):
        store = FeatureStore(features_dir(made.catalogue), encoder.fingerprint)
        rows = [towards((place + shift) % len(NAMES), size) for place in range(len(NAMES))]
        store.append(hashes, np.stack(rows))
        used = with_used(made.catalogue.settings, encoder.name, encoder.fingerprint)
        made.catalogue.settings.set(USED_SETTING, used)

    def encode(self: object, texts: Sequence[str]) -> NDArray[np.float32]:
        size = 4 if self._chosen[0] == "first" else 5  # type: ignore[attr-defined]
        return np.stack([towards(NAMES.index(text), size) for text in texts])

    monkeypatch.setattr("engine.answers.text_encoder.TextEncoder.encode", encode)
    return made


def test_each_encoder_finds_what_it_takes_for_the_text(two_encoders: "MadeCatalogue") -> None:
    ids = two_encoders.catalogue.images.ids()
    by_name = {one.path[:-4]: one.id for one in two_encoders.catalogue.images.get_many(ids)}
    galleries = Galleries(two_encoders.catalogue)

    first = galleries.find(FIRST, "snow", image_id=by_name["snow"], top=2)
    second = galleries.find(SECOND, "snow", image_id=by_name["snow"])
    galleries.close()

    assert (first.image_ids[0], first.rank, first.images) == (by_name["snow"], 1, 3)
    assert len(first.image_ids) == 2
    assert first.scores[0] == pytest.approx(1, abs=1e-3)
    assert second.image_ids[0] == by_name["truck"]
    assert second.rank is not None
    assert second.rank > 1


def test_encoders_are_known_by_what_was_encoded(two_encoders: "MadeCatalogue") -> None:
    catalogue = two_encoders.catalogue
    assert encoders_with_features(catalogue) == [SECOND, FIRST]
    catalogue.settings.set("encoder.name", FIRST.name)
    catalogue.settings.set("encoder.fingerprint", FIRST.fingerprint)
    assert encoders_with_features(catalogue) == [FIRST, SECOND], "the one in use first"
    again = with_used(catalogue.settings, FIRST.name, FIRST.fingerprint)
    assert again == [[SECOND.name, SECOND.fingerprint], [FIRST.name, FIRST.fingerprint]]
    catalogue.settings.set(USED_SETTING, [*again, ["gone", "3" * 64]])
    assert encoders_with_features(catalogue) == [FIRST, SECOND]
