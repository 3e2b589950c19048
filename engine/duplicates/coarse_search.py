"""Where one picture lies over another, roughly: all turns, scales and shifts at once.

The gradients of both pictures, some 24 pixels a side, are correlated by Fourier transform. Signed
gradients do not mind brightness and contrast, say as much of flat drawings as of photographs, and
nothing of empty margins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fft

from engine.duplicates.turns import FIRST_MIRRORED

FloatArray = NDArray[np.float32]
ComplexArray = NDArray[np.complex64]
IntArray = NDArray[np.int64]

SIDE_PX = 24
"""Longest side of the largest level."""
GRID_PX = 36
"""Side of the transforms: half a picture may lie outside before shifts run into one another."""
LEVELS = 9
STEP = 1.12
"""Every level is smaller by this; the last is 2.5 times smaller than the first."""
LEAST_SHARE = 0.15
"""Share of either picture's edges that the common part has at least."""
WHOLE_SHARE = 0.8
"""Share of one picture's edges below which a common part counts less."""
PREFER_WHOLE = 0.15
"""Exponent by which a common part counts that leaves out much of one picture's edges."""
APART = 0.15
"""Places closer than this, in scale or in shares of the picture, are one place."""
BACK = -np.arange(GRID_PX) % GRID_PX
"""The other way round on a grid whose ends meet."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Spectra of one picture at all levels, each (LEVELS, GRID, GRID) complex64: of its gradients
    (right + i down), of their squares and of its area, on a grid padded with zeros on the right and
    below. energy: (LEVELS,), sum of the squares. shapes: (LEVELS, 2), rows and columns."""

    gradients: ComplexArray
    squares: ComplexArray
    area: ComplexArray
    energy: FloatArray
    shapes: IntArray


@dataclass(frozen=True, slots=True)
class Guess:
    """A place of the second picture over the first. In shares of the longest side of each, a point
    x of the first is the point ``scale * x + shift`` of the turned second. score: 0..1."""

    score: float
    turn: int
    scale: float
    shift_x: float
    shift_y: float


def levels(grey: Image.Image) -> Levels:
    """Levels of a grey picture (mode F)."""
    longest = max(grey.size)
    gradients = np.zeros((LEVELS, GRID_PX, GRID_PX), dtype=np.complex64)
    area = np.zeros_like(gradients)
    shapes = np.zeros((LEVELS, 2), dtype=np.int64)
    for level in range(LEVELS):
        side = SIDE_PX / STEP**level
        columns, rows = (max(2, round(one * side / longest)) for one in grey.size)
        small = np.asarray(grey.resize((columns, rows), Image.Resampling.BILINEAR))
        down, right = np.gradient(small)
        gradient = right + 1j * down
        # Half the exponent: else the strongest edge outweighs all there is beside it.
        gradients[level, :rows, :columns] = gradient / np.sqrt(np.abs(gradient) + 1e-3)
        area[level, :rows, :columns] = 1
        shapes[level] = rows, columns
    squares = (gradients.real**2 + gradients.imag**2).astype(np.complex64)
    return Levels(
        _spectra(gradients),
        _spectra(squares),
        _spectra(area),
        squares.real.sum(axis=(1, 2)),
        shapes,
    )


def _spectra(stack: ComplexArray) -> ComplexArray:
    return np.asarray(fft.fft2(stack), dtype=np.complex64)


def guesses(first: Levels, second: Levels, turns: Sequence[int], most: int) -> list[Guess]:
    """The best places, the best first, no two of them much alike; at most ``most``."""
    largest, smaller, every = slice(0, 1), slice(1, None), slice(None)
    found = _peaks(_Chosen(first, (0,), largest), _Chosen(second, turns, every), most)
    found += _peaks(_Chosen(first, (0,), smaller), _Chosen(second, turns, largest), most)
    found.sort(key=lambda one: -one.score)
    return _apart(found, most)


