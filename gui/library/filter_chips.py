"""What is searched for and filtered by, as chips: each one is a button that takes it away."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from db.records import ImageFilter, LabelRecord
from engine.answers.search import TermReading
from engine.language.query import Term
from gui.library.facets import FacetTexts
from gui.library.filters.chip_words import chips_of
from gui.library.words import term_text, term_tooltip
from gui.style import icons, theme
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_text import button_text

MAX_TEXT_LENGTH = 40
CHIP_HEIGHT_PX = 26
LEFT_TO_RIGHT = "\u200e"

Shown = tuple[Term, TermReading | None]


class FilterChips(QWidget):
    """Shows what the library is searched for and filtered by; hidden when it shows everything."""

    filter_changed = Signal(object)
    """The ImageFilter without what a chip stood for."""

    term_removed = Signal(int)
    """The position of a term of the search by meaning."""

    cleared = Signal()
    """Neither search nor filter any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = FacetTexts(self)
        self._flow = FlowLayout(self)
        self._shown: tuple[list[tuple[str, ImageFilter]], list[Term]] = ([], [])
        self._term_buttons: list[QPushButton] = []
        self.hide()

    def set_filter(
        self,
        wanted: ImageFilter,
        labels: Mapping[int, LabelRecord],
        terms: Sequence[Shown] = (),
    ) -> None:
        """Show a chip for each term of a search by meaning and each condition of the filter."""
        chips = chips_of(wanted, labels, self._texts)
        shown = (chips, [term for term, _ in terms])
        if shown == self._shown:
            for button, (term, reading) in zip(self._term_buttons, terms, strict=True):
                button.setToolTip(term_tooltip(term, reading))
            return
        self._shown = shown
        self._term_buttons.clear()
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if terms:
            heading = plain_label(self.tr("By meaning:"), self, role="muted")
            heading.setFixedHeight(CHIP_HEIGHT_PX)
            self._flow.addWidget(heading)
        for position, (term, reading) in enumerate(terms):
            self._term_buttons.append(self._term_button(position, term, reading))
            self._flow.addWidget(self._term_buttons[-1])
        for text, without in chips:
            self._flow.addWidget(self._filter_button(text, without))
        if len(chips) + len(terms) > 1:
            self._flow.addWidget(self._clear_button())
        self.setVisible(bool(chips or terms))

    def _filter_button(self, text: str, without: ImageFilter) -> QPushButton:
        button = self._chip(text, self.tr("Do not filter by this any more"))
        button.setAccessibleName(self.tr("Remove the filter {name}").format(name=text))
        button.clicked.connect(lambda: self.filter_changed.emit(without))
        return button

    def _term_button(self, position: int, term: Term, reading: TermReading | None) -> QPushButton:
        text = term_text(term)
        # The chip lies from right to left, for its cross; a leading minus has to stay in front.
        button = self._chip(f"{LEFT_TO_RIGHT}{text}{LEFT_TO_RIGHT}", term_tooltip(term, reading))
        if term.weight < 0:
            theme.set_role(button, "chip-minus")
        button.setAccessibleName(self.tr("Do not search for {name}").format(name=text))
        button.clicked.connect(lambda: self.term_removed.emit(position))
        return button

    def _clear_button(self) -> QPushButton:
        button = QPushButton(self.tr("Clear all"), self)
        theme.set_role(button, "link")
        button.setToolTip(self.tr("Show all images"))
        button.clicked.connect(self.cleared)
        return button

    def _chip(self, text: str, tooltip: str) -> QPushButton:
        short = text if len(text) <= MAX_TEXT_LENGTH else text[: MAX_TEXT_LENGTH - 1] + "…"
        button = QPushButton(button_text(short), self)
        theme.set_role(button, "chip")
        button.setIcon(icons.icon("x"))
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setToolTip(tooltip)
        return button
