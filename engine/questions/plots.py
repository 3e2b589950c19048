"""Plots of a question's measurement: reliability, precision over recall, cost over threshold."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.curves import precision_recall_points
from engine.evaluation.reliability import reliability
from engine.evaluation.report.style import Style, drawn_in, line_look
from engine.questions.measuring import THRESHOLDS, QuestionReport

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
SIZE_IN = (7.6, 4.6)


def question_plots(
    report: QuestionReport, probabilities: Mapping[str, FigureArray], yes: BoolArray
) -> dict[str, Callable[[Style], "Figure"]]:
    """What draws each plot, by its file's name. probabilities: (n,) held-out ones by model, the
    head's first; yes: (n,)."""
    head = next(iter(probabilities.values()))
    return {
        "reliability": lambda style: _reliability(head, yes, style),
        "precision_recall": lambda style: _precision_recall(report, probabilities, yes, style),
        "cost": lambda style: _cost(report, style),
    }


def _reliability(head: FigureArray, yes: BoolArray, style: Style) -> "Figure":
    found = reliability(head, yes)
    with drawn_in(style):
        figure, axes = _figure()
        axes.plot([0, 1], [0, 1], color=style.quiet)
        axes.plot(
            [one.probability for one in found.bins],
            [one.share_true for one in found.bins],
            "o-",
            color=style.positive,
        )
        axes.set_xlabel("Probability of a yes, as it is shown")
        axes.set_ylabel("Share that is a yes")
        axes.set_title(f"Reliability on held-out answers: calibration error {found.error:.3f}")
        return figure


def _precision_recall(
    report: QuestionReport,
    probabilities: Mapping[str, FigureArray],
    yes: BoolArray,
    style: Style,
) -> "Figure":
    with drawn_in(style):
        figure, axes = _figure()
        for number, (name, own) in enumerate(probabilities.items()):
            recall, precision = precision_recall_points(own, yes)
            area = report.models[name].figures["pr_auc_yes"].value
            axes.plot(recall, precision, label=f"{name} {area:.2f}", **_look(number, style))
        axes.axhline(report.prevalence, color=style.quiet, linewidth=1)
        axes.set_xlabel("Recall of yes")
        axes.set_ylabel("Precision of yes")
        axes.set_title(f"Precision and recall; chance is {report.prevalence:.0%}")
        axes.legend()
        return figure


def _cost(report: QuestionReport, style: Style) -> "Figure":
    with drawn_in(style):
        figure, axes = _figure()
        for number, (name, own) in enumerate(report.models.items()):
            axes.plot(THRESHOLDS, own.curve, label=name, **_look(number, style))
        axes.axvline(report.threshold, color=style.text_muted, linewidth=1)
        for said in ("yes", "no"):
            axes.axhline(report.always[said], color=style.quiet, linewidth=1)
            axes.annotate(f"always {said}", (1, report.always[said]), fontsize=8, ha="right")
        axes.set_xlabel('Probability from which "yes" is said; the line is what the costs name')
        axes.set_ylabel("Mean cost an image")
        axes.set_title("Expected cost on held-out answers")
        axes.set_ylim(0, 1.15 * max(report.always.values()))
        axes.legend()
        return figure


def _look(number: int, style: Style) -> dict[str, Any]:
    return dict(line_look(number, style))


def _figure() -> "tuple[Figure, Axes]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_IN, layout="constrained")
    axes = figure.subplots()
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    return figure, axes
