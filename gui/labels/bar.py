"""Above the vocabulary: what is looked for, which labels are shown and how."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from gui.labels.rows import Show
from gui.labels.words import shown_name
from gui.services import shortcuts
from gui.services.shortcuts import BoundAction
from gui.style import icons
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.words.amounts import number

TYPING_PAUSE_MS = 100
FIND_WIDTH_PX = 170
SHOW_WIDTH_PX = 200
SHOW_LIST_WIDTH_PX = 280


class FindEdit(QLineEdit):
    """Down and Enter go to the labels, Escape empties it first."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Enter and Escape; all else is text."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)


class LabelsBar(QWidget):
    """A line to find with, a choice of which labels, tree or table, and a menu."""

    filter_changed = Signal(str, object)
    """Words, and a Show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.finder = FindEdit(self)
        self.finder.setPlaceholderText(self.tr("Find a label"))
        self.finder.setAccessibleName(self.tr("Find a label"))
        self.finder.setToolTip(shortcuts.tooltip("labels.find"))
        self.finder.setClearButtonEnabled(True)
        self.finder.addAction(
            icons.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.finder.setMinimumWidth(FIND_WIDTH_PX)
        self.finder.textChanged.connect(lambda: self._pause.start())
        self.show_box = QComboBox(self)
        self.show_box.setAccessibleName(self.tr("Which labels"))
        for show in Show:
            self.show_box.addItem(shown_name(show, 0), show)
        self.show_box.setToolTip(
            self.tr(
                "Names that find nothing: by the English name alone the label's images are found "
                "hardly better than by chance (AUC below 60 %, or an interval that reaches down to "
                "50 %). Untranslated: nobody gave it an English name, and the "
                "archive's language is not set to English."
            )
        )
        self.show_box.setFixedWidth(SHOW_WIDTH_PX)
        self.show_box.view().setMinimumWidth(SHOW_LIST_WIDTH_PX)
        self.show_box.activated.connect(self._tell)
        self.view_button = QToolButton(self)
        self.same_button = QPushButton(self)
        self.same_button.setIcon(icons.icon("merge"))
        self.same_button.setAccessibleName(self.tr("Labels that may be the same"))
        self.same_button.hide()
        self.menu_button = QToolButton(self)
        self.menu_button.setText(self.tr("More"))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setIcon(icons.icon("chevron-down"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setAccessibleName(self.tr("More to do with the vocabulary"))
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.translate_button = QPushButton(self.tr("Translate…"), self)
        self.translate_button.setIcon(icons.icon("languages"))
        row = FlowLayout(self, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        row.add_stretching(self.finder)
        row.addWidget(self.show_box)
        row.addWidget(self.view_button)
        for button in (self.same_button, self.translate_button, self.menu_button):
            row.addWidget(button)

    def bind_view(self, action: BoundAction) -> None:
        """The button that switches between tree and table."""
        shortcuts.bind_button(self.view_button, action)

    def show_view(self, is_tree: bool) -> None:
        """Show what the view button would switch to."""
        text = self.tr("Show as a table") if is_tree else self.tr("Show as a tree")
        self.view_button.setIcon(icons.icon("table-2" if is_tree else "list-tree"))
        self.view_button.setAccessibleName(text)
        self.view_button.setToolTip(shortcuts.tooltip("labels.view", text))

    def set_finding(self, is_possible: bool) -> None:
        """Whether there are labels on screen that could be looked through."""
        for widget in (self.finder, self.show_box, self.view_button):
            widget.setEnabled(is_possible)

    def set_counts(self, counts: Mapping[Show, int]) -> None:
        """Say how many labels there are of each kind."""
        for place, show in enumerate(Show):
            self.show_box.setItemText(place, shown_name(show, counts.get(show, 0)))

    def set_same_count(self, count: int) -> None:
        """Say how many pairs of labels may be the same."""
        text = self.tr("Same labels? {count}").format(count=number(count))
        self.same_button.setText(text)
        self.same_button.setVisible(count > 0)

    @property
    def show_kind(self) -> Show:
        """Which labels are asked for."""
        return Show(self.show_box.currentData())

    def clear(self) -> None:
        """Ask for all labels again."""
        self.finder.clear()
        self.show_box.setCurrentIndex(0)
        self._tell()

    def choose(self, show: Show) -> None:
        """Ask for labels of a kind."""
        self.show_box.setCurrentIndex(list(Show).index(show))
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        self.filter_changed.emit(" ".join(self.finder.text().split()), self.show_kind)
