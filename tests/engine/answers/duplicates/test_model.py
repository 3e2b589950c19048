"""From answers to probabilities and clusters."""

from typing import TYPE_CHECKING

import numpy as np

from db.duplicate_records import IMPORTED, DuplicatePair, DuplicateRun
from engine.answers.duplicates.choices import duplicate_choices
from engine.answers.duplicates.deciding import answer
from engine.answers.duplicates.model import cluster_all, rescore, settle

if TYPE_CHECKING:
    from conftest import MadeCatalogue


def found(made: "MadeCatalogue", count: int) -> list[int]:
    """A search's pairs of random images: few are likely, many are suspected."""
    ids = [made.add(f"{number:03}", "boat") for number in range(count)]
    rng = np.random.default_rng(3)
    pairs = {}
    for _ in range(6 * count):
        one, other = sorted(rng.choice(ids, 2, replace=False).tolist())
        similarity = float(rng.uniform(0.6, 1))
        pairs[one, other] = DuplicatePair(
            one,
            other,
            similarity,
            similarity - 0.5,
            probability=float(rng.choice([0.02, 0.1, 0.3, 0.7], p=[0.4, 0.3, 0.25, 0.05])),
        )
    made.catalogue.duplicates.store_found(
        DuplicateRun(made.store().fingerprint), pairs.values(), compared=ids
    )
    cluster_all(made.catalogue, duplicate_choices(made.catalogue))
    return ids


def clusters(made: "MadeCatalogue") -> set[tuple[int, ...]]:
    duplicates = made.catalogue.duplicates
    return {one.members for one in duplicates.clusters(duplicates.cluster_ids())}


def test_an_answer_touches_few_images_and_leaves_nobody_alone_who_is_suspected(
    made: "MadeCatalogue",
) -> None:
    ids = found(made, 60)
    duplicates = made.catalogue.duplicates
    for members in sorted(one for one in clusters(made) if len(one) == 2)[:8]:
        made.catalogue.commands.answer_duplicates({members: "different"})
        before = clusters(made)
        touched = settle(made.catalogue)

        assert len(touched) < len(ids) / 2
        after = clusters(made)
        assert members not in after
        assert {one for one in before if touched.isdisjoint(one)} <= after
        alone = set(ids).difference(*after)
        apart = {one[:2] for one in duplicates.answers()}
        assert not [
            one
            for one in duplicates.pairs()
            if alone.issuperset(one[:2]) and one[:2] not in apart and one.probability >= 0.01
        ]


def test_what_is_learnt_of_an_answer_is_unlearnt_with_it(made: "MadeCatalogue") -> None:
    found(made, 30)
    rescore(made.catalogue)
    before = {one[:2]: one.probability for one in made.catalogue.duplicates.pairs()}
    asked = min(before, key=lambda one: (abs(before[one] - 0.5), one))
    answer(made.catalogue, {asked: "different"})
    assert rescore(made.catalogue) > 0
    changed = {one[:2]: one.probability for one in made.catalogue.duplicates.pairs()}
    assert max(abs(changed[one] - before[one]) for one in before) > 0.01

    made.catalogue.commands.undo()
    rescore(made.catalogue)

    after = {one[:2]: one.probability for one in made.catalogue.duplicates.pairs()}
    assert max(abs(after[one] - before[one]) for one in before) < 1e-6
    assert rescore(made.catalogue) == 0


def test_clusters_are_as_before_once_answers_are_undone(made: "MadeCatalogue") -> None:
    found(made, 60)
    rescore(made.catalogue)
    before = stored(made), clusters(made)
    doubtful = sorted(made.catalogue.duplicates.pairs(), key=lambda one: abs(one.probability - 0.5))
    for pair, said in zip(doubtful[:6], ["different", "same"] * 3, strict=True):
        answer(made.catalogue, {pair[:2]: said})
        rescore(made.catalogue)
    after_answers = stored(made), clusters(made)
    assert after_answers != before
    for _ in range(6):
        made.catalogue.commands.undo()
        rescore(made.catalogue)
    assert (stored(made), clusters(made)) == before
    for _ in range(6):
        made.catalogue.commands.redo()
        rescore(made.catalogue)
    assert (stored(made), clusters(made)) == after_answers


def test_what_a_stopped_search_left_is_not_judged(made: "MadeCatalogue") -> None:
    ids = [made.add(f"{number:03}", "boat") for number in range(4)]
    duplicates = made.catalogue.duplicates
    left = DuplicatePair(ids[0], ids[1], 0.99, 0.6, same_pixels=True)
    named = DuplicatePair(
        ids[2], ids[3], 0.99, 0.6, differences=({"code": IMPORTED, "by": "a", "amount": 0.9},)
    )
    duplicates.store_found(DuplicateRun("", {"stopped": True}), [left, named], compared=())
    rescore(made.catalogue)
    assert [one.probability > 0 for one in duplicates.pairs()] == [False, True]
    assert (ids[0], ids[1]) not in clusters(made)
    duplicates.store_found(DuplicateRun(made.store().fingerprint), [left], compared=ids)
    rescore(made.catalogue)
    assert (ids[0], ids[1]) in clusters(made)


def stored(made: "MadeCatalogue") -> list[tuple[int, int, float, float]]:
    """All pairs as they are kept, to nine digits."""
    return [
        (one.image_a, one.image_b, round(one.probability, 9), round(one.uncertainty or 0.0, 9))
        for one in made.catalogue.duplicates.pairs()
    ]
