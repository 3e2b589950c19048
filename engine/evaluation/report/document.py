"""An evaluation as one web page for people."""

from collections.abc import Mapping, Sequence
from html import escape

from engine.evaluation.actions import GRID_IMAGES
from engine.evaluation.report.figures import by_f_score, overtaking_of
from engine.evaluation.report.inline_svg import curve_svg, inline_svg
from engine.evaluation.report.page import (
    NOTHING,
    Cell,
    details,
    element,
    filter_field,
    listed,
    page,
    picture,
    pictures,
    table,
)
from engine.evaluation.report.records import (
    AverageFigures,
    AverageName,
    CuratorActions,
    Estimate,
    EvaluationReport,
    EvidenceImage,
    LabelFigures,
    SuggesterFigures,
    WorstError,
)
from engine.evaluation.thresholds import TICKED_PROBABILITY, WEAKEST_PROBABILITY

AVERAGE_TITLES: Mapping[AverageName, str] = {
    "micro": "Micro averages: all (image, label) pairs count alike",
    "macro": "Macro averages: all labels of the test images count alike",
    "weighted": "Weighted averages: labels count by how many test images carry them",
}
Thumbnails = Mapping[int, bytes]
Plots = Mapping[str, tuple[bytes, bytes]]


def report_page(report: EvaluationReport, plots: Plots, thumbnails: Thumbnails) -> str:
    """The page. ``plots``: (light, dark) SVG by name; ``thumbnails``: WebP by image id."""
    suggesters = by_f_score(report)
    body = [
        element("h1", f"Evaluation of {report.catalogue}"),
        element("p", f"{report.made_at} · encoder {report.encoder}", class_="muted"),
        element("p", data_sentence(report)),
        listed(report.notes),
        *([element("p", headline(report, suggesters[0]))] if suggesters else []),
        element("h2", "Figures"),
        metrics_table(report, suggesters, "micro"),
        element("p", keys_rule(), class_="muted"),
        details(
            "Macro and weighted averages",
            [
                metrics_table(report, suggesters, "macro"),
                metrics_table(report, suggesters, "weighted"),
            ],
            is_printed=True,
        ),
    ]
    if len(report.seeds) > 1:
        body += [element("h2", "All splits"), seeds_table(report, suggesters)]
    body += [element("h2", "Plots"), '<div class="plots">']
    letters: set[str] = set()
    body += [
        inline_svg(light, dark, name, letters=letters) for name, (light, dark) in plots.items()
    ]
    body.append("</div>")
    body += [element("p", one) for one in (overtaking_sentence(suggesters),) if one]
    body.append(element("h2", "Suggesters"))
    body += [
        _suggester(one, thumbnails, is_open=number == 0) for number, one in enumerate(suggesters)
    ]
    return page(f"Evaluation of {report.catalogue}", [pictures(thumbnails), *body])


def data_sentence(report: EvaluationReport) -> str:
    """What was evaluated on, and how."""
    data = report.data
    source = f"as {data.split_file} says" if data.split_file else "60/20/20, stratified"
    prevalence = report.suggesters[0].metrics.prevalence if report.suggesters else 0.0
    alike = (
        "as the clusters of duplicates say"
        if data.duplicate_similarity is None
        else f"cosine similarity above {data.duplicate_similarity:g}"
    )
    groups = "" if data.fold_groups is None else f" in {data.fold_groups} groups"
    return (
        f"{data.labelled} labelled images, {data.folded} of them near-duplicates of others "
        f"({alike}) and folded into these{groups}; {data.train} to "
        f"learn from, {data.validation} to tune on, {data.test} to measure on ({source}). "
        f"{data.labels} labels on at least "
        f"{data.minimum_images} training images, {data.labels_per_image:.1f} an image; "
        f"{data.rare_labels} rarer ones are left out. Prevalence: {percent(prevalence, 2)} of "
        f"(test image, label) pairs are true. F is F{report.beta:g}: recall counts "
        f"{report.beta:g} times as much as precision."
    )


