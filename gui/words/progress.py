"""What a job is doing, how far it is and how fast, in the person's language."""

from PySide6.QtCore import QCoreApplication, QLocale

from engine.jobs.table import Unit
from engine.progress import Progress
from gui.services.translations import sentence
from gui.words.amounts import number, size, whole_percent
from gui.words.suggesters import with_suggester_title

MINUTE_S = 60
HOUR_S = 3600


def stage(progress: Progress) -> str:
    """What a job is doing."""
    return sentence(with_suggester_title(progress.message))


def done_of_total(progress: Progress, unit: Unit = Unit.ITEMS) -> str:
    """How far a job is, as "1,200 of 3,439", "1,200", "35 %" or nothing."""
    if unit is Unit.PERCENT and progress.total:
        return whole_percent(100 * progress.done // progress.total, some=False)
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
