"""Name what was done to the second of two registered pictures against the first."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.duplicates.alignment import Box
from engine.duplicates.differences import Difference
from engine.duplicates.looking import Looked
from engine.duplicates.overlap import GREY_SATURATION, Overlap
from engine.duplicates.turns import FIRST_MIRRORED

SAME_SIZE = 0.03
"""Sizes and shapes this near one another, as a share, are the same."""
CROPPED = 0.1
"""Share left out from which a picture is cropped; less is what rounding, compression and the taking
off of margins do. A crop of 3 % on all sides leaves out more."""
FRAMED = 0.02
BRIGHTER = 0.03
RECOLORED = 0.04
RETOUCHED = 0.004
QUARTER = 90.0


@dataclass(frozen=True, slots=True)
class Common:
    """What two pictures share. turn: of the second. scale: pixels of the second original for one of
    the first, and the same across against along. boxes: the common part in each, in shares of the
    whole pictures, of the second turned. shares: the common part in each without its frame."""

    turn: int
    scale: tuple[float, float]
    first_box: Box
    second_box: Box
    shares: tuple[float, float]
    overlap: Overlap


def named_differences(first: Looked, second: Looked, common: Common) -> tuple[Difference, ...]:
    """What was done, the most telling first."""
    return tuple(_of_shape(first, second, common)) + tuple(_of_pixels(first, second, common))


def _of_shape(first: Looked, second: Looked, common: Common) -> Iterator[Difference]:
    if common.turn >= FIRST_MIRRORED:
        yield Difference("mirrored")
    quarters = common.turn % FIRST_MIRRORED
    if quarters:
        # What makes the second upright was done to it the other way round; mirrored ones are their
        # own way back.
        back = quarters if common.turn >= FIRST_MIRRORED else FIRST_MIRRORED - quarters
        yield Difference("turned", QUARTER * back)
    if 1 - common.shares[0] > CROPPED:
        yield Difference("cropped", 1 - common.shares[0])
    if 1 - common.shares[1] > CROPPED:
        yield Difference("extended", 1 - common.shares[1])
    if second.frame - first.frame > FRAMED:
        yield Difference("border", second.frame)
    scale, stretch = common.scale
    if scale < 1 - SAME_SIZE:
        yield Difference("smaller", scale)
    elif scale > 1 + SAME_SIZE:
        yield Difference("larger", scale)
    if abs(stretch - 1) > 2 * SAME_SIZE:
        yield Difference("stretched", stretch)


def _of_pixels(first: Looked, second: Looked, common: Common) -> Iterator[Difference]:
    overlap = common.overlap
    was_grey, is_grey = (one.saturation < GREY_SATURATION for one in (first, second))
    if is_grey and not was_grey:
        yield Difference("grey")
    elif was_grey and not is_grey:
        yield Difference("colored")
    elif overlap.recolored > RECOLORED:
        yield Difference("recolored", overlap.recolored)
    if overlap.brightness > BRIGHTER:
        yield Difference("brighter", overlap.brightness)
    elif overlap.brightness < -BRIGHTER:
        yield Difference("darker", -overlap.brightness)
    if overlap.retouched > RETOUCHED:
        yield Difference("retouched", overlap.retouched)
