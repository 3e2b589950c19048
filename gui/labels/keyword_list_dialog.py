"""Lightroom's keyword lists: what one would bring is said before it is read in."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.jobs.keyword_list import KeywordListReading, foretell_keyword_list
from gui.labels.change_dialogs import ChangeDialog
from gui.labels.effect_words import keyword_list
from gui.services.context import CatalogueContext


class KeywordListDialog(ChangeDialog):
    """Labels, parents and other names from a keyword list; nothing is taken away."""

    def __init__(
        self, context: CatalogueContext, file: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "", parent)
        title = self.tr("Read keyword list")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.button.setText(title)
        self.explanation.setText(str(file))
        self.explanation.show()
        self.content.addWidget(self.effect, 1)
        self._reading: KeywordListReading | None = None
        catalogue = context.catalogue

        def tell(reading: KeywordListReading) -> str:
            self._reading = reading
            return keyword_list(reading)

        self.foretell(lambda: foretell_keyword_list(catalogue, file), tell)

    @Slot(object)
    def refuse(self, error: Exception) -> None:
        """Say why; a list that could not be read cannot be taken in."""
        super().refuse(error)
        self.button.setEnabled(self._reading is not None)

    @Slot()
    def run(self) -> None:
        """Take it in."""
        reading, commands = self._reading, self._context.catalogue.commands
        if reading is not None:
            self.submit(lambda: commands.import_keyword_list(reading.entries))
