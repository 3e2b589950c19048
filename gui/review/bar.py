"""The line above the image: which queue, how many are left."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from db.records import LabelRecord, QueueOrder
from gui.review import words as review_words
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.words.amounts import number

CHOSEN = "chosen"
"""The combo's entry for images picked in the library."""


class QueueBar(QWidget):
    """Chooses the queue. ``CHOSEN`` is offered only while images were picked in the library."""

    queue_chosen = Signal(str, int)
    """(a QueueOrder's value or CHOSEN, label id or 0)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.orders = QComboBox(self)
        self.orders.setAccessibleName(self.tr("Order of the images to review"))
        self.orders.setToolTip(self.tr("Which images come first"))
        for order in review_words.QUEUES:
            if order is QueueOrder.MOST_CONFIDENT:
                self.orders.insertSeparator(self.orders.count())
            self.orders.addItem(review_words.queue_name(order), order)
            purpose = review_words.queue_purpose(order)
            self.orders.setItemData(self.orders.count() - 1, purpose, Qt.ItemDataRole.ToolTipRole)
        self.labels = QComboBox(self)
        self.labels.setAccessibleName(self.tr("Label to review"))
        self.labels.setToolTip(self.tr("Only images with a suggestion of this label"))
        self.labels.setMaximumWidth(220)
        self.labels.addItem(self.tr("All labels"), 0)
        self.labels.hide()
        self.left = plain_label("", self)
        self.purpose = ElidedLabel(self)
        self.purpose.setAccessibleName(self.tr("What these images are for"))
        theme.set_role(self.purpose, "muted")
        self.zoom = plain_label("", self, role="muted")
        self.previous = self._button("chevron-left")
        self.next = self._button("chevron-right")

        self._row = FlowLayout(self, spacing_px=spacing.small)
        self._row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        self._row.addWidget(self.orders)
        self._row.addWidget(self.labels)
        self._row.addWidget(self.left)
        self._row.add_stretching(self.purpose)
        for widget in (self.zoom, self.previous, self.next):
            self._row.add_at_end(widget)
        self.orders.activated.connect(self._choose)
        self.labels.activated.connect(self._choose)

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        return button

    def put_first(self, widget: QWidget) -> None:
        """Put a widget at the beginning of the bar."""
        self._row.insert_widget(0, widget)

    @property
    def order(self) -> str:
        """The chosen order's value, or CHOSEN."""
        return str(self.orders.currentData())

    @property
    def label_id(self) -> int:
        """The label the queue is limited to, 0 for all."""
        return int(self.labels.currentData() or 0) if self.order == QueueOrder.LABEL else 0

    def select_order(self, order: str, label_id: int = 0) -> None:
        """Show which queue is in force, without telling anybody."""
        place = next(
            (i for i in range(self.orders.count()) if str(self.orders.itemData(i)) == order), 0
        )
        self.orders.setCurrentIndex(place)
        self._show_labels(label_id)
        self._show_purpose()

    def offer_chosen(self, count: int) -> None:
        """Offer the images picked in the library (0: none were) as a queue."""
        if self.orders.itemData(0) == CHOSEN:
            self.orders.removeItem(0)
        if count:
            text = self.tr("Picked in the library ({count})").format(count=number(count))
            self.orders.insertItem(0, text, CHOSEN)

    def show_label_choice(self, labels: list[LabelRecord]) -> None:
        """Offer these labels for the queue by label."""
        chosen = int(self.labels.currentData() or 0)
        self.labels.clear()
        self.labels.addItem(self.tr("All labels"), 0)
        for label in labels:
            self.labels.addItem(label.shown, label.id)
        self.labels.setCurrentIndex(max(self.labels.findData(chosen), 0))

    def show_left(self, left: int | None) -> None:
        """How many images are left; None where that is not known or there were none."""
        self.left.setText(
            "" if left is None else self.tr("{count} left").format(count=number(left))
        )

    @Slot()
    def _choose(self) -> None:
        self._show_labels(int(self.labels.currentData() or 0))
        self._show_purpose()
        self.queue_chosen.emit(self.order, self.label_id)

    def _show_purpose(self) -> None:
        is_queue = self.order != CHOSEN
        purpose = review_words.queue_purpose(QueueOrder(self.order)) if is_queue else ""
        self.purpose.setText(purpose)

    def _show_labels(self, label_id: int) -> None:
        self.labels.setVisible(self.order == QueueOrder.LABEL)
        self.labels.setCurrentIndex(max(self.labels.findData(label_id), 0))
