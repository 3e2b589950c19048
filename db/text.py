"""How names and paths are folded for comparison, for sorting and for search; what can be stored."""

import re
import unicodedata
from typing import TypeVar

MAX_NAME_LENGTH = 256
SMALLEST_NUMBER, LARGEST_NUMBER = -(2**63), 2**63 - 1

# Unicode's category Cc, which never grows.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = re.compile("[0-9]+")
# Characters that Unicode calls ignorable, but for joiners and the tags of flags: they are seen.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
# Joiners (U+200C, U+200D) that do not stand between two letters of a script that may need them.
_LOOSE_JOINERS = re.compile(
    "(?<![^\u0000-\u02ff\u2000-\u206f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u02ff\u2000-\u206f])"
)


Number = TypeVar("Number", int, int | None)


def storable_number(number: Number) -> Number:
    """The number, or the nearest that 64 bits hold."""
    return number if number is None else min(max(number, SMALLEST_NUMBER), LARGEST_NUMBER)


def storable_text(text: str) -> str:
    """The text in NFC, fit for the database: lone surrogates become U+FFFD, NUL a space."""
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text)).replace("\0", " ")


def clean_name(name: str) -> str:
    """A name as it is kept: NFC, control characters and runs of white space become one space."""
    return " ".join(_CONTROL.sub(" ", storable_text(name)).split())


def name_key(name: str) -> str:
    """The name folded for comparison. Two names with the same key are the same name.

    The same are: upper and lower case; composed and decomposed letters; full and half width; runs
    of white space; with and without characters that nobody sees (variation selectors, soft
    hyphens, marks of direction, zero-width spaces; joiners that join nothing). So are "❤" with
    and without U+FE0F. A joiner within an emoji or between letters of a script that needs it
    counts, as do the tags that tell flags apart.

    Different are "ß" and "ss", and other letters that only become two in capitals: Unicode's
    simple case folding, but for ligatures such as "ﬁ". A name of nothing but unseen characters
    is told by them.
    """
    cleaned = clean_name(name)
    if cleaned.isascii():
        return cleaned.lower()
    # Folding may take a text out of NFC and composing may need another fold: settle both.
    key = cleaned
    while (folded := _folded(key)) != key:
        key = folded
    return key


def search_fold(text: str) -> str:
    """A text as searches compare it: like ``name_key``, and "ß" is found by "ss" too."""
    return name_key(text).replace("ß", "ss")


def _folded(text: str) -> str:
    seen = _LOOSE_JOINERS.sub("", _UNSEEN.sub("", text)) or text
    one_width = "".join(map(_one_width, seen))
    lower = "".join(map(_lower, unicodedata.normalize("NFC", one_width)))
    return clean_name(lower) or text


def _one_width(character: str) -> str:
    """The character in its usual width."""
    kind, _, code = unicodedata.decomposition(character).partition(" ")
    return chr(int(code, 16)) if kind in ("<wide>", "<narrow>") else character


def _lower(character: str) -> str:
    folded = character.casefold()
    is_ligature = "\ufb00" <= character <= "\ufb17"
    return folded if len(folded) == 1 or is_ligature else character.lower()


def path_for_people(path_bytes: bytes) -> str:
    """A relative path as text in NFC; bytes that are no UTF-8 show as U+FFFD."""
    return storable_text(path_bytes.decode("utf-8", "replace"))


def folder_of(path: str) -> str:
    """The folder part of a relative path with "/" between the parts; "" is the root."""
    return path.rpartition("/")[0]


FOLDER_END = "\x01"
"""What stands for "/" in a sort key."""


def sort_key(path: str) -> str:
    """A key that sorts paths as people do: case apart, "2" before "10", a folder's files together.

    Every run of digits is preceded by its length without leading zeros, so that comparing
    characters compares numbers; "/" sorts before everything a name can hold.
    """

    def by_length(match: re.Match[str]) -> str:
        digits = match.group().lstrip("0")
        return f"{len(digits):03d}{digits}"

    return _DIGITS.sub(by_length, path.casefold()).replace("/", FOLDER_END)


def search_key(path: str, title: str) -> str:
    """What the words of a search are looked for in: path and title, folded."""
    return search_fold(path) + "\n" + search_fold(title)
