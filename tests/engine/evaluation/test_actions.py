"""What a curator does, counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.actions import curator_actions, keys_to_type


def test_keys_are_the_letters_that_tell_a_label_from_all_others_and_two_more() -> None:
    vocabulary = ["boat", "boats", "Boar", "car", "Å"]
    keys = keys_to_type(["boat", "boats", "Boar", "car", "Å"], vocabulary)
    # "boat" begins "boats": all of it, then Return chooses it.
    assert keys.tolist() == [4 + 2, 5 + 2, 4 + 2, 1 + 2, 1 + 2]


@given(st.lists(st.text("ab", min_size=1, max_size=5), min_size=1, max_size=12, unique=True))
def test_keys_against_trying_every_prefix(names: list[str]) -> None:
    for name, keys in zip(names, keys_to_type(names, names), strict=True):
        others = [one for one in names if one != name]
        alone = [
            length
            for length in range(1, len(name) + 1)
            if not any(one.startswith(name[:length]) for one in others)
        ]
        assert keys == min(alone, default=len(name)) + 2


def test_actions_of_a_worked_example() -> None:
    truths = np.array([[True, True, False], [False, True, False]])
    predicted = np.array([[True, False, True], [False, True, True]])

    found = curator_actions(truths, predicted, ["a", "bb", "bc"], ["a", "bb", "bc"])

    assert (found.accepted, found.rejected, found.typed, found.labels) == (1.0, 1.0, 0.5, 1.5)
    assert found.keys == pytest.approx(1 + 1 + (2 + 2) / 2)
    assert found.keys_typing_everything == pytest.approx((3 + 4 + 4) / 2)
    nothing = curator_actions(truths[:0], predicted[:0], ["a", "bb", "bc"], [])
    assert nothing.keys == 0.0
