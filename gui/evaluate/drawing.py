"""A plot of the report in the names and words that people are told."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engine.evaluation.report.records import SuggesterFigures
from engine.evaluation.report.style import Style
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.widgets.figures.figure_view import FigureView
from gui.words.suggesters import suggester_title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What the plots say, marked for translation; a test holds this against the plots' own list.
PLOT_WORDS = (
    QT_TRANSLATE_NOOP("Plots", "F score on the test images"),
    QT_TRANSLATE_NOOP("Plots", "F score, 95 % interval"),
    QT_TRANSLATE_NOOP("Plots", "Precision and recall"),
    QT_TRANSLATE_NOOP("Plots", "Recall: share of the true labels that are suggested"),
    QT_TRANSLATE_NOOP("Plots", "Precision: share of the suggestions that are right"),
    QT_TRANSLATE_NOOP("Plots", "ROC curves"),
    QT_TRANSLATE_NOOP("Plots", "False-positive rate"),
    QT_TRANSLATE_NOOP("Plots", "True-positive rate"),
    QT_TRANSLATE_NOOP("Plots", "Reliability of shown suggestions"),
    QT_TRANSLATE_NOOP("Plots", "Shown probability"),
    QT_TRANSLATE_NOOP("Plots", "Share that is right"),
    QT_TRANSLATE_NOOP("Plots", "calibration error"),
    QT_TRANSLATE_NOOP("Plots", "suggestions"),
    QT_TRANSLATE_NOOP("Plots", "F score with few labelled images"),
    QT_TRANSLATE_NOOP("Plots", "Labelled images to learn from"),
    QT_TRANSLATE_NOOP("Plots", "images overtake names"),
    QT_TRANSLATE_NOOP("Plots", "F score"),
    QT_TRANSLATE_NOOP("Plots", "Key presses per image"),
    QT_TRANSLATE_NOOP("Plots", "accept"),
    QT_TRANSLATE_NOOP("Plots", "reject"),
    QT_TRANSLATE_NOOP("Plots", "type"),
    QT_TRANSLATE_NOOP("Plots", "label by label in a grid"),
    QT_TRANSLATE_NOOP("Plots", "typing everything"),
    QT_TRANSLATE_NOOP("Plots", "Labels: F score by number of images"),
    QT_TRANSLATE_NOOP("Plots", "Test images with the label"),
    QT_TRANSLATE_NOOP("Plots", "Precision over recall of each label"),
    QT_TRANSLATE_NOOP("Plots", "chance"),
)


def in_plain_words(suggesters: Sequence[SuggesterFigures]) -> tuple[SuggesterFigures, ...]:
    """The same figures under the names people are told."""
    return tuple(replace(one, name=suggester_title(one.name)) for one in suggesters)


def say(text: str) -> str:
    """A plot's word in the person's language."""
    return QCoreApplication.translate("Plots", text)


def draw(plot: str, suggesters: Sequence[SuggesterFigures], style: Style) -> "Figure":
    """A plot of ``FIGURES``; runs in a lane."""
    from engine.evaluation.report.figures import FIGURES

    return FIGURES[plot](suggesters, style, say)


class PlotView(FigureView):
    """Shows one plot of a report."""

    def show_plot(self, plot: str, suggesters: Sequence[SuggesterFigures], title: str) -> None:
        """Show a plot of ``FIGURES``; ``title`` is what a screen reader says of it."""
        shown = in_plain_words(suggesters)
        self.show_figure((plot, shown), partial(draw, plot, shown), title)
