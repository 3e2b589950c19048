"""The right side of the Review page: labels, suggestions, and a line to type a label."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.models.vocabulary import Vocabulary
from gui.review import words as review_words
from gui.review.desk.state import LabelRow, SuggestionRow
from gui.review.empty import Offer
from gui.review.labels import ROW_HEIGHT_PX as LABEL_HEIGHT_PX
from gui.review.labels import LabelList
from gui.review.one.tick_level import TickLevel
from gui.review.suggestion_list import ROW_HEIGHT_PX, SuggestionList
from gui.services.navigation import Navigator
from gui.services.review_choices import ReviewChoices
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.label_entry import LabelEntry
from gui.widgets.label_menu import label_menu
from gui.widgets.plain_label import plain_label

PANEL_WIDTH_PX = 340
MIN_PANEL_WIDTH_PX = 280
HEADING_PX = 40
LABELS_SHARE = 0.45
"""Of the height, where the suggestions need the rest."""
FEWEST_ROWS = 3
SPARE_ROWS = 1


class ReviewPanel(QWidget):
    """Two lists, and the entry.

    The labels get the height they need when an image is shown, with a row to spare, so that
    nothing jumps when one is added; more only when they need it. In a low window they give way to
    the suggestions, down to the labels there are: what Enter takes has to be seen.
    """

    offered = Signal(str)
    """The Offer whose button was pressed, under a sentence about missing suggestions."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        curator: str,
        choices: ReviewChoices,
        navigator: Navigator,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.setMinimumWidth(MIN_PANEL_WIDTH_PX)
        self.labels = LabelList(curator, self)
        self._navigator = navigator
        self.suggestions = SuggestionList(self)
        self.suggestions.menu_requested.connect(self._open_menu)
        self.level = TickLevel(choices, self)
        self.entry = LabelEntry(vocabulary, self)
        self._add_text = self.entry.placeholderText()
        self._replaced = 0
        self.labels.replace_requested.connect(self._begin_replacing)
        self._no_labels = _hint(self.tr("No labels yet."), self)
        self._no_labels.hide()  # That is not known before an image is there.
        self._sentence = _hint("", self)
        self.button = QPushButton(self)
        self.button.clicked.connect(self._press)
        self._offer = Offer.NONE

        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(_section(self.tr("Labels"), [self._no_labels], self.labels))
        message = QWidget(self)
        row = QHBoxLayout(message)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        row.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.small)
        self._message = message
        self.splitter.addWidget(
            _section(self.tr("Suggestions"), [self._sentence, message], self.suggestions)
        )
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._keep_divided)
        self._divided_by_hand = False
        self._divided_for = 0

        entry_row = QVBoxLayout()
        entry_row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.medium)
        entry_row.addWidget(self.entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.level)
        column.addLayout(entry_row)
        self.say("")

    @Slot(object, QPoint)
    def _open_menu(self, row: SuggestionRow, place: QPoint) -> None:
        entries = self.suggestions.menu_entries(row)
        label_menu(row.label_id, entries, self._navigator, self).popup(place)

    def say(self, sentence: str, offer: Offer = Offer.NONE) -> None:
        """A sentence where the suggestions would be; empty where there are some."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._offer = offer
        self.button.setText(review_words.offer_text(offer))
        self._message.setVisible(offer is not Offer.NONE)

    @Slot()
    def _press(self) -> None:
        self.offered.emit(str(self._offer))

    @Slot(int, str)
    def _begin_replacing(self, label_id: int, typed: str) -> None:
        name = next(row.label_name for row in self.labels.rows if row.label_id == label_id)
        self._replaced = label_id
        self.entry.setPlaceholderText(self.tr("Replace “{label}” with…").format(label=name))
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if typed:
            none, press = Qt.KeyboardModifier.NoModifier, QEvent.Type.KeyPress
            QApplication.sendEvent(self.entry, QKeyEvent(press, 0, none, typed))

    def end_replacing(self) -> int:
        """What is typed from now on is added; the label it would have replaced, 0 for none."""
        label_id, self._replaced = self._replaced, 0
        self.entry.setPlaceholderText(self._add_text)
        return label_id

    @property
    def sentence(self) -> str:
        """What stands where the suggestions would be."""
        return self._sentence.text()

    def show_rows(
        self,
        image_id: int,
        labels: Sequence[LabelRow],
        suggestions: Sequence[SuggestionRow],
        focused_label: int,
    ) -> None:
        """Show what an image carries and what is suggested for it."""
        if self._replaced not in {row.label_id for row in labels}:
            self.end_replacing()
        self._no_labels.setVisible(not labels)
        self.labels.setVisible(bool(labels))
        self.labels.show_rows(labels)
        self.suggestions.show_rows(suggestions, focused_label)
        self._divide(image_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height, which the splitter has once the panel is laid out."""
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._divide(self._divided_for)

    @Slot()
    def _keep_divided(self) -> None:
        self._divided_by_hand = True

    def _divide(self, image_id: int) -> None:
        """Share the height between the lists, unless the curator has done so."""
        sizes = self.splitter.sizes()
        height = sum(sizes)
        if self._divided_by_hand or not height:
            return
        rows = len(self.labels.rows)
        if image_id == self._divided_for:
            wanted = max(HEADING_PX + rows * LABEL_HEIGHT_PX, sizes[0])
        else:
            wanted = HEADING_PX + max(rows + SPARE_ROWS, FEWEST_ROWS) * LABEL_HEIGHT_PX
        self._divided_for = image_id
        suggested = HEADING_PX + len(self.suggestions.rows) * ROW_HEIGHT_PX
        least = min(HEADING_PX + max(rows, 1) * LABEL_HEIGHT_PX, height * LABELS_SHARE)
        labels_px = round(min(wanted, max(least, height - suggested)))
        self.splitter.setSizes([labels_px, height - labels_px])


def _hint(text: str, parent: QWidget) -> QLabel:
    label = plain_label(text, parent, role="muted")
    label.setWordWrap(True)
    label.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
    return label


def _section(title: str, hints: list[QWidget], content: QWidget) -> QWidget:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, spacing.small, 0, 0)
    column.setSpacing(0)
    heading = plain_label(title, section, role="heading")
    heading.setContentsMargins(spacing.medium, 0, spacing.medium, spacing.tiny)
    column.addWidget(heading)
    for hint in hints:
        column.addWidget(hint)
    column.addWidget(content, 1)
    column.addStretch(0)
    section.setMinimumHeight(72)
    return section
