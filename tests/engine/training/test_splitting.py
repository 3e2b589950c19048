"""Groups stay together; by time the latest are held out, else every stratum gives its share."""

import numpy as np

from engine.training.splitting import TEST, TRAIN, VALIDATION, split_pairs


def test_by_time_the_latest_groups_are_held_out_whole() -> None:
    groups = np.arange(100) // 2
    times = [f"2020-01-01T{row // 60:02}:{row % 60:02}" for row in range(100)]
    times[3] = ""  # its group is not known to be new
    split = split_pairs(groups, times=times)
    assert split.by == "time"
    assert np.array_equal(np.unique(split.part[90:]), [TEST])
    assert np.array_equal(np.unique(split.part[80:90]), [VALIDATION])
    assert np.array_equal(np.unique(split.part[:80]), [TRAIN])


def test_else_strata_give_their_shares_and_large_groups_are_trained_on() -> None:
    groups = np.concatenate([np.arange(900), np.full(100, 900)])
    strata = np.arange(1000) % 3
    split = split_pairs(groups, times=["2020"] * 500 + [""] * 500, strata=strata, seed=4)
    assert split.by == "strata"
    assert set(split.part[900:]) == {TRAIN}
    for stratum in range(3):
        held = np.bincount(split.part[:900][strata[:900] == stratum], minlength=3)
        # The stratum of the large group makes up for it.
        assert 30 <= held[VALIDATION] <= 45
        assert 30 <= held[TEST] <= 45
    assert abs(np.bincount(split.part)[VALIDATION:] - 100).max() <= 1
    again, other = (split_pairs(groups, strata=strata, seed=seed) for seed in (4, 5))
    assert np.array_equal(split.part, again.part)
    assert not np.array_equal(split.part, other.part)
