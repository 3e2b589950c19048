"""Random commands on duplicates: no labelling is lost, and undo brings all of it back."""

import traceback

from tests.db.duplicates_machine import run_machine
from tests.torture.base import Torture

EXAMPLES_A_KILL = 50
"""As many sequences as this for each kill of the other rows: 500 as a rule."""


def random_commands(torture: Torture) -> None:
    """Run sequences of commands, labels changing in between, and undo each to its beginning."""
    examples = EXAMPLES_A_KILL * torture.options.kills
    try:
        run_machine(examples)
    except AssertionError:
        torture.tally.loss(traceback.format_exc())
    torture.tally.tries += examples
