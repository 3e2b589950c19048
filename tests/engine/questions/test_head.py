"""The head of a question: probabilities that are right, evidence that adds up."""

import numpy as np
import pytest

from engine.evaluation.reliability import reliability
from engine.questions.folds import answer_folds
from engine.questions.head import QuestionHead, platt, stratum_weights
from engine.words_and_pictures import FloatArray, paired

SIZE = 16


def drawn(count: int, seed: int, *, share: float = 0.15) -> tuple[FloatArray, np.ndarray]:
    """(n, 2 * SIZE) pairs, a third without text, and (n,) answers: yes depends on both parts."""
    rng = np.random.default_rng(seed)
    images, texts = rng.standard_normal((2, count, SIZE))
    odds = 2.0 * images[:, 0] + 2.0 * texts[:, 1]
    odds += np.log(share / (1 - share)) - 1.0
    has_text = rng.random(count) > 1 / 3
    odds = np.where(has_text, odds, odds - 2.0 * texts[:, 1])
    yes = rng.random(count) < 1 / (1 + np.exp(-odds))
    return paired(images.astype(np.float32), texts.astype(np.float32), has_text), yes


def test_its_probabilities_are_right_as_often_as_they_say() -> None:
    pairs, yes = drawn(500, 1)
    held_out, truth = drawn(4000, 2)
    head = QuestionHead().fit(pairs, yes, np.arange(500), archive=held_out)

    found = head.probability(held_out)
    assert head.is_calibrated_
    assert reliability(found, truth).error < 0.04
    assert abs(float(found.mean()) - float(truth.mean())) < 0.03
    for form in ("image", "text"):
        alone = QuestionHead(form).fit(pairs, yes, np.arange(500)).probability(held_out)
        assert np.mean((found - truth) ** 2) < np.mean((alone - truth) ** 2)


def test_asking_about_likely_ones_does_not_make_a_yes_more_probable() -> None:
    gaps = []
    for seed in range(4, 8):
        archive, truth = drawn(3000, seed)
        first = QuestionHead().fit(archive[:150], truth[:150], np.arange(150))
        likely = 150 + np.argsort(-first.probability(archive[150:]))[:150]
        asked = np.concatenate([np.arange(150), likely])
        assert truth[asked].mean() > 1.5 * truth.mean()
        head = QuestionHead().fit(archive[asked], truth[asked], np.arange(300), archive=archive)
        rest = np.setdiff1d(np.arange(len(truth)), asked)
        gaps.append(float(head.probability(archive[rest]).mean() - truth[rest].mean()))

    assert abs(np.mean(gaps)) < 0.03
    assert max(map(abs, gaps)) < 0.08


def test_few_yeses_move_probabilities_little_and_many_as_far_as_they_say() -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(-3, 2, 50_000)
    yes = rng.random(50_000) < 1 / (1 + np.exp(-(1.6 * odds + 1.0)))

    slope, offset = platt(odds, yes, np.ones(50_000))
    assert (slope, offset) == pytest.approx((1.6, 1.0), abs=0.1)
    apart = platt(np.array([-9.0, -8.0, 7.0]), np.array([False, False, True]), np.ones(3))
    assert apart == pytest.approx((1.0, 0.0), abs=0.05), "nothing speaks against what was said"


def test_evidence_adds_up_to_the_log_odds() -> None:
    pairs, yes = drawn(120, 4, share=0.4)
    head = QuestionHead().fit(pairs, yes, np.arange(120))
    asked = drawn(1, 5)[0]

    found = head.evidence(asked[0], most=120)
    total = found.weights.sum() + head.slope_ * head.offset_ + head.shift_
    assert total == pytest.approx(head.log_odds(asked)[0], abs=0.02)
    assert np.all(np.diff(np.abs(found.weights)) <= 0)
    for row, weight in zip(found.rows[:20], found.weights[:20], strict=True):
        near = head.learned_from_[row] @ head.learned_from_[row] > 0
        assert near
        assert (weight > 0) == bool(yes[row]) or head.learned_from_[row] @ _row(head, asked) < 0
    assert len(head.evidence(asked[0], most=3).rows) == 3


def _row(head: QuestionHead, asked: FloatArray) -> np.ndarray:
    from engine.words_and_pictures import merged

    return merged(asked, head.form)[0]


def test_few_answers_are_neither_chosen_by_nor_calibrated() -> None:
    pairs, _ = drawn(8, 6)
    yes = np.arange(8) < 2
    head = QuestionHead().fit(pairs, yes, np.arange(8))
    assert not head.is_calibrated_
    assert np.all((head.probability(pairs) > 0) & (head.probability(pairs) < 1))
    with pytest.raises(ValueError, match="too few"):
        QuestionHead().fit(pairs, np.arange(8) < 1, np.arange(8))


def test_pairs_that_say_nothing_give_everybody_the_share_of_yes() -> None:
    pairs = paired(np.eye(60, SIZE, dtype=np.float32) + 1, np.zeros((60, SIZE), np.float32))
    yes = np.arange(60) % 4 == 0
    head = QuestionHead("text").fit(pairs, yes, np.arange(60), archive=pairs)
    assert head.probability(pairs) == pytest.approx(0.25, abs=0.03)


def test_folds_share_no_group_and_have_the_same_share_of_yes() -> None:
    yes = np.arange(200) % 10 == 0
    groups = np.arange(200) // 2
    folds = answer_folds(yes, groups)
    assert len({*folds}) == 5
    assert all(folds[a] == folds[a + 1] for a in range(0, 200, 2))
    assert {int(yes[folds == fold].sum()) for fold in range(5)} == {4}


def test_weights_bring_the_scores_of_answers_to_those_of_the_archive() -> None:
    rng = np.random.default_rng(0)
    archive = rng.standard_normal(20_000)
    answered = np.concatenate([rng.standard_normal(200), 1.5 + 0.3 * rng.standard_normal(200)])
    weights = stratum_weights(answered, archive)
    assert weights.mean() == pytest.approx(1)
    assert abs(np.average(answered, weights=weights)) < 0.25 < answered.mean()
    assert np.all(stratum_weights(answered[:30], archive) == 1)
