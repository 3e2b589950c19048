"""What is said of a job, in the person's language."""

from engine.jobs import table
from engine.jobs.captions.from_lists import CaptionSummary
from engine.jobs.check import CheckSummary
from engine.jobs.exports.export import ExportSummary
from engine.jobs.import_table import ImportSummary
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.words.suggesters import with_suggester_title
from messages.message import Message
from messages.sentences import printable

NO_LOSS = ("table-folder-added", "table-folder-removed")
"""Notes about a table of which everything was taken in."""


def title(task: Task) -> str:
    """What the task bar calls a task."""
    return sentence(task.title)


def done_sentence(job: str, summary: object) -> str:
    """What a finished job did; empty for a job that says nothing."""
    message = table.done(job, summary)
    return "" if message is None else sentence(with_suggester_title(message))


def findings_text(summary: object) -> str:
    """Everything that a check found wrong, below headings, or the rows of a table that were not
    taken in, with the reasons; empty where nothing is wrong."""
    if isinstance(summary, ImportSummary | CaptionSummary):
        if all(reason.code in NO_LOSS for _, reason in summary.notes):
            return ""
        return "\n".join(f"{_said(what)}: {sentence(reason)}" for what, reason in summary.notes)
    if isinstance(summary, ExportSummary):
        return "\n".join(f"{_said(file)}: {sentence(why)}" for file, why in summary.left_out)
    if not isinstance(summary, CheckSummary):
        return ""
    lines = []
    for code, found in summary.findings.items():
        lines.append(f"{sentence(Message(code))}: {len(found)}")
        lines += [f"  {_said(one)}" for one in found]
    return "\n".join(lines)


def _said(what: str | Message) -> str:
    return sentence(what) if isinstance(what, Message) else printable(what)


def not_due_sentence(job: str) -> str:
    """Why a job did not follow another one; empty where there is nothing to say."""
    message = table.not_due(job)
    return "" if message is None else sentence(message)
