"""How this run of the program shall tell: as a document or in lines, with progress or without."""

import os
from collections.abc import Sequence
from enum import StrEnum

ENVIRONMENT = "NABOLAG_"
"""``NABOLAG_JSON=1`` stands for ``--json``, and so on for every option."""


class ProgressAs(StrEnum):
    """How long work shows on stderr how far it is."""

    BARS = "bars"
    JSON = "json"
    NONE = "none"


class Asked:
    """What the command line asked for; one for the process."""

    def __init__(self) -> None:
        self.as_json = False
        self.quiet = False
        self.progress = ProgressAs.BARS

    def begin(self, arguments: Sequence[str]) -> None:
        """Forget the last command line. Mistakes in this one are told as JSON already."""
        before_end = arguments[: arguments.index("--")] if "--" in arguments else arguments
        self.as_json = "--json" in before_end or is_set("json")
        self.quiet = False
        self.progress = ProgressAs.BARS

    @property
    def shows_progress(self) -> ProgressAs:
        """How, with ``quiet`` counted in."""
        return ProgressAs.NONE if self.quiet else self.progress


def variable(option: str) -> str:
    """The environment variable with the default of an option: NABOLAG_MIN_IMAGES."""
    return ENVIRONMENT + option.strip("-").replace("-", "_").upper()


def is_set(option: str) -> bool:
    """Whether the environment turns a switch on."""
    return os.environ.get(variable(option), "").casefold() in ("1", "true", "t", "yes", "y", "on")


ASKED = Asked()
