"""What of a label's name is sent, and what of an answer is kept."""

import html
import re
import unicodedata

from engine.language.translation.errors import NameFailedError, UselessAnswerError

# "oliveoliveolive"
_WORD_IN_A_ROW = re.compile(r"(\w{3,}?)\1{2,}")
MOST_ANSWER_CHARACTERS = 256
"""A name can be no longer in the catalogue."""


def text_to_send(name: str) -> str:
    """The name as it is sent: underscores are spaces. "" for one without any letter.

    Digits and symbols mean the same in every language, and services answer them with nothing.
    """
    text = " ".join(name.replace("_", " ").split())
    return text if any(character.isalpha() for character in text) else ""


def checked_answer(
    answer: object, text: str, host: str, most_characters: int = MOST_ANSWER_CHARACTERS
) -> str:
    """The answer as a name. Raises NameFailedError for one that can be no English name of it."""
    if not isinstance(answer, str) or not answer.strip():
        raise NameFailedError("host-no-translation", host=host)
    name = " ".join(html.unescape(answer).split())  # MyMemory writes &#39;
    if name.endswith(".") and not text.endswith("."):
        name = name.rstrip(".").rstrip()
    letters = [character for character in name if character.isalpha()]
    if not letters:
        raise NameFailedError("host-no-word", host=host)
    if len(name) > most_characters:
        raise NameFailedError("host-answer-too-long", host=host, characters=len(name))
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if 2 * latin < len(letters):
        raise NameFailedError("host-other-script", host=host)
    return name


def refuse_useless(name: str, text: str, host: str) -> None:
    """Raise UselessAnswerError for an answer that is no translation of the text.

    That is the text itself, which the label is called already, or the same words over and over,
    unless the text repeats them too ("bora bora").
    """
    if _squeezed(name) == _squeezed(text):
        raise UselessAnswerError("host-answered-question", host=host)
    if _repeats(name) and not _repeats(text):
        raise UselessAnswerError("host-answer-repeats", host=host)


def _repeats(text: str) -> bool:
    """Whether a text is one thing said twice or more, or holds one three times in a row."""
    words = [word.strip(".,;:!?") for word in text.casefold().replace(",", " ").split()]
    if any(_WORD_IN_A_ROW.fullmatch(word) for word in words):
        return True
    for length in range(1, len(words) // 2 + 1):
        in_a_row = 0
        for word, later in zip(words, words[length:], strict=False):
            in_a_row = in_a_row + 1 if word == later else 0
            if in_a_row >= 2 * length:
                return True
        if in_a_row == len(words) - length and len(words) % length == 0:
            return True
    return False


def _squeezed(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
