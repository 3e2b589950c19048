"""Candidate pairs as arrays."""

import numpy as np

from db.duplicate_records import DuplicatePair
from engine.answers.duplicates.model import measures_of
from engine.duplicates.pair_measures import PairMeasures
from engine.jobs.duplicates.pairs import ContentPairs, without_registration


def test_arrays_say_of_pairs_what_their_records_say() -> None:
    pairs = ContentPairs(
        left=np.array([0, 1]),
        right=np.array([2, 3]),
        similarity=np.array([0.75, 0.5], dtype=np.float32),
        normalized=np.array([0.25, 0.125], dtype=np.float32),
        distance=np.array([12, -1]),
        turn=np.array([4, 0]),
    )
    records = [DuplicatePair(1, 3, 0.75, 0.25, 12, 4), DuplicatePair(2, 4, 0.5, 0.125, None, None)]

    made, wanted = without_registration(pairs), measures_of(records)

    for name in PairMeasures.__slots__:
        np.testing.assert_array_equal(getattr(made, name), getattr(wanted, name), err_msg=name)
    assert pairs.at(np.array([False, True])).left.tolist() == [1]
