"""The state machine of duplicates, a few runs of it; `make torture` makes many."""

from tests.db.duplicates_machine import run_machine


def test_no_labelling_is_lost_and_undo_restores_everything() -> None:
    run_machine(examples=6, steps=20)
