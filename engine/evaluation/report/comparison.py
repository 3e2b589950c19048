"""Two evaluations side by side: what changed from the older to the newer one."""

import dataclasses
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.evaluation.report.document import data_sentence, estimated, percent
from engine.evaluation.report.figures import LINE_HEIGHT_IN, WIDTH_IN, percent_tick
from engine.evaluation.report.inline_svg import inline_svg
from engine.evaluation.report.page import Cell, element, filter_field, listed, page, table
from engine.evaluation.report.paired import paired_difference
from engine.evaluation.report.records import Estimate, EvaluationReport, SuggesterFigures
from engine.evaluation.report.style import LIGHT, Style, drawn_in
from engine.evaluation.report.writing import drawn_plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLOT_NAME = "comparison-f-scores"
LABELS_NAMED = 5


@dataclass(frozen=True, slots=True)
class LabelChange:
    """F of one label before and after; None where a report does not have the label."""

    label: str
    before: float | None
    after: float | None
    support: int


@dataclass(frozen=True, slots=True)
class SuggesterChange:
    """The main figures of one suggester before and after; None where it was not evaluated.

    ``labels``: those whose F changed, the largest changes first. ``f_score_change``: F after less F
    before on the ``common_images`` that both reports tested, drawn together for its interval; None
    where the reports are not alike or do not have what it takes.
    """

    name: str
    f_score_before: float | None
    f_score_after: float | None
    macro_before: float | None
    macro_after: float | None
    calibration_error_before: float | None
    calibration_error_after: float | None
    keys_before: float | None
    keys_after: float | None
    keys_by_grid_before: float | None
    keys_by_grid_after: float | None
    labels: tuple[LabelChange, ...]
    f_score_change: Estimate | None = None
    common_images: int = 0


def differences(old: EvaluationReport, new: EvaluationReport) -> list[str]:
    """Why the figures of the two may not be comparable, one sentence each."""
    found = []
    for said, before, after in (
        ("The catalogue", old.catalogue, new.catalogue),
        ("The encoder", old.encoder, new.encoder),
        ("Beta of the F score", f"{old.beta:g}", f"{new.beta:g}"),
        ("The number of test images", str(old.data.test), str(new.data.test)),
        ("The number of labels", str(old.data.labels), str(new.data.labels)),
        ("The seeds", _joined(old.seeds), _joined(new.seeds)),
        ("The split", old.data.split_file or "by seed", new.data.split_file or "by seed"),
    ):
        if before != after:
            found.append(f"{said} changed from {before} to {after}.")
    if old.encoder == new.encoder and old.fingerprint != new.fingerprint:
        found.append("The encoder has the same name but other weights or preprocessing.")
    return found


def hindrances(old: EvaluationReport, new: EvaluationReport) -> list[str]:
    """Why no difference of the two means anything, one sentence each: another measure, other
    labels, or other test images. Empty where they can be compared."""
    found = []
    if old.beta != new.beta:
        found.append(f"F{old.beta:g} and F{new.beta:g} are different measures.")
    before, after = _labels(old), _labels(new)
    if before != after:
        found.append(
            f"The labels are not the same: {_named(before - after)} only before, "
            f"{_named(after - before)} only after."
        )
    if _split(old) != _split(new) and not _measured_alike(old, new):
        found.append("The images are not split alike, so that others were measured on.")
    return found


def _labels(report: EvaluationReport) -> set[str]:
    return {label.label for one in report.suggesters for label in one.labels}


def _named(labels: set[str]) -> str:
    names = sorted(labels)
    more = f" and {len(names) - LABELS_NAMED} more" if len(names) > LABELS_NAMED else ""
    return (", ".join(names[:LABELS_NAMED]) + more) or "none"


def _measured_alike(old: EvaluationReport, new: EvaluationReport) -> bool:
    """Whether both learned from as many images and measured on the same ones, whoever said so: the
    split file may be the one that the other report wrote."""
    sizes = [(one.data.train, one.data.validation, one.data.test) for one in (old, new)]
    tested = [
        {each.file for one in report.suggesters for each in one.counts} for report in (old, new)
    ]
    return sizes[0] == sizes[1] and bool(tested[0]) and tested[0] == tested[1]


def _split(report: EvaluationReport) -> tuple[object, ...]:
    data = report.data
    return (data.train, data.validation, data.test, report.seeds, data.split_file)


