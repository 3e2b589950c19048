"""Where the squares of the thumbnail grid are: arithmetic only, the same for ten and a million."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP_PX = 8
LEAST_CELL_PX = 128
"""Squares are not made smaller than this to fit a height."""
PAGE_SHRINK = 0.75
"""Squares of a page may be as small as this share of what was asked for, so that rows fill it."""


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Squares in rows over a width, all in device-independent pixels of the whole content.

    ``cell_px`` is what was asked for, made larger so that the rows fill the width.
    """

    count: int
    columns: int
    cell_px: int
    left_px: int

    @classmethod
    def fit(
        cls, count: int, width_px: int, wanted_cell_px: int, height_px: int = 0
    ) -> "GridLayout":
        """As many columns of at least ``wanted_cell_px`` as fit into ``width_px``; more of them
        where a whole square would not fit into ``height_px`` (0: any height will do)."""
        columns = max(1, (width_px - GAP_PX) // (wanted_cell_px + GAP_PX))
        if height_px:
            highest_px = max(LEAST_CELL_PX, height_px - 2 * GAP_PX)
            columns = max(columns, -(-(width_px - GAP_PX) // (highest_px + GAP_PX)))
        cell = max(16, (width_px - GAP_PX) // columns - GAP_PX)
        # Few images do not get huge: the last row would then not line up with a full one.
        left = (width_px - columns * (cell + GAP_PX) + GAP_PX) // 2
        return cls(count, columns, cell, max(0, left))

    @classmethod
    def fit_page(
        cls, count: int, width_px: int, wanted_cell_px: int, height_px: int
    ) -> "GridLayout":
        """As ``fit``, for a page that does not scroll: one more column where its smaller squares
        leave less of the page empty, and are not much smaller than ``wanted_cell_px``."""
        usual = cls.fit(count, width_px, wanted_cell_px, height_px)
        smaller = cls.fit(count, width_px, (width_px - GAP_PX) // (usual.columns + 1) - GAP_PX)
        least_px = max(LEAST_CELL_PX, PAGE_SHRINK * wanted_cell_px)
        if smaller.cell_px < least_px or smaller.covered(height_px) <= usual.covered(height_px):
            return usual
        return smaller

    def whole_rows(self, height_px: int) -> int:
        """How many rows a height shows whole; at least 1."""
        return max(1, (height_px - GAP_PX) // self.pitch_px)

    def covered(self, height_px: int) -> int:
        """The area of the squares that a height shows whole, in square pixels."""
        return self.whole_rows(height_px) * self.columns * self.cell_px**2

    @property
    def pitch_px(self) -> int:
        """From one row or column to the next."""
        return self.cell_px + GAP_PX

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return -(-self.count // self.columns)

    @property
    def height_px(self) -> int:
        """Of all rows with the gaps around them."""
        return self.rows * self.pitch_px + GAP_PX if self.count else 0

    def rows_at(self, top_px: int, bottom_px: int) -> tuple[int, int]:
        """The rows that touch a stretch of the content, the end excluded."""
        first = max(0, (top_px - GAP_PX) // self.pitch_px)
        last = (bottom_px - GAP_PX) // self.pitch_px + 1
        return min(first, self.rows), max(min(last, self.rows), min(first, self.rows))

    def positions_at(self, top_px: int, bottom_px: int) -> range:
        """The positions of all images in the rows that touch a stretch of the content."""
        first, last = self.rows_at(top_px, bottom_px)
        return range(first * self.columns, min(last * self.columns, self.count))

    def corner(self, position: int) -> tuple[int, int]:
        """Left and top of the square at a position."""
        row, column = divmod(position, self.columns)
        return self.left_px + column * self.pitch_px, GAP_PX + row * self.pitch_px

    def position_at(self, x_px: int, y_px: int) -> int:
        """The position under a point; -1 in a gap or behind the last image."""
        column, inside_x = divmod(x_px - self.left_px, self.pitch_px)
        row, inside_y = divmod(y_px - GAP_PX, self.pitch_px)
        position = row * self.columns + column
        inside = inside_x < self.cell_px and inside_y < self.cell_px
        if 0 <= column < self.columns and row >= 0 and position < self.count and inside:
            return position
        return -1

    def positions_in(
        self, left_px: int, top_px: int, right_px: int, bottom_px: int
    ) -> NDArray[np.int64]:
        """The positions, ascending, of all squares that touch a rectangle."""
        first_column = max(0, (left_px - self.left_px + GAP_PX) // self.pitch_px)
        last_column = min(self.columns - 1, (right_px - self.left_px) // self.pitch_px)
        first_row = max(0, top_px // self.pitch_px)
        last_row = min(self.rows - 1, (bottom_px - GAP_PX) // self.pitch_px)
        rows = np.arange(first_row, last_row + 1, dtype=np.int64)
        columns = np.arange(first_column, last_column + 1, dtype=np.int64)
        positions = (rows[:, None] * self.columns + columns[None, :]).ravel()
        return positions[positions < self.count]
