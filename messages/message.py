"""A message: a code with its arguments. Its sentence is made where a person reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from messages.sentences import Value, sentence


@dataclass(frozen=True, slots=True)
class Message:
    """``code`` names a sentence in ``resources/messages``; ``arguments`` are its variables."""

    code: str
    arguments: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence, for logs and the terminal."""
        return sentence(self)


def plain_text(text: str) -> Message:
    """A message that says a text as it is, for what has no code."""
    return Message("plain-text", {"text": text})


class MendableError(Exception):
    """Something a person can mend; raised with a code and arguments, never with a sentence.

    ``str()`` is the English sentence, for logs and the terminal. It can be pickled, so it crosses
    from a job's process to the window as it is.
    """

    def __init__(self, code: str, **arguments: Value) -> None:
        super().__init__(code)
        self.message = Message(code, arguments)

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), self.message, self.__dict__)


def _remade(
    kind: type[MendableError], message: Message, attributes: dict[str, Any]
) -> MendableError:
    """An error as it was before pickling, whatever its class's arguments are."""
    error = kind.__new__(kind, message.code)
    error.__dict__.update(attributes)
    error.message = message
    return error
