"""The images of a cluster side by side, or two of them laid over one another."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.duplicate_records import image_pair
from db.records import ImageRecord
from engine.answers.duplicates.cards import (
    ClusterCard,
    ClusterDetails,
    MemberFacts,
    cluster_details,
)
from engine.duplicates.turns import opposite
from gui.duplicates import words
from gui.duplicates.aligning import Alignment, alignment_of
from gui.duplicates.composed import Mode, composed
from gui.duplicates.contradicting import ContradictingBox, label_names
from gui.duplicates.desk import ClusterDesk
from gui.duplicates.facts import fact_rows
from gui.duplicates.facts_table import NAMES_PX, FactsTable
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.image_source import ImageSource
from gui.widgets.key_line import KeyLine, key_line, with_key
from gui.widgets.pictures import Pictures
from gui.widgets.plain_label import ElidedLabel
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.image_view import Detail, ImageView
from gui.widgets.viewing.linked_views import LinkedViews, comparing_view

MOST_VIEWS = 6
"""Images side by side at a time; of more, those around the cursor."""
MOVING = ("next", "previous", "left", "right", "more", "less")
"""Keys that repeat while they are held down."""
STEP_PERCENT = 5


class TogetherView(QWidget):
    """One cluster at a time; the cursor is the desk's, as in the list."""

    closed = Signal()

    def __init__(
        self,
        context: CatalogueContext,
        desk: ClusterDesk,
        source: ImageSource,
        loader: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._desk = desk
        self._source = source
        self.mode = Mode.SIDE
        self.details: ClusterDetails | None = None
        self._asked: tuple[int, int] = (0, 0)
        self._first = 0
        self._shows_keeper = False
        self._alignments: dict[tuple[int, int], Alignment | None] = {}
        """By the two images, how the second lies over the first; None where they do not agree."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading = ElidedLabel(self)
        theme.set_role(self.heading, "heading")
        self.views = [comparing_view(self) for _ in range(MOST_VIEWS)]
        self.marks = [QToolButton(self) for _ in self.views]
        self._linked = LinkedViews(self.views, self)
        self.pictures = Pictures(source, loader, self.views, lambda: desk.archive_dir, self)
        self.compared = comparing_view(self)
        self.compared.setAccessibleName(self.tr("Two images laid over one another"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.table = FactsTable(self)
        self.keys = KeyLine(self)
        self._stack = QStackedWidget(self)
        self._modes: dict[Mode, QToolButton] = {}
        self._composer = LatestAnswer("compared pictures", self)
        self._build()
        self._make_actions()
        desk.changed.connect(self._follow)
        desk.cards_read.connect(self._follow)
        self.pictures.arrived.connect(self._compose)
        self.compared.detail_wanted.connect(self._want_full)
        self.slider.valueChanged.connect(self._compose)
        shortcuts.book().changed.connect(self._show_keys)
        self._show_keys()
        self._show_mode()

    # Building

    def _build(self) -> None:
        rail = QVBoxLayout()
        rail.setContentsMargins(spacing.small, 0, spacing.small, 0)
        rail.setSpacing(spacing.tiny)
        for mode, text, shortcut in (
            (Mode.SIDE, self.tr("Side by side"), "together.side"),
            (Mode.FLICKER, self.tr("Flicker"), "together.flicker"),
            (Mode.DIFFERENCE, self.tr("Difference"), "together.difference"),
            (Mode.SPLIT, self.tr("Split"), "together.split"),
            (Mode.OVERLAY, self.tr("Overlay"), "together.overlay"),
        ):
            button = QToolButton(self)
            button.setText(with_key(text, shortcut))
            button.setAccessibleName(text)
            button.setToolTip(shortcuts.tooltip(shortcut))
            button.setCheckable(True)
            button.setFixedWidth(NAMES_PX - 2 * spacing.small)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self.show_mode, mode))
            self._modes[mode] = button
            rail.addWidget(button)
        self.aligned = QToolButton(self)
        self.aligned.setCheckable(True)
        self.aligned.setChecked(True)
        text = self.tr("Aligned")
        self.aligned.setText(with_key(text, "together.aligned"))
        self.aligned.setAccessibleName(text)
        self.aligned.setToolTip(shortcuts.tooltip("together.aligned"))
        self.aligned.setFixedWidth(NAMES_PX - 2 * spacing.small)
        self.aligned.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.aligned.clicked.connect(self._compose)
        rail.addWidget(self.aligned)
        self.slider.setRange(0, 100)
        self.slider.setValue(50)
        self.slider.setAccessibleName(self.tr("How much of the one that stays shows"))
        self.slider.setFixedWidth(NAMES_PX - 2 * spacing.small)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        rail.addWidget(self.slider)
        rail.addStretch(1)
        beside = QWidget(self)
        across = QHBoxLayout(beside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(1)
        for place, view in enumerate(self.views):
            view.setMinimumSize(80, 80)
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            across.addWidget(self._column(place, view), 1)
        self._stack.addWidget(beside)
        self.compared.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack.addWidget(self.compared)
        above = QWidget(self)
        row = QHBoxLayout(above)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QWidget(above)
        side.setFixedWidth(NAMES_PX)
        side.setLayout(rail)
        row.addWidget(side)
        row.addWidget(self._stack, 1)
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        self.down.setChildrenCollapsible(False)
        self.down.setObjectName("together")
        self.down.addWidget(above)
        self.down.addWidget(self.table)
        self.down.setStretchFactor(0, 1)
        self.down.setStretchFactor(1, 0)
        self.down.setSizes([474, 256])
        head = QHBoxLayout()
        head.setContentsMargins(spacing.medium, spacing.small, spacing.small, spacing.small)
        head.addWidget(self.heading, 1)
        self.also = ContradictingBox(self)
        self.also.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.also.clicked.connect(self._hand_also)
        head.addWidget(self.also)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icons.icon("x"))
        self.close_button.setAccessibleName(self.tr("Back to the clusters"))
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.down, 1)
        column.addWidget(self.keys)

    def _column(self, place: int, view: ImageView) -> QWidget:
        """A picture with a button over it that says whether it stays, and puts the cursor there."""
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        mark = self.marks[place]
        mark.setCheckable(True)
        mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        mark.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark.clicked.connect(partial(self._point, place))
        column.addWidget(mark)
        column.addWidget(view, 1)
        return holder

    def _make_actions(self) -> None:
        desk = self._desk

        def act(name: str, call: Callable[[], object]) -> None:
            action = shortcuts.action(f"together.{name}", self, call)
            # Flicker by a key held down would be a storm, and an accepted cluster was not seen.
            action.setAutoRepeat(name in MOVING)

        act("accept", desk.accept)
        act("next", lambda: desk.go(1))
        act("previous", lambda: desk.go(-1))
        act("right", lambda: desk.step(1))
        act("left", lambda: desk.step(-1))
        act("keeper", desk.keep_this)
        act("out", desk.take_out)
        act("also", lambda: self.also.click() if self.also.offered else None)
        act("side", partial(self.show_mode, Mode.SIDE))
        act("flicker", self.flick)
        act("difference", partial(self.turn_mode, Mode.DIFFERENCE))
        act("split", partial(self.turn_mode, Mode.SPLIT))
        act("overlay", partial(self.turn_mode, Mode.OVERLAY))
        act("aligned", self.aligned.click)
        act("more", lambda: self.slider.setValue(self.slider.value() + STEP_PERCENT))
        act("less", lambda: self.slider.setValue(self.slider.value() - STEP_PERCENT))
        act("zoom", self._zoom)
        close = shortcuts.action("together.close", self, self.closed.emit)
        shortcuts.bind_button(self.close_button, close)

    # What is shown

    def open(self) -> None:
        """Show the cluster at the cursor."""
        self._follow()
        self.setFocus()

    @Slot()
    def _follow(self) -> None:
        if not self.isVisible():
            return
        card = self._desk.current
        if card is None:
            if not self._desk.ids:
                self.closed.emit()
            return
        keeper = self._desk.keeper(card)
        if self._asked != (card.id, keeper) or self._is_outdated(card):
            self._read_details(card, keeper)
        members = self._members_shown(card)
        self._show_heading(card, len(members))
        self._show_marks(card, members, keeper)
        following = self._desk.card(self._desk.position + 1)
        ahead = [one.image for one in following.members[:MOST_VIEWS]] if following else []
        for place, view in enumerate(self.views):
            holder = view.parentWidget()
            if holder is not None:
                holder.setVisible(place < len(members))
        self.pictures.show([one.image for one in members], ahead)
        self._show_facts(card, members, keeper)
        self._show_contradicting(card)
        self._compose()

    def _is_outdated(self, card: ClusterCard) -> bool:
        return self.details is not None and self.details.card.image_ids != card.image_ids

    def _members_shown(self, card: ClusterCard) -> Sequence[MemberFacts]:
        most = len(card.members) - MOST_VIEWS
        member = self._desk.member
        if not self._first <= member < self._first + MOST_VIEWS:
            self._first = member - MOST_VIEWS // 2
        self._first = max(0, min(self._first, most))
        return card.members[self._first : self._first + MOST_VIEWS]

    def _show_heading(self, card: ClusterCard, shown: int) -> None:
        parts = [words.sureness(card), words.size_text(card), words.weakest_text(card)]
        if shown < len(card.members):
            parts.append(
                self.tr("{first} to {last} shown").format(
                    first=self._first + 1, last=self._first + shown
                )
            )
        self.heading.setText("   ".join(filter(None, parts)))

    def _show_marks(self, card: ClusterCard, members: Sequence[MemberFacts], keeper: int) -> None:
        others = card.others(keeper)
        for place, one in enumerate(members):
            mark = self.marks[place]
            mark.setText(words.place_text(card, one.image.id, keeper))
            mark.setIcon(icons.icon("minus" if one.image.id in others else "check"))
            mark.setChecked(one.image.id == self._desk.current_image)
            name = one.image.path.rpartition("/")[2]
            mark.setAccessibleName(f"{name}, {mark.text()}")
            mark.setToolTip(one.image.path)
            self.views[place].setAccessibleName(name)

    def _show_facts(self, card: ClusterCard, members: Sequence[MemberFacts], keeper: int) -> None:
        contradicting: dict[int, str] = {}
        done: dict[int, str] = {}
        details = self.details
        if details is not None and details.card.id == card.id:
            done = words.done_to_others(details.pairs, keeper)
            names = label_names(details.card)
            for one in details.handover.contradicting:
                for image_id in one.rejected_by:
                    before = contradicting.get(image_id, "")
                    name = names.get(one.label_id, "")
                    contradicting[image_id] = f"{before}, {name}" if before else name
        self.table.show_facts(fact_rows(card, members, keeper, contradicting, done), len(members))

    def _show_contradicting(self, card: ClusterCard) -> None:
        details = self.details
        handover = details.handover if details is not None else None
        self.also.show_labels(card, handover, checked=bool(self._desk.also(card)))

    def _hand_also(self) -> None:
        self._desk.hand_also(self.also.also)
        self.setFocus()

    def _read_details(self, card: ClusterCard, keeper: int) -> None:
        asked = self._asked = (card.id, keeper)
        self.details = None
        catalogue = self._context.catalogue

        def done(found: ClusterDetails | None) -> None:
            if asked == self._asked and found is not None:
                self.details = found
                self._follow()

        self._context.reads.submit(lambda: cluster_details(catalogue, *asked), done)

    # Two of them as one

    def turn_mode(self, mode: Mode) -> None:
        """Compare so, or side by side again; in turn: the other one."""
        self.show_mode(Mode.SIDE if self.mode is mode else mode)

    def flick(self) -> None:
        """Show the other one of the two in the same place."""
        if self.mode is Mode.FLICKER:
            self._shows_keeper = not self._shows_keeper
            self._compose()
        else:
            self._shows_keeper = False
            self.show_mode(Mode.FLICKER)

    def show_mode(self, mode: Mode) -> None:
        """Compare the one that stays with the one at the cursor so."""
        self.mode = mode
        card = self._desk.current
        if mode is not Mode.SIDE and card is not None:
            keeper = self._desk.keeper(card)
            if self._desk.current_image == keeper and len(card.members) > 1:
                # Nothing is compared with itself.
                self._desk.step(1)
        self._show_mode()
        self._compose()
        self.setFocus()

    def _show_mode(self) -> None:
        for mode, button in self._modes.items():
            button.setChecked(mode is self.mode)
        self._stack.setCurrentIndex(0 if self.mode is Mode.SIDE else 1)
        self.aligned.setVisible(self.mode is not Mode.SIDE)
        self.slider.setVisible(self.mode in (Mode.SPLIT, Mode.OVERLAY))
        self.slider.setEnabled(self.mode in (Mode.SPLIT, Mode.OVERLAY))

    def _pair(self) -> tuple[ImageRecord, ImageRecord] | None:
        card = self._desk.current
        if card is None:
            return None
        images = {one.image.id: one.image for one in card.members}
        first, second = self._desk.keeper(card), self._desk.current_image
        return (images[first], images[second]) if first != second else None

    def _turn(self, first: int, second: int) -> int:
        """How the second image is turned so that it lies as the first one does."""
        wanted = image_pair(first, second)
        pairs = self.details.pairs if self.details is not None else ()
        turn = next((one.turn for one in pairs if one[:2] == wanted), None) or 0
        return turn if wanted[0] == first else opposite(turn)

    @Slot()
    def _compose(self) -> None:
        pair = self._pair()
        if self.mode is Mode.SIDE or not self.isVisible():
            return
        if pair is None:
            self.compared.show_message(self.tr("Choose another image with the arrow keys."))
            return
        first, second = pair
        for detail in (Detail.FULL, Detail.SCREEN):
            pictures = [self._source.picture(one.id, detail) for one in pair]
            if pictures[0] is not None and pictures[1] is not None:
                self._compose_at(first, second, detail, pictures[0], pictures[1])
                return

    def _compose_at(
        self,
        first: ImageRecord,
        second: ImageRecord,
        detail: Detail,
        picture: QImage,
        other: QImage,
    ) -> None:
        mode, share = self.mode, self.slider.value() / 100
        turn, pair = self._turn(first.id, second.id), (first.id, second.id)
        wants_aligned = self.aligned.isChecked()
        is_known, known = pair in self._alignments, self._alignments.get(pair)
        if mode is Mode.FLICKER and self._shows_keeper:
            mode, share = Mode.SPLIT, 1.0

        def work() -> tuple[QImage, Alignment | None]:
            found = known if is_known else alignment_of(picture, other, turn)
            used = found if wants_aligned else None
            return composed(picture, other, mode, turn=turn, share=share, aligned=used), found

        def done(made: tuple[QImage, Alignment | None]) -> None:
            result, self._alignments[pair] = made
            self.aligned.setEnabled(made[1] is not None)
            if self.compared.image_id != first.id:
                self.compared.show_image(first.id, first.width_px, first.height_px)
                beside = next((one for one in self.views if one.viewport is not None), None)
                if beside is not None and beside.viewport is not None:
                    self.compared.copy_view(beside.viewport)
            self.compared.set_picture(first.id, detail, result)

        self._composer.ask(work, done)

    @Slot(int)
    def _want_full(self, _image_id: int) -> None:
        pair = self._pair()
        if pair is not None:
            for one in pair:
                self.pictures.want_full(one.id)

    # What a person does

    def _zoom(self) -> None:
        if self.mode is not Mode.SIDE:
            self.compared.toggle_zoom()
            return
        place = min(self._desk.member - self._first, MOST_VIEWS - 1)
        under = next((view for view in self.views if view.underMouse()), self.views[place])
        under.toggle_zoom()

    def _point(self, place: int) -> None:
        self._desk.go_to(self._desk.position, self._first + place)
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode for the new size."""
        super().resizeEvent(event)
        if self.isVisible():
            self.pictures.want()

    def sizeHint(self) -> QSize:
        """Some room for pictures."""
        return QSize(800, 500)

    def close_lane(self) -> None:
        """Compose nothing more."""
        self._composer.close()

    @Slot()
    def _show_keys(self) -> None:
        translate = QCoreApplication.translate
        self.keys.setText(
            key_line(
                [
                    ("together.accept", translate("Duplicates", "set aside, next")),
                    ("together.next", translate("Duplicates", "next")),
                    ("together.right", translate("Duplicates", "next image")),
                    ("together.keeper", translate("Duplicates", "keep this one")),
                    ("together.out", translate("Duplicates", "not the same")),
                    ("together.zoom", translate("Duplicates", "zoom")),
                    ("together.close", translate("Duplicates", "back")),
                ]
            )
        )
