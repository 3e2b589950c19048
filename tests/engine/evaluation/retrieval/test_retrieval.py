"""Retrieval figures against a naive loop, scikit-learn, torchmetrics, and in known cases."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import label_ranking_average_precision_score

from engine.evaluation.retrieval import ranks as ranks_module
from engine.evaluation.retrieval.chance import chance_mrr, chance_of_distinct
from engine.evaluation.retrieval.gap import gap, gap_by_group
from engine.evaluation.retrieval.measures import figures, measure, populations
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import Direction, ranks
from engine.evaluation.retrieval.words import Alike

DIRECTIONS: tuple[Direction, ...] = ("image_to_text", "text_to_image")
ALIKES: tuple[Alike, ...] = ("right", "left out", "wrong")


def some_pairs(
    seed: int, images: int = 12, captions: int = 18, *, coarse: bool = False
) -> CaptionedImages:
    """Random features; coarse ones tie often. Groups are few, so that many are alike."""
    rng = np.random.default_rng(seed)
    both = rng.normal(size=(images + captions, 4))
    if coarse:
        both = np.sign(both)
    both /= np.linalg.norm(both, axis=1, keepdims=True)
    both = np.round(both, 3)
    return CaptionedImages(
        both[:images].astype(np.float32),
        both[images:].astype(np.float32),
        np.sort(rng.integers(0, images, captions)),
        rng.integers(0, images, images),
        rng.integers(0, captions, captions),
    )


def naive(
    pairs: CaptionedImages, direction: Direction, alike: Alike
) -> list[tuple[float, float, int, int]]:
    """First rank, average precision, right ones and candidates of each query, by loops."""

    def is_own(image: int, caption: int) -> bool:
        return bool(pairs.owner[caption] == image)

    def is_alike(image: int, caption: int) -> bool:
        texts = {pairs.caption_groups[c] for c in range(len(pairs.captions)) if is_own(image, c)}
        near = pairs.image_groups[pairs.owner[caption]] == pairs.image_groups[image]
        return bool(near) or pairs.caption_groups[caption] in texts

    similarities = pairs.images @ pairs.captions.T
    if direction == "text_to_image":
        similarities = pairs.captions @ pairs.images.T
    found = []
    for query, line in enumerate(similarities):
        scored: list[tuple[float, bool]] = []
        for candidate, score in enumerate(line):
            pair = (query, candidate) if direction == "image_to_text" else (candidate, query)
            right = is_own(*pair) or (alike == "right" and is_alike(*pair))
            if alike == "left out" and not right and is_alike(*pair):
                continue
            scored.append((float(score), right))
        places = []
        for tie in sorted({score for score, right in scored if right}, reverse=True):
            above = sum(other > tie for other, _ in scored)
            tied = sum(other == tie for other, _ in scored)
            right_ones = sum(right and score == tie for score, right in scored)
            places += [above + (k + 1) * (tied + 1) / (right_ones + 1) for k in range(right_ones)]
        if places:
            precision = np.mean([(k + 1) / place for k, place in enumerate(places)])
            found.append((places[0], float(precision), len(places), len(scored)))
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(DIRECTIONS), st.sampled_from(ALIKES), st.booleans())
def test_ranks_are_those_of_a_naive_loop(
    seed: int, direction: Direction, alike: Alike, coarse: bool
) -> None:
    pairs = some_pairs(seed, coarse=coarse)

    found = ranks(pairs, direction, alike=alike)

    expected = naive(pairs, direction, alike)
    got = np.stack([found.first, found.precision, found.right, found.candidates], axis=1)
    assert got == pytest.approx(np.array(expected))


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = some_pairs(3, images=40, captions=60)
    whole = [ranks(pairs, one) for one in DIRECTIONS]

    monkeypatch.setattr(ranks_module, "BLOCK_CELLS", 100)

    for before, one in zip(whole, DIRECTIONS, strict=True):
        assert np.array_equal(before.first, ranks(pairs, one).first)


def test_many_right_ones_are_ranked_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    pairs = some_pairs(5, images=3, captions=60, coarse=True)
    few = ranks(pairs, "image_to_text").precision
    monkeypatch.setattr(ranks_module, "FEW", int(rng.integers(0, 1)))
    assert ranks(pairs, "image_to_text").precision == pytest.approx(few)


def test_average_precision_is_that_of_scikit_learn() -> None:
    pairs = some_pairs(8, images=10, captions=40)
    truth = pairs.own().toarray() > 0
    with_captions = truth.any(axis=1)

    found = ranks(pairs, "image_to_text", alike="wrong")

    expected = label_ranking_average_precision_score(
        truth[with_captions], (pairs.images @ pairs.captions.T)[with_captions]
    )
    assert found.precision.mean() == pytest.approx(expected)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_figures_are_those_of_torchmetrics(direction: Direction) -> None:
    import torch
    from torchmetrics.functional import retrieval as independent

    pairs = some_pairs(11, images=60, captions=240)
    truth = pairs.own().toarray() > 0
    similarities = pairs.images.astype(float) @ pairs.captions.T.astype(float)
    if direction == "text_to_image":
        truth, similarities = truth.T, similarities.T
    lines = [
        # What is not above 0 is never right there.
        (torch.tensor(2 + line), torch.tensor(right))
        for line, right in zip(similarities, truth, strict=True)
        if right.any()
    ]

    found = measure(pairs, direction, alike="wrong")

    def mean(figure: Any, **options: int) -> float:
        return float(np.mean([figure(*line, **options) for line in lines]))

    assert found.mrr == pytest.approx(mean(independent.retrieval_reciprocal_rank))
    assert found.mrr_at_100 == pytest.approx(mean(independent.retrieval_reciprocal_rank, top_k=100))
    assert found.map == pytest.approx(mean(independent.retrieval_average_precision))
    assert found.recall_at == pytest.approx(
        {k: mean(independent.retrieval_hit_rate, top_k=k) for k in found.recall_at}
    )


def known(ranks_: list[float]) -> Any:
    count = len(ranks_)
    return figures(
        ranks_module.Ranks(
            np.array(ranks_),
            1 / np.array(ranks_),
            np.ones(count, dtype=np.int64),
            np.full(count, 200),
            np.arange(count),
        ),
        0.05,
    )


def test_figures_of_known_ranks() -> None:
    found = known([1, 2, 4, 150])

    assert found.mrr == pytest.approx((1 + 0.5 + 0.25 + 1 / 150) / 4)
    assert found.mrr_at_100 == pytest.approx((1 + 0.5 + 0.25) / 4)
    assert found.recall_at == {1: 0.25, 5: 0.75, 10: 0.75, 25: 0.75, 50: 0.75, 100: 0.75}
    assert (found.median_rank, found.size, found.queries) == (3, 200, 4)
    assert found.mrr_interval[0] < found.mrr < found.mrr_interval[1]


def test_an_encoder_that_finds_all_alike_is_no_better_than_the_middle() -> None:
    same = np.ones((50, 1), dtype=np.float32)
    pairs = CaptionedImages.of(same, same, np.arange(50))

    assert set(ranks(pairs, "image_to_text").first) == {25.5}
    assert measure(pairs, "image_to_text").top_1 == 0


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_vectors_that_are_no_numbers_find_nothing(direction: Direction) -> None:
    images = np.eye(20, dtype=np.float32)
    nothing = np.full((20, 20), np.nan, dtype=np.float32)
    assert set(ranks(CaptionedImages.of(images, nothing, np.arange(20)), direction).first) == {10.5}
    half = images.copy()
    half[10:] = np.nan
    assert ranks(CaptionedImages.of(images, half, np.arange(20)), direction).first[:10].max() == 1


def test_equal_captions_of_many_images_do_no_harm() -> None:
    rng = np.random.default_rng(0)
    images = rng.normal(size=(40, 8)).astype(np.float32)
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    captions = np.repeat(images[:4], 10, axis=0)
    same = np.repeat(np.arange(4), 10)
    images = captions.copy()
    pairs = CaptionedImages.of(images, captions, np.arange(40), caption_groups=same)

    assert set(ranks(pairs, "image_to_text").first) == {1}
    assert set(ranks(pairs, "image_to_text", alike="wrong").first) == {5.5}


def test_the_places_of_ties_are_those_of_random_orders() -> None:
    line = np.array([0.9] + [0.5] * 7 + [0.1], dtype=np.float32)
    wanted = np.array([2, 3, 5])
    rng = np.random.default_rng(1)
    firsts = []
    for _ in range(20_000):
        order = np.lexsort((rng.random(len(line)), -line))
        firsts.append(1 + min(int(np.flatnonzero(order == one)[0]) for one in wanted))

    place, _, count = ranks_module._found(line, wanted)

    assert count == 3
    assert place == pytest.approx(np.mean(firsts), rel=0.02)


def test_chance_is_what_random_orders_give() -> None:
    rng = np.random.default_rng(1)
    orders = np.argsort(rng.random((20_000, 30)), axis=1)
    for right in (1, 3):
        simulated = np.mean(1 / (orders[:, :right].min(axis=1) + 1))
        found = ranks_module.Ranks(
            np.ones(5), np.ones(5), np.full(5, right), np.full(5, 30), np.arange(5)
        )
        assert chance_of_distinct(found) == pytest.approx(simulated, rel=0.03)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("alike", ALIKES)
def test_chance_is_what_random_vectors_reach_where_many_texts_are_equal(
    direction: Direction, alike: Alike
) -> None:
    """Shuffled one by one, the text that a third of the images have would be right by chance."""
    rng = np.random.default_rng(4)
    texts = np.minimum(np.arange(90), 60)
    texts[:6] = texts[6:12]
    copies = np.arange(90)
    copies[20:24] = 20
    reached = []
    for _ in range(150):
        words, seen = rng.normal(size=(2, 90, 24)).astype(np.float32)
        words /= np.linalg.norm(words, axis=1, keepdims=True)
        seen /= np.linalg.norm(seen, axis=1, keepdims=True)
        pairs = CaptionedImages(seen[copies], words[texts], np.arange(90), copies, texts)
        found = ranks(pairs, direction, alike=alike)
        reached.append(np.mean(1 / found.first))

    assert chance_mrr(pairs, direction, found, alike=alike) == pytest.approx(
        np.mean(reached), rel=0.1
    )


def test_populations_have_one_caption_an_image_and_are_easier() -> None:
    rng = np.random.default_rng(2)
    images = rng.normal(size=(300, 8)).astype(np.float32)
    images /= np.linalg.norm(images, axis=1, keepdims=True)
    owner = np.repeat(np.arange(300), 2)
    captions = images[owner] + rng.normal(scale=0.6, size=(600, 8)).astype(np.float32)
    captions /= np.linalg.norm(captions, axis=1, keepdims=True)
    pairs = CaptionedImages.of(images, captions, owner)

    small, large = populations(pairs, "text_to_image", sizes=(20, 200, 5000), trials=4)

    assert (small.size, large.size, small.trials) == (20, 200, 4)
    assert small.mrr[0] > large.mrr[0] > measure(pairs, "text_to_image").chance_mrr
    assert large.mrr[1] > 0
    again = populations(pairs, "text_to_image", sizes=(20,), trials=4)
    assert again == [small]


def test_the_gap_is_that_of_a_naive_loop() -> None:
    pairs = some_pairs(4)
    similarities = pairs.images.astype(np.float64) @ pairs.captions.astype(np.float64).T
    own = pairs.own().toarray() > 0

    found = gap(pairs)

    assert found.true == pytest.approx(similarities[own].mean())
    assert found.wrong == pytest.approx(similarities[~own].mean())
    assert found.gap == pytest.approx(found.true - found.wrong)
    assert found.spread == pytest.approx(similarities[~own].std())
    assert found.separation == pytest.approx(found.gap / similarities[~own].std())
    halves = gap_by_group(pairs, np.arange(len(pairs.captions)) % 2)
    assert sum(one.pairs for one in halves.values()) == found.pairs
    weighted = sum(one.true * one.pairs for one in halves.values()) / found.pairs
    assert weighted == pytest.approx(found.true)


def test_nothing_to_measure_is_refused() -> None:
    empty = np.empty((0, 4), dtype=np.float32)
    pairs = CaptionedImages.of(np.eye(4, dtype=np.float32), empty, np.empty(0, dtype=np.int64))
    for direction in DIRECTIONS:
        with pytest.raises(ValueError, match="no image"):
            measure(pairs, direction)
    with pytest.raises(ValueError, match="no image"):
        gap(pairs)