def changes(old: EvaluationReport, new: EvaluationReport) -> list[SuggesterChange]:
    """What changed for every suggester of either report, the best of the newer one first."""
    names = dict.fromkeys(one.name for one in (*new.suggesters, *old.suggesters))
    is_alike = not hindrances(old, new)
    found = []
    for name in names:
        was, now = old.suggester(name), new.suggester(name)
        one = _change(name, was, now)
        if is_alike and was is not None and now is not None:
            paired = paired_difference(was, now, beta=new.beta)
            if paired is not None:
                one = dataclasses.replace(one, f_score_change=paired[0], common_images=paired[1])
        found.append(one)
    return sorted(found, key=lambda one: -(one.f_score_after or 0.0))


def comparison_figure(
    old: EvaluationReport, new: EvaluationReport, style: Style = LIGHT
) -> "Figure":
    """F of every suggester in both reports with its intervals, the older one hollow."""
    found = list(reversed(changes(old, new)))
    with drawn_in(style):
        from matplotlib.figure import Figure

        height_in = 1.5 + 1.6 * LINE_HEIGHT_IN * len(found)
        figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
        axes = figure.add_subplot()
        for report, shift, fill, said in (
            (old, -0.16, style.background, f"before: {old.made_at[:10]}"),
            (new, 0.16, style.positive, f"after: {new.made_at[:10]}"),
        ):
            shown = [(row, report.suggester(one.name)) for row, one in enumerate(found)]
            points = [(row + shift, one) for row, one in shown if one is not None]
            for row, one in points:
                estimate = one.metrics.micro.f_score
                axes.plot([estimate.low, estimate.high], [row, row], color=style.quiet, linewidth=4)
            axes.plot(
                [one.metrics.micro.f_score.value for _, one in points],
                [row for row, _ in points],
                "o",
                markerfacecolor=fill,
                markeredgecolor=style.positive,
                label=said,
            )
        axes.set_yticks(range(len(found)), [one.name for one in found])
        axes.grid(visible=False, axis="y")
        axes.xaxis.set_major_formatter(percent_tick)
        axes.set_title("F score with 95 % interval")
        figure.legend(loc="outside right upper")
        return figure


def write_comparison(old: EvaluationReport, new: EvaluationReport) -> dict[str, bytes]:
    """File contents by name: comparison.html, comparison.json and the plot."""
    contents, plots = drawn_plots({PLOT_NAME: lambda style: comparison_figure(old, new, style)})
    found = changes(old, new)
    document = {
        "before": old.made_at,
        "after": new.made_at,
        "differences": differences(old, new),
        "comparable": not hindrances(old, new),
        "hindrances": hindrances(old, new),
        "suggesters": [dataclasses.asdict(one) for one in found],
    }
    contents["comparison.json"] = (
        json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    ).encode()
    title = f"Evaluations of {old.catalogue} and {new.catalogue}"
    if old.catalogue == new.catalogue:
        title = f"Two evaluations of {new.catalogue}"
    body = [
        element("h1", title),
        element("p", f"before: {old.made_at} · after: {new.made_at}", class_="muted"),
        listed(differences(old, new)),
        *_no_differences(hindrances(old, new)),
        element("h2", "Figures"),
        _figures_table(old, new, found),
        '<div class="plots">',
        inline_svg(*plots[PLOT_NAME], "F score with 95 % interval, before and after"),
        "</div>",
        element("h2", "Labels"),
        *_label_tables(found, is_alike=not hindrances(old, new)),
        element("h2", "What was evaluated"),
        element("p", f"Before: {data_sentence(old)}"),
        element("p", f"After: {data_sentence(new)}"),
    ]
    contents["comparison.html"] = page(title, body).encode()
    return contents


def _change(
    name: str, old: SuggesterFigures | None, new: SuggesterFigures | None
) -> SuggesterChange:
    return SuggesterChange(
        name,
        None if old is None else old.metrics.micro.f_score.value,
        None if new is None else new.metrics.micro.f_score.value,
        None if old is None else old.metrics.macro.f_score.value,
        None if new is None else new.metrics.macro.f_score.value,
        None if old is None else old.reliability_shown.error,
        None if new is None else new.reliability_shown.error,
        None if old is None else old.actions.keys,
        None if new is None else new.actions.keys,
        None if old is None else old.actions.keys_by_grid,
        None if new is None else new.actions.keys_by_grid,
        _label_changes(old, new),
    )


