"""Lay one picture over another: which part of which they share, and how well it agrees.

Rough places are found by correlating gradients in all turns and scales, the best are made exact by
least squares, and the common part is compared. Pictures come as thumbnails, each looked at once for
all its pairs (``look``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from engine.duplicates.alignment import Box, Placement, align, sample
from engine.duplicates.coarse_search import Guess, guesses
from engine.duplicates.differences import Difference
from engine.duplicates.looking import ALL_TURNS, Looked, look
from engine.duplicates.named_differences import Common, named_differences
from engine.duplicates.overlap import Overlap, common_grid, compare_overlap, edge_agreement
from engine.duplicates.turns import FIRST_MIRRORED

__all__ = ["Looked", "Registration", "look", "register"]

MOST_GUESSES = 4
ROUGH_GRIDS = (24,)
FINE_GRIDS = (40, 72)
GOOD_ENOUGH = 0.9
"""Worth of a place in the turns asked about first, from which the others are not tried."""
HOPELESS = 0.35
"""Score of the best rough place below which nothing is made exact."""
NARROW = 0.3
"""Exponent by which a place counts that leaves out much of one picture."""


NEAR = 0.1
"""Worth by which an upright place may be behind another, or ahead, and both are made exact."""
LESS_LEFT, LEAST_LESS = 0.6, 0.002
"""Share of what differs upright, less a little, that another turn must leave less than."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How the second picture lies over the first.

    agreement: 0..1, how well edges and tones of the common part agree; about 0.9 and more for
    copies. color_agreement: 0..1, the same of colours; 1 where one of the two is grey. turn: which
    of the eight (engine.duplicates.turns) makes the second upright. scale: pixels a side of the
    second original for one of the first. first_box, second_box: the common part in each (left, top,
    right, bottom), shares 0..1, of the second after turning. coverage: share of the picture of
    which more is common, without its frame and margins, 0..1; cropped: share of the other that is
    not common. contained: share of the smaller whole picture that lies within the other, margins
    and all, 0..1; near 1 for copies however cropped. retouched: share of the common part that
    differs, 0..1. stretch: width against height of the second, as a factor of the first's.
    differences: what was done.
    """

    agreement: float
    color_agreement: float
    turn: int
    scale: float
    first_box: Box
    second_box: Box
    coverage: float
    cropped: float
    contained: float
    retouched: float
    stretch: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A placement of the second, turned, with its common part in pixels of both; worth: 0..1."""

    worth: float
    turn: int
    placement: Placement
    here: Box
    there: Box
    second: tuple[Image.Image, Image.Image]


def register(first: Looked, second: Looked, *, likely_turn: int | None = None) -> Registration:
    """Lay the second picture over the first in the best of the eight turns.

    likely_turn: what the hashes say; this one, upright and mirrored are tried first, and the others
    only where that does not settle it. Never raises for odd pictures: what agrees with nothing has
    agreement 0.
    """
    place = None
    if likely_turn is not None:
        place = _best_place(first, second, sorted({0, FIRST_MIRRORED, likely_turn}))
    if place is None or place.worth < GOOD_ENOUGH:
        place = _rightest([place, _best_place(first, second, ALL_TURNS)])
    if place is None:
        return Registration(0, 0, 0, 1, first.inside, second.inside, 0, 1, 0, 1, 1, ())
    overlap = compare_overlap((first.color, first.grey), place.second, place.here, place.there)
    return _registration(first, second, place, overlap)


def _best_place(first: Looked, second: Looked, turns: Sequence[int]) -> _Place | None:
    rough = guesses(first.levels, second.levels, turns, MOST_GUESSES)
    if not rough or rough[0].score < HOPELESS:
        return None
    best: dict[bool, _Place] = {}
    turned = {one.turn: second.in_turn(one.turn) for one in rough}
    for one in rough:
        start = _placement(one, first.grey, turned[one.turn][1])
        for placement in (start, align(first.grey, turned[one.turn][1], start, ROUGH_GRIDS)):
            place = _place(first, one.turn, placement, turned[one.turn])
            upright = one.turn == 0
            if place is not None and (upright not in best or place.worth > best[upright].worth):
                best[upright] = place
    top = max((one.worth for one in best.values()), default=0.0)
    return _rightest([_refined(first, one) for one in best.values() if one.worth > top - NEAR])


