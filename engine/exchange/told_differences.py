"""What was done to a copy in words, for tables and the terminal: "cropped by 15 %, half size".

As the window says it, in English whatever language is chosen: scripts read it, as they read the
names of relations.
"""

from collections.abc import Iterable, Mapping
from typing import Any

HALF_LEAST, HALF_MOST = 0.47, 0.53
LARGER_TIMES = 1.95
"""Factor a side from which a larger copy is told by it, below by what it is larger by."""
TOLD = {
    "same-file": "the same file",
    "same-pixels": "the same in every pixel",
    "half": "half size",
    "smaller": "{percent} % smaller",
    "times": "{amount:.1f} times as large",
    "larger": "{percent} % larger",
    "cropped": "cropped by {percent} %",
    "extended": "shows {percent} % more",
    "border": "with a border",
    "unframed": "without the border",
    "turned": "turned by {amount:.0f}°",
    "mirrored": "mirrored",
    "grey": "in grey",
    "colored": "in colour",
    "brighter": "brighter",
    "darker": "darker",
    "recolored": "other colours",
    "retouched": "something added or removed",
    "stretched": "stretched",
    "imported": "named by {program}",
}


def told_differences(differences: Iterable[Mapping[str, Any]]) -> str:
    """What was done to the second picture, by stored differences (``Difference.document``); empty
    where nothing is known."""
    return ", ".join(filter(None, map(_told, differences)))


def _told(found: Mapping[str, Any]) -> str:
    code, amount = str(found.get("code", "")), float(found.get("amount") or 0.0)
    share = amount
    if code == "smaller":
        share = 1 - amount
        if HALF_LEAST <= amount <= HALF_MOST:
            code = "half"
    elif code == "larger":
        share = amount - 1
        if amount >= LARGER_TIMES:
            code = "times"
    program = str(found.get("from", ""))
    text = TOLD.get(code, "")
    # What the program is called comes last, and as it is.
    parts = text.split("{program}")
    return program.join(one.format(percent=round(100 * share), amount=amount) for one in parts)
