"""The grid of a label: all images it is suggested for, confirmed a page at a time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.records import GridMode, ImageCard
from engine.answers.limits import limits_from
from engine.answers.review import ReviewSession
from gui.models.vocabulary import Vocabulary
from gui.review.desk.finder import EvidenceFinder
from gui.review.evidence.strip import THUMBNAIL_PX, EvidencePanel
from gui.review.grid import words as grid_words
from gui.review.grid.bars import LINE_STEP_PERCENT, GridBar, LineBar, PageBar
from gui.review.grid.desk import OPTIONS, GridDesk
from gui.review.grid.emptiness import emptiness
from gui.review.grid.enlarged import Enlarged
from gui.review.grid.hover import HoverEnlarged
from gui.review.grid.labels import WIDTH_PX, WaitingPanel
from gui.review.grid.reference import ImagesOrReference
from gui.review.grid.thumbnails import TickGrid
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction
from gui.widgets.empty_state import EmptyState
from gui.widgets.file_actions import FileActions
from gui.widgets.image_source import ImageSource
from gui.widgets.key_line import KeyLine
from gui.widgets.notice import Notice
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.thumbnails.view import DEFAULT_CELL_PX

EVIDENCE_HEIGHT_PX = 208


class LabelGridView(QWidget):
    """Labels at the left, the images of one in the middle, their evidence below when asked for."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        session: ReviewSession,
        switch: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._vocabulary = vocabulary
        self.desk = GridDesk(context, self)
        self.source = ImageSource(limits_from(context.settings), self)
        self.evidence_thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self.finder = EvidenceFinder(context, session, self)
        self.bar = GridBar(switch, self)
        self.notice = Notice(self)
        self.labels = WaitingPanel(self)
        self.line = LineBar(self)
        catalogue = context.catalogue
        self.grid = TickGrid(catalogue.images, catalogue.thumbnails, self.desk.pages, self)
        self.enlarged = Enlarged(catalogue, self.source, self.grid.loader, self)
        self.hover = HoverEnlarged(catalogue, self.source, self.grid)
        self.evidence = EvidencePanel(self.evidence_thumbnails, self)
        self.page_bar = PageBar(self)
        self.empty = EmptyState(self)
        self.keys = KeyLine(self)
        self._images = QStackedWidget(self)
        self.above = ImagesOrReference(
            catalogue, self.source, self._images, self.evidence.strip, self.finder
        )
        self._stack = QStackedWidget(self)
        self._build()
        self._make_actions()
        self._connect()
        self.bar.show_mode(self.desk.choice.mode)
        self.grid.set_cell_size(context.view.number("grid/cell", DEFAULT_CELL_PX))
        self.bar.size_slider.setValue(self.grid.cell_px)
        self._show_keys()

    # Building

    def _build(self) -> None:
        self._images.addWidget(self.grid)
        self._images.addWidget(self.enlarged)
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        self.down.setObjectName("grid-down")
        self.down.setChildrenCollapsible(False)
        self.down.addWidget(self.above)
        self.down.addWidget(self.evidence)
        self.down.setStretchFactor(0, 1)
        self.down.setSizes([600, EVIDENCE_HEIGHT_PX])
        self.evidence.hide()
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.down, 1)
        column.addWidget(self.page_bar)
        self._stack.addWidget(middle)
        self._stack.addWidget(self.empty)
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.across.setObjectName("grid-across")
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.labels)
        self.across.addWidget(self._stack)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([WIDTH_PX, 10_000])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (self.bar, self.notice):
            outer.addWidget(widget)
        outer.addWidget(self.across, 1)
        outer.addWidget(self.keys)

    def _make_actions(self) -> None:
        desk, grid = self.desk, self.grid

        def act(name: str, call: Callable[[], object], widget: QWidget = self) -> BoundAction:
            return shortcuts.action(f"grid.{name}", widget, call)

        # On the images only: in the list and in the line Enter and Space mean something else.
        images = self._images
        self.take = act("accept", self._take_page, images)
        toggle = act("toggle", self._toggle_current, images)
        self.enlarge = act("enlarge", self.enlarge_current, images)
        act("next", partial(self._move, 1), images)
        act("previous", partial(self._move, -1), images)
        act("tick_all", partial(desk.tick_all, True), images)
        act("tick_none", partial(desk.tick_all, False), images)
        alone = act("alone", self._show_alone, images)
        similar = act("similar", self._find_similar, images)
        self.files = FileActions(
            "grid", self._context, self.source, lambda: self.grid.current_id, images
        )
        forward = act("next_page", desk.go_forward)
        back = act("previous_page", desk.go_back)
        evidence = act("evidence", self.toggle_evidence)
        self._menu_groups = ((toggle, self.enlarge, evidence), (alone, similar), self.files.all)
        act("raise_line", partial(self._move_line, LINE_STEP_PERCENT))
        act("lower_line", partial(self._move_line, -LINE_STEP_PERCENT))
        act("next_label", partial(desk.step_label, 1))
        act("previous_label", partial(desk.step_label, -1))
        act("find_label", self.labels.focus_finder)
        act("others", self._turn_others)
        modes = {mode: act(mode.value, partial(desk.choose_mode, mode)) for mode in GridMode}
        self.bar.add_modes(modes)
        self._options = {name: act(f"also_{name}", partial(self._turn, name)) for name in OPTIONS}
        for name, action in self._options.items():
            action.setCheckable(True)
            action.setChecked(getattr(desk.choice, name))
            self.bar.menu.addAction(action)
        shortcuts.bind_button(self.page_bar.take, self.take)
        shortcuts.bind_button(self.page_bar.back, back)
        shortcuts.bind_button(self.page_bar.forward, forward)
        self.page_bar.others.setToolTip(
            shortcuts.tooltip("grid.others", self.tr("What becomes of images without a tick"))
        )
        self.line.slider.setToolTip(
            shortcuts.tooltip("grid.raise_line", self.tr("From which percentage images are ticked"))
        )
        self.setFocusProxy(grid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        desk, grid = self.desk, self.grid
        desk.labels_changed.connect(self._show_labels)
        desk.label_changed.connect(self._show_label)
        desk.page_changed.connect(self._show_page)
        desk.ticks_changed.connect(self._show_ticks)
        desk.failed.connect(self._show_failure)
        self._vocabulary.changed.connect(self._show_labels)
        self.labels.chosen.connect(desk.read_label)
        self.labels.left.connect(self.focus_images)
        self.line.moved.connect(desk.set_line)
        self.page_bar.reject_chosen.connect(self._context.review_choices.set_reject_others)
        self.bar.size_chosen.connect(grid.set_cell_size)
        grid.cell_size_changed.connect(self.bar.size_slider.setValue)
        grid.capacity_changed.connect(desk.set_page_size)
        grid.toggled.connect(desk.toggle)
        grid.menu_requested.connect(self._open_menu)
        grid.current_changed.connect(self._follow_current)
        grid.cards.loaded.connect(self._follow_current)
        grid.cards.failed.connect(self._context.hub.failed)
        self.enlarged.moved.connect(grid.go)
        self.enlarged.failed.connect(self._context.hub.failed)
        self.enlarged.closed.connect(self.enlarge_current)
        self.hover.wanted.connect(self._enlarge_hovered)
        self.hover.picture.failed.connect(self._context.hub.failed)
        self.above.turned.connect(self._follow_reference)
        self.above.reference.failed.connect(self._context.hub.failed)
        self.finder.changed.connect(self._show_evidence)
        self.finder.failed.connect(self._context.hub.failed)
        self._context.hub.changed.connect(self.finder.forget)
        self._context.hub.refreshed.connect(self._reload_pictures)
        shortcuts.book().changed.connect(self._show_keys)

    # The page's side

    def activate(self) -> None:
        """The grid is shown: the keyboard goes to the images."""
        self.desk.set_active(True)
        if not self.desk.label_id:
            self.empty.wait_behind(self._show_loading)
        self._show_page()
        self.focus_images()

    def deactivate(self) -> None:
        """Something else is shown."""
        self.desk.set_active(False)

    def show_grid(self, label_id: int, mode: GridMode) -> None:
        """Show the images of a label (0: of the first that waits)."""
        self.desk.show(label_id, mode)
        self.bar.show_mode(mode)
        self.focus_images()

    def shutdown(self) -> None:
        """Remember the size of the pictures and stop reading."""
        self._context.view.set("grid/cell", self.grid.cell_px)
        self.desk.close()
        self.enlarged.close_lane()
        self.above.reference.close_lane()
        self.hover.picture.close_lane()
        self.grid.close_lanes()
        self.evidence_thumbnails.close()
        self.source.close()

    @Slot()
    def focus_images(self) -> None:
        """The keyboard goes to the images, or to the button where there are none."""
        if self._stack.currentWidget() is self.empty:
            target: QWidget = self.labels.list
        elif self.above.shows_reference:
            target = self.above.reference
        elif self._images.currentWidget() is self.enlarged:
            target = self.enlarged
        else:
            target = self.grid
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing

    @Slot()
    def _show_labels(self) -> None:
        desk = self.desk
        self.labels.show_waiting(
            desk.waiting, self._vocabulary.by_id, desk.label_id, is_counted=desk.is_counted
        )
        self._show_name()
        self._show_line()

    @Slot()
    def _show_label(self) -> None:
        self.bar.show_mode(self.desk.choice.mode)
        self.labels.list.follow(self.desk.label_id)
        self.finder.show_nothing()
        self.empty.wait_behind(self._show_loading)
        self._show_name()

    def _show_name(self) -> None:
        label = self._vocabulary.by_id.get(self.desk.label_id)
        self.line.name.setText(label.shown if label is not None else "")

    @Slot()
    def _show_page(self) -> None:
        pages = self.desk.pages
        if self.desk.is_loading and not len(pages.image_ids):
            return
        if len(pages.image_ids):
            self.empty.stop_waiting()
            had_focus = self._stack.currentWidget() is self.empty and self._has_keyboard()
            self._stack.setCurrentIndex(0)
            self.grid.show_page()
            if had_focus:
                self.focus_images()
        else:
            self._show_emptiness()
        self._show_ticks()
        self._follow_current()

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere in the grid."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    @Slot()
    def _show_ticks(self) -> None:
        desk = self.desk
        mode = desk.choice.mode
        reject = desk.reject_others or mode is GridMode.WRONG
        self.take.setEnabled(bool(len(desk.pages.image_ids)))
        self.page_bar.show_page(desk.pages, mode, reject=reject)
        self.grid.show_ticks(reject=reject)
        self._show_line()
        if self.enlarged.image_id:
            self._show_enlarged_tick()

    def _show_line(self) -> None:
        pages = self.desk.pages
        calibrated = pages.grid is None or pages.grid.calibrated
        is_whole = pages.grid is not None and pages.grid.is_whole
        expected = pages.expected if is_whole else None
        self.line.show_line(pages.line, expected, calibrated=calibrated)

    @Slot()
    def _show_loading(self) -> None:
        if not len(self.desk.pages.image_ids) and (
            self.desk.is_loading or not self.desk.is_counted
        ):
            self.empty.say("loader-circle", self.tr("Looking for images…"))
            self._stack.setCurrentWidget(self.empty)

    def _show_emptiness(self) -> None:
        if not self.desk.is_counted:
            return
        self.empty.stop_waiting()
        label = self._vocabulary.by_id.get(self.desk.label_id)
        found = emptiness(self.desk, label.shown if label is not None else "")
        calls: dict[str, Callable[[], object]] = {
            "suggest": partial(self._context.navigator.work_requested.emit, "suggest"),
            "queues": partial(self._context.navigator.work_requested.emit, "queues"),
            "labelled": partial(self._turn, "labelled"),
            "next": self._go_to_other_label,
        }
        self.empty.say(found.icon, found.sentence, found.button, calls.get(found.offer))
        self._stack.setCurrentWidget(self.empty)
        self._close_enlarged()

    def _go_to_other_label(self) -> None:
        if not self.desk.step_label(1):
            self.desk.go_to_first()
        self.focus_images()

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        self.notice.say(sentence, danger=True)

    @Slot()
    def _show_keys(self) -> None:
        self.keys.setText(grid_words.key_line())

    @Slot()
    def _reload_pictures(self) -> None:
        self.finder.forget()
        self.grid.reload_pictures()

    # What a person does

    def _take_page(self) -> None:
        self.notice.close_notice()
        if self._images.currentWidget() is self.enlarged:
            # One image is on screen: nobody means a page that cannot be seen.
            self.enlarge_current()
        else:
            self.desk.take_page()

    def _toggle_current(self) -> None:
        if self.grid.current_id:
            self.desk.toggle(self.grid.current_id)

    def _move(self, step: int) -> None:
        self.grid.move_by(step)

    def _move_line(self, percent: int) -> None:
        steps = round(100 * self.desk.pages.line / LINE_STEP_PERCENT)
        at = (steps + (1 if percent > 0 else -1)) * LINE_STEP_PERCENT
        self.desk.set_line(max(0, min(100, at)) / 100)

    def _turn_others(self) -> None:
        self._context.review_choices.set_reject_others(not self.desk.reject_others)

    def _turn(self, name: str) -> None:
        on = not getattr(self.desk.choice, name)
        self._options[name].setChecked(on)
        self.empty.wait_behind(self._show_loading)
        self.desk.set_option(name, on)

    def _show_alone(self) -> None:
        if self.grid.current_id:
            self._context.navigator.show_review(self.grid.current_id)

    def _find_similar(self) -> None:
        if self.grid.current_id:
            self._context.navigator.similar_requested.emit(self.grid.current_id)

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        """What can be done with the image that the keyboard is at."""
        if not self.grid.current_id:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in self._menu_groups:
            if menu.actions():
                menu.addSeparator()
            menu.addActions(list(group))
        menu.popup(place)

    # The image the keyboard is at

    @Slot()
    def _follow_current(self) -> None:
        if self._images.currentWidget() is self.enlarged and not self.above.shows_reference:
            self._enlarge()
        if self.evidence.isVisibleTo(self):
            self._find_evidence()

    @Slot()
    def enlarge_current(self) -> None:
        """Show the image that the keyboard is at large, or the thumbnails again."""
        if self._images.currentWidget() is self.enlarged:
            self._close_enlarged()
        elif self.grid.current_id:
            self._images.setCurrentWidget(self.enlarged)
            self._enlarge()
        self.focus_images()

    def _enlarge(self) -> None:
        card = self.grid.cards.card(self.grid.current_id)
        if card is not None:
            self.enlarged.show_card(card, self.grid.ids_around())
            self._tell_tick(self.enlarged, card)

    @Slot(int)
    def _enlarge_hovered(self, image_id: int) -> None:
        card = self.grid.cards.card(image_id)
        if card is not None:
            self.hover.picture.show_card(card)
            self._tell_tick(self.hover.picture, card)
        else:
            self.hover.leave()

    def _show_enlarged_tick(self) -> None:
        card = self.grid.cards.card(self.enlarged.image_id)
        if card is not None:
            self._tell_tick(self.enlarged, card)

    def _tell_tick(self, shown: Enlarged, card: ImageCard) -> None:
        pages = self.desk.pages
        shown.show_tick(card.path, pages.is_ticked(card.id), pages.likelihood(card.id))

    def _close_enlarged(self) -> None:
        self._images.setCurrentWidget(self.grid)
        self.enlarged.forget()

    def toggle_evidence(self) -> None:
        """Show what is behind the image that the keyboard is at, or nothing of it."""
        shows = not self.evidence.isVisibleTo(self)
        self.evidence.setVisible(shows)
        if shows:
            self._find_evidence()
        else:
            self.above.close_reference()
            self.finder.show_nothing()

    def _find_evidence(self) -> None:
        label = self._vocabulary.by_id.get(self.desk.label_id)
        if self.grid.current_id and label is not None:
            self.finder.find(self.grid.current_id, label.id, label.shown)
        else:
            self.finder.show_nothing()
        self._show_evidence()

    @Slot()
    def _show_evidence(self) -> None:
        evidence = self.finder.evidence
        label = self._vocabulary.by_id.get(self.desk.label_id)
        self.evidence.show_evidence(evidence, label.shown if label is not None else "")
        self.above.follow_evidence()
        if evidence is not None:
            hashes = [card.image.content_hash for card in evidence.cards]
            self.evidence_thumbnails.want(hashes, round(THUMBNAIL_PX * self.devicePixelRatioF()))

    @Slot()
    def _follow_reference(self) -> None:
        """A similar image was opened in place of the images, or they came back."""
        if not self.above.shows_reference and self._images.currentWidget() is self.enlarged:
            self._enlarge()
        if self.above.shows_reference or self._has_keyboard():
            self.focus_images()
