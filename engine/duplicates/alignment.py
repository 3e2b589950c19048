"""Lay one picture over another exactly, from a rough guess: scale and shift of either axis.

Least squares on the grey values (Lucas and Kanade), brightness and contrast free, from a coarse
grid to a finer one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

FloatArray = NDArray[np.float32]
Box = tuple[float, float, float, float]

GRIDS_PX = (24, 48, 80)
"""Longest side of the common part when it is compared, one after the other."""
STEPS = 4
LEAST_SIDE_PX = 6.0
"""Common parts narrower than this are none."""
MOST_CHANGE = 0.12
"""A step changes scale by this at most, and shifts by this share of the common part."""
STIFFNESS = 0.02
"""How much stretching one axis against the other is held back."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A point (x, y) of the first picture is (scale_x x + shift_x, scale_y y + shift_y) of the
    second, in pixels of the two thumbnails."""

    scale_x: float
    scale_y: float
    shift_x: float
    shift_y: float

    def common(self, first: tuple[int, int], second: tuple[int, int]) -> tuple[Box, Box] | None:
        """The common part in both pictures, whose sizes are given; None where there is none."""
        left = max(0.0, -self.shift_x / self.scale_x)
        top = max(0.0, -self.shift_y / self.scale_y)
        right = min(float(first[0]), (second[0] - self.shift_x) / self.scale_x)
        bottom = min(float(first[1]), (second[1] - self.shift_y) / self.scale_y)
        if right - left < LEAST_SIDE_PX or bottom - top < LEAST_SIDE_PX:
            return None
        there = (
            max(0.0, left * self.scale_x + self.shift_x),
            max(0.0, top * self.scale_y + self.shift_y),
            min(float(second[0]), right * self.scale_x + self.shift_x),
            min(float(second[1]), bottom * self.scale_y + self.shift_y),
        )
        if there[2] - there[0] < LEAST_SIDE_PX or there[3] - there[1] < LEAST_SIDE_PX:
            return None
        return (left, top, right, bottom), there


def grid_size(box: Box, longest: int) -> tuple[int, int]:
    """Columns and rows of a grid over a box, square pixels, ``longest`` at most."""
    width, height = box[2] - box[0], box[3] - box[1]
    share = longest / max(width, height)
    return max(4, round(width * share)), max(4, round(height * share))


def sample(picture: Image.Image, box: Box, size: tuple[int, int]) -> FloatArray:
    """A part of a picture as a grid of ``size`` (columns, rows)."""
    part = picture.resize(size, Image.Resampling.BILINEAR, box=box)
    return np.asarray(part, dtype=np.float32)


def align(
    first: Image.Image,
    second: Image.Image,
    guess: Placement,
    grids: tuple[int, ...] = GRIDS_PX,
) -> Placement:
    """The placement that agrees best near the guess; pictures are grey (mode F)."""
    placement = guess
    for longest in grids:
        for _ in range(STEPS):
            step = _step(first, second, placement, longest)
            if step is None:
                return placement
            placement, moved = step
            if moved < 0.1 / longest:
                break
    return placement


def _step(
    first: Image.Image, second: Image.Image, placement: Placement, longest: int
) -> tuple[Placement, float] | None:
    boxes = placement.common(first.size, second.size)
    if boxes is None:
        return None
    here, there = boxes
    size = grid_size(here, longest)
    one, other = sample(first, here, size), sample(second, there, size)
    down, right = np.gradient(other)
    # Unknown: change of x and y at the middle, and of the scales, in widths of the common part.
    across = np.linspace(-0.5, 0.5, size[0], dtype=np.float32)[None, :]
    along = np.linspace(-0.5, 0.5, size[1], dtype=np.float32)[:, None]
    right, down = right * size[0], down * size[1]
    design = np.stack(
        [
            right.ravel(),
            down.ravel(),
            (right * across).ravel(),
            (down * along).ravel(),
            other.ravel(),
            np.ones(other.size, dtype=np.float32),
        ],
        axis=1,
    )
    normal = (design.T @ design).astype(np.float64)
    aim = (design.T @ one.ravel()).astype(np.float64)
    weight = STIFFNESS * (normal[2, 2] + normal[3, 3])
    normal[2:4, 2:4] += weight * np.array([[1, -1], [-1, 1]])
    normal[np.diag_indices(6)] += 1e-6 * normal.diagonal() + 1e-9
    solved = np.linalg.solve(normal, aim)
    gain = solved[4]
    if gain <= 0.05:
        return None
    change = np.clip(solved[:4] / gain, -MOST_CHANGE, MOST_CHANGE)
    wide, high = there[2] - there[0], there[3] - there[1]
    scale_x = placement.scale_x * (1 + change[2])
    scale_y = placement.scale_y * (1 + change[3])
    middle_x, middle_y = (here[0] + here[2]) / 2, (here[1] + here[3]) / 2
    moved_x = placement.scale_x * middle_x + placement.shift_x + change[0] * wide
    moved_y = placement.scale_y * middle_y + placement.shift_y + change[1] * high
    placed = Placement(
        float(scale_x),
        float(scale_y),
        float(moved_x - scale_x * middle_x),
        float(moved_y - scale_y * middle_y),
    )
    return placed, float(np.abs(change).max())
