"""What a curator does, counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.actions import GRID_IMAGES, InGrid, curator_actions, keys_to_type

NO_GRID = InGrid(np.zeros((2, 3), dtype=bool), np.zeros((2, 3), dtype=bool))


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

    found = curator_actions(truths, predicted, NO_GRID, ["a", "bb", "bc"], ["a", "bb", "bc"])

    assert (found.accepted, found.rejected, found.typed, found.labels) == (1.0, 1.0, 0.5, 1.5)
    assert found.keys == pytest.approx(1 + 1 + (2 + 2) / 2)
    assert found.keys_typing_everything == pytest.approx((3 + 4 + 4) / 2)
    # Without a grid everything is typed.
    assert found.keys_by_grid == found.keys_typing_everything
    empty = InGrid(NO_GRID.shown[:0], NO_GRID.ticked[:0])
    nothing = curator_actions(truths[:0], predicted[:0], empty, ["a", "bb", "bc"], [])
    assert nothing.keys == nothing.keys_by_grid == 0.0


def test_keys_by_grid_are_pages_ticks_to_mend_and_what_no_grid_showed() -> None:
    images = GRID_IMAGES + 2
    truths, shown = np.zeros((images, 2), bool), np.zeros((images, 2), bool)
    shown[:, 0] = True
    truths[:10, 0] = True
    ticked = shown & truths
    ticked[0, 0] = False  # a tick is missing
    ticked[20:22, 0] = True  # two are wrong
    truths[5, 1] = True  # no grid shows it

    found = curator_actions(truths, shown, InGrid(shown, ticked), ["a", "bb"], ["a", "bb"])

    assert found.keys_by_grid == pytest.approx((2 + 1 + 2 + (1 + 2)) / images)


@given(st.integers(0, 2**32 - 1))
def test_every_label_is_confirmed_in_a_grid_or_typed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truths, shown = rng.random((2, 130, 3)) < 0.5
    names = ["a", "bb", "bc"]
    perfect = curator_actions(truths, shown, InGrid(shown, shown & truths), names, names)
    untyped = curator_actions(shown & truths, shown, InGrid(shown, shown & truths), names, names)
    pages = sum(-(-int(column.sum()) // GRID_IMAGES) for column in shown.T)
    assert untyped.keys_by_grid == pytest.approx(pages / 130)
    missed = (truths & ~shown).sum(axis=0) @ keys_to_type(names, names)
    assert perfect.keys_by_grid == pytest.approx((pages + missed) / 130)
