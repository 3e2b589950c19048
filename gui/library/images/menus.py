"""What is below the menu of the images: labels on keys, and what is suggested for them."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from gui.library.images.label_keys import LibraryLabelKeys
from gui.library.panel.panel import LabelPanel
from gui.widgets.plain_text import button_text


class LabelKeysMenu(QMenu):
    """The labels of the current set, each with its key."""

    def __init__(self, label_keys: LibraryLabelKeys, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Labels on keys"))
        for label_id, name, key in label_keys.labels_on_keys():
            entry = self.addAction(f"{button_text(name)}\t{key}")
            entry.triggered.connect(lambda _checked=False, one=label_id: label_keys.give(one))
        if self.isEmpty():
            self.addAction(self.tr("No label has a key yet")).setEnabled(False)
        self.addSeparator()
        self.addAction(label_keys.next_set)


class SuggestionsMenu(QMenu):
    """What is suggested for the selected images; an entry accepts it on them.

    They are read a moment after the images are selected, and come while the menu is open.
    """

    def __init__(self, panel: LabelPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Accept a suggestion"))
        self._panel = panel
        panel.suggestions_shown.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self.clear()
        rows = self._panel.suggestions()
        for row in rows or ():
            entry = self.addAction(f"{button_text(row.name)}\t{row.figures}")
            entry.triggered.connect(lambda _checked=False, one=row.label_id: self._accept(one))
        self.menuAction().setEnabled(rows is None or bool(rows))

    def _accept(self, label_id: int) -> None:
        self._panel.decide(label_id, accept=True)
