"""From which percentage on suggestions are ticked, with how often those are right."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.review import words as review_words
from gui.review.desk.state import Shares, right_of_100
from gui.style.theme import spacing
from gui.widgets.page_slider import PageSlider
from gui.widgets.plain_label import ElidedLabel, plain_label

LOWEST_PERCENT = 5
HIGHEST_PERCENT = 95
STEP_PERCENT = 5


class TickLevel(QWidget):
    """A slider with what is said about where it stands."""

    changed = Signal(int)
    """Whole percent."""

    def __init__(self, level_percent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: Shares = {}
        self.slider = PageSlider(self)
        self.slider.setRange(LOWEST_PERCENT // STEP_PERCENT, HIGHEST_PERCENT // STEP_PERCENT)
        self.slider.setPageStep(2)
        self.slider.setAccessibleName(self.tr("Tick suggestions from this percentage on"))
        self.slider.setToolTip(self.slider.accessibleName())
        self.slider.setValue(round(level_percent / STEP_PERCENT))
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
        self.slider.valueChanged.connect(self._tell)
        self._show()

    @property
    def percent(self) -> int:
        """The chosen percentage."""
        return self.slider.value() * STEP_PERCENT

    def show_shares(self, shares: Shares) -> None:
        """Say how often suggestions are right, going by these of the newest run."""
        self._shares = shares
        self._show()

    @Slot()
    def _tell(self) -> None:
        self._show()
        self.changed.emit(self.percent)

    def _show(self) -> None:
        self.level.setText(self.tr("Ticked from {percent} %").format(percent=self.percent))
        right = right_of_100(self._shares, self.percent)
        sentence = review_words.how_often_right(self.percent, right)
        self.right.setText(sentence)
        self.right.setVisible(bool(sentence))
