"""Two encoders on the same captions."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from db.records import ScannedImage
from engine.answers.current_encoder import features_dir
from engine.answers.encoders_used import UsedEncoder
from engine.errors import InputError
from engine.evaluation.retrieval.encoders import compare
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.features.store import FeatureStore
from engine.jobs.retrieval.compare import compare_encoders
from engine.progress import NeverCancelled, run_job

if TYPE_CHECKING:
    from conftest import MadeCatalogue

BLIND, SEEING = UsedEncoder("blind", "1" * 64), UsedEncoder("seeing", "2" * 64)
COUNT = 8


@pytest.fixture
def captioned(made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch) -> "MadeCatalogue":
    """Images with a number as their caption; one encoder takes each for the one before it, and
    has no features of the last image."""
    hashes = [hashlib.sha256(str(number).encode()).digest() for number in range(COUNT)]
    made.catalogue.commands.import_images(
        [ScannedImage(f"{at}.jpg".encode(), one, 1, 1) for at, one in enumerate(hashes)]
    )
    for image in made.catalogue.images.get_many(made.catalogue.images.ids()):
        made.catalogue.commands.add_caption(image.id, image.path[:-4], language="en")
    eye = np.eye(COUNT, dtype=np.float32)
    FeatureStore(features_dir(made.catalogue), SEEING.fingerprint).append(hashes, eye)
    shifted = np.roll(eye, 1, axis=1)[:-1]
    FeatureStore(features_dir(made.catalogue), BLIND.fingerprint).append(hashes[:-1], shifted)

    def encode(self: object, texts: Sequence[str], _languages: object) -> NDArray[np.float32]:
        return eye[[int(text) for text in texts]]

    monkeypatch.setattr("engine.answers.text_encoder.TextEncoder.encode", encode)
    return made


def test_captions_get_better_where_the_second_encoder_sees(captioned: "MadeCatalogue") -> None:
    found = run_job(
        compare_encoders(captioned.catalogue, cancel=NeverCancelled(), first=BLIND, second=SEEING)
    )

    assert (found.first, found.second) == ("blind", "seeing")
    assert (found.captions, found.images) == (COUNT - 1, COUNT - 1), "what both have"
    assert (found.better, found.worse) == (COUNT - 1, 0)
    assert found.second_mrr == 1 > found.first_mrr
    assert [one.after for one in found.gained] == [1.0] * (COUNT - 1)
    assert found.lost == ()
    image = captioned.catalogue.images.get_many([found.gained[0].image_id])[0]
    assert image.path == f"{found.gained[0].text}.jpg"


def test_encoders_without_an_image_in_common_are_not_compared(captioned: "MadeCatalogue") -> None:
    with pytest.raises(InputError) as refused:
        run_job(
            compare_encoders(
                captioned.catalogue,
                cancel=NeverCancelled(),
                first=SEEING,
                second=UsedEncoder("none", "3" * 64),
            )
        )
    assert refused.value.message.code == "captions-none-of-both"


def test_equal_captions_are_listed_once_with_the_image_that_is_found_first() -> None:
    images = np.eye(4, dtype=np.float32)
    blind, seeing = images[[3, 3, 3]], images[[1, 1, 2]]
    owner, groups = np.array([0, 1, 2]), np.array([7, 7, 8])
    first, second = (
        CaptionedImages.of(images, texts, owner, caption_groups=groups) for texts in (blind, seeing)
    )

    found = compare(("a", "b"), first, second, ["tree", "tree", "car"], [10, 11, 12, 13])

    assert found.better == 3
    assert [(one.text, one.image_id) for one in found.gained] == [("car", 12), ("tree", 11)]