class _Chosen:
    """Some levels of a picture in some turns.

    A picture is turned on its grid about the grid's first cell, ends meeting: its spectrum is
    turned with it. corners: where the turned picture's corner lies then, row and column.
    """

    def __init__(self, picture: Levels, turns: Sequence[int], chosen: slice) -> None:
        shapes = picture.shapes[chosen]
        self.turns = np.repeat(np.asarray(turns, dtype=np.int64), len(shapes))
        self.sides = np.tile(shapes.max(axis=1), len(turns))
        self.energy = np.tile(picture.energy[chosen], len(turns))
        self.gradients = _in_turns(picture.gradients[chosen], turns, arrows=True)
        self.squares = _in_turns(picture.squares[chosen], turns, arrows=False)
        self.area = _in_turns(picture.area[chosen], turns, arrows=False)
        self.corners = np.concatenate([_corners(shapes, one) for one in turns])

    def __len__(self) -> int:
        return len(self.sides)


def _in_turns(spectra: ComplexArray, turns: Sequence[int], *, arrows: bool) -> ComplexArray:
    return np.concatenate([_in_turn(spectra, turn, arrows=arrows) for turn in turns])


def _in_turn(spectra: ComplexArray, turn: int, *, arrows: bool) -> ComplexArray:
    """Spectra of turned arrays; ``arrows``: their cells are directions and turn as well."""
    if turn >= FIRST_MIRRORED:
        spectra = -np.conj(spectra[:, BACK]) if arrows else spectra[:, :, BACK]
    for _ in range(turn % FIRST_MIRRORED):
        spectra = spectra.transpose(0, 2, 1)[:, BACK]
        if arrows:
            spectra = spectra * np.complex64(-1j)
    return spectra


def _corners(shapes: IntArray, turn: int) -> IntArray:
    rows, columns = shapes.T
    top = np.zeros_like(rows)
    left = 1 - columns if turn >= FIRST_MIRRORED else np.zeros_like(rows)
    for _ in range(turn % FIRST_MIRRORED):
        top, left, rows, columns = 1 - left - columns, top, columns, rows
    return np.stack([top, left], axis=1)


def _peaks(ones: _Chosen, others: _Chosen, most: int) -> list[Guess]:
    """The best shift of every combination, the best combinations only."""
    shape = (len(ones) * len(others), GRID_PX, GRID_PX)
    product = (ones.gradients[:, None] * np.conj(others.gradients)).reshape(shape)
    common = fft.ifft2(product, overwrite_x=True).real
    # Two real transforms in one: the edges of either picture within the other's area.
    both = ones.squares[:, None] * np.conj(others.area)
    both += np.complex64(1j) * (ones.area[:, None] * np.conj(others.squares))
    energies = fft.ifft2(both.reshape(shape), overwrite_x=True)
    mine, its = np.maximum(energies.real, 1e-6), np.maximum(energies.imag, 1e-6)
    one, other = (each.ravel() for each in np.indices((len(ones), len(others))))
    score = common / np.sqrt(mine * its)
    mine *= 1 / (ones.energy[one, None, None] + 1e-6)
    its *= 1 / (others.energy[other, None, None] + 1e-6)
    least = np.minimum(mine, its)
    score *= np.minimum(1, np.maximum(mine, its) / WHOLE_SHARE)
    score[least < LEAST_SHARE] = 0
    flat = score.reshape(len(score), -1)
    place = flat.argmax(axis=1)
    each = np.arange(len(flat))
    value = flat[each, place] * np.maximum(least.reshape(len(flat), -1)[each, place], 1e-3) ** (
        PREFER_WHOLE
    )
    return [
        _guess(float(value[at]), int(place[at]), ones, int(one[at]), others, int(other[at]))
        for at in np.argsort(-value)[: 4 * most]
    ]


def _guess(score: float, place: int, ones: _Chosen, one: int, others: _Chosen, other: int) -> Guess:
    row, column = divmod(place, GRID_PX)
    top, left = others.corners[other]
    # Where the second's corner lies in the first, to either side of the first's own.
    down, right = (
        (at + GRID_PX // 3) % GRID_PX - GRID_PX // 3 for at in (row + top, column + left)
    )
    side = float(others.sides[other])
    scale = float(ones.sides[one]) / side
    return Guess(score, int(others.turns[other]), scale, -float(right) / side, -float(down) / side)


def _apart(found: list[Guess], most: int) -> list[Guess]:
    """The best that are no two of them one place."""
    kept: list[Guess] = []
    for one in found:
        if all(
            one.turn != other.turn
            or abs(np.log(one.scale / other.scale)) > APART
            or abs(one.shift_x - other.shift_x) + abs(one.shift_y - other.shift_y) > APART
            for other in kept
        ):
            kept.append(one)
        if len(kept) == most:
            break
    return kept
