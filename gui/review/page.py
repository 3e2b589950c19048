"""The Review page: one image after another, its suggestions with their evidence, by keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.records import GridMode, ImageFilter, QueueOrder
from engine.answers.limits import limits_from
from gui.dialogs.captions import CaptionsDialog
from gui.models.vocabulary import vocabulary_of
from gui.review import empty as review_empty
from gui.review import words as review_words
from gui.review.actions import ReviewActions
from gui.review.bar import CHOSEN, QueueBar
from gui.review.desk.choice import DEFAULT_ORDER
from gui.review.desk.desk import ReviewDesk
from gui.review.desk.state import MAX_DIGIT
from gui.review.empty import EmptyPanel, Offer
from gui.review.evidence.strip import EvidencePanel
from gui.review.grid.views import ReviewViews
from gui.review.one.beside import Beside
from gui.review.one.foot import PictureFoot
from gui.review.one.label_keys import LabelKeys
from gui.review.panel import PANEL_WIDTH_PX, ReviewPanel
from gui.review.stage import ReviewStage
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction
from gui.widgets.empty_state import WAITING_SHOWN_AFTER_MS
from gui.widgets.file_actions import FileActions
from gui.widgets.image_source import ImageSource
from gui.widgets.key_line import KeyLine
from gui.widgets.notice import Notice
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import Detail
from gui.words.amounts import whole_percent

RESIZE_DELAY_MS = 150
PATIENCE_MS = 1500
"""How long the references wait for the first picture, which is what a person waits for."""
EVIDENCE_HEIGHT_PX = 208


class ReviewPage(QWidget):
    """Shows what the desk has and tells it what keys, clicks and typed labels mean."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.desk = ReviewDesk(context, self)
        self.acts = ReviewActions(self.desk)
        self.vocabulary = vocabulary_of(context)
        self.thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self.source = ImageSource(limits_from(context.settings), self)
        self.bar = QueueBar(self)
        self.notice = Notice(self)
        curator = context.catalogue.curator
        self.stage = ReviewStage(self.source, self.thumbnails, self.vocabulary, curator, self)
        sets = context.label_sets
        self.foot = PictureFoot(context.catalogue, sets, self.vocabulary, self)
        self.panel = ReviewPanel(
            self.vocabulary, curator, context.review_choices, context.navigator, self
        )
        self.label_keys = LabelKeys(
            self.desk, self.acts, self.vocabulary, sets, self.notice.say, self
        )
        self.evidence = EvidencePanel(self.thumbnails, self)
        self.beside = Beside(self.desk, self.acts, self.stage, self.evidence)
        self.empty = EmptyPanel(self)
        self.keys = KeyLine(self)
        self._stack = QStackedWidget(self)
        self._shown_before = False
        self._resized = QTimer(self, singleShot=True, interval=RESIZE_DELAY_MS)
        self._resized.timeout.connect(self._want_pictures)
        self._unanswered = QTimer(self, singleShot=True, interval=WAITING_SHOWN_AFTER_MS)
        self._unanswered.timeout.connect(self._show_item)
        self._build()
        self._make_actions()
        self._connect()
        self._restore_queue()
        self.views.restore()

    # Building

    def _build(self) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.across.setObjectName("across")
        self.across.setChildrenCollapsible(False)
        picture = QWidget(self)
        under = QVBoxLayout(picture)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(self.stage, 1)
        under.addWidget(self.foot)
        self.across.addWidget(picture)
        self.across.addWidget(self.panel)
        self.across.setStretchFactor(0, 1)
        self.across.setStretchFactor(1, 0)
        self.across.setSizes([800, PANEL_WIDTH_PX])
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        self.down.setObjectName("down")
        self.down.setChildrenCollapsible(False)
        self.down.addWidget(self.across)
        self.down.addWidget(self.evidence)
        self.down.setStretchFactor(0, 1)
        self.down.setStretchFactor(1, 0)
        self.down.setSizes([600, EVIDENCE_HEIGHT_PX])
        self.panel.splitter.setObjectName("panel")
        self._stack.addWidget(self.down)
        self._stack.addWidget(self.empty)
        single = QWidget(self)
        self.views = ReviewViews(self._context, self.vocabulary, self.desk.session, single, self)
        self.bar.put_first(self.views.make_switch())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.views)
        column = QVBoxLayout(single)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.keys)

    def _make_actions(self) -> None:
        desk, acts = self.desk, self.acts

        def act(shortcut_id: str, call: Callable[[], object]) -> BoundAction:
            return shortcuts.action(f"review.{shortcut_id}", self, call)

        self.accept_all = act("accept_all", self._accept_and_next)
        self.next = act("next", acts.skip)
        self.previous = act("previous", desk.go_back)
        act("accept", lambda: acts.toggle_accept(desk.focused_label))
        act("reject", acts.reject_and_step)
        act("reject_all", acts.reject_all)
        act("down", lambda: desk.move_focus(1))
        act("up", lambda: desk.move_focus(-1))
        act("add_label", self._type_label)
        act("correct", self._correct_label)
        act("zoom", lambda: self.stage.active_view.toggle_zoom())
        act("zoom_together", self.stage.compare.turn_together)
        act("evidence", self.beside.toggle)
        self.stage.addAction(act("captions", self._open_captions))
        similar = act("similar", self._find_similar)
        self.files = FileActions("review", self._context, self.source, self._meant_image, self)
        for widget in (self.stage, self.evidence.strip):
            widget.addAction(similar)
            widget.addActions(self.files.all)
        self.stage.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for digit in range(1, MAX_DIGIT + 1):
            act(f"toggle_{digit}", partial(acts.toggle_digit, digit))
        shortcuts.bind_button(self.bar.next, self.next)
        shortcuts.bind_button(self.bar.previous, self.previous)

    def _connect(self) -> None:
        desk, acts, stage = self.desk, self.acts, self.stage
        desk.queue_changed.connect(self._show_queue)
        desk.image_changed.connect(self._show_image)
        desk.item_changed.connect(self._show_item)
        self.beside.pictures_wanted.connect(self._want_pictures)
        self.beside.closed.connect(self.setFocus)
        desk.upcoming_changed.connect(self._want_pictures)
        desk.failed.connect(self._show_failure)
        self.bar.queue_chosen.connect(self._choose_queue)
        self.views.single_shown.connect(self._show_single)
        self.views.grid_shown.connect(partial(desk.set_active, False))
        self.panel.labels.remove_requested.connect(acts.remove_label)
        self.panel.suggestions.tick_toggled.connect(acts.toggle_tick)
        self.panel.suggestions.accept_toggled.connect(acts.toggle_accept)
        self.panel.suggestions.reject_toggled.connect(acts.toggle_reject)
        self.panel.suggestions.focused.connect(desk.focus)
        self.panel.entry.label_chosen.connect(self._add_label)
        self.panel.entry.name_entered.connect(self._add_name)
        self.panel.entry.cancelled.connect(self._leave_entry)
        self.panel.labels.left.connect(self.setFocus)
        self.foot.set_keys.given.connect(self.label_keys.give)
        self.foot.set_keys.left.connect(self.setFocus)
        self.panel.offered.connect(self._take_offer)
        self.empty.offered.connect(self._take_offer)
        stage.view.zoomed.connect(self._show_zoom)
        stage.view.shown.connect(self._start_suggesting)
        self.vocabulary.changed.connect(self._show_labels_to_choose)
        self._context.hub.refreshed.connect(self._read_shares)
        self._context.tasks.added.connect(self._tell_work)
        self._context.tasks.ended.connect(self._tell_work)
        shortcuts.book().changed.connect(self._show_keys)
        self._show_keys()

    # The window's side

    def activate(self) -> None:
        """The page is shown: read the queue the first time."""
        self.desk.set_active(not self.views.shows_grid)
        if self.views.shows_grid:
            self.views.activate_grid()
            return
        if not self._shown_before:
            self._shown_before = True
            self.source.warm_up()
            if self.vocabulary.is_loaded:
                self._show_labels_to_choose()
            self.vocabulary.load()
            self._load()
            QTimer.singleShot(PATIENCE_MS, self, self._start_suggesting)

    def show_grid(self, label_id: int, mode: GridMode) -> None:
        """Confirm a label on all its images (0: the first label that waits)."""
        self.views.show_grid(label_id, mode)

    def show_images(self, image_ids: Sequence[int]) -> None:
        """Review just these images."""
        self.views.show_single()
        self.bar.offer_chosen(len(image_ids))
        self.bar.select_order(CHOSEN)
        self.desk.review_these(image_ids)
        self.empty.wait_behind(self._show_loading)

    def shutdown(self) -> None:
        """Stop the children that decode."""
        self.views.grid.shutdown()
        self.foot.close_lane()
        self.source.close()
        self.thumbnails.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Undo brings back the image while the page is on show."""
        self.desk.set_active(not self.views.shows_grid)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is on show."""
        self.desk.set_active(False)
        self.views.grid.deactivate()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode for the new size, once it stays."""
        super().resizeEvent(event)
        self._resized.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the comparison wherever the keyboard is on the page."""
        if event.key() == Qt.Key.Key_Escape and self.stage.comparing:
            self.beside.close_reference()
            return
        super().keyPressEvent(event)

    @Slot()
    def _show_single(self) -> None:
        self.activate()
        self.setFocus()

    @Slot()
    def _start_suggesting(self) -> None:
        if self.sender() is not self.stage.view or self.stage.view.detail >= Detail.SCREEN:
            self.desk.start_suggesting()

    @Slot()
    def _find_similar(self) -> None:
        image_id = self._meant_image()
        if image_id:
            self._context.navigator.similar_requested.emit(image_id)

    def _meant_image(self) -> int:
        """The image of the evidence that the keyboard is at, else the image under review."""
        strip = self.evidence.strip
        image_id = strip.current_image if strip.hasFocus() else 0
        return image_id or self.desk.image_id

    # The queue

    def _restore_queue(self) -> None:
        view = self._context.view
        order = str(view.get("review/order", DEFAULT_ORDER))
        if order not in list(QueueOrder):
            order = str(DEFAULT_ORDER)
        self.desk.choice.order = order
        self.desk.choice.label_id = view.number("review/label", 0)
        self.bar.select_order(order, self.desk.choice.label_id)

    def _load(self) -> None:
        self.desk.load_queue()
        self.empty.wait_behind(self._show_loading)
        self._read_shares()

    @Slot()
    def _read_shares(self) -> None:
        if self._shown_before:
            read = self._context.catalogue.suggestions.probability_shares
            self._context.reads.submit(read, self.panel.level.show_shares)

    @Slot(str, int)
    def _choose_queue(self, order: str, label_id: int) -> None:
        if order == CHOSEN:
            return
        self._context.view.set("review/order", order)
        self._context.view.set("review/label", label_id)
        self.bar.offer_chosen(0)
        self.bar.select_order(order, label_id)
        self.desk.choose_queue(order, label_id)
        self.empty.wait_behind(self._show_loading)
        self.setFocus()

    @Slot()
    def _show_labels_to_choose(self) -> None:
        used = [label for label in self.vocabulary.labels if label.image_count]
        self.bar.show_label_choice(used)
        self.bar.select_order(
            CHOSEN if self.desk.choice.picked else self.desk.choice.order, self.desk.choice.label_id
        )

    @Slot()
    def _show_queue(self) -> None:
        # The page says in words why a queue holds nothing; "0 left" would say that it is done.
        is_known = not self.desk.choice.is_loading and len(self.desk.queue) > 0
        self.bar.show_left(self.desk.queue.left if is_known else None)
        self._choose_what_to_show()

    def _choose_what_to_show(self) -> None:
        desk = self.desk
        has_image = desk.image_id != 0
        for action in (self.accept_all, self.next):
            action.setEnabled(has_image)
        self.previous.setEnabled(bool(desk.queue.preceding(1)))
        if has_image:
            self.empty.stop_waiting()
            self._stack.setCurrentWidget(self.down)
            self.keys.show()
            return
        if desk.choice.is_loading:
            return
        self.empty.stop_waiting()
        self.keys.hide()
        self.bar.zoom.setText("")
        self._stack.setCurrentWidget(self.empty)
        if desk.choice.error:
            self.empty.show_message(review_empty.failure_message(desk.choice.error))
            return
        facts = desk.empty_facts()
        if facts is None:
            self.empty.wait(review_empty.loading_sentence())
        else:
            working = next((task.job for task in self._context.tasks.tasks), "")
            told = replace(facts, at_work=working)
            self.empty.show_message(review_empty.empty_message(told))

    @Slot()
    def _tell_work(self) -> None:
        if self._stack.currentWidget() is self.empty:
            self._choose_what_to_show()

    @Slot()
    def _show_loading(self) -> None:
        if self.desk.choice.is_loading and not self.desk.image_id:
            self.keys.hide()
            self.empty.say("loader-circle", review_empty.loading_sentence())
            self._stack.setCurrentWidget(self.empty)

    @Slot(str)
    def _take_offer(self, offer: str) -> None:
        navigator = self._context.navigator
        if offer == Offer.ENCODE:
            navigator.work_requested.emit("encode")
        elif offer == Offer.SUGGEST:
            navigator.work_requested.emit("suggest")
        elif offer == Offer.QUEUES:
            navigator.work_requested.emit("queues")
        elif offer == Offer.LIBRARY:
            navigator.show_library(ImageFilter())
        elif offer == Offer.SKIPPED:
            self.desk.review_skipped()
        elif offer == Offer.WHOLE_QUEUE:
            self._choose_queue(str(DEFAULT_ORDER), 0)
        elif offer == Offer.MISSING:
            self._choose_queue(str(QueueOrder.PROBABLY_MISSING), 0)
        elif offer == Offer.RETRY:
            self._load()
        self.setFocus()

    # The image

    def _open_captions(self) -> None:
        if self.desk.item is not None:
            CaptionsDialog(self._context, self.desk.item.image.id, self).open()

    @Slot()
    def _show_image(self) -> None:
        item = self.desk.item
        if item is None and self.desk.image_id:
            # Read in a moment; the one before stays until then, so that nothing flickers.
            return
        if item is not None and item.image.id != self.stage.view.image_id:
            self.panel.say("")
            self._unanswered.start()
        self.stage.show_image(item.image if item is not None else None)
        self.evidence.strip.mark_opened(self.desk.open_reference)
        if item is None:
            self.foot.show_image(None)
        else:
            self.foot.show_image(item.image, item.captions)
        self._want_pictures()

    @Slot()
    def _want_pictures(self) -> None:
        image_id = self.desk.image_id
        ahead = [item.image for item in self.desk.known_items() if item.image.id != image_id]
        evidence = self.desk.evidence
        hashes = [card.image.content_hash for card in evidence.cards] if evidence else []
        self.stage.want(ahead, hashes, self.desk.archive_dir)

    @Slot(int)
    def _show_zoom(self, percent: int) -> None:
        self.bar.zoom.setText(whole_percent(percent))

    @Slot()
    def _show_item(self) -> None:
        desk = self.desk
        if desk.item is None:
            return
        self._show_image()
        rows = desk.rows
        self.panel.show_rows(desk.image_id, desk.label_rows, rows, desk.focused_label)
        sentence, offer = "", Offer.NONE
        if desk.suggested is not None and not rows:
            sentence, offer = review_words.no_suggestions(desk.suggested.message)
        elif desk.suggested is None and self._unanswered.isActive():
            sentence = self.panel.sentence
        elif desk.suggested is None:
            sentence = self.tr("Looking for similar images…")
        self.panel.say(sentence or review_words.doubt_hint(rows), offer)
        self.foot.enter.setText(self._what_enter_does())
        self.beside.show_evidence()

    def _what_enter_does(self) -> str:
        desk = self.desk
        if desk.suggested is None:
            return ""
        return review_words.enter_sentence(desk.rows, whole_image=not desk.choice.only_label)

    # Keys

    def _accept_and_next(self) -> None:
        self.notice.close_notice()
        self.acts.accept_and_next()

    def _type_label(self) -> None:
        self.panel.end_replacing()
        self.panel.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(int)
    def _add_label(self, label_id: int) -> None:
        label = self.vocabulary.by_id.get(label_id)
        if label is None:
            return
        replaced = self.panel.end_replacing()
        if replaced:
            self.acts.replace_label(replaced, label_id, label.shown)
            self.setFocus()
        else:
            self.acts.add_label(label_id, label.shown)

    @Slot(str)
    def _add_name(self, name: str) -> None:
        replaced = self.panel.end_replacing()
        if replaced:
            self.acts.replace_label(replaced, 0, name)
            self.setFocus()
        else:
            self.acts.add_name(name)

    @Slot()
    def _leave_entry(self) -> None:
        self.panel.end_replacing()
        self.setFocus()

    def _correct_label(self) -> None:
        if self.panel.labels.rows:
            self.panel.labels.take_keyboard()

    @Slot()
    def _show_keys(self) -> None:
        self.keys.setText(review_words.key_line())

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        self.notice.say(sentence, danger=True)
