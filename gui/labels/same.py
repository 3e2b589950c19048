"""Labels that may be the same: a list of offers, each answered with one key."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.records import ChangeSet
from gui.labels.effect_words import with_count
from gui.labels.examples import LabelExamples
from gui.labels.rows import LabelRow
from gui.labels.same_pairs import REASONS_ROLE, SameLabelsModel
from gui.models.indexes import AnyIndex
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.cell_ground import paint_ground
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.words.failures import sentence_of

if TYPE_CHECKING:
    from engine.language.same_labels import SameLabels

ROW_HEIGHT_PX = 48


class _OfferDelegate(QStyledItemDelegate):
    """Both names, and below them why they may be the same."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        title = option.text
        selected = paint_ground(painter, option)
        rect: QRect = option.rect
        rect = rect.adjusted(spacing.medium, 4, -spacing.medium, -4)
        upper = QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2)
        lower = QRect(rect.left(), upper.bottom() + 1, rect.width(), rect.height() // 2)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        for area, text, size, token in (
            (upper, title, "body", "text"),
            (lower, str(index.data(REASONS_ROLE)), "small", "text_muted"),
        ):
            painter.setFont(theme.font("body" if size == "body" else "small"))
            painter.setPen(theme.colour("selection_text" if selected else token))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, flags, cut)
        painter.restore()


class SameLabelsPanel(QWidget):
    """Enter merges the offer, Delete says that they are not the same, X keeps the other name."""

    left = Signal()
    """Back to the labels."""

    label_opened = Signal(int)

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model = SameLabelsModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OfferDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setAccessibleName(self.tr("Labels that may be the same"))
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.back = QPushButton(self.tr("Back to the labels"), self)
        self.merge_button = QPushButton(self.tr("Merge"), self)
        theme.set_role(self.merge_button, "primary")
        self.turn_button = QPushButton(self.tr("Keep the other name"), self)
        self.dismiss_button = QPushButton(self.tr("Not the same"), self)
        self._build()
        for button, key, work in (
            (self.merge_button, "same.merge", self.merge),
            (self.turn_button, "same.turn", self.turn),
            (self.dismiss_button, "same.dismiss", self.dismiss),
            (self.back, "same.back", self.left.emit),
        ):
            shortcuts.bind_button(button, shortcuts.action(key, self, work))
        self.list.selectionModel().currentChanged.connect(self._show_current)
        self.setFocusProxy(self.list)

    def _build(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(spacing.medium, 0, spacing.medium, spacing.small)
        heading.addWidget(plain_label(self.tr("Labels that may be the same"), self, role="heading"))
        heading.addStretch(1)
        heading.addWidget(self.back)
        self.sides: list[tuple[ElidedLabel, LabelExamples]] = []
        card = QFrame(self)
        theme.set_role(card, "panel")
        across = QHBoxLayout()
        across.setSpacing(spacing.wide)
        for title in (self.tr("Goes"), self.tr("Stays")):
            name, examples = ElidedLabel(card), LabelExamples(self._context, card)
            theme.set_role(name, "title")
            examples.opened.connect(self._context.navigator.show_review)
            side = QVBoxLayout()
            side.setSpacing(spacing.tiny)
            side.addWidget(plain_label(title, card, role="small"))
            side.addWidget(name)
            side.addWidget(examples)
            across.addLayout(side, 1)
            self.sides.append((name, examples))
        buttons = QHBoxLayout()
        buttons.setSpacing(spacing.small)
        buttons.addStretch(1)
        for button in (self.dismiss_button, self.turn_button, self.merge_button):
            buttons.addWidget(button)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        inside.addLayout(across)
        inside.addWidget(self.problem)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.small, 0, 0)
        column.setSpacing(0)
        column.addLayout(heading)
        column.addWidget(self.list, 1)
        column.addWidget(card)

    def show_pairs(self, pairs: "Sequence[SameLabels]", rows: Mapping[int, LabelRow]) -> None:
        """Show these offers; the place in the list stays."""
        place = max(0, self.list.currentIndex().row())
        self.model.show_pairs(pairs, rows)
        self._go_to(place)

    @property
    def count(self) -> int:
        """How many offers there are."""
        return self.model.rowCount()

    @property
    def current(self) -> "SameLabels | None":
        """The offer that has the focus."""
        return self.model.pair(self.list.currentIndex().row())

    def shutdown(self) -> None:
        """Load no more thumbnails."""
        for _, examples in self.sides:
            examples.shutdown()

    # What a person does

    @Slot()
    def merge(self) -> None:
        """Merge the offered labels."""
        pair, commands = self.current, self._context.catalogue.commands
        if pair is not None:
            self._answer(lambda: commands.merge_labels([pair.source_id], pair.target_id))

    @Slot()
    def dismiss(self) -> None:
        """Say that they are not the same; they are not offered again."""
        pair, commands = self.current, self._context.catalogue.commands
        if pair is not None:
            self._answer(lambda: commands.mark_different([(pair.source_id, pair.target_id)]))

    @Slot()
    def turn(self) -> None:
        """Keep the other name."""
        self.model.turn(self.list.currentIndex().row())
        self._show_current()

    def _answer(self, command: Callable[[], ChangeSet]) -> None:
        row = self.list.currentIndex().row()
        self.model.drop(row)
        self._go_to(row)
        self._say("")
        self._context.run_command(command, None, lambda error: self._say(sentence_of(error)))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _go_to(self, row: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.list.setCurrentIndex(self.model.index(min(row, last)))
        self._show_current()

    @Slot(QModelIndex)
    def _show_current(self) -> None:
        pair = self.current
        for button in (self.merge_button, self.turn_button, self.dismiss_button):
            button.setEnabled(pair is not None)
        ids = (0, 0) if pair is None else (pair.source_id, pair.target_id)
        for (name, examples), label_id in zip(self.sides, ids, strict=True):
            name.setText(with_count(self.model.row_of(label_id)) if label_id else "")
            examples.show_label(label_id)
