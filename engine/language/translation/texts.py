"""What of a label's name is sent, and what of an answer is kept."""

import html
import unicodedata

from engine.language.translation.errors import NameFailedError

MOST_ANSWER_CHARACTERS = 256
"""A name can be no longer in the catalogue."""


def text_to_send(name: str) -> str:
    """The name as it is sent: underscores are spaces. "" for one without any letter.

    Digits and symbols mean the same in every language, and services answer them with nothing.
    """
    text = " ".join(name.replace("_", " ").split())
    return text if any(character.isalpha() for character in text) else ""


def checked_answer(answer: object, text: str, host: str) -> str:
    """The answer as a name. Raises NameFailedError for one that can be no English name of it."""
    if not isinstance(answer, str) or not answer.strip():
        raise NameFailedError("host-no-translation", host=host)
    name = " ".join(html.unescape(answer).split())  # MyMemory writes &#39;
    if name.endswith(".") and not text.endswith("."):
        name = name.rstrip(".").rstrip()
    letters = [character for character in name if character.isalpha()]
    if not letters:
        raise NameFailedError("host-no-word", host=host)
    if len(name) > MOST_ANSWER_CHARACTERS:
        raise NameFailedError("host-answer-too-long", host=host, characters=len(name))
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if 2 * latin < len(letters):
        raise NameFailedError("host-other-script", host=host)
    return name
