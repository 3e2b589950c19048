"""One training to look at: its curves, and the gap and the map before and after."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.evaluation.report.style import Style
from engine.evaluation.retrieval.before_after import (
    FIGURES,
    BeforeAfter,
    Picture,
    read_pictures,
)
from engine.jobs.training.request import run_folder
from engine.jobs.training.runs import TrainingRun, mix_of
from gui.captions.curves import CurveView
from gui.captions.words import figure
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.style.theme import spacing
from gui.widgets.figures.figure_view import FigureView
from gui.widgets.segments import Segments

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURE_WORDS = (
    QT_TRANSLATE_NOOP("Plots", "Before"),
    QT_TRANSLATE_NOOP("Plots", "After"),
    QT_TRANSLATE_NOOP("Plots", "gap"),
    QT_TRANSLATE_NOOP("Plots", "deviations"),
    QT_TRANSLATE_NOOP("Plots", "captions and their own images"),
    QT_TRANSLATE_NOOP("Plots", "captions and other images"),
    QT_TRANSLATE_NOOP("Plots", "Cosine"),
    QT_TRANSLATE_NOOP("Plots", "Share of pairs"),
    QT_TRANSLATE_NOOP("Plots", "Map"),
    QT_TRANSLATE_NOOP("Plots", "image"),
    QT_TRANSLATE_NOOP("Plots", "caption"),
    QT_TRANSLATE_NOOP("Plots", "belong together"),
)
"""What the pictures say; a test holds this against their own list."""


class RunView(QWidget):
    """The curves, and once a training is over a choice of pictures in their place."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lane = Lane("pictures of a training", self)
        self._asked: tuple[str, str] = ("", "")
        """Name and moment of the training whose pictures were read last."""
        self.shown: BeforeAfter | None = None
        self.curves = CurveView(self)
        self.picture = FigureView(self._lane, self)
        self.ways = Segments(self.tr("What is shown of the training"), self)
        self._buttons = {
            "": self.ways.add(self.tr("Curves"), self.tr("How it learned"), self._choose),
            "gap": self.ways.add(
                self.tr("Gap"),
                self.tr("How close captions are to their own images and to others"),
                self._choose,
            ),
            "map": self.ways.add(
                self.tr("Map"), self.tr("Captions and images laid out"), self._choose
            ),
        }
        self._buttons[""].setChecked(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.curves)
        self._stack.addWidget(self.picture)
        above = QHBoxLayout()
        above.addWidget(self.ways)
        above.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        self.ways.hide()

    def show_run(self, run: TrainingRun) -> None:
        """Show a training; its pictures once they are read."""
        self.curves.show_points(run.points, is_over=run.is_over, mix=mix_of(run.card))
        asked = (run.name, str(run.card.get("made_at", "")))
        if asked == self._asked:
            return
        self._asked = asked
        self._take(asked, None)
        if run.is_over:
            folder = run_folder(self._context.catalogue, run.name)
            self._context.reads.submit(
                lambda: read_pictures(folder), partial(self._take, asked), self._cannot_read
            )

    def shutdown(self) -> None:
        """Draw nothing more."""
        self._lane.close()

    @property
    def chosen(self) -> str:
        """ "gap" or "map", "" for the curves."""
        return next((name for name, one in self._buttons.items() if one.isChecked()), "")

    def choose(self, name: str) -> None:
        """Show the curves, the gap or the map, where there is such a picture."""
        if not self._buttons[name].isHidden():
            self._buttons[name].setChecked(True)
            self._choose()

    def _take(self, asked: tuple[str, str], found: BeforeAfter | None) -> None:
        if asked != self._asked:
            return
        self.shown = found
        self.ways.setVisible(found is not None)
        self._buttons["map"].setVisible(found is not None and found.has_map)
        if self.chosen and self._buttons[self.chosen].isHidden():
            self._buttons[""].setChecked(True)
        self._choose()

    def _cannot_read(self, error: Exception) -> None:
        self._context.hub.failed.emit(error)

    @Slot()
    def _choose(self) -> None:
        chosen, shown = self.chosen, self.shown
        if shown is None or not chosen:
            self._stack.setCurrentWidget(self.curves)
            return
        self._stack.setCurrentWidget(self.picture)
        name: Picture = "map" if chosen == "map" else "gap"
        title = self.tr("Before and after: a gap of {before}, and of {after}.").format(
            before=figure(shown.before.gap.gap), after=figure(shown.after.gap.gap)
        )
        self.picture.show_figure((name, shown), partial(_drawn, name, shown), title)


def _drawn(name: Picture, shown: BeforeAfter, style: Style) -> "Figure":
    """Runs in a lane."""
    return FIGURES[name](shown, style, _say)


def _say(text: str) -> str:
    return QCoreApplication.translate("Plots", text)
