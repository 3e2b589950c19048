"""The active filters as chips: each one is a button that takes it away."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.records import ImageFilter, LabelRecord, Status
from gui import theme
from gui.widgets.facets import FacetTexts
from gui.widgets.flow_layout import FlowLayout

MAX_TEXT_LENGTH = 40


class FilterChips(QWidget):
    """Shows what the library is filtered by; hidden when it shows everything."""

    filter_changed = Signal(object)
    """The ImageFilter without what a chip stood for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = FacetTexts(self)
        self._flow = FlowLayout(self)
        self._shown: list[tuple[str, ImageFilter]] = []
        self.hide()

    def set_filter(self, wanted: ImageFilter, labels: Mapping[int, LabelRecord]) -> None:
        """Show a chip for each condition of the filter."""
        chips = self._chips(wanted, labels)
        if len(chips) > 1:
            chips.append((self.tr("Clear all"), ImageFilter()))
        if chips == self._shown:
            return
        self._shown = chips
        while (item := self._flow.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()
        for position, (text, without) in enumerate(chips):
            clears_all = len(chips) > 1 and position == len(chips) - 1
            self._flow.addWidget(self._button(text, without, clears_all=clears_all))
        self.setVisible(bool(chips))

    def _chips(
        self, wanted: ImageFilter, labels: Mapping[int, LabelRecord]
    ) -> list[tuple[str, ImageFilter]]:
        chips: list[tuple[str, ImageFilter]] = []
        if wanted.text:
            chips.append((f"“{wanted.text}”", replace(wanted, text="")))
        for label_id in wanted.label_ids:
            label = labels.get(label_id)
            others = tuple(other for other in wanted.label_ids if other != label_id)
            name = label.name if label is not None else self.tr("a deleted label")
            chips.append((name, replace(wanted, label_ids=others)))
        if wanted.folder:
            text = self.tr("in {folder}").format(folder=wanted.folder)
            chips.append((text, replace(wanted, folder=None)))
        if wanted.status is not Status.ANY:
            chips.append((self._texts.status(wanted.status), replace(wanted, status=Status.ANY)))
        if wanted.source is not None:
            chips.append((self._texts.source(wanted.source), replace(wanted, source=None)))
        return chips

    def _button(self, text: str, without: ImageFilter, *, clears_all: bool) -> QPushButton:
        # "&" would be taken for the mark of a mnemonic.
        short = text if len(text) <= MAX_TEXT_LENGTH else text[: MAX_TEXT_LENGTH - 1] + "…"
        button = QPushButton(short.replace("&", "&&"), self)
        if clears_all:
            theme.set_role(button, "link")
            button.setToolTip(self.tr("Show all images"))
        else:
            theme.set_role(button, "chip")
            button.setIcon(theme.icon("x"))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            button.setToolTip(self.tr("Do not filter by this any more"))
            button.setAccessibleName(self.tr("Remove the filter {name}").format(name=text))
        button.clicked.connect(lambda: self.filter_changed.emit(without))
        return button
