"""What a job is doing, how far it is and how fast, in the person's language."""

import re

from PySide6.QtCore import QCoreApplication, QLocale

from engine.jobs.table import Unit
from engine.progress import Progress
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.words.amounts import number, size
from gui.words.suggesters import suggester_title

MINUTE_S = 60
HOUR_S = 3600
DOWNLOADING = "Downloading "
EVALUATING = "Evaluating "
EVALUATING_ONE = re.compile(EVALUATING + r"(?P<name>\S+) \((?P<number>\d+) of (?P<all>\d+)\)")

# What jobs call their stages; the job's own English is shown for one that is not here.
STAGES = (
    QT_TRANSLATE_NOOP("Stages", "Looking for files"),
    QT_TRANSLATE_NOOP("Stages", "Reading images"),
    QT_TRANSLATE_NOOP("Stages", "Making thumbnails"),
    QT_TRANSLATE_NOOP("Stages", "Comparing keywords"),
    QT_TRANSLATE_NOOP("Stages", "Comparing moved files"),
    QT_TRANSLATE_NOOP("Stages", "Loading the encoder"),
    QT_TRANSLATE_NOOP("Stages", "Checking the features there are"),
    QT_TRANSLATE_NOOP("Stages", "Checking the download"),
    QT_TRANSLATE_NOOP("Stages", "Encoding"),
    QT_TRANSLATE_NOOP("Stages", "Comparing labelled images"),
    QT_TRANSLATE_NOOP("Stages", "Reading labelled images"),
    QT_TRANSLATE_NOOP("Stages", "Suggesting labels"),
    QT_TRANSLATE_NOOP("Stages", "Tuning suggestions"),
    QT_TRANSLATE_NOOP("Stages", "Calibrating suggestions"),
    QT_TRANSLATE_NOOP("Stages", "Checking labels"),
    QT_TRANSLATE_NOOP("Stages", "Choosing images to label next"),
    QT_TRANSLATE_NOOP("Stages", "Drawing plots"),
    QT_TRANSLATE_NOOP("Stages", "Exporting"),
    QT_TRANSLATE_NOOP("Stages", "Translating"),
    QT_TRANSLATE_NOOP("Stages", "Writing suggestions"),
    QT_TRANSLATE_NOOP("Stages", "Checking the database"),
    QT_TRANSLATE_NOOP("Stages", "Checking the features"),
    QT_TRANSLATE_NOOP("Stages", "Looking for the files"),
    QT_TRANSLATE_NOOP("Stages", "Reading the files again"),
    QT_TRANSLATE_NOOP("Stages", "Reading label names"),
    QT_TRANSLATE_NOOP("Stages", "Reading labels"),
    QT_TRANSLATE_NOOP("Stages", "Comparing labels"),
    QT_TRANSLATE_NOOP("Stages", "Reading the words"),
    QT_TRANSLATE_NOOP("Stages", "Reading the features"),
)


def stage(progress: Progress) -> str:
    """What a job is doing."""
    if progress.stage.startswith(DOWNLOADING):
        text = QCoreApplication.translate("Stages", "Downloading {name}")
        return text.format(name=progress.stage.removeprefix(DOWNLOADING))
    evaluated = EVALUATING_ONE.fullmatch(progress.stage)
    if evaluated is not None:
        text = QCoreApplication.translate("Stages", "Measuring “{suggester}” ({number} of {all})")
        return text.format(
            suggester=suggester_title(evaluated["name"]),
            number=evaluated["number"],
            all=evaluated["all"],
        )
    return QCoreApplication.translate("Stages", progress.stage)


def done_of_total(progress: Progress, unit: Unit = Unit.ITEMS) -> str:
    """How far a job is, as "1,200 of 3,439", "1,200", "35 %" or nothing."""
    if unit is Unit.PERCENT and progress.total:
        return f"{100 * progress.done // progress.total} %"
    show = size if unit is Unit.BYTES else number
    if progress.total:
        text = QCoreApplication.translate("Tasks", "{done} of {total}")
        return text.format(done=show(progress.done), total=show(progress.total))
    return show(progress.done) if progress.done else ""


def rate(per_s: float, unit: Unit = Unit.ITEMS) -> str:
    """How fast a job is; nothing where a rate says nothing."""
    if unit is Unit.PERCENT:
        return ""
    if unit is Unit.BYTES:
        return QCoreApplication.translate("Tasks", "{size}/s").format(size=size(int(per_s)))
    shown = QLocale().toString(per_s, "f", 0 if per_s >= 10 else 1)
    return QCoreApplication.translate("Tasks", "{rate}/s").format(rate=shown)


def time_left(left_s: float) -> str:
    """How long a job will take yet, as roughly as it is known."""
    if left_s < MINUTE_S:
        text = QCoreApplication.translate("Tasks", "{count} s left")
        return text.format(count=max(1, round(left_s)))
    if left_s < HOUR_S:
        text = QCoreApplication.translate("Tasks", "{count} min left")
        return text.format(count=round(left_s / MINUTE_S))
    text = QCoreApplication.translate("Tasks", "{hours} h {minutes} min left")
    minutes = round(left_s / MINUTE_S)
    return text.format(hours=minutes // 60, minutes=minutes % 60)
