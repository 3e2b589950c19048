"""What a finished job did, in one sentence for the person who waited."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QLocale

from gui.words.amounts import counted, number
from gui.words.suggesters import suggester_title

if TYPE_CHECKING:
    from engine.evaluation.report.records import EvaluationReport
    from engine.jobs.check import CheckSummary
    from engine.jobs.encode import EncodeSummary
    from engine.jobs.export import ExportSummary
    from engine.jobs.scan import ScanSummary
    from engine.jobs.suggest import SuggestSummary
    from engine.jobs.translate import TranslateSummary


def sentence(job: str, summary: object) -> str:
    """The sentence for a job's summary; empty for a job without one."""
    match job:
        case "scan":
            return scanned(cast("ScanSummary", summary))
        case "encode":
            return encoded(cast("EncodeSummary", summary))
        case "tune":
            return QCoreApplication.translate("Summaries", "Suggestions tuned to this archive.")
        case "suggest":
            return suggested(cast("SuggestSummary", summary))
        case "evaluate":
            return evaluated(cast("EvaluationReport", summary))
        case "check":
            return checked(cast("CheckSummary", summary))
        case "translate":
            return translated(cast("TranslateSummary", summary))
        case "export":
            return exported(cast("ExportSummary", summary))
    return ""


def has_new_images(summary: object) -> bool:
    """Whether a scan found pictures that may not be encoded yet."""
    scan = cast("ScanSummary", summary)
    return scan.added > 0 or scan.updated > 0


def scanned(summary: "ScanSummary") -> str:
    """How many images there are and what became of known ones."""
    translate = QCoreApplication.translate
    parts = [
        counted(
            summary.files,
            translate("Summaries", "1 image"),
            translate("Summaries", "{count} images"),
        )
    ]
    for count, text in (
        (summary.added, translate("Summaries", "{count} new")),
        (summary.updated, translate("Summaries", "{count} changed")),
        (summary.moved, translate("Summaries", "{count} moved")),
        (summary.missing, translate("Summaries", "{count} missing")),
        (len(summary.problems), translate("Summaries", "{count} unreadable")),
    ):
        if count:
            parts.append(text.format(count=number(count)))
    return ", ".join(parts)


def encoded(summary: "EncodeSummary") -> str:
    """How many images were encoded, and how fast."""
    if not summary.encoded:
        return QCoreApplication.translate("Summaries", "All images were encoded already.")
    text = QCoreApplication.translate("Summaries", "{count} images encoded, {rate} a second.")
    return text.format(count=number(summary.encoded), rate=number(round(summary.images_per_s)))


def suggested(summary: "SuggestSummary") -> str:
    """How many suggestions there are for how many images, drawn from how many."""
    text = QCoreApplication.translate(
        "Summaries",
        "{suggestions} suggestions for {images} images, drawn from {references} labelled ones.",
    )
    return text.format(
        suggestions=number(summary.suggestions),
        images=number(summary.with_suggestions),
        references=number(summary.references),
    )


def evaluated(report: "EvaluationReport") -> str:
    """Which suggester did best, and how well."""
    best = max(report.suggesters, key=lambda one: one.metrics.micro.f_score.value)
    text = QCoreApplication.translate(
        "Summaries", "Evaluated. Best: “{suggester}” with an overall score of {score} %."
    )
    return text.format(
        suggester=suggester_title(best.name),
        score=QLocale().toString(best.metrics.micro.f_score.value * 100, "f", 1),
    )


def checked(summary: "CheckSummary") -> str:
    """Whether the catalogue is sound."""
    if summary.sound:
        return QCoreApplication.translate(
            "Summaries", "The catalogue is sound: database, features and files."
        )
    return counted(
        sum(len(found) for found in summary.findings.values()),
        QCoreApplication.translate("Summaries", "The check found 1 problem."),
        QCoreApplication.translate("Summaries", "The check found {count} problems."),
    )


def exported(summary: "ExportSummary") -> str:
    """What was written where."""
    text = QCoreApplication.translate(
        "Summaries", "{labellings} labels of {images} images written to {file}."
    )
    return text.format(
        labellings=number(summary.labellings),
        images=number(summary.images),
        file=summary.destination,
    )


def translated(summary: "TranslateSummary") -> str:
    """How many names came back, and from where."""
    text = QCoreApplication.translate(
        "Summaries", "{translated} of {asked} label names translated by {host}."
    )
    text = text.replace("{translated}", number(summary.translated))
    return text.replace("{asked}", number(summary.asked)).replace("{host}", summary.host)
