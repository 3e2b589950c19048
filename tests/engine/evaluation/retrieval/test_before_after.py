"""The gap and the map of two encoders beside each other, from the vectors of the same pairs."""

from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from engine.evaluation.report.style import DARK
from engine.evaluation.retrieval.before_after import (
    BINS,
    PICTURES_NAME,
    WORDS,
    BeforeAfter,
    Side,
    before_and_after,
    gap_figure,
    map_figure,
    read_pictures,
)
from engine.evaluation.retrieval.gap import gap
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.progress import run_job

PAIRS = 60


def pairs_of(noise: float, count: int = PAIRS) -> CaptionedImages:
    """Two captions of one image, one of each other one; ``noise``: how far they are off."""
    rng = np.random.default_rng(2)
    images = rng.standard_normal((count - 1, 16))
    owner = np.array([0, *range(count - 1)])
    captions = images[owner] + noise * rng.standard_normal((count, 16))
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    captions /= np.linalg.norm(captions, axis=1, keepdims=True)
    return CaptionedImages.of(images.astype(np.float32), captions.astype(np.float32), owner)


@pytest.fixture(scope="module")
def shown() -> BeforeAfter:
    return run_job(before_and_after(pairs_of(3.0), pairs_of(0.3)))  # type: ignore[arg-type]


def mean_of(shown: BeforeAfter, shares: tuple[float, ...]) -> float:
    middles = np.linspace(shown.low, shown.high, 2 * BINS + 1)[1::2]
    return float(np.average(middles, weights=shares))


def test_shares_are_of_true_and_wrong_pairs_as_the_gap_has_them(shown: BeforeAfter) -> None:
    width = (shown.high - shown.low) / BINS
    for side, pairs in ((shown.before, pairs_of(3.0)), (shown.after, pairs_of(0.3))):
        assert side.gap == gap(pairs)
        for shares, mean in ((side.true, side.gap.true), (side.wrong, side.gap.wrong)):
            assert sum(shares) == pytest.approx(1, abs=1e-4)
            assert mean_of(shown, shares) == pytest.approx(mean, abs=width)
    assert shown.after.gap.gap > 2 * shown.before.gap.gap


def test_captions_lie_beside_their_images_where_they_are_near(shown: BeforeAfter) -> None:
    def distance(side: Side) -> float:
        apart = np.array(side.images) - np.array(side.captions)
        return float(np.median(np.linalg.norm(apart, axis=1)))

    assert len(shown.before.images) == len(shown.after.captions) == shown.pairs == PAIRS
    assert shown.after.images[0] == shown.after.images[1], "one image, two captions"
    assert distance(shown.after) < distance(shown.before) / 3
    again = run_job(before_and_after(pairs_of(3.0), pairs_of(0.3)))  # type: ignore[arg-type]
    assert again == shown


def test_it_is_read_back_and_drawn_in_other_words(shown: BeforeAfter, tmp_path: Path) -> None:
    assert read_pictures(tmp_path) is None
    path = tmp_path / PICTURES_NAME
    path.write_text(shown.as_json(), encoding="utf-8")
    assert read_pictures(tmp_path) == shown
    said: list[str] = []
    for make in (gap_figure, map_figure):
        figure = make(shown, DARK, lambda word: said.append(word) or word)  # type: ignore[func-returns-value]
        assert len(figure.axes) == 2
    assert set(said) == set(WORDS)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        read_pictures(tmp_path)


def test_few_pairs_have_a_gap_and_no_map() -> None:
    few = run_job(before_and_after(pairs_of(1.0, 4), pairs_of(0.1, 4)))  # type: ignore[arg-type]
    assert not few.has_map
    assert sum(few.after.true) == pytest.approx(1, abs=1e-4)
