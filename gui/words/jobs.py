"""What is said of a job, in the person's language."""

from dataclasses import replace

from engine.jobs import table
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.words.suggesters import suggester_title
from messages.message import Message


def title(task: Task) -> str:
    """What the task bar calls a task."""
    return sentence(task.title)


def done_sentence(job: str, summary: object) -> str:
    """What a finished job did; empty for a job that says nothing."""
    message = table.done(job, summary)
    return "" if message is None else sentence(_with_titles(message))


def not_due_sentence(job: str) -> str:
    """Why a job did not follow another one; empty where there is nothing to say."""
    message = table.not_due(job)
    return "" if message is None else sentence(message)


def _with_titles(message: Message) -> Message:
    """The message with what people call a suggester, where it is about one."""
    suggester = message.arguments.get("suggester")
    if not isinstance(suggester, str):
        return message
    titled = {**message.arguments, "suggester": suggester_title(suggester)}
    return replace(message, arguments=titled)
