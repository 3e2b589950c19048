"""Which images are shown and which of them are selected, cheap for a million of them.

The selection is kept by image, not by position: a filter that hides a selected image does not
unselect it, and commands reach only what is both selected and shown.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

Ids = NDArray[np.int64]
Chosen = NDArray[np.bool_]
"""A selection as it was: a bit for every image by its id."""


class ImageSelection(QObject):
    """The shown image ids in order, and a bit for every image that says whether it is selected."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._selected: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
        self._count = 0
        self._total = 0
        self._base: NDArray[np.bool_] | None = None

    @property
    def ids(self) -> Ids:
        """The shown ids, (n,) in the order of the grid; not to be written to."""
        return self._ids

    @property
    def count(self) -> int:
        """How many of the shown images are selected."""
        return self._count

    @property
    def hidden_count(self) -> int:
        """How many selected images the filter hides."""
        return self._total - self._count

    def show(self, ids: Ids) -> None:
        """Show these images; the selection stays."""
        self._ids = ids
        highest = int(ids.max(initial=0))
        if highest >= len(self._selected):
            grown = np.zeros(max(highest + 1, 2 * len(self._selected)), dtype=np.bool_)
            grown[: len(self._selected)] = self._selected
            self._selected = grown
        self._base = None
        self._tell()

    def position_of(self, image_id: int) -> int:
        """Where an image stands, -1 when it is not shown."""
        found = np.flatnonzero(self._ids == image_id)
        return int(found[0]) if len(found) else -1

    def is_selected(self, position: int) -> bool:
        """Whether the image at a position is selected."""
        return bool(self._selected[self._ids[position]])

    def selected_ids(self) -> list[int]:
        """The selected images that are shown, in the order of the grid."""
        ids: list[int] = self._ids[self._selected[self._ids]].tolist()
        return ids

    def chosen(self) -> Chosen:
        """What is selected, hidden images included, for ``choose``."""
        return self._selected.copy()

    def choose(self, chosen: Chosen) -> None:
        """Select what was selected once."""
        self._selected[:] = False
        self._selected[: len(chosen)] = chosen
        self._tell()

    def clear(self) -> None:
        """Select nothing, hidden ones included."""
        self._selected[:] = False
        self._tell()

    def select_all(self) -> None:
        """Select everything that is shown."""
        self._selected[self._ids] = True
        self._tell()

    def select_only(self, position: int) -> None:
        """Select one image and nothing else."""
        self._selected[:] = False
        self._selected[self._ids[position]] = True
        self._tell()

    def toggle(self, position: int) -> None:
        """Select an image or unselect it, the others stay."""
        image_id = self._ids[position]
        self._selected[image_id] = not self._selected[image_id]
        self._tell()

    def select_range(self, first: int, last: int, *, keep: bool = False) -> None:
        """Select the positions from ``first`` to ``last``, both included, in either direction."""
        low, high = min(first, last), max(first, last)
        if not keep:
            self._selected[:] = False
        self._selected[self._ids[low : high + 1]] = True
        self._tell()

    def begin_rubber_band(self, *, keep: bool) -> None:
        """Remember what the rubber band adds to."""
        if not keep:
            self._selected[:] = False
        self._base = self._selected.copy()
        self._tell()

    def rubber_band(self, positions: NDArray[np.int64]) -> None:
        """Select what was selected at the beginning, and these positions."""
        if self._base is not None:
            self._selected[:] = self._base
        self._selected[self._ids[positions]] = True
        self._tell()

    def _tell(self) -> None:
        self._total = int(np.count_nonzero(self._selected))
        self._count = int(np.count_nonzero(self._selected[self._ids]))
        self.changed.emit()
