"""The plots of a report on captions: what is found among the first, and the gap of groups.

Every function takes what it shows, a ``Style`` and ``say``, which translates ``WORDS``.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engine.evaluation.report.style import LIGHT, Style, drawn_in, line_look
from engine.evaluation.retrieval.gap import Gap
from engine.evaluation.retrieval.report import CaptionReport

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Say = Callable[[str], str]

WORDS = (
    "Found among the first",
    "Looked at",
    "image to text",
    "text to image",
    "among all",
    "Gap, in standard deviations of wrong pairs",
    "Captions and their images",
    "all",
)
WIDTH_IN, HEIGHT_IN, LINE_HEIGHT_IN = 7.6, 4.2, 0.3
MOST_GROUPS = 24
FOUND, GAP = "found-among-the-first", "gap-of-groups"


def found_figure(report: CaptionReport, style: Style = LIGHT, say: Say = str) -> "Figure":
    """Recall@k of both directions, a line each."""
    with drawn_in(style):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), layout="constrained")
        axes = figure.add_subplot()
        for number, (direction, found) in enumerate(report.retrieval.items()):
            places = [k for k in found.recall_at if k <= found.size]
            shares = [found.recall_at[k] * 100 for k in places]
            look = line_look(number, style)
            label = f"{say(direction.replace('_', ' '))}, {found.size}"
            axes.plot(places, shares, marker="o", markersize=5, label=label, **look)  # type: ignore[arg-type]
        axes.set_xscale("log")
        places = sorted({k for one in report.retrieval.values() for k in one.recall_at})
        axes.set_xticks(places, [str(k) for k in places])
        axes.minorticks_off()
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter("{x:g} %")
        axes.set_xlabel(say("Looked at"))
        axes.set_title(say("Found among the first"))
        figure.legend(loc="outside right upper")
        return figure


def gap_figure(report: CaptionReport, style: Style = LIGHT, say: Say = str) -> "Figure":
    """The gap of languages, folders and labels, the largest groups, beside that of all."""
    groups = largest_groups(report)
    with drawn_in(style):
        from matplotlib.figure import Figure

        height_in = 1.4 + LINE_HEIGHT_IN * (len(groups) + 1)
        figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
        axes = figure.add_subplot()
        names = [say("all"), *groups]
        values = [report.gap.separation, *(one.separation for one in groups.values())]
        rows = list(range(len(names)))[::-1]
        colours = [style.positive, *([style.quiet] * len(groups))]
        axes.barh(rows, values, color=colours, height=0.62)
        axes.axvline(report.gap.separation, color=style.positive, linewidth=1, linestyle=":")
        axes.set_yticks(rows, names)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel(say("Gap, in standard deviations of wrong pairs"))
        axes.set_title(say("Captions and their images"))
        return figure


def largest_groups(report: CaptionReport) -> dict[str, Gap]:
    """The groups with most captions by their names, at most 24, the largest gap first."""
    named: dict[str, Gap] = {}
    kinds: tuple[Mapping[str, Gap], ...] = (report.gap_by_folder, report.gap_by_label)
    if len(report.gap_by_language) > 1:
        kinds = (report.gap_by_language, *kinds)
    for groups in kinds:
        named |= {name or "/": one for name, one in groups.items() if (name or "/") not in named}
    chosen = sorted(named.items(), key=lambda pair: -pair[1].pairs)[:MOST_GROUPS]
    return dict(sorted(chosen, key=lambda pair: -pair[1].separation))


FIGURES: dict[str, Callable[[CaptionReport, Style, Say], "Figure"]] = {
    FOUND: found_figure,
    GAP: gap_figure,
}
