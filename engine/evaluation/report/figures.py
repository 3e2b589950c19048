"""The plots of an evaluation as matplotlib figures: the same in the window and in the report.

Every function takes figures of suggesters, a ``Style`` and ``say``, which translates a word or
sentence of ``WORDS``. Figures are made without pyplot, so that nothing is kept alive behind one's
back and any thread may draw.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np

from engine.evaluation.overtaking import Overtaking, overtaking
from engine.evaluation.report.records import (
    Curve,
    EvaluationReport,
    LabelFigures,
    Reliability,
    SuggesterFigures,
)
from engine.evaluation.report.style import LIGHT, Style, drawn_in, line_look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

Say = Callable[[str], str]
Suggesters = Sequence[SuggesterFigures]

WORDS = (
    "F score on the test images",
    "F score, 95 % interval",
    "Precision and recall",
    "Recall: share of the true labels that are suggested",
    "Precision: share of the suggestions that are right",
    "ROC curves",
    "False-positive rate",
    "True-positive rate",
    "Reliability of shown suggestions",
    "Shown probability",
    "Share that is right",
    "calibration error",
    "suggestions",
    "F score with few labelled images",
    "Labelled images to learn from",
    "images overtake names",
    "F score",
    "Key presses per image",
    "accept",
    "reject",
    "type",
    "label by label in a grid",
    "typing everything",
    "Labels: F score by number of images",
    "Test images with the label",
    "Precision over recall of each label",
    "chance",
)
WIDTH_IN = 7.6
LINE_HEIGHT_IN = 0.32
RELIABILITY_COLUMNS = 4
TITLE_LETTERS = 22
"""What fits above one of four panels."""
MOST_PANELS = 12
MOST_LINES = 7
"""More labels are not read at a glance, more lines not told apart."""


def f_score_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """F with its interval, one row a suggester, the best on top."""
    ordered = sorted(suggesters, key=lambda one: one.metrics.micro.f_score.value)
    with drawn_in(style):
        figure, axes = _figure(height_in=1.3 + LINE_HEIGHT_IN * len(ordered))
        for row, one in enumerate(ordered):
            estimate = one.metrics.micro.f_score
            axes.plot([estimate.low, estimate.high], [row, row], color=style.quiet, linewidth=5)
            axes.plot([estimate.value], [row], "o", color=style.positive, markersize=6)
            axes.annotate(
                f"{100 * estimate.value:.1f} %",
                (estimate.high, row),
                (6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        axes.set_yticks(range(len(ordered)), [one.name for one in ordered])
        axes.set_ylim(-0.7, len(ordered) - 0.3)
        axes.margins(x=0.12)
        axes.grid(visible=False, axis="y")
        _percent(axes, "x")
        axes.set_xlabel(say("F score, 95 % interval"))
        axes.set_title(say("F score on the test images"))
        return figure


def precision_recall_figure(
    suggesters: Suggesters, style: Style = LIGHT, say: Say = str
) -> "Figure":
    """Precision over recall for every confidence threshold, all labels together.

    The dot on a line is where its threshold lies; the dotted line is chance, the prevalence.
    """
    with drawn_in(style):
        figure, axes = _figure()
        if suggesters:
            _chance_line(axes, suggesters[0].metrics.micro.chance_precision, style, say)
        _lines(axes, suggesters, style, lambda one: one.precision_recall)
        for number, one in enumerate(suggesters):
            micro = one.metrics.micro
            axes.plot(
                [micro.recall.value],
                [micro.precision.value],
                "o",
                color=line_look(number, style)["color"],
                markersize=5,
            )
        axes.set(
            xlim=(0, 1),
            ylim=(0, 1.02),
            xlabel=say("Recall: share of the true labels that are suggested"),
            ylabel=say("Precision: share of the suggestions that are right"),
        )
        axes.set_title(say("Precision and recall"))
        _percent(axes, "both")
        _legend(figure, axes)
        return figure


def roc_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """True-positive over false-positive rate for every threshold, all labels together."""
    with drawn_in(style):
        figure, axes = _figure()
        axes.plot([0, 1], [0, 1], color=style.quiet, linewidth=1, linestyle=":")
        _lines(axes, suggesters, style, lambda one: one.roc)
        axes.set(
            xlim=(0, 1),
            ylim=(0, 1.02),
            xlabel=say("False-positive rate"),
            ylabel=say("True-positive rate"),
        )
        axes.set_title(say("ROC curves"))
        _percent(axes, "both")
        _legend(figure, axes)
        return figure


def reliability_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """What was said against what was right, one panel a suggester; dots grow with their pairs."""
    columns = min(RELIABILITY_COLUMNS, max(1, len(suggesters)))
    rows = math.ceil(max(1, len(suggesters)) / columns)
    with drawn_in(style):
        from matplotlib.figure import Figure

        width_in = WIDTH_IN if columns > 1 else WIDTH_IN * 0.6
        height_in = rows * width_in / columns * (1.12 if columns > 1 else 0.95) + 0.5
        figure = Figure(figsize=(width_in, height_in), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).ravel()
        for panel, one in zip(panels, suggesters, strict=False):
            _reliability_panel(panel, one.reliability_shown, style, say)
            title = "\n".join(wrap(one.name, TITLE_LETTERS)) if columns > 1 else one.name
            panel.set_title(title, fontsize=8.5, fontweight="normal")
        for panel in panels[len(suggesters) :]:
            panel.set_visible(False)
        figure.supxlabel(say("Shown probability"), fontsize=9.5, color=style.text_muted)
        figure.supylabel(say("Share that is right"), fontsize=9.5, color=style.text_muted)
        figure.suptitle(
            say("Reliability of shown suggestions"), x=0.01, ha="left", fontsize=11, weight="bold"
        )
        return figure


def learning_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """F over the number of labelled images that serve as references, from 0 where names suffice.

    A dotted line marks where suggesters by images overtake the best of those by names.
    """
    with drawn_in(style):
        figure, axes = _figure()
        for number, one in enumerate(suggesters):
            x = np.array([point.references for point in one.learning])
            y = np.array([point.f_score for point in one.learning])
            sd = np.array([point.sd for point in one.learning])
            look = line_look(number, style)
            axes.plot(x, y, marker="o", markersize=3.5, label=one.name, **look)  # type: ignore[arg-type]
            axes.fill_between(x, y - sd, y + sd, color=str(look["color"]), alpha=0.12, linewidth=0)
        _counts_from_zero_on_x(axes, suggesters)
        axes.set(xlabel=say("Labelled images to learn from"), ylabel=say("F score"))
        axes.set_ylim(bottom=0)
        found = overtaking_of(suggesters)
        if found is not None and found.images is not None:
            axes.axvline(found.images, color=style.text_muted, linewidth=1, linestyle=":")
            axes.annotate(
                f"{say('images overtake names')}: {found.images:.0f}",
                (found.images, 0.03),
                (5, 0),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                fontsize=8.5,
                color=style.text_muted,
            )
        axes.set_title(say("F score with few labelled images"))
        _percent(axes, "y")
        _legend(figure, axes)
        return figure


def overtaking_of(suggesters: Suggesters) -> Overtaking | None:
    """Where images overtake the best suggester by names; None where one of the two is missing."""
    by_names = [one for one in suggesters if one.goes_by == "names" and one.learning]
    if not by_names:
        return None
    best = max(by_names, key=lambda one: one.learning[-1].f_score)
    return overtaking(
        (best.name, _points(best)),
        [(one.name, _points(one)) for one in suggesters if one.goes_by == "images"],
    )


def _points(one: SuggesterFigures) -> list[tuple[float, float]]:
    return [(point.references, point.f_score) for point in one.learning]


def actions_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """Key presses per image with each suggester, one image at a time and, where it is known, by
    grid (the thin bar below), and for typing every label."""
    ordered = sorted(suggesters, key=lambda one: -one.actions.keys)
    everything = [one.actions.keys_typing_everything for one in ordered[:1]]
    names = [*(say("typing everything") for _ in everything), *(one.name for one in ordered)]
    rows = np.arange(len(names))
    by_typing = [one.actions.keys - one.actions.accepted - one.actions.rejected for one in ordered]
    with drawn_in(style):
        figure, axes = _figure(height_in=1.5 + 1.3 * LINE_HEIGHT_IN * len(names))
        left = np.zeros(len(names))
        for word, widths, colour in (
            ("accept", [one.actions.accepted for one in ordered], style.positive),
            ("reject", [one.actions.rejected for one in ordered], style.negative),
            ("type", by_typing, style.quiet),
        ):
            first = everything if word == "type" else [0.0 for _ in everything]
            wide = np.array([*first, *widths])
            axes.barh(rows + 0.16, wide, left=left, color=colour, height=0.46, label=say(word))
            left = left + wide
        _totals(axes, rows + 0.16, left)
        by_grid = [one.actions.keys_by_grid for one in ordered]
        known = [(row, keys) for row, keys in enumerate(by_grid, start=1) if keys is not None]
        if known:
            at, keys = np.array(known).T
            word = say("label by label in a grid")
            axes.barh(at - 0.26, keys, color=style.series[2], height=0.2, label=word)
            _totals(axes, at - 0.26, keys)
        axes.set_yticks(rows, names)
        axes.margins(x=0.08)
        axes.grid(visible=False, axis="y")
        axes.set_title(say("Key presses per image"))
        _legend(figure, axes)
        return figure


def _totals(axes: "Axes", rows: "NDArray[np.floating]", totals: "NDArray[np.floating]") -> None:
    """The length of each bar behind its end."""
    for row, total in zip(rows, totals, strict=True):
        axes.annotate(
            f"{total:.1f}",
            (total, row),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
        )


def labels_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """F of each label over how many test images carry it, for the first suggester."""
    with drawn_in(style):
        figure, axes = _figure()
        labels = [one for one in suggesters[0].labels if one.support] if suggesters else []
        x = [one.support for one in labels]
        y = [one.f_score for one in labels]
        axes.scatter(x, y, s=16, color=style.positive, alpha=0.7, linewidths=0)
        if labels:
            _counts_on_x(axes)
        axes.set_ylim(-0.03, 1.03)
        axes.set(xlabel=say("Test images with the label"), ylabel=say("F score"))
        title = say("Labels: F score by number of images")
        axes.set_title(f"{title} ({suggesters[0].name})" if suggesters else title)
        _percent(axes, "y")
        return figure


def label_curves_figure(suggesters: Suggesters, style: Style = LIGHT, say: Say = str) -> "Figure":
    """Precision over recall of each label: those on most test images, of the first suggesters.

    The dotted line is chance: the share of the test images that carry the label.
    """
    labels = sorted(
        (one for one in (suggesters[0].labels if suggesters else ()) if one.precision_recall),
        key=lambda one: (-one.support, one.label),
    )[:MOST_PANELS]
    columns = min(4, max(1, len(labels)))
    rows = math.ceil(max(1, len(labels)) / columns)
    with drawn_in(style):
        from matplotlib.figure import Figure

        height_in = 1.0 + 1.75 * rows if columns > 1 else 4.4
        figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).ravel()
        for panel, label in zip(panels, labels, strict=False):
            _label_panel(panel, label, suggesters[:MOST_LINES], style, say)
        for panel in panels[len(labels) :]:
            panel.set_visible(False)
        title = say("Precision over recall of each label")
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, weight="bold")
        if labels:
            handles, names = panels[0].get_legend_handles_labels()
            figure.legend(handles, names, loc="outside right upper", handlelength=2.4)
        return figure


def _label_panel(
    panel: "Axes", label: LabelFigures, suggesters: Suggesters, style: Style, say: Say
) -> None:
    _chance_line(panel, label.prevalence, style, say)
    for number, one in enumerate(suggesters):
        own = next((other for other in one.labels if other.label_id == label.label_id), None)
        curve = own.precision_recall if own is not None else None
        if curve is not None:
            look = {**line_look(number, style), "linewidth": 1.2}
            panel.plot(curve.x, curve.y, label=one.name, **look)  # type: ignore[arg-type]
    panel.set(xlim=(0, 1), ylim=(0, 1.02))
    _percent(panel, "both")
    panel.set_xticks([0, 1])
    panel.set_yticks([0, 0.5, 1])
    title = "\n".join(wrap(label.label, TITLE_LETTERS)[:2])
    panel.set_title(title, fontsize=8.5, fontweight="normal")


def _chance_line(axes: "Axes", precision: float | None, style: Style, say: Say) -> None:
    """The precision of chance at any recall; nothing where an older report has none."""
    if precision is not None:
        look = {"color": style.text_muted, "linewidth": 1, "linestyle": ":"}
        axes.plot([0, 1], [precision] * 2, label=say("chance"), **look)  # type: ignore[arg-type]


FigureMaker = Callable[..., "Figure"]
FIGURES: Mapping[str, FigureMaker] = {
    "f-scores": f_score_figure,
    "precision-recall": precision_recall_figure,
    "roc": roc_figure,
    "reliability": reliability_figure,
    "learning": learning_figure,
    "actions": actions_figure,
    "labels": labels_figure,
    "label-curves": label_curves_figure,
}
"""Every plot of a report by the name of its files."""


def by_f_score(report: EvaluationReport) -> list[SuggesterFigures]:
    """The suggesters, best first, as all plots and tables have them."""
    return sorted(report.suggesters, key=lambda one: -one.metrics.micro.f_score.value)


def _figure(height_in: float = 4.4) -> tuple["Figure", "Axes"]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    return figure, figure.add_subplot()


def _lines(
    axes: "Axes",
    suggesters: Suggesters,
    style: Style,
    curve_of: Callable[[SuggesterFigures], Curve],
) -> None:
    for number, one in enumerate(suggesters):
        curve = curve_of(one)
        axes.plot(curve.x, curve.y, label=one.name, **line_look(number, style))  # type: ignore[arg-type]


def _legend(figure: "Figure", axes: "Axes") -> None:
    handles, _ = axes.get_legend_handles_labels()
    if handles:
        figure.legend(loc="outside right upper", handlelength=2.4)


def _percent(axes: "Axes", which: str) -> None:
    if which in ("x", "both"):
        axes.xaxis.set_major_formatter(percent_tick)
    if which in ("y", "both"):
        axes.yaxis.set_major_formatter(percent_tick)


def percent_tick(value: float, _: object = None) -> str:
    """A share at an axis, with a decimal only where it needs one."""
    return f"{round(100 * value, 1):g} %"


def _counts_on_x(axes: "Axes") -> None:
    """Whole numbers over several powers of ten."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter("{x:.0f}")
    axes.xaxis.set_minor_formatter(NullFormatter())


