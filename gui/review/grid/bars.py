"""The bars around the images of a label: what is asked, where the line is, what Enter does."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import GridMode
from engine.answers.label_grid import Expected
from gui.review.grid import words as grid_words
from gui.review.grid.pages import GridPages
from gui.services import shortcuts
from gui.services.shortcuts import BoundAction
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.page_slider import PageSlider
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.segments import Segments
from gui.widgets.size_slider import SizeSlider

LINE_WIDTH_PX = 180
LINE_STEP_PERCENT = 5


class GridBar(QWidget):
    """Which question, which images besides, and the size of the pictures."""

    size_chosen = Signal(int)

    def __init__(self, switch: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modes = Segments(self.tr("Which images of the label"), self)
        self.also = QToolButton(self)
        self.also.setText(self.tr("Also show"))
        self.also.setIcon(icons.icon("chevron-down"))
        self.also.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.also.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.also.setToolTip(self.tr("Which other images are mixed in"))
        self.menu = QMenu(self.also)
        self.also.setMenu(self.menu)
        self.size_slider = SizeSlider(self)
        self.size_slider.valueChanged.connect(self.size_chosen)
        row = FlowLayout(self, spacing_px=spacing.medium)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        row.addWidget(switch)
        row.addWidget(self.modes)
        row.addWidget(self.also)
        row.add_at_end(self.size_slider)

    def add_modes(self, actions: dict[GridMode, BoundAction]) -> None:
        """A button for each question."""
        self._buttons = {
            mode: self.modes.add(
                grid_words.mode_text(mode),
                shortcuts.tooltip(action.shortcut_id, grid_words.mode_purpose(mode)),
                action.trigger,
            )
            for mode, action in actions.items()
        }

    def show_mode(self, mode: GridMode) -> None:
        """Which question is asked."""
        self._buttons[mode].setChecked(True)
        self.also.setVisible(mode is GridMode.SUGGESTED)


class LineBar(QWidget):
    """The label, the line that can be moved, and what is expected on each side of it."""

    moved = Signal(float)
    """A share in [0, 1]."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(self)
        theme.set_role(self.name, "title")
        self.slider = PageSlider(self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(LINE_STEP_PERCENT)
        self.slider.setPageStep(2 * LINE_STEP_PERCENT)
        self.slider.setFixedWidth(LINE_WIDTH_PX)
        self.slider.setAccessibleName(self.tr("From which percentage images are ticked"))
        self.place = plain_label("", self)
        self.sentence = ElidedLabel(self)
        theme.set_role(self.sentence, "muted")
        row = FlowLayout(spacing_px=spacing.medium)
        row.addWidget(self.slider)
        row.addWidget(self.place)
        row.add_stretching(self.sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.small, 0, spacing.medium, spacing.tiny)
        column.setSpacing(spacing.tiny)
        column.addWidget(self.name)
        column.addLayout(row)
        self.slider.valueChanged.connect(self._move)

    def show_line(self, line: float, expected: Expected | None, *, calibrated: bool) -> None:
        """Where the line is and what that means; None before all images are known."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(100 * line))
        self.place.setText(grid_words.line_text(line))
        # As wide as it ever gets, so that the sentence stays where it is.
        self.place.setMinimumWidth(
            self.place.fontMetrics().horizontalAdvance(grid_words.line_text(1.0))
        )
        if expected is not None:
            self.sentence.setText(grid_words.line_sentence(expected, calibrated=calibrated))
        else:
            self.sentence.setText("")

    @Slot(int)
    def _move(self, percent: int) -> None:
        self.moved.emit(percent / 100)


class PageBar(QWidget):
    """What Enter does to the page, what becomes of images without a tick, and where one is."""

    reject_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.take = QPushButton(self)
        theme.set_role(self.take, "primary")
        self.others = QToolButton(self)
        self.others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.others.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.others.setIcon(icons.icon("chevron-down"))
        self.others.setAccessibleName(self.tr("What becomes of images without a tick"))
        menu = QMenu(self.others)
        group = QActionGroup(menu)
        self.reject = menu.addAction(self.tr("Reject what has no tick"))
        self.leave = menu.addAction(self.tr("Leave open what has no tick"))
        for action in (self.reject, self.leave):
            action.setCheckable(True)
            group.addAction(action)
        self.others.setMenu(menu)
        self.where = plain_label("", self, role="muted")
        self.back = self._button("chevron-left")
        self.forward = self._button("chevron-right")
        row = FlowLayout(self, spacing_px=spacing.small)
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.medium, spacing.tiny)
        row.addWidget(self.take)
        row.addWidget(self.others)
        for widget in (self.where, self.back, self.forward):
            row.add_at_end(widget)
        self.reject.triggered.connect(self._choose_reject)
        self.leave.triggered.connect(self._choose_leave)

    def show_page(self, pages: GridPages, mode: GridMode, *, reject: bool) -> None:
        """What is on the page and what becomes of it."""
        shown, ticked = len(pages.image_ids), pages.ticked_count()
        self.take.setText(grid_words.take_text(mode, ticked, shown - ticked, reject=reject))
        self.take.setAccessibleName(self.take.text())
        (self.reject if reject else self.leave).setChecked(True)
        self.others.setText((self.reject if reject else self.leave).text())
        self.others.setVisible(mode is not GridMode.WRONG)
        last, is_whole = pages.start + shown, pages.grid is not None and pages.grid.is_whole
        where = grid_words.page_text(pages.start + 1, last, pages.total)
        self.where.setText(where if is_whole else "")

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        return button

    @Slot()
    def _choose_reject(self) -> None:
        self.reject_chosen.emit(True)

    @Slot()
    def _choose_leave(self) -> None:
        self.reject_chosen.emit(False)