def _refined(first: Looked, place: _Place) -> _Place:
    """The place made exact."""
    placement = align(first.grey, place.second[1], place.placement, FINE_GRIDS)
    fine = _place(first, place.turn, placement, place.second)
    return fine if fine is not None and fine.worth > place.worth else place


def _rightest(places: Sequence[_Place | None]) -> _Place | None:
    """The best place; of an upright one and another that agree about as well, the upright one.

    What is nearly symmetrical agrees both ways: another turn is believed where it leaves clearly
    less that differs.
    """
    found = sorted((one for one in places if one is not None), key=lambda one: -one.worth)
    if not found:
        return None
    upright = next((one for one in found if one.turn == 0), None)
    if upright is None:
        return found[0]
    clearly = 1 - found[0].worth + LEAST_LESS < LESS_LEFT * (1 - upright.worth)
    return found[0] if clearly else upright


def _placement(guess: Guess, first: Image.Image, second: Image.Image) -> Placement:
    """A guess in pixels of the two pictures."""
    side = max(second.size)
    scale = guess.scale * side / max(first.size)
    return Placement(scale, scale, guess.shift_x * side, guess.shift_y * side)


def _place(
    first: Looked, turn: int, placement: Placement, second: tuple[Image.Image, Image.Image]
) -> _Place | None:
    boxes = placement.common(first.grey.size, second[1].size)
    if boxes is None:
        return None
    here, there = boxes
    size = common_grid(here, there)
    agreement = edge_agreement(sample(first.grey, here, size), sample(second[1], there, size))
    shares = _share(here, first.grey), _share(there, second[1])
    worth = agreement * max(shares) ** 0.5 * min(shares) ** NARROW
    return _Place(worth, turn, placement, here, there, second)


def _share(box: Box, picture: Image.Image) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) / (picture.width * picture.height)


def _registration(first: Looked, second: Looked, place: _Place, overlap: Overlap) -> Registration:
    shares = _share(place.here, first.grey), _share(place.there, place.second[1])
    first_box = _in_whole(place.here, first.grey, first.inside)
    second_box = _in_whole(place.there, place.second[1], second.box_in_turn(place.turn))
    scale = _scale(first, second, place.turn, first_box, second_box)
    common = Common(place.turn, scale, first_box, second_box, shares, overlap)
    return Registration(
        agreement=max(0.0, min(overlap.edges, overlap.tones)),
        color_agreement=max(0.0, overlap.colors),
        turn=place.turn,
        scale=scale[0],
        first_box=first_box,
        second_box=second_box,
        coverage=max(shares),
        cropped=1 - min(shares),
        contained=_contained(first_box, second_box),
        retouched=overlap.retouched,
        stretch=scale[1],
        differences=named_differences(first, second, common),
    )


def _in_whole(box: Box, inside: Image.Image, shares: Box) -> Box:
    """A box in pixels of what is inside the frames, in shares of the whole picture."""
    left, top, right, bottom = shares
    across, along = (right - left) / inside.width, (bottom - top) / inside.height
    return (
        left + box[0] * across,
        top + box[1] * along,
        left + box[2] * across,
        top + box[3] * along,
    )


def _contained(first_box: Box, second_box: Box) -> float:
    """How much of the smaller of the whole pictures lies within the other."""
    area, within = 1.0, 1.0
    for low, high in ((0, 2), (1, 3)):
        grown = (second_box[high] - second_box[low]) / (first_box[high] - first_box[low])
        start = second_box[low] - first_box[low] * grown
        within *= max(0.0, min(1.0, start + grown) - max(0.0, start))
        area *= grown
    return min(1.0, within / min(1.0, area))


def _scale(
    first: Looked, second: Looked, turn: int, first_box: Box, second_box: Box
) -> tuple[float, float]:
    """Pixels of the second original for one of the first: across both, and width against height."""
    sides = second.width_px, second.height_px
    width, height = sides if turn % 2 == 0 else sides[::-1]
    across = (second_box[2] - second_box[0]) * width
    across /= (first_box[2] - first_box[0]) * first.width_px
    along = (second_box[3] - second_box[1]) * height
    along /= (first_box[3] - first_box[1]) * first.height_px
    return (across * along) ** 0.5, across / along
