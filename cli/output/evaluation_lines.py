"""What an evaluation of suggesters found, as lines for the terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.output.amounts import counted, percentage

if TYPE_CHECKING:
    from engine.evaluation.report.records import (
        CuratorActions,
        Estimate,
        EvaluationReport,
        SuggesterFigures,
    )

CHANCE = "chance (prevalence)"
MOST_LABELS, COLUMN = 8, 11
"""So many labels stand beside each other, each so many letters wide."""


def evaluation_lines(report: "EvaluationReport", *, in_use: bool = True) -> list[str]:
    """One line per suggester, the best first, and where the whole report is. ``in_use``: whether
    the catalogue's encoder was measured, so that what is recommended goes for it."""
    from engine.answers.recommended import recommendation_of

    data = report.data
    width = max([len("suggester"), *(len(one.name) for one in report.suggesters)])
    lines = [
        f"{counted(data.labels, 'label')}; {counted(data.train, 'image')} to learn from, "
        f"{data.validation} to tune on, "
        f"{data.test} to measure on ({data.folded} near-duplicates folded)",
        *report.notes,
        f"{'suggester':{width}} {f'F{report.beta:g}':>6} {'95 % interval':>14} {'recall':>7} "
        f"{'one threshold':>13} {'precision':>9} {'ROC AUC':>8} {'cal. error':>10} {'keys':>5} "
        f"{'by grid':>7} {'of typing':>9}",
    ]
    ordered = sorted(report.suggesters, key=lambda one: -one.metrics.micro.f_score.value)
    for one in ordered:
        micro = one.metrics.micro
        lines.append(
            f"{one.name:{width}} {100 * micro.f_score.value:6.1f} {_interval(micro.f_score):>14} "
            f"{100 * micro.recall.value:7.1f} {_share(one.f_score_at_common):>13} "
            f"{100 * micro.precision.value:9.1f} "
            f"{micro.roc_auc.value:8.3f} {100 * one.reliability_shown.error:10.1f} "
            f"{one.actions.keys:5.1f} {_keys(one.actions.keys_by_grid):>7} "
            f"{_of_typing(one.actions):>9}"
        )
        if len(one.by_seed) > 1:
            seeds = ", ".join(f"{100 * figures.f_score:.1f}" for figures in one.by_seed)
            lines.append(f"{'':{width}} {seeds} over the splits")
    if ordered:
        typing = ordered[0].actions.keys_typing_everything
        prevalence = percentage(ordered[0].metrics.prevalence, 2)
        lines += [
            f"For {counted(data.labels, 'label')} with at least "
            f"{counted(data.minimum_images, 'image')} to learn from. "
            f"Prevalence {prevalence}",
            f"“one threshold”: F{report.beta:g} with the same threshold for every label",
            f"“keys” an image, one image at a time; “by grid”, label by label; typing every label "
            f"takes {typing:.1f}. “of typing”: so many % of these in the grid. The report tells "
            "how they are counted",
        ]
        lines += precision_lines(ordered)
    recommendation = recommendation_of(report) if in_use else None
    if not in_use:
        lines.append(f"Measured with {report.encoder}; the encoder in use stays")
    if recommendation is not None:
        lines.append(f"Recommended: {recommendation.suggester}. {recommendation.reason}")
    return [*lines, f"Report in {report.out_dir}"] if report.out_dir else lines


def precision_lines(suggesters: Sequence["SuggesterFigures"]) -> list[str]:
    """AUC-PR of every suggester: micro, and of the labels that most test images carry; beside
    chance, with the intervals below."""
    known = [one for one in suggesters if one.metrics.micro.average_precision is not None]
    if not known:
        return []
    labels = sorted(known[0].labels, key=lambda label: (-label.support, label.label))
    labels = [one for one in labels if one.support][:MOST_LABELS]
    width = max(len(CHANCE), *(len(one.name) for one in known))
    names = "".join(f" {one.label[:COLUMN]:>{COLUMN}}" for one in labels)
    more = len(known[0].labels) - len(labels)
    rest = f", and of all {len(known[0].labels)} in the report" if more else ""
    chance = [known[0].metrics.prevalence, *(one.prevalence or 0.0 for one in labels)]
    lines = [
        f"AUC-PR (average precision) in %, of all pairs of image and label (micro) and of the "
        f"{counted(len(labels), 'label')} on most test images{rest}; 95 % intervals below",
        f"{'':{width}} {'micro':>{COLUMN}}{names}",
        f"{CHANCE:{width}}" + "".join(f" {100 * one:{COLUMN}.1f}" for one in chance),
    ]
    for one in known:
        own = {label.label_id: label.average_precision for label in one.labels}
        row = [one.metrics.micro.average_precision, *(own.get(other.label_id) for other in labels)]
        lines.append(f"{one.name:{width}}" + "".join(f" {_share(each):>{COLUMN}}" for each in row))
        lines.append(f"{'':{width}}" + "".join(f" {_interval(each):>{COLUMN}}" for each in row))
    return lines


def _interval(estimate: "Estimate | None") -> str:
    return "" if estimate is None else f"{100 * estimate.low:.1f}–{100 * estimate.high:.1f}"


def _share(estimate: "Estimate | None") -> str:
    return "–" if estimate is None else f"{100 * estimate.value:.1f}"


def _keys(keys: float | None) -> str:
    return "–" if keys is None else f"{keys:.1f}"


def _of_typing(actions: "CuratorActions") -> str:
    share = actions.share_of_typing(actions.keys_by_grid)
    return "–" if share is None else f"{100 * share:.0f}"
