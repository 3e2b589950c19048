"""The selection against a plain set, whatever is done to it in whatever order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gui.models.image_selection import ImageSelection

ids_in_some_order = st.lists(st.integers(1, 60), unique=True, max_size=30)


class SelectionMachine(RuleBasedStateMachine):
    """Every act on the selection, done to a set as well."""

    def __init__(self) -> None:
        super().__init__()
        self.selection = ImageSelection()
        self.shown: list[int] = []
        self.selected: set[int] = set()

    @rule(ids=ids_in_some_order)
    def show(self, ids: list[int]) -> None:
        self.selection.show(np.asarray(ids, dtype=np.int64))
        self.shown = ids

    @precondition(lambda self: self.shown)
    @rule(data=st.data())
    def select_only(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.shown) - 1))
        self.selection.select_only(position)
        self.selected = {self.shown[position]}

    @precondition(lambda self: self.shown)
    @rule(data=st.data())
    def toggle(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.shown) - 1))
        self.selection.toggle(position)
        self.selected ^= {self.shown[position]}

    @precondition(lambda self: self.shown)
    @rule(data=st.data(), keep=st.booleans())
    def select_range(self, data: st.DataObject, keep: bool) -> None:
        first = data.draw(st.integers(0, len(self.shown) - 1))
        last = data.draw(st.integers(0, len(self.shown) - 1))
        self.selection.select_range(first, last, keep=keep)
        before = self.selected if keep else set()
        self.selected = before | set(self.shown[min(first, last) : max(first, last) + 1])

    @precondition(lambda self: self.shown)
    @rule(data=st.data(), keep=st.booleans())
    def rubber_band(self, data: st.DataObject, keep: bool) -> None:
        """A band that grows and shrinks leaves only what it covers at its end."""
        self.selection.begin_rubber_band(keep=keep)
        before = set(self.selected) if keep else set()
        for _ in range(2):
            positions = data.draw(st.sets(st.integers(0, len(self.shown) - 1)))
            self.selection.rubber_band(np.asarray(sorted(positions), dtype=np.int64))
            self.selected = before | {self.shown[position] for position in positions}

    @rule()
    def select_all(self) -> None:
        self.selection.select_all()
        self.selected |= set(self.shown)

    @rule()
    def clear(self) -> None:
        self.selection.clear()
        self.selected = set()

    @invariant()
    def agrees(self) -> None:
        shown = [image_id for image_id in self.shown if image_id in self.selected]
        assert self.selection.selected_ids() == shown
        assert self.selection.count == len(shown)
        assert self.selection.hidden_count == len(self.selected) - len(shown)


SelectionMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=20)
TestSelection = SelectionMachine.TestCase


@given(ids=ids_in_some_order, wanted=st.integers(1, 70))
def test_position_of(ids: list[int], wanted: int) -> None:
    selection = ImageSelection()
    selection.show(np.asarray(ids, dtype=np.int64))
    expected = ids.index(wanted) if wanted in ids else -1
    assert selection.position_of(wanted) == expected
