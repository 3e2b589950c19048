"""Typing the beginning of a file's name goes to the next image that is called so."""

import numpy as np
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QLabel

from gui.models.image_selection import Ids
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.thumbnails.grid import ThumbnailGrid


class NameJump(QObject):
    """Follows what is typed over a grid, and shows it in the grid's corner."""

    def __init__(self, context: CatalogueContext, grid: ThumbnailGrid, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._grid = grid
        self._typed = QLabel(grid)
        self._typed.setObjectName("typed-name")
        theme.set_role(self._typed, "overlay")
        self._typed.setTextFormat(Qt.TextFormat.PlainText)
        self._typed.hide()
        grid.name_typed.connect(self._go_to)
        grid.type_ahead.changed.connect(self._show_typed)

    @Slot(str)
    def _go_to(self, beginning: str) -> None:
        images, ids = self._context.catalogue.images, self._grid.selection.ids
        start = max(0, self._grid.current)

        def work() -> tuple[Ids, int]:
            """The next image from the current one on, then from the top, that is named so."""
            named = np.asarray(images.named(beginning), dtype=np.int64)
            found = np.flatnonzero(np.isin(ids, named))
            later = found[found >= start]
            return ids, int((*later[:1], *found[:1], -1)[0])

        self._context.reads.submit(work, self._go_to_position)

    def _go_to_position(self, answer: tuple[Ids, int]) -> None:
        ids, position = answer
        if ids is self._grid.selection.ids:
            self._grid.set_current(position)

    @Slot(str)
    def _show_typed(self, text: str) -> None:
        self._typed.setText(self.tr("Go to: {name}").format(name=text))
        self._typed.adjustSize()
        height = self._grid.height() - self._typed.height()
        self._typed.move(spacing.medium, height - spacing.medium)
        self._typed.setVisible(bool(text))
