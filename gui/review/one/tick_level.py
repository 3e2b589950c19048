"""From which percentage on suggestions are ticked, with how often those are right."""

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.review import words as review_words
from gui.review.desk.state import Shares, right_of_100
from gui.services.review_choices import ReviewChoices
from gui.services.settings import TICK_LEVELS_PERCENT
from gui.style.theme import spacing
from gui.widgets.page_slider import PageSlider
from gui.widgets.plain_label import ElidedLabel, plain_label

STEP_PERCENT = TICK_LEVELS_PERCENT.step


class TickLevel(QWidget):
    """A slider with what is said about where it stands."""

    def __init__(self, choices: ReviewChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._shares: Shares = {}
        self.slider = PageSlider(self)
        levels = TICK_LEVELS_PERCENT
        self.slider.setRange(levels[0] // STEP_PERCENT, levels[-1] // STEP_PERCENT)
        self.slider.setPageStep(2)
        self.slider.setAccessibleName(self.tr("Tick suggestions from this percentage on"))
        self.slider.setToolTip(self.slider.accessibleName())
        self.slider.setValue(choices.level_percent // STEP_PERCENT)
        self.level = plain_label("", self, role="small")
        self.right = ElidedLabel(self)
        self.right.setProperty("role", "small")
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        row.addWidget(self.level)
        row.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.right)
        self.slider.valueChanged.connect(self._choose)
        choices.level_changed.connect(self._follow)
        self._show()

    def show_shares(self, shares: Shares) -> None:
        """Say how often suggestions are right, going by these of the newest run."""
        self._shares = shares
        self._show()

    @Slot(int)
    def _choose(self, steps: int) -> None:
        self._choices.set_level(steps * STEP_PERCENT)

    @Slot(int)
    def _follow(self, percent: int) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(percent // STEP_PERCENT)
        self._show()

    def _show(self) -> None:
        percent = self._choices.level_percent
        self.level.setText(review_words.ticked_from(percent))
        right = right_of_100(self._shares, percent)
        sentence = review_words.how_often_right(percent, right)
        self.right.setText(sentence)
        self.right.setVisible(bool(sentence))
