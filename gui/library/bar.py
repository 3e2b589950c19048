"""The bars around the library's grid: search and order above, counts and size below."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from db.records import ImageOrder
from gui.library.search_box import SearchBox
from gui.models.vocabulary import Vocabulary
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.plain_label import IconLabel, plain_label
from gui.widgets.size_slider import SizeSlider
from gui.words.amounts import number

ORDER_LETTERS = 7
SEARCH_WIDTH_PX = 240
RANKED = "ranked"


class LibraryBar(QWidget):
    """Search by name or by meaning, a filter, and the order."""

    meaning_toggled = Signal(bool)
    """Whether what is typed describes pictures from now on."""

    order_chosen = Signal(object)
    """An ImageOrder."""

    backwards_chosen = Signal(bool)

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchBox(vocabulary, self)
        self.meaning_button = QPushButton(self.tr("By meaning"), self)
        self.meaning_button.setCheckable(True)
        self.meaning_button.setIcon(icons.icon("sparkles"))
        self.meaning_button.setAccessibleName(self.tr("Search by meaning"))
        self.meaning_button.toggled.connect(self._choose_mode)
        self.filter_button = QPushButton(self)
        self.filter_button.setIcon(icons.icon("funnel"))
        self.order = QComboBox(self)
        self.order.setAccessibleName(self.tr("Order of the images"))
        self.order.setToolTip(self.order.accessibleName())
        for order, text in (
            (ImageOrder.PATH, self.tr("Folder")),
            (ImageOrder.NAME, self.tr("Name")),
            (ImageOrder.NEWEST, self.tr("Date")),
            (ImageOrder.LARGEST, self.tr("Size")),
            (ImageOrder.MOST_LABELS, self.tr("Number of labels")),
            (ImageOrder.SUREST, self.tr("Confidence")),
        ):
            self.order.addItem(text, order)
        # The list is as wide as its longest line; the box leaves the room to the search.
        self.order.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.order.setMinimumContentsLength(ORDER_LETTERS)
        self.order.view().setMinimumWidth(self.order.view().sizeHintForColumn(0) + spacing.wide)
        self.backwards = QToolButton(self)
        self.backwards.setCheckable(True)
        self.backwards.setAccessibleName(self.tr("The other way round"))
        self.backwards.toggled.connect(self.backwards_chosen)
        self.backwards.toggled.connect(self._show_direction)
        self._order_before = 0
        self.order.currentIndexChanged.connect(self._choose_order)
        self.search.setMinimumWidth(SEARCH_WIDTH_PX)
        row = FlowLayout(self, spacing_px=spacing.small)
        row.setContentsMargins(spacing.small, spacing.small, spacing.small, 0)
        row.add_stretching(self.search)
        row.addWidget(self.meaning_button)
        row.addWidget(self.filter_button)
        row.addWidget(self.order)
        row.addWidget(self.backwards)
        self._show_direction()

    def set_order(self, order: ImageOrder) -> None:
        """Show an order that was chosen elsewhere."""
        self.order.setCurrentIndex(self.order.findData(order))

    def set_by_meaning(self, by_meaning: bool) -> None:
        """Show whether what is typed describes pictures."""
        self.meaning_button.setChecked(by_meaning)

    def set_ranked(self, is_ranked: bool) -> None:
        """While images are ranked they have no other order."""
        ranked_row = self.order.findData(RANKED)
        with QSignalBlocker(self.order):
            if is_ranked and ranked_row < 0:
                self._order_before = self.order.currentIndex()
                self.order.addItem(self.tr("Best first"), RANKED)
                self.order.setCurrentIndex(self.order.count() - 1)
            elif not is_ranked and ranked_row >= 0:
                self.order.removeItem(ranked_row)
                self.order.setCurrentIndex(self._order_before)
        self.order.setEnabled(not is_ranked)
        self.backwards.setEnabled(not is_ranked)

    @Slot(bool)
    def _choose_mode(self, by_meaning: bool) -> None:
        self.search.set_by_meaning(by_meaning)
        self.meaning_toggled.emit(by_meaning)

    @Slot()
    def _show_direction(self) -> None:
        """An arrow up where the first, the oldest, the smallest or the least come first."""
        rises = self.order.currentData() in (ImageOrder.PATH, ImageOrder.NAME)
        is_up = rises != self.backwards.isChecked()
        self.backwards.setText("↑" if is_up else "↓")
        said = self.tr("Going up. Turn round") if is_up else self.tr("Going down. Turn round")
        self.backwards.setToolTip(said)

    @Slot(int)
    def _choose_order(self, index: int) -> None:
        order = self.order.itemData(index)
        self._show_direction()
        if order != RANKED:
            self.order_chosen.emit(ImageOrder(order))


class LibraryFooter(QWidget):
    """How many images are shown and selected, what is out of date or has problems, and the size of
    the pictures."""

    size_chosen = Signal(int)

    update_requested = Signal()
    encoding_requested = Signal()
    problems_requested = Signal()
    progress_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = plain_label("", self, role="small")
        self.selected = plain_label("", self, role="small")
        self.update_link = self._link(self.tr("Update the list"))
        self.update_link.clicked.connect(self.update_requested)
        self.encode_link = self._link(self.tr("Encode the images that are left out"))
        self.encode_link.clicked.connect(self.encoding_requested)
        self.problems_link = self._link(self.tr("Show the list of files with problems"))
        self.problems_link.clicked.connect(self.problems_requested)
        self.progress_link = self._link(self.tr("Progress of the archive"))
        self.progress_link.setText(self.tr("Progress"))
        self.progress_link.show()
        self.progress_link.clicked.connect(self.progress_requested)
        self.size_slider = SizeSlider(self)
        self.size_slider.valueChanged.connect(self.size_chosen)
        row = FlowLayout(self, spacing_px=spacing.large)
        row.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        for widget in (self.count, self.selected):
            widget.setMinimumHeight(spacing.control_height)
            row.addWidget(widget)
        for link in (self.update_link, self.encode_link, self.problems_link):
            row.addWidget(link)
        row.add_at_end(self.progress_link)
        row.add_at_end(IconLabel("grid-2x2", "text_muted", self))
        row.add_at_end(self.size_slider)

    def set_count(self, shown: int, total: int | None) -> None:
        """How many images the filter shows, of how many."""
        if total is None or total == shown:
            text = self.tr("1 image") if shown == 1 else self.tr("{shown} images")
        else:
            text = self.tr("{shown} of {total} images")
        self.count.setText(text.format(shown=number(shown), total=number(total or 0)))

    def set_selected(self, selected: int, hidden: int) -> None:
        """How many are selected, and how many selected ones the filter hides."""
        text = self.tr("{selected} selected") if selected or hidden else ""
        if hidden:
            text = self.tr("{selected} selected, {hidden} hidden by the filter")
        self.selected.setText(text.format(selected=number(selected), hidden=number(hidden)))

    def set_outdated(self, count: int) -> None:
        """By how many images the list differs from what the filter would find now."""
        text = self.tr("The list has changed by {count} images: update")
        if count == 1:
            text = self.tr("The list has changed by 1 image: update")
        self.update_link.setText(text.format(count=number(count)))
        self.update_link.setVisible(count > 0)

    def set_not_encoded(self, count: int) -> None:
        """How many images a search by meaning left out."""
        text = self.tr("{count} images are not encoded yet and left out: encode")
        if count == 1:
            text = self.tr("1 image is not encoded yet and left out: encode")
        self.encode_link.setText(text.format(count=number(count)))
        self.encode_link.setVisible(count > 0)

    def set_problems(self, unreadable: int, missing: int) -> None:
        """How many files cannot be read or are not there."""
        parts = []
        if unreadable:
            text = self.tr("1 unreadable") if unreadable == 1 else self.tr("{count} unreadable")
            parts.append(text.format(count=number(unreadable)))
        if missing:
            parts.append(self.tr("{count} missing").format(count=number(missing)))
        self.problems_link.setText(self.tr("{problems}: show").format(problems=", ".join(parts)))
        self.problems_link.setVisible(bool(parts))

    def _link(self, accessible_name: str) -> QPushButton:
        link = QPushButton(self)
        theme.set_role(link, "link")
        link.setAccessibleName(accessible_name)
        link.hide()
        return link
