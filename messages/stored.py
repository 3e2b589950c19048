"""Messages as text that can be kept: JSON of the code and its arguments."""

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from messages.message import Message, plain_text
from messages.sentences import Value, has_sentence, printable


def to_text(message: Message) -> str:
    """The message as one line of JSON; ``from_text`` reads it.

    Paths and unexpected errors become text. Raises TypeError for an argument that cannot be kept.
    """
    return json.dumps(_object(message), ensure_ascii=False)


def from_text(text: str) -> Message:
    """The message that ``to_text`` wrote; any other text as a message that says it as it is."""
    try:
        kept = json.loads(text)
        return _message(kept)
    except (ValueError, TypeError, KeyError, RecursionError):
        return plain_text(text)


def _object(message: Message) -> dict[str, Any]:
    arguments = {name: _kept(value) for name, value in message.arguments.items()}
    return {"code": message.code, **({"arguments": arguments} if arguments else {})}


def _kept(value: Value) -> object:
    if isinstance(value, Message):
        return _object(value)
    if isinstance(value, Exception):
        said = getattr(value, "message", None)
        return _object(said) if isinstance(said, Message) else printable(str(value))
    if isinstance(value, str | PurePath):
        return printable(str(value))
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    raise TypeError(f"{value!r} cannot be kept in a message")


def _message(kept: Mapping[str, Any]) -> Message:
    code = kept["code"]
    if not isinstance(code, str):
        raise TypeError(code)
    if not has_sentence(code):  # a later version of the program wrote it
        raise KeyError(code)
    arguments = {name: _value(value) for name, value in dict(kept.get("arguments", {})).items()}
    return Message(code, arguments)


def _value(kept: Any) -> Value:  # noqa: ANN401
    if isinstance(kept, Mapping):
        return _message(kept)
    if isinstance(kept, list):
        return [str(one) for one in kept]
    if isinstance(kept, str | int | float):
        return kept
    raise TypeError(kept)
