"""Clusters: no chaining, answers bind, the weakest pair is told."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.duplicates.clusters import Cluster, Linked, clusters, missing_pairs, ordered

Pairs = dict[tuple[int, int], float]
Judged = list[tuple[int, int]]


def linked(pairs: Pairs, same: Judged | None = None, different: Judged | None = None) -> Linked:
    keys = sorted(pairs)
    ends = np.array(keys, dtype=np.int64).reshape(-1, 2)
    return Linked(
        ends[:, 0],
        ends[:, 1],
        np.array([pairs[key] for key in keys]),
        np.array(same or [], dtype=np.int64).reshape(-1, 2),
        np.array(different or [], dtype=np.int64).reshape(-1, 2),
    )


def members(found: list[Cluster]) -> list[tuple[int, ...]]:
    return [one.members for one in found]


def test_a_chain_is_cut() -> None:
    found = clusters(linked({(0, 1): 0.999, (1, 2): 0.98, (0, 2): 0.02}))
    assert members(found) == [(0, 1)]
    assert found[0].certain


def test_a_pair_that_was_not_measured_cuts_too_and_is_named() -> None:
    pairs = linked({(0, 1): 0.999, (1, 2): 0.99})
    assert members(clusters(pairs)) == [(0, 1)]
    assert missing_pairs(pairs).tolist() == [[0, 2]]
    assert missing_pairs(linked({(0, 1): 0.9, (1, 2): 0.9}, different=[(2, 0)])).tolist() == []


def test_the_weakest_pair_is_told() -> None:
    found = clusters(linked({(3, 5): 0.999, (3, 9): 0.7, (5, 9): 0.8}))
    assert found == [Cluster((3, 5, 9), 0.7, (3, 9), False)]


def test_suspected_pairs_come_after_certain_ones_and_take_nothing_from_them() -> None:
    found = clusters(linked({(0, 1): 0.999, (1, 2): 0.1, (0, 2): 0.1, (3, 4): 0.05, (5, 6): 0.005}))
    assert members(found) == [(0, 1), (3, 4)]
    assert [one.certain for one in found] == [True, False]


def test_images_judged_the_same_are_together_whatever_is_measured() -> None:
    found = clusters(linked({(0, 1): 0.001, (2, 3): 0.9}, same=[(1, 0), (4, 7)]))
    assert sorted(members(found)) == [(0, 1), (2, 3), (4, 7)]
    assert [one.probability for one in found if one.members != (2, 3)] == [1.0, 1.0]


def test_images_judged_the_same_count_as_one() -> None:
    found = clusters(linked({(0, 2): 0.99, (1, 2): 0.03}, same=[(0, 1)]))
    assert members(found) == [(0, 1, 2)]
    assert found[0].weakest == (1, 2)
    assert found[0].probability == 0.03
    assert not found[0].certain


def test_images_judged_different_are_never_together() -> None:
    found = clusters(linked({(0, 1): 0.999, (1, 2): 0.999, (0, 2): 0.999}, different=[(2, 0)]))
    assert members(found) in ([(0, 1)], [(1, 2)])


def test_answers_that_contradict_one_another_are_marked() -> None:
    found = clusters(linked({(0, 1): 0.9, (1, 2): 0.9}, same=[(0, 1), (1, 2)], different=[(0, 2)]))
    assert members(found) == [(0, 1)]
    assert found[0].conflict
    assert not found[0].certain


def test_orders_of_review() -> None:
    large = Cluster((0, 1, 2), 0.6, (0, 1), False)
    certain = Cluster((3, 4), 0.999, (3, 4), True)
    doubtful = Cluster((5, 6), 0.52, (5, 6), False)
    found = [doubtful, large, certain]
    assert ordered(found, "certain") == [certain, large, doubtful]
    assert ordered(found, "size") == [large, certain, doubtful]
    assert ordered(found, "doubt") == [doubtful, large, certain]


IMAGES = 9
EVERY_PAIR = list(combinations(range(IMAGES), 2))
PROBABILITIES = st.sampled_from([0.001, 0.05, 0.4, 0.6, 0.8, 0.95, 0.995, 1.0])


@given(
    pairs=st.dictionaries(st.sampled_from(EVERY_PAIR), PROBABILITIES),
    same=st.lists(st.sampled_from(EVERY_PAIR), max_size=4),
    different=st.lists(st.sampled_from(EVERY_PAIR), max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_clusters_hold_together(pairs: Pairs, same: Judged, different: Judged) -> None:
    found = clusters(linked(pairs, same, different))
    every = [image for one in found for image in one.members]
    assert len(every) == len(set(every))
    for one in found:
        inside = set(combinations(one.members, 2))
        assert not inside & set(different)
        known = {pair: pairs[pair] for pair in inside & set(pairs)} | dict.fromkeys(
            inside & set(same), 1.0
        )
        assert one.probability == min(known.values())
        assert known[one.weakest] == one.probability
        assert one.certain == (one.probability >= 0.99 and not one.conflict)
        if not same:
            # Every pair of it was measured, and is likely enough.
            assert known.keys() == inside
            suspected = len(one.members) == 2 or one.probability >= 0.5
            assert one.probability >= (0.5 if not suspected else 0.01)
    for pair in set(same) - set(different):
        together = any(set(pair) <= set(one.members) for one in found)
        assert together or different
    # What is left could not be joined: no two clusters hold together as one.
    if not same and not different:
        for one, other in combinations(found, 2):
            across = [
                pairs.get((min(a, b), max(a, b)), 0.0) for a in one.members for b in other.members
            ]
            whole = min([*across, one.probability, other.probability])
            assert whole < 0.5


def test_large_groups_are_quick_enough_to_be_one_cluster() -> None:
    pairs = dict.fromkeys(combinations(range(120), 2), 0.999)
    assert members(clusters(linked(pairs))) == [tuple(range(120))]


def test_three_images_that_are_only_suspected_are_no_cluster() -> None:
    found = clusters(linked({(0, 6): 0.05, (0, 7): 0.05, (6, 7): 0.05}, [], []))
    assert [len(one.members) for one in found] == [2]
