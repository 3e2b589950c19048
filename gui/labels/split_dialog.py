"""Split some images off a label: choose them, name the new label."""

import numpy as np
from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from db.records import ChangeSet, ImageFilter, Status
from db.repositories.label_effects import SplitEffect
from gui.labels.change_dialogs import ChangeDialog
from gui.labels.effect_words import images, split
from gui.labels.rows import LabelRow
from gui.models.image_selection import Ids
from gui.services.context import CatalogueContext
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_text import window_title
from gui.widgets.thumbnails.grid import ThumbnailGrid
from gui.words.amounts import number

SIZE_PX = (760, 560)
CELL_PX = 112
SELECTION_PAUSE_MS = 120


class SplitDialog(ChangeDialog):
    """The label's images in a grid; the selected ones get the new label in the old one's place."""

    def __init__(
        self, context: CatalogueContext, row: LabelRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "", parent, SIZE_PX)
        self._row = row
        title = self.tr("Split off from “{name}”").format(name=row.label.shown)
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.explanation.setText(
            self.tr("Select the images that shall get the new label: click, Ctrl, Shift or drag.")
        )
        self.explanation.show()
        self.grid = ThumbnailGrid(context.catalogue.images, context.catalogue.thumbnails, self)
        self.grid.setAccessibleName(self.tr("Images with this label"))
        self.grid.set_cell_size(CELL_PX)
        self.grid.cards.failed.connect(self.refuse)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("The new label's name"))
        self.name.setAccessibleName(self.tr("The new label's name"))
        self.content.addWidget(self.grid, 1)
        self.content.addWidget(plain_label(self.tr("The new label's name"), self, role="small"))
        self.content.addWidget(self.name)
        self.content.addWidget(self.effect)
        self._pause = QTimer(self, singleShot=True, interval=SELECTION_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.grid.selection.changed.connect(self._pause.start)
        self.name.textChanged.connect(self._pause.start)
        self.finished.connect(self.grid.close_lanes)
        self._name_button()
        self._load()

    def _load(self) -> None:
        images, label_id = self._context.catalogue.images, self._row.label.id
        wanted = ImageFilter(label_ids=(label_id,), status=Status.LABELLED)
        own = self._context.catalogue.labellings

        def read() -> Ids:
            ids = images.ids(wanted)
            if self._row.label.below_count:
                carried = own.of_images(ids)
                ids = [
                    one for one in ids if any(item.label_id == label_id for item in carried[one])
                ]
            return np.array(ids, dtype=np.int64)

        self._context.reads.submit(read, self._take, self.refuse)

    def _take(self, ids: Ids) -> None:
        self.grid.set_images(ids)
        self.grid.setFocus()

    def _name_button(self) -> None:
        count = self.grid.selection.count
        text = self.tr("Split off {images}")
        self.button.setText(text.replace("{images}", images(count)))

    @Slot()
    def _read(self) -> None:
        self._name_button()
        ids, label_id = self.grid.selection.selected_ids(), self._row.label.id
        name = " ".join(self.name.text().split())
        self.button.setEnabled(False)
        if not ids or not name:
            self.say(
                self.tr("{count} selected. Type a name for the new label.").format(
                    count=number(len(ids))
                )
                if ids
                else ""
            )
            return
        effects = self._context.catalogue.label_effects

        def tell(effect: SplitEffect) -> str:
            return split(effect)

        self.foretell(lambda: effects.of_split(label_id, ids), tell)

    @Slot()
    def run(self) -> None:
        """Split off."""
        ids, label_id = self.grid.selection.selected_ids(), self._row.label.id
        commands, name = self._context.catalogue.commands, self.name.text()
        self.button.setEnabled(False)

        def done(change: ChangeSet | None) -> None:
            created = change.details.get("new_label_id", 0) if change is not None else 0
            self.accept()
            self.changed.emit(int(created) if isinstance(created, int) else 0)

        self._context.run_command(
            lambda: commands.split_label(label_id, ids, name), done, self.refuse
        )