def headline(report: EvaluationReport, best: SuggesterFigures) -> str:
    """What the best suggester saves, and for how many labels that holds."""
    actions, data = best.actions, report.data
    ways = f"{actions.keys:.1f} one image at a time"
    if actions.keys_by_grid is not None:
        ways = f"{actions.keys_by_grid:.1f} label by label in a grid, {ways}"
    return (
        f"For {data.labels} labels with at least {data.minimum_images} images to learn from, "
        f"{best.name} takes {ways} and {actions.keys_typing_everything:.1f} when everything is "
        "typed, in keys per image."
    )


def keys_rule() -> str:
    """How keys are counted."""
    return (
        "Keys per image until its labels are exactly right. One image at a time: one to accept or "
        "to reject a suggestion; for typing a label one to begin, one to end and as many letters "
        "as tell it from every other label. By grid: for each label the images whose suggestion "
        "reaches its threshold or is right with a probability of at least "
        f"{percent(WEAKEST_PROBABILITY, 0)}, {GRID_IMAGES} to a page, those of "
        f"{percent(TICKED_PROBABILITY, 0)} and above ticked; one key takes a page and one mends a "
        "tick that is wrong or missing (a click or Space; moving the cursor counts as none, "
        "because a click does it); labels that no grid showed are then typed. Moving on to the "
        "next image is counted in neither way."
    )


def overtaking_sentence(suggesters: Sequence[SuggesterFigures]) -> str:
    """How many labelled images it takes until images say more than names; "" where not known."""
    found = overtaking_of(suggesters)
    if found is None:
        return ""
    if found.images is None:
        return (
            f"Up to {found.most_images:.0f} labelled images {found.names} stays ahead of every "
            "suggester that goes by images alone."
        )
    return (
        f"Images overtake names at about {found.images:.0f} labelled images: from there on the "
        f"best suggester by images alone, first {found.by_images}, is ahead of {found.names}."
    )


def metrics_table(
    report: EvaluationReport, suggesters: Sequence[SuggesterFigures], average: AverageName
) -> str:
    """All metrics of methods and averages, with the 95 % intervals of those that are resampled."""
    header = ["suggester", f"F{report.beta:g}", "recall", "precision", "specificity", "accuracy"]
    header += ["ROC AUC", "AUC-PR", "chance AUC-PR", "prevalence"]
    if average == "micro":
        header.insert(2, f"F{report.beta:g} at one threshold")
        header += ["subset accuracy", "squared error", "calibration error"]
        header += ["keys per image, of typing", "by grid, of typing"]
    rows = []
    for one in suggesters:
        metrics = one.metrics
        figures = {"micro": metrics.micro, "macro": metrics.macro, "weighted": metrics.weighted}
        mean = figures[average]
        row = [Cell(one.name), estimated(mean.f_score), estimated(mean.recall)]
        row += [estimated(mean.precision), estimated(mean.specificity), estimated(mean.accuracy)]
        row += [_plainly(mean.roc_auc, 3), *_precision_cells(mean)]
        row += [Cell(percent(metrics.prevalence, 2), metrics.prevalence)]
        if average == "micro":
            row.insert(2, _at_one_threshold(one))
            row += [
                estimated(metrics.subset_accuracy),
                _plainly(metrics.squared_error, 4),
                Cell(
                    percent(one.reliability_shown.error),
                    one.reliability_shown.error,
                    f"of all {percent(one.reliability_all.error, 2)}",
                ),
                _keys(one.actions.keys, one.actions),
                _keys(one.actions.keys_by_grid, one.actions),
            ]
        rows.append(row)
    return table(header, rows, caption=AVERAGE_TITLES[average], is_wide=average == "micro")


