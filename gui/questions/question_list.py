"""The questions of a catalogue, with what is answered, and what errors cost."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.questions.records import QuestionRecord
from gui.questions import words
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

AnyIndex = QModelIndex | QPersistentModelIndex
WIDTH_PX = 232
ROW_HEIGHT_PX = 48
COUNTS = Qt.ItemDataRole.UserRole + 1


class _QuestionDelegate(QStyledItemDelegate):
    """A question's name, and quieter below it what was answered."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        colours = theme.current()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        room = option.rect.adjusted(spacing.small, spacing.tiny, -spacing.small, -spacing.tiny)
        half = room.height() // 2
        painter.save()
        for text, top, colour in (
            (name, 0, colours.text),
            (str(index.data(COUNTS)), half, colours.text_muted),
        ):
            painter.setPen(QColor(colours.selection_text if selected else colour))
            line = QRect(room.left(), room.top() + top, room.width(), half)
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class QuestionList(QWidget):
    """Chooses one of the questions."""

    chosen = Signal(int)
    """A question's id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Questions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setItemDelegate(_QuestionDelegate(self.list))
        self.list.currentItemChanged.connect(self._tell)
        self.about = plain_label("", self, role="muted")
        self.about.setWordWrap(True)
        self.add = QPushButton(self.tr("New question…"), self)
        self.change = QPushButton(self.tr("Change…"), self)
        self.remove = QPushButton(self.tr("Remove"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        column.setSpacing(spacing.small)
        column.addWidget(self.list, 1)
        column.addWidget(self.add)
        column.addSpacing(spacing.small)
        column.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        row.addWidget(self.change)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.setMinimumWidth(180)

    @property
    def question_id(self) -> int:
        """The chosen question, 0 for none."""
        item = self.list.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else 0

    def show_questions(self, questions: Sequence[QuestionRecord], chosen_id: int) -> None:
        """Show these; the chosen one stays chosen without anybody being told."""
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        for question in questions:
            item = QListWidgetItem(self.list)
            _show(item, question)
            if question.id == chosen_id:
                self.list.setCurrentItem(item)
        blocker.unblock()
        chosen = next((one for one in questions if one.id == chosen_id), None)
        self.show_chosen(chosen)

    def show_chosen(self, question: QuestionRecord | None) -> None:
        """Show the counts and costs of the chosen question as they are now."""
        self.about.setText("" if question is None else words.costs_text(question))
        item = self.list.currentItem()
        if item is not None and question is not None and self.question_id == question.id:
            _show(item, question)

    def choose(self, name: str) -> None:
        """Choose the question of this name."""
        for item in self.list.findItems(name, Qt.MatchFlag.MatchExactly):
            self.list.setCurrentItem(item)

    def step(self, rows: int) -> None:
        """Choose the next question (1) or the one before (-1)."""
        row = self.list.currentRow() + rows
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    @Slot()
    def _tell(self) -> None:
        if self.question_id:
            self.chosen.emit(self.question_id)


def _show(item: QListWidgetItem, question: QuestionRecord) -> None:
    counts = words.counts_text(question)
    item.setText(question.name)
    item.setData(Qt.ItemDataRole.UserRole, question.id)
    item.setData(COUNTS, counts)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{question.name}, {counts}")
    item.setToolTip(f"{question.name}\n{counts}")