def _label_changes(
    old: SuggesterFigures | None, new: SuggesterFigures | None
) -> tuple[LabelChange, ...]:
    """By name, because the two reports may be of two catalogues."""
    before = {one.label: one for one in old.labels} if old else {}
    after = {one.label: one for one in new.labels} if new else {}
    if not before or not after:
        return ()
    found = []
    for label in dict.fromkeys([*after, *before]):
        was, now = before.get(label), after.get(label)
        if was is None or now is None or was.f_score != now.f_score:
            found.append(
                LabelChange(
                    label,
                    None if was is None else was.f_score,
                    None if now is None else now.f_score,
                    (now or was).support,  # type: ignore[union-attr]
                )
            )
    return tuple(sorted(found, key=lambda one: (-_size(one), one.label)))


def _size(change: LabelChange) -> float:
    """How many test images' worth the change is."""
    return abs((change.after or 0.0) - (change.before or 0.0)) * change.support


def _figures_table(
    old: EvaluationReport, new: EvaluationReport, found: list[SuggesterChange]
) -> str:
    was_beta, beta = f"F{old.beta:g}", f"F{new.beta:g}"
    is_alike = not hindrances(old, new)
    header = ["suggester", f"{was_beta} before", f"{beta} after", "change", f"macro {beta} change"]
    header += ["calibration error before", "after", "keys per image before", "after"]
    header += ["keys by grid before", "after"]
    rows = []
    for one in found:
        was, now = old.suggester(one.name), new.suggester(one.name)
        rows.append(
            [
                Cell(one.name),
                Cell("–", -1.0) if was is None else estimated(was.metrics.micro.f_score),
                Cell("–", -1.0) if now is None else estimated(now.metrics.micro.f_score),
                _paired(one)
                if one.f_score_change is not None
                else _difference(one.f_score_before, one.f_score_after, is_alike=is_alike),
                _difference(one.macro_before, one.macro_after, is_alike=is_alike),
                _share(one.calibration_error_before),
                _share(one.calibration_error_after),
                _plain(one.keys_before),
                _plain(one.keys_after),
                _plain(one.keys_by_grid_before),
                _plain(one.keys_by_grid_after),
            ]
        )
    caption = "Micro averages with 95 % intervals; changes in points"
    common = max((one.common_images for one in found), default=0)
    if common:
        caption += f", with intervals from {common} test images that both reports measured, paired"
    return table(header, rows, caption=caption)


def _label_tables(found: list[SuggesterChange], *, is_alike: bool) -> list[str]:
    parts = []
    for number, one in enumerate(found):
        if one.labels:
            identifier = f"changes-{number}"
            rows = [
                [
                    Cell(label.label),
                    Cell(str(label.support), float(label.support)),
                    _share(label.before),
                    _share(label.after),
                    _difference(label.before, label.after, is_alike=is_alike),
                ]
                for label in one.labels
            ]
            header = ["label", "test images", "F before", "F after", "change"]
            parts += [
                element("h3", one.name),
                filter_field(identifier, "Filter labels"),
                table(header, rows, identifier=identifier),
            ]
    return parts or [element("p", "No label changed.")]


def _paired(one: SuggesterChange) -> Cell:
    change = one.f_score_change
    assert change is not None
    interval = f"{100 * change.low:+.1f} to {100 * change.high:+.1f}"
    return Cell(f"{100 * change.value:+.1f}", change.value, interval)


def _no_differences(reasons: list[str]) -> list[str]:
    if not reasons:
        return []
    return [element("p", "So no differences are shown: " + " ".join(reasons))]


def _difference(before: float | None, after: float | None, *, is_alike: bool) -> Cell:
    if before is None or after is None or not is_alike:
        return Cell("–", -2.0)
    return Cell(f"{100 * (after - before):+.1f}", after - before)


def _share(value: float | None) -> Cell:
    return Cell("–", -1.0) if value is None else Cell(percent(value), value)


def _plain(value: float | None) -> Cell:
    return Cell("–", -1.0) if value is None else Cell(f"{value:.1f}", value)


def _joined(seeds: tuple[int, ...]) -> str:
    return ", ".join(map(str, seeds))