def seeds_table(report: EvaluationReport, suggesters: Sequence[SuggesterFigures]) -> str:
    """Mean and standard deviation over the splits."""
    names = ["f_score", "macro_f_score", "recall", "precision", "roc_auc", "calibration_error"]
    header = ["suggester", f"F{report.beta:g}", f"macro F{report.beta:g}", "recall", "precision"]
    header += ["ROC AUC", "calibration error"]
    if all(seed.average_precision is not None for one in suggesters for seed in one.by_seed):
        names.insert(5, "average_precision")
        header.insert(6, "AUC-PR")
    rows = []
    for one in suggesters:
        row = [Cell(one.name)]
        for name in names:
            values = [float(getattr(figures, name)) for figures in one.by_seed]
            mean = sum(values) / len(values)
            sd = (sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)) ** 0.5
            row.append(Cell(percent(mean), mean, f"± {100 * sd:.1f}"))
        rows.append(row)
    seeds = ", ".join(map(str, report.seeds))
    return table(header, rows, caption=f"Mean ± standard deviation over the seeds {seeds}")


def percent(value: float, digits: int = 1) -> str:
    """A share as a person reads it."""
    return f"{100 * value:.{digits}f} %"


def estimated(estimate: Estimate) -> Cell:
    """A share with its interval."""
    interval = f"{100 * estimate.low:.1f}–{100 * estimate.high:.1f}"
    return Cell(percent(estimate.value), estimate.value, interval)


def _plainly(estimate: Estimate, decimals: int) -> Cell:
    """A figure that is no share, with its interval."""
    low, high = (f"{one:.{decimals}f}" for one in (estimate.low, estimate.high))
    return Cell(f"{estimate.value:.{decimals}f}", estimate.value, f"{low}–{high}")


def _precision_cells(mean: AverageFigures) -> list[Cell]:
    """Average precision with its interval, and that of chance."""
    found, chance = mean.average_precision, mean.chance_precision
    if found is None or chance is None:
        return [Cell(NOTHING, -1.0), Cell(NOTHING, -1.0)]
    return [_plainly(found, 3), Cell(f"{chance:.3f}", chance)]


def _at_one_threshold(one: SuggesterFigures) -> Cell:
    figure = one.f_score_at_common
    return Cell(NOTHING, -1.0) if figure is None else estimated(figure)


def _keys(keys: float | None, actions: CuratorActions) -> Cell:
    """So many keys an image, and how much of typing everything they are."""
    if keys is None:
        return Cell(NOTHING, -1.0)
    share = actions.share_of_typing(keys)
    return Cell(f"{keys:.1f}", keys, "" if share is None else percent(share, 0))


def _suggester(one: SuggesterFigures, thumbnails: Thumbnails, *, is_open: bool) -> str:
    identifier = f"labels-{one.name}"
    settings = ", ".join(f"{name} {_number(value)}" for name, value in one.hyperparameters.items())
    actions = one.actions
    facts = [
        *validation_facts(one),
        f"Hyperparameters: {settings or 'none'}"
        + (f", from {one.trials} trials" if one.trials else ""),
        f"Threshold {one.threshold:.3f}; {one.own_thresholds} labels have one of their own",
        f"Shown probabilities: {one.calibration}; calibration error "
        f"{percent(one.reliability_shown.error)} over {one.reliability_shown.pairs} shown "
        f"suggestions, {percent(one.reliability_all.error, 2)} over all "
        f"{one.reliability_all.pairs} pairs",
        f"Per image {actions.accepted:.2f} suggestions to accept, {actions.rejected:.2f} to "
        f"reject and {actions.typed:.2f} labels to type: {actions.keys:.1f} key presses, against "
        f"{actions.keys_typing_everything:.1f} for typing all {actions.labels:.2f} labels"
        + (
            ""
            if actions.keys_by_grid is None
            else f" and {actions.keys_by_grid:.1f} label by label in a grid"
        ),
        f"{one.seconds:.0f} s to tune and measure",
    ]
    wrong = [error for error in one.errors if error.kind == "wrong"]
    missed = [error for error in one.errors if error.kind == "missed"]
    body = [
        element("p", one.description),
        listed(facts),
        element("h3", "Labels"),
        filter_field(identifier, "Filter labels"),
        _labels_table(one, identifier),
    ]
    for title, errors in (("Wrong suggestions", wrong), ("Missed labels", missed)):
        if errors:
            body.append(element("h3", f"{title} it was surest about"))
            body += [_error(error, thumbnails) for error in errors]
    summary = f"{one.name}: F {percent(one.metrics.micro.f_score.value)}"
    return details(summary, body, is_open=is_open)


