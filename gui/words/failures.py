"""What is said of errors and of work that stopped early, in the person's language."""

import logging

from PySide6.QtCore import QCoreApplication

from engine.jobs.process import JobFailure
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.words.jobs import title
from gui.words.progress import done_of_total
from messages.message import MendableError


def sentence_of(error: Exception) -> str:
    """What to tell a person about an error, in the window's language."""
    if isinstance(error, MendableError):
        return sentence(error.message)
    logging.getLogger(__name__).error("unexpected", exc_info=error)
    return fault()


def fault() -> str:
    """What to say of a bug: that nothing saved is lost, and where to look."""
    return QCoreApplication.translate(
        "Faults",
        "Something went wrong inside the program. What was saved is safe; you can go on. "
        "Help, Open log folder, has the details.",
    )


def reason_of(failure: JobFailure | None) -> str:
    """What a job said when it ended early, in the window's language; "" where it said nothing."""
    return "" if failure is None or failure.message is None else sentence(failure.message)


def cancelled_sentence(task: Task) -> str:
    """What was stopped and what was kept."""
    reason = reason_of(task.failure)
    progress = task.progress
    if progress is None or not progress.total or not task.kind.keeps_finished:
        kept = QCoreApplication.translate("Work", "{task}: stopped before it changed anything.")
        return f"{title(task)}: {reason}" if reason else kept.format(task=title(task))
    text = QCoreApplication.translate(
        "Work", "{task}: stopped at {progress}; what is finished is kept."
    )
    return text.format(task=title(task), progress=done_of_total(progress, task.kind.unit))


def failure_sentence(task: Task) -> tuple[str, str]:
    """What failed, what that means, and the details."""
    failure = task.failure
    if failure is not None and failure.mendable:
        return f"{title(task)}: {reason_of(failure)}", failure.details
    text = QCoreApplication.translate(
        "Work",
        "{task} stopped because of a fault in the program. What was finished is kept; "
        "starting it again goes on from there.",
    )
    details = "" if failure is None else failure.details
    return text.format(task=title(task)), details
