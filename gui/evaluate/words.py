"""The sentences and headings of the Evaluate page, in the person's language."""

from datetime import datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from engine.evaluation.actions import GRID_IMAGES
from engine.evaluation.report.records import (
    CuratorActions,
    DataFigures,
    EvaluationReport,
    SuggesterFigures,
    WorstError,
)
from engine.evaluation.thresholds import TICKED_PROBABILITY, WEAKEST_PROBABILITY
from gui.widgets.figures.model import FigureColumn
from gui.words.amounts import number, percentage, whole_percent
from gui.words.encoders import encoder_name
from gui.words.suggesters import suggester_title

Average = Literal["micro", "macro", "weighted"]
AVERAGES: tuple[Average, ...] = ("micro", "macro", "weighted")


def share(value: float, decimals: int = 1) -> str:
    """A share as a percentage: "71.3 %"."""
    return percentage(value, decimals)


def whole_share(value: float) -> str:
    """A share in whole percent; what is not nothing never looks like it."""
    return whole_percent(0) if 0 < value < 0.005 else share(value, 0)


def figure(value: float, decimals: int = 2) -> str:
    """A number with decimals as the language writes them."""
    return QLocale().toString(float(value), "f", decimals)


def difference(value: float) -> str:
    """Points gained or lost: "+1.8"."""
    shown = figure(abs(value) * 100, 1)
    if abs(value) < 0.0005:
        return shown
    return f"{'+' if value > 0 else '−'}{shown}"


def made_at(text: str) -> str:
    """When a report was made, in local time and the person's way."""
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        return text
    date = QLocale().toString(
        QDate(moment.year, moment.month, moment.day), QLocale.FormatType.ShortFormat
    )
    return f"{date} {moment:%H:%M}"


def average_titles() -> dict[Average, tuple[str, str]]:
    """How figures are averaged: in plain words, and the technical ones."""
    translate = QCoreApplication.translate
    return {
        "micro": (
            translate("Evaluate", "every suggestion counts alike"),
            translate("Evaluate", "Micro average: all pairs of image and label are pooled"),
        ),
        "macro": (
            translate("Evaluate", "every label counts alike"),
            translate("Evaluate", "Macro average over the labels of the test images"),
        ),
        "weighted": (
            translate("Evaluate", "labels count as often as they occur"),
            translate("Evaluate", "Average over labels, weighted by their support"),
        ),
    }


