"""What is said of a job, in the person's language."""

from engine.jobs import table
from engine.jobs.check import CheckSummary
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.words.suggesters import with_suggester_title
from messages.message import Message
from messages.sentences import printable


def title(task: Task) -> str:
    """What the task bar calls a task."""
    return sentence(task.title)


def done_sentence(job: str, summary: object) -> str:
    """What a finished job did; empty for a job that says nothing."""
    message = table.done(job, summary)
    return "" if message is None else sentence(with_suggester_title(message))


def findings_text(summary: object) -> str:
    """Everything that a check found wrong, below headings; empty where nothing is wrong."""
    if not isinstance(summary, CheckSummary):
        return ""
    lines = []
    for code, found in summary.findings.items():
        lines.append(f"{sentence(Message(code))}: {len(found)}")
        lines += [
            f"  {sentence(one) if isinstance(one, Message) else printable(one)}" for one in found
        ]
    return "\n".join(lines)


def not_due_sentence(job: str) -> str:
    """Why a job did not follow another one; empty where there is nothing to say."""
    message = table.not_due(job)
    return "" if message is None else sentence(message)
