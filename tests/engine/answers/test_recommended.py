"""Which suggester is recommended, without an evaluation and by one."""

import dataclasses
from typing import Any

import pytest

from engine.answers.recommended import (
    CLEAR_GAIN,
    FEWEST_TEST_IMAGES,
    RECOMMENDABLE,
    RECOMMENDED_SETTING,
    USUAL,
    recommendation_of,
    recommended,
    suggesting_cost,
)
from engine.answers.references import SUGGESTER_SETTING, chosen_suggester
from engine.evaluation.report.records import EvaluationReport
from engine.suggesters.registry import SUGGESTERS
from tests.engine.evaluation.report.report_data import report

ENCODER = {"encoder.fingerprint": "f" * 64}
OTHER = RECOMMENDABLE[1]


def evaluated(scores: dict[str, float], test: int = FEWEST_TEST_IMAGES) -> EvaluationReport:
    """A report in which these suggesters have these F scores."""
    made = report(*scores)
    suggesters = tuple(
        dataclasses.replace(
            one,
            by_seed=tuple(
                dataclasses.replace(seed, f_score=scores[one.name]) for seed in one.by_seed
            ),
        )
        for one in made.suggesters
    )
    data = dataclasses.replace(made.data, test=test)
    return dataclasses.replace(made, suggesters=suggesters, data=data)


def noted(scores: dict[str, float], **changed: Any) -> dict[str, Any]:
    found = recommendation_of(evaluated(scores))
    assert found is not None
    return {**ENCODER, RECOMMENDED_SETTING: {**found.as_json(), **changed}}


def test_what_may_be_recommended_has_evidence_of_its_own_and_needs_no_words() -> None:
    for name in RECOMMENDABLE:
        assert SUGGESTERS[name].has_evidence
        assert not SUGGESTERS[name].needs_names
    assert RECOMMENDABLE[0] == USUAL


def test_without_an_evaluation_the_usual_one_is_recommended() -> None:
    found = recommended({})
    assert (found.suggester, found.is_evaluated) == (USUAL, False)
    assert "two archives" in str(found.reason)


def test_an_evaluation_recommends_what_is_clearly_ahead_and_says_so() -> None:
    settings = noted({USUAL: 0.6, OTHER: 0.6 + 2 * CLEAR_GAIN, "1-nn": 0.9})
    found = recommended(settings)
    assert found.suggester == OTHER
    assert str(found.reason) == (
        "Chosen for this archive by an evaluation on 2026-03-01: "
        f"F2 64.0 %, against 60.0 % of “{USUAL}”."
    )
    assert chosen_suggester(settings) == OTHER
    # A person's choice goes before it.
    assert chosen_suggester({**settings, SUGGESTER_SETTING: "1-nn"}) == "1-nn"


def test_the_usual_one_stays_where_another_is_ahead_by_what_may_be_chance() -> None:
    found = recommended(noted({USUAL: 0.6, OTHER: 0.6 + CLEAR_GAIN / 2}))
    assert (found.suggester, found.is_evaluated) == (USUAL, True)
    assert str(found.reason) == (
        "An evaluation of this archive on 2026-03-01 found F2 60.0 %; "
        f"“{OTHER}” reached 61.0 %, and so little more may be chance."
    )


@pytest.mark.parametrize(
    ("scores", "test"),
    [
        ({USUAL: 0.5, OTHER: 0.9}, FEWEST_TEST_IMAGES - 1),
        ({OTHER: 0.9, "1-nn": 0.2}, 1000),
        ({USUAL: 0.5, "1-nn": 0.9}, 1000),
    ],
)
def test_small_evaluations_and_those_of_others_recommend_nothing(
    scores: dict[str, float], test: int
) -> None:
    assert recommendation_of(evaluated(scores, test)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"suggester": "fused"},
        {"suggester": None},
        {"made_at": "yesterday"},
        {"f_score": "much"},
        {"others": []},
        {"others": {}},
        {"fingerprint": "of another encoder"},
    ],
)
def test_what_cannot_be_used_gives_way_to_the_usual_one(changed: dict[str, Any]) -> None:
    settings = noted({USUAL: 0.5, OTHER: 0.9}, **changed)
    assert not recommended(settings).is_evaluated
    assert not recommended({**ENCODER, RECOMMENDED_SETTING: "words"}).is_evaluated


def test_costs_grow_with_the_archive() -> None:
    for name in RECOMMENDABLE:
        small, large = (
            suggesting_cost(name, *size) for size in ((1000, 500, 100), (100_000, 50_000, 2000))
        )
        assert small.seconds < large.seconds < 3600
        assert small.memory_bytes < large.memory_bytes < 1_000_000_000


@pytest.mark.parametrize("name", RECOMMENDABLE)
def test_costs_grow_with_the_vocabulary(name: str) -> None:
    few, many = (suggesting_cost(name, 50_000, 20_000, labels) for labels in (100, 20_000))
    assert few.seconds < many.seconds
    assert many.memory_bytes > few.memory_bytes + 100_000_000
