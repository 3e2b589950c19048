"""Sentences for messages, in a person's language; from Fluent files in ``resources/messages``.

Fluent (https://projectfluent.org) knows the plural rules of every language. A file holds the
messages of one room of the code; all files of a language are one bundle.
"""

import decimal
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

MESSAGES_DIR = Path(__file__).resolve().parent.parent / "resources" / "messages"
ENGLISH = "en"
LANGUAGES = (ENGLISH, "nb")
MOST_DIGITS = 400
MOST_LETTERS = 2000
"""Of one argument; Fluent refuses some more, and nobody reads them."""

Value: TypeAlias = "str | int | float | PurePath | datetime | Exception | Coded | Sequence[str]"
"""What a message may be about. Numbers are written as the reader's language does and decide
between one and many; a path is shown as it is; an error or a message becomes its own sentence;
several strings become a list."""


@runtime_checkable
class Coded(Protocol):
    """What a sentence is made of: ``messages.message.Message``."""

    @property
    def code(self) -> str:
        """The name of a sentence."""

    @property
    def arguments(self) -> Mapping[str, Value]:
        """The variables of the sentence."""


@cache
def bundle(language: str) -> "FluentBundle":
    """All messages of a language; those of English for a language there is none of."""
    # Some 150 ms, wanted only once there is something to say.
    from fluent.runtime import FluentBundle, FluentResource

    known = language if language in LANGUAGES else ENGLISH
    # Invisible marks around every argument would stand in tables and logs.
    made = FluentBundle(
        [known], functions={"CLAUSE": _clause, "UNSAID": _unsaid}, use_isolating=False
    )
    for file in sorted((MESSAGES_DIR / known).glob("*.ftl")):
        made.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return made


def _clause(sentence: Any) -> Any:  # noqa: ANN401 - as Fluent wants it
    """A sentence without its full stop, to go on after it: the function CLAUSE of Fluent files."""
    return str(sentence).rstrip(".")


def _unsaid(argument: Any) -> Any:  # noqa: ANN401 - as Fluent wants it
    """Nothing, for an argument in a library's English words: the function UNSAID of Fluent files.

    The sentence is whole without it; English says it, and so do the terminal and the logs.
    """
    return ""


def has_sentence(code: str) -> bool:
    """Whether there is a sentence for a code."""
    messages = bundle(ENGLISH)
    return messages.has_message(code) and messages.get_message(code).value is not None


def sentence(message: Coded, language: str = ENGLISH, *, in_window: bool = False) -> str:
    """The sentence of a message in a language.

    ``in_window`` takes the words for somebody who has no terminal, where a message has such: its
    attribute ``window`` in the Fluent file.

    Raises KeyError for a code that has no sentence, and ValueError where an argument is missing
    (a test walks all codes of the program, so that neither happens to a person).
    """
    messages = bundle(language)
    if not messages.has_message(message.code):
        raise KeyError(f"no sentence for {message.code!r} in {language!r}")
    found = messages.get_message(message.code)
    pattern = found.attributes.get("window", found.value) if in_window else found.value
    if pattern is None:
        raise KeyError(f"no sentence for {message.code!r} in {language!r}")
    # Numbers are written digit by digit, and the usual context has no more than 28.
    with decimal.localcontext(prec=MOST_DIGITS):
        arguments = {
            name: _bounded(_value(value, language, in_window=in_window))
            for name, value in message.arguments.items()
        }
        text, errors = messages.format_pattern(pattern, arguments)
    if errors:
        raise ValueError(f"{message.code}: {errors[0]}")
    return str(text)


def _value(value: Value, language: str, *, in_window: bool) -> object:
    if isinstance(value, Coded):
        return sentence(value, language, in_window=in_window)
    if isinstance(value, Exception):
        said = getattr(value, "message", None)
        if isinstance(said, Coded):
            return sentence(said, language, in_window=in_window)
        return str(value)
    if isinstance(value, PurePath):
        return printable(os.fspath(value))
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M}"
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return printable(value)
    return ", ".join(printable(one) for one in value)


def _bounded(value: object) -> object:
    """A text that is too long without its middle: beginnings and ends of paths tell them apart."""
    if not isinstance(value, str) or len(value) <= MOST_LETTERS:
        return value
    half = MOST_LETTERS // 2
    return f"{value[:half]}…{value[1 - half :]}"


def printable(text: str) -> str:
    """Text that can be written everywhere: what is no Unicode (an odd file name) as ``\\xff``."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: text from a broken file
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