def validation_facts(one: SuggesterFigures) -> list[str]:
    """What the validation images were used for; nothing for a report of an older program."""
    use = one.validation
    if use is None:
        return []
    both = "training and validation images together"
    searched = "the validation images" if use.searched_alone else f"{both}, each left out in turn"
    found = [f"It learns from {both if use.learned_from else 'the training images alone'}"]
    if one.trials:
        found[0] += f"; its hyperparameters were searched on {searched}"
    measured = f"{both}, each scored by others" if use.learned_from else "the validation images"
    return [f"{found[0]}; thresholds and calibration come from {measured}"]


def _labels_table(one: SuggesterFigures, identifier: str) -> str:
    header = ["label", "test images", "references", "F", "recall", "precision", "ROC AUC"]
    header += ["AUC-PR", "chance", "threshold", "precision over recall"]
    rows = [
        [
            Cell(label.label),
            Cell(str(label.support), float(label.support)),
            Cell(str(label.references), float(label.references)),
            *(
                Cell(percent(figure), figure) if label.support else Cell(NOTHING, -1.0)
                for figure in (label.f_score, label.recall, label.precision)
            ),
            Cell(NOTHING, -1.0)
            if label.roc_auc is None
            else Cell(f"{label.roc_auc:.3f}", label.roc_auc),
            Cell(NOTHING, -1.0)
            if label.average_precision is None
            else _plainly(label.average_precision, 3),
            Cell(NOTHING, -1.0)
            if label.prevalence is None
            else Cell(f"{label.prevalence:.3f}", label.prevalence),
            Cell(
                f"{label.threshold:.3f}", label.threshold, "its own" if label.own_threshold else ""
            ),
            _curve_cell(label),
        ]
        for label in sorted(one.labels, key=lambda label: (-label.support, label.label))
    ]
    caption = f"Prevalence {percent(one.metrics.prevalence, 2)} on average"
    return table(header, rows, caption=caption, identifier=identifier)


def _curve_cell(label: LabelFigures) -> Cell:
    """The label's curve, with chance as a dotted line."""
    curve = label.precision_recall
    if curve is None:
        return Cell(NOTHING, -1.0)
    area = label.average_precision
    return Cell(
        "", round(area.value, 3) if area else -1.0, drawing=curve_svg(curve, label.prevalence)
    )


def _error(error: WorstError, thumbnails: Thumbnails) -> str:
    said = "Suggested" if error.kind == "wrong" else "Not suggested"
    text = (
        f"{said} with {percent(error.probability, 0)} (confidence {error.confidence:.2f}, "
        f"threshold {error.threshold:.2f}). The image carries: {', '.join(error.labels) or 'none'}."
    )
    borrowed = " Evidence of neighbor search, this suggester has none." * error.borrowed_evidence
    evidence = "".join(_evidence(one, thumbnails) for one in error.evidence)
    return (
        f'<div class="error"><div>{element("strong", error.label)}<br>{escape(text + borrowed)}'
        f"<br>{element('small', error.file)}</div>"
        + (picture(error.image_id, error.file) if error.image_id in thumbnails else "")
        + f'<div class="evidence">{evidence}</div></div>'
    )


def _evidence(one: EvidenceImage, thumbnails: Thumbnails) -> str:
    there = one.image_id in thumbnails
    side = "for" if one.carries_label else "against"
    shown = picture(one.image_id, one.file) if there else element("small", one.file)
    caption = element("figcaption", f"{one.weight:.2f} {side}")
    return f'<figure class="{side}">{shown}{caption}</figure>'


def _number(value: float | int | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
