"""The list of all clusters that wait, decided on with a key each."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db.duplicate_records import ClusterOrder
from engine.answers.duplicates.cards import ClusterCard
from engine.answers.duplicates.deciding import CertainPreview
from gui.duplicates import words
from gui.duplicates.accept_dialogs import AcceptCertainDialog, HandOverDialog
from gui.duplicates.cluster_rows import cluster_row
from gui.duplicates.desk import ClusterDesk
from gui.duplicates.rows import Row, ThumbRows
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.key_line import KeyLine, key_line
from gui.widgets.plain_label import plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader

MOST_ROWS = 2_000
MOVING = ("next", "previous", "left", "right")
"""Keys that repeat while they are held down."""


class ClusterList(QWidget):
    """Bar, rows and keys; what is decided is the desk's business."""

    together_requested = Signal()

    def __init__(
        self,
        context: CatalogueContext,
        desk: ClusterDesk,
        loader: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.desk = desk
        self._shown: list[int] | None = None
        self._made: dict[int, tuple[ClusterCard, int, Row]] = {}
        self.rows = ThumbRows(loader, self)
        self.rows.setAccessibleName(self.tr("Clusters of duplicates"))
        self.count = plain_label("", self)
        self.orders = QComboBox(self)
        self.orders.setAccessibleName(self.tr("Order of the clusters"))
        self.orders.setToolTip(self.tr("Which clusters come first; certain ones always do"))
        for order, text in (
            (ClusterOrder.SIZE, self.tr("Largest first")),
            (ClusterOrder.DOUBT, self.tr("Most in doubt first")),
            (ClusterOrder.PATH, self.tr("By name")),
        ):
            self.orders.addItem(text, order)
        self.certain = QPushButton(self.tr("Accept all certain…"), self)
        self.empty = EmptyState(self)
        self.keys = KeyLine(self)
        self.stack = QStackedWidget(self)
        self._build()
        self._make_actions()
        self.orders.activated.connect(self._choose_order)
        self.rows.wanted.connect(desk.want)
        self.rows.pointed.connect(desk.go_to)
        self.rows.opened.connect(self.together_requested)
        desk.changed.connect(self._show)
        desk.cards_read.connect(self._show_cards)
        desk.asked.connect(self._ask)
        shortcuts.book().changed.connect(self._show_keys)
        self._show_keys()

    def _build(self) -> None:
        bar = QWidget(self)
        row = FlowLayout(bar, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        row.addWidget(self.orders)
        row.addWidget(self.count)
        row.add_at_end(self.certain)
        self.bar = bar
        self.stack.addWidget(self.rows)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.keys)

    def _make_actions(self) -> None:
        desk = self.desk

        def act(name: str, call: Callable[[], object]) -> BoundAction:
            action = shortcuts.action(f"clusters.{name}", self.rows, call)
            # A key that is held down goes on through the list; it decides once.
            action.setAutoRepeat(name in MOVING)
            return action

        act("accept", desk.accept)
        act("next", lambda: desk.go(1))
        act("previous", lambda: desk.go(-1))
        act("right", lambda: desk.step(1))
        act("left", lambda: desk.step(-1))
        act("keeper", desk.keep_this)
        act("out", desk.take_out)
        act("none", desk.none_alike)
        act("merge", desk.merge_with_next)
        act("together", self.together_requested.emit)
        accept_certain = shortcuts.action("clusters.accept_certain", self, self.ask_certain)
        shortcuts.bind_button(self.certain, accept_certain)
        self.accept_certain = accept_certain

    def row(self, position: int) -> Row | None:
        """A cluster as a row, None while it is being read."""
        card = self.desk.card(position)
        if card is None:
            return None
        keeper = self.desk.keeper(card)
        made = self._made.get(card.id)
        if made is None or made[0] is not card or made[1] != keeper:
            if len(self._made) > MOST_ROWS:
                self._made.clear()
            made = self._made[card.id] = (card, keeper, cluster_row(card, keeper))
        return made[2]

    @Slot()
    def _show(self) -> None:
        desk = self.desk
        state = desk.state
        if state is None:
            return
        certain = min(state.counts.certain, len(desk.ids))
        self.count.setText(words.clusters_text(len(desk.ids), certain))
        self.accept_certain.setEnabled(state.counts.certain > 0)
        if desk.ids is not self._shown:
            self._shown = desk.ids
            self.rows.show_rows(len(desk.ids), self.row)
        self.rows.set_cursor(desk.position, desk.member)
        has_rows = bool(desk.ids)
        self.bar.setVisible(has_rows)
        self.keys.setVisible(has_rows)
        had_focus = self.empty.isAncestorOf(self.focusWidget() or self)
        self.stack.setCurrentWidget(self.rows if has_rows else self.empty)
        if has_rows and had_focus:
            self.rows.setFocus()

    @Slot()
    def _show_cards(self) -> None:
        self.rows.refresh()
        self.rows.set_cursor(self.desk.position, self.desk.member)

    @Slot()
    def _choose_order(self) -> None:
        self.desk.choose_order(ClusterOrder(self.orders.currentData()))
        self.rows.setFocus()

    @Slot()
    def _show_keys(self) -> None:
        translate = QCoreApplication.translate
        self.keys.setText(
            key_line(
                [
                    ("clusters.accept", translate("Duplicates", "set aside, next")),
                    ("clusters.next", translate("Duplicates", "next")),
                    ("clusters.right", translate("Duplicates", "next image")),
                    ("clusters.keeper", translate("Duplicates", "keep this one")),
                    ("clusters.out", translate("Duplicates", "not the same")),
                    ("clusters.merge", translate("Duplicates", "merge")),
                    ("clusters.together", translate("Duplicates", "side by side")),
                    ("window.undo", translate("Duplicates", "undo")),
                ]
            )
        )

    def ask_certain(self) -> None:
        """Say what accepting all certain clusters does, and do it on agreement."""
        dialog = AcceptCertainDialog(self._context, self)
        dialog.chosen.connect(self._accept_all)
        dialog.open()

    @Slot(object)
    def _accept_all(self, found: CertainPreview) -> None:
        self.desk.accept_all(found, self.desk.load)

    @Slot(object, int)
    def _ask(self, card: ClusterCard, keeper: int) -> None:
        desk = self.desk
        chosen = bool(desk.also(card))
        dialog = HandOverDialog(self._context, card, keeper, self.window(), also=chosen)
        dialog.answered.connect(
            lambda hand_over, also: desk.accept_card(card, keeper, hand_over=hand_over, also=also)
        )
        dialog.open()