def _counts_from_zero_on_x(axes: "Axes", suggesters: Suggesters) -> None:
    """The same, with 0 at the left where a curve begins there."""
    _counts_on_x(axes)
    counts = [point.references for one in suggesters for point in one.learning]
    above = [count for count in counts if count > 0]
    if not above or min(counts) > 0:
        return
    least, most = min(above), max(above)
    axes.set_xscale("symlog", linthresh=least, linscale=0.4)
    steps = [step * 10.0**power for power in range(9) for step in (1, 2, 5)]
    axes.set_xticks([0.0, *(step for step in steps if least <= step <= most)])
    axes.xaxis.set_major_formatter("{x:.0f}")
    axes.set_xlim(-least / 6, most * 1.15)


def _reliability_panel(panel: "Axes", found: Reliability, style: Style, say: Say) -> None:
    panel.plot([0, 1], [0, 1], color=style.quiet, linewidth=1, linestyle=":")
    x = [one.probability for one in found.bins]
    y = [one.share_true for one in found.bins]
    most = max((one.pairs for one in found.bins), default=1)
    sizes = [12 + 70 * one.pairs / most for one in found.bins]
    panel.plot(x, y, color=style.positive, linewidth=1)
    panel.scatter(x, y, s=sizes, color=style.positive, alpha=0.75, linewidths=0, zorder=3)
    panel.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    _percent(panel, "both")
    panel.set_xticks([0, 0.5, 1])
    panel.set_yticks([0, 0.5, 1])
    panel.annotate(
        f"{say('calibration error')} {100 * found.error:.1f} %",
        (0.97, 0.05),
        xycoords="axes fraction",
        ha="right",
        fontsize=7.5,
        color=style.text_muted,
    )