def metric_columns(beta: float) -> tuple[FigureColumn, ...]:
    """The headings of the table of suggesters."""
    translate = QCoreApplication.translate
    overall = translate(
        "Evaluate",
        "F score with beta {beta}: found labels count more than right suggestions. With it the "
        "95 % interval from drawing the test images again and again (bootstrap)",
    )
    return (
        FigureColumn(translate("Evaluate", "Suggester"), numeric=False),
        FigureColumn(translate("Evaluate", "Overall score"), overall.format(beta=figure(beta, 0))),
        FigureColumn(
            translate("Evaluate", "One threshold"),
            translate(
                "Evaluate",
                "The overall score where every label is suggested from the same confidence on, and "
                "none from one of its own. Told where every suggestion counts alike",
            ),
        ),
        FigureColumn(translate("Evaluate", "Keys by grid"), keys_by_grid_rule()),
        FigureColumn(
            translate("Evaluate", "Keys per image"),
            translate(
                "Evaluate",
                "Key presses to get the labels exactly right one image at a time, and how many it "
                "takes to type all",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Labels found"),
            translate("Evaluate", "Recall: of the labels an image has, how many were suggested"),
        ),
        FigureColumn(
            translate("Evaluate", "Suggestions right"),
            translate(
                "Evaluate",
                "Precision: of the suggestions, how many belong. Depends on the prevalence: the "
                "share of all pairs of image and label that belong together",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Whole image right"),
            translate("Evaluate", "Subset accuracy: images whose suggestions are exactly right"),
        ),
        FigureColumn(
            translate("Evaluate", "Order right"),
            translate(
                "Evaluate",
                "Area under the ROC curve: how often a label that belongs gets a higher "
                "confidence than one that does not. 50 % is chance",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Order of finds"),
            translate(
                "Evaluate",
                "Average precision: area under the precision-recall curve. With it the 95 % "
                "interval",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Finds by chance"),
            translate(
                "Evaluate",
                "The order of finds that scores without any meaning have: the prevalence, averaged "
                "alike",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Wrong ones left out"),
            translate(
                "Evaluate",
                "Specificity: of the labels that do not belong, how many were not suggested",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Decisions right"),
            translate("Evaluate", "Accuracy: pairs of image and label decided rightly"),
        ),
        FigureColumn(
            translate("Evaluate", "Squared error"),
            translate("Evaluate", "Mean over pairs of (confidence - truth) squared, times 1000"),
        ),
        FigureColumn(
            translate("Evaluate", "Percentages off by"),
            translate(
                "Evaluate",
                "Expected calibration error of the suggestions shown: how far the percentage is "
                "from how often it is right",
            ),
        ),
    )


def label_columns() -> tuple[FigureColumn, ...]:
    """The headings of the table of labels."""
    translate = QCoreApplication.translate
    return (
        FigureColumn(translate("Evaluate", "Label"), numeric=False),
        FigureColumn(
            translate("Evaluate", "Test images"),
            translate("Evaluate", "Support: test images that carry the label"),
        ),
        FigureColumn(
            translate("Evaluate", "Learned from"),
            translate("Evaluate", "Reference images that carry the label"),
        ),
        FigureColumn(
            translate("Evaluate", "Overall score"),
            translate("Evaluate", "F score of this label"),
        ),
        FigureColumn(
            translate("Evaluate", "Labels found"), translate("Evaluate", "Recall of this label")
        ),
        FigureColumn(
            translate("Evaluate", "Suggestions right"),
            translate("Evaluate", "Precision of this label"),
        ),
        FigureColumn(
            translate("Evaluate", "Order right"),
            translate("Evaluate", "Area under the ROC curve of this label"),
        ),
        FigureColumn(
            translate("Evaluate", "Order of finds"),
            translate(
                "Evaluate",
                "Average precision of this label: area under its precision-recall curve. With it "
                "the 95 % interval",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Finds by chance"),
            translate(
                "Evaluate",
                "Prevalence: the share of the test images that carry the label, which is the order "
                "of finds that scores without any meaning have",
            ),
        ),
        FigureColumn(
            translate("Evaluate", "Suggested from"),
            translate(
                "Evaluate",
                "Threshold: the lowest confidence that is suggested. Marked with a dot where the "
                "label has one of its own",
            ),
        ),
    )


def keys_by_grid_rule() -> str:
    """How keys are counted for working label by label."""
    text = QCoreApplication.translate(
        "Evaluate",
        "Key presses to get the labels exactly right label by label in a grid, and their share of "
        "typing all. A grid shows the images whose suggestion reaches its threshold or is right "
        "with {weakest} at least, {images} to a page, those of {ticked} and above ticked: one key "
        "a page, one for every tick that is wrong or missing. What no grid showed is then typed. "
        "Going on to the next image is not counted, here or one image at a time",
    )
    return text.format(
        weakest=share(WEAKEST_PROBABILITY, 0),
        ticked=share(TICKED_PROBABILITY, 0),
        images=number(GRID_IMAGES),
    )


def share_typed(keys: float, actions: CuratorActions) -> str:
    """How much of typing everything so many keys are: "18 %"."""
    everything = actions.keys_typing_everything
    return whole_share(keys / everything) if everything else ""


def work_sentence(one: SuggesterFigures, data: DataFigures) -> str:
    """What a curator does per image with this suggester, against typing everything, and for how
    many labels that holds."""
    translate, actions = QCoreApplication.translate, one.actions
    if actions.keys_by_grid is None:
        text = translate(
            "Evaluate",
            "With “{suggester}”, labelling takes about {keys} keys an image in place of {all} when "
            "typing everything, for {labels} labels with at least {minimum} images.",
        )
    else:
        text = translate(
            "Evaluate",
            "With “{suggester}”, labelling takes about {by_grid} keys an image label by label in a "
            "grid and {keys} one image at a time, in place of {all} when typing everything, for "
            "{labels} labels with at least {minimum} images.",
        )
    return text.format(
        suggester=suggester_title(one.name),
        labels=number(data.labels),
        minimum=number(data.minimum_images),
        by_grid=figure(actions.keys_by_grid or 0.0, 1),
        keys=figure(actions.keys, 1),
        all=figure(actions.keys_typing_everything, 1),
    )


def actions_sentence(one: SuggesterFigures) -> str:
    """What a curator does one image at a time."""
    text = QCoreApplication.translate(
        "Evaluate",
        "One image at a time, a curator accepts {accepted}, rejects {rejected} and types {typed} "
        "labels per image.",
    )
    return text.format(
        accepted=figure(one.actions.accepted, 1),
        rejected=figure(one.actions.rejected, 1),
        typed=figure(one.actions.typed, 1),
    )


def data_sentence(report: EvaluationReport) -> str:
    """What was measured on."""
    data = report.data
    text = QCoreApplication.translate(
        "Evaluate",
        "Measured on {test} labelled images that were kept aside; learned from {known} others. "
        "{labels} labels with at least {minimum} images to learn from; {rare} rarer ones left out.",
    ).format(
        test=number(data.test),
        known=number(data.train + data.validation),
        labels=number(data.labels),
        minimum=number(data.minimum_images),
        rare=number(data.rare_labels),
    )
    if data.folded:
        copies = QCoreApplication.translate("Evaluate", "{count} near copies left out.")
        text = f"{text} {copies.format(count=number(data.folded))}"
    if data.split_file is not None:
        split = QCoreApplication.translate("Evaluate", "Divided as {file} says.")
        text = f"{text} {split.format(file=data.split_file)}"
    encoder = QCoreApplication.translate("Evaluate", "Encoder: {name}.")
    return f"{text} {encoder.replace('{name}', encoder_name(report.encoder))}"


def prevalence_sentence(figures: SuggesterFigures) -> str:
    """The share of pairs that are true, which precision has to be held against."""
    text = QCoreApplication.translate(
        "Evaluate", "Of all pairs of image and label, {share} belong together."
    )
    return text.format(share=share(figures.metrics.prevalence))


def mistake_sentence(error: WorstError) -> str:
    """What went wrong, with how sure the suggester was."""
    if error.kind == "missed":
        text = QCoreApplication.translate(
            "Evaluate", "“{label}” belongs and was not suggested ({percent})"
        )
    else:
        text = QCoreApplication.translate(
            "Evaluate", "“{label}” was suggested ({percent}) and does not belong"
        )
    return text.format(label=error.label, percent=whole_share(error.probability))


def best_suggester(report: EvaluationReport) -> SuggesterFigures:
    """The one with the highest overall score."""
    return max(report.suggesters, key=lambda one: one.metrics.micro.f_score.value)
