"""One image and the question about it: a key an answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.questions.records import ANSWERS, Answer
from engine.answers.questions.queue import ORDERS
from gui.questions import words
from gui.questions.desk import AskingDesk
from gui.questions.duplicates_strip import THUMBNAIL_PX, DuplicatesStrip
from gui.services import shortcuts
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.image_source import ImageSource
from gui.widgets.key_line import with_key
from gui.widgets.pictures import Pictures
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import ImageView
from gui.words.amounts import number

PACE_INTERVAL_MS = 1000
TOLD_HEIGHT_PX = 92
"""Of what stands below the picture: its file, four lines of captions, a row of duplicates."""


class AskView(QWidget):
    """Shows what the desk asks."""

    order_chosen = Signal(str)
    """An AskingOrder."""

    answers_requested = Signal()

    def __init__(
        self,
        desk: AskingDesk,
        source: ImageSource,
        loader: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._loader = loader
        self.asked = QWidget(self)
        self.view = ImageView(self)
        self.pictures = Pictures(source, loader, [self.view], self._archive_dir, self)
        self.orders = QComboBox(self)
        self.counts = plain_label("", self, role="muted")
        self.left = ElidedLabel(self)
        self.pace = plain_label("", self)
        self.saved = plain_label("", self, role="muted")
        self.likelihood = plain_label("", self, role="heading")
        self.facts = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.captions = plain_label("", self)
        self.duplicates = DuplicatesStrip(loader, self)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.buttons: dict[Answer, QPushButton] = {}
        self._ticking = QTimer(self, interval=PACE_INTERVAL_MS)
        self._ticking.timeout.connect(self._show_pace)
        self._build()
        self._make_actions()
        desk.image_changed.connect(self._show)
        desk.counts_changed.connect(self._show_counts)

    # Building

    def _build(self) -> None:
        self.orders.setAccessibleName(self.tr("Order of the images"))
        for order in ORDERS:
            self.orders.addItem(words.order_name(order), order)
            purpose = words.order_purpose(order)
            self.orders.setItemData(self.orders.count() - 1, purpose, Qt.ItemDataRole.ToolTipRole)
        self.orders.activated.connect(self._choose_order)
        theme.set_role(self.left, "muted")
        bar = QWidget(self)
        line = FlowLayout(bar, spacing_px=spacing.medium)
        line.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        line.addWidget(self.orders)
        line.addWidget(self.counts)
        line.add_stretching(self.left)
        line.add_at_end(self.likelihood)
        line.add_at_end(self.pace)
        line.add_at_end(self.saved)
        column = QVBoxLayout(self.asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._build_foot())
        self.stack.addWidget(self.asked)
        self.stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(self.stack, 1)

    def _build_foot(self) -> QWidget:
        foot = QWidget(self)
        theme.set_role(self.facts, "small")
        self.captions.setWordWrap(True)
        self.captions.setMinimumWidth(1)
        self.captions.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.captions.setAccessibleName(self.tr("Captions"))
        self._row = FlowLayout(spacing_px=spacing.small)
        # As high for every image, so that the picture keeps its size and place.
        told = QWidget(foot)
        told.setFixedHeight(TOLD_HEIGHT_PX)
        beside = QHBoxLayout(told)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(spacing.large)
        lines = QVBoxLayout()
        lines.setSpacing(spacing.tiny)
        lines.addWidget(self.facts)
        lines.addWidget(self.captions, 1)
        beside.addLayout(lines, 1)
        beside.addWidget(self.duplicates)
        column = QVBoxLayout(foot)
        column.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        column.setSpacing(spacing.small)
        column.addWidget(told)
        column.addLayout(self._row)
        return foot

    def _make_actions(self) -> None:
        for answer in ANSWERS:
            call = partial(self.desk.answer, answer)
            button = self._offer(answer, words.answer_name(answer), call)
            button.setMinimumWidth(112)
            self.buttons[answer] = button
        self._offer("skip", self.tr("Pass over"), self.desk.skip)
        self._offer("back", self.tr("Back"), self.desk.back)
        shortcuts.action("asking.zoom", self.asked, self.view.toggle_zoom)

    def _offer(self, name: str, text: str, call: Callable[[], object]) -> QPushButton:
        action = shortcuts.action(f"asking.{name}", self.asked, call)
        # A key that is held down answers once: the next image was not seen yet.
        action.setAutoRepeat(False)
        button = QPushButton(self.asked)
        button.setText(with_key(text, f"asking.{name}"))
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        shortcuts.bind_button(button, action)
        self._row.addWidget(button)
        return button

    # The page's side

    def open(self) -> None:
        """The view is on show: put the keyboard in it."""
        self._show()
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """The pace is counted while it is on show."""
        self._ticking.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._ticking.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode for the new size."""
        super().resizeEvent(event)
        if self.isVisible():
            self.pictures.want()

    # What is on show

    @Slot()
    def _choose_order(self) -> None:
        self._show_purpose()
        self.order_chosen.emit(self.orders.currentData())

    def _show_purpose(self) -> None:
        self.orders.setToolTip(words.order_purpose(self.orders.currentData()))

    def _archive_dir(self) -> Path:
        item = self.desk.item
        return item.archive_dir if item is not None else Path()

    @Slot()
    def _show(self) -> None:
        desk = self.desk
        item = desk.item
        self.orders.setCurrentIndex(self.orders.findData(desk.order))
        self._show_purpose()
        if item is None:
            self._show_nothing()
            return
        self.empty.stop_waiting()
        was_empty = self.stack.currentWidget() is self.empty
        self.stack.setCurrentWidget(self.asked)
        if was_empty and self.isVisible():
            self.view.setFocus()
        self.likelihood.setText(words.likelihood_text(desk.probability))
        self.facts.setText(words.picture_facts(item.image))
        self.captions.setText(words.captions_text(item.captions))
        self.duplicates.show_images(item.duplicates)
        given = desk.answer_on_show
        for answer, button in self.buttons.items():
            theme.set_role(button, "primary" if answer == given else "")
        if self.isVisible():
            ahead = [one.image for one in desk.ahead]
            wanted = [item.image.content_hash, *self.duplicates.hashes]
            wanted += [one.content_hash for one in ahead]
            self._loader.want(wanted, round(4 * THUMBNAIL_PX * self.devicePixelRatioF()))
            self.pictures.show([item.image], ahead)

    def _show_nothing(self) -> None:
        desk = self.desk
        if desk.is_reading or desk.image_id or desk.question is None:
            if not self.empty.is_waiting:
                self.empty.wait_behind(self._show_waiting)
            return
        self.empty.stop_waiting()
        self.stack.setCurrentWidget(self.empty)
        self.pictures.show([])
        if desk.skipped:
            text = self.tr("All other images are answered. {count} were passed over.")
            self.empty.say(
                "circle-check",
                text.replace("{count}", number(desk.skipped)),
                self.tr("Ask about them again"),
                desk.ask_skipped,
            )
        else:
            self.empty.say(
                "circle-check",
                self.tr("Every image has an answer."),
                self.tr("Look through the answers"),
                self.answers_requested.emit,
            )

    def _show_waiting(self) -> None:
        self.empty.say("loader-circle", self.tr("Looking for images without an answer…"))
        self.stack.setCurrentWidget(self.empty)

    @Slot()
    def _show_counts(self) -> None:
        desk = self.desk
        if desk.question is None:
            return
        self.counts.setText(words.counts_text(desk.question))
        self.left.setText(words.left_text(desk.left, desk.expected_yes))
        self.saved.setText(words.saved_text(desk.saving))
        self._show_pace()

    @Slot()
    def _show_pace(self) -> None:
        self.pace.setText(words.pace_text(self.desk.last_minute))
