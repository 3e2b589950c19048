"""How names and paths are folded for comparison, for sorting and for search; what can be stored."""

import re
import unicodedata
from typing import TypeVar

MAX_NAME_LENGTH = 256
SMALLEST_NUMBER, LARGEST_NUMBER = -(2**63), 2**63 - 1

_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS = re.compile("[0-9]+")


Number = TypeVar("Number", int, int | None)


def storable_number(number: Number) -> Number:
    """The number, or the nearest that 64 bits hold."""
    return number if number is None else min(max(number, SMALLEST_NUMBER), LARGEST_NUMBER)


def storable_text(text: str) -> str:
    """The text in NFC, fit for the database: lone surrogates become U+FFFD, NUL a space."""
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text)).replace("\0", " ")


def clean_name(name: str) -> str:
    """A name as it is kept: NFC, control characters and runs of white space become one space."""
    text = "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in storable_text(name)
    )
    return " ".join(text.split())


def name_key(name: str) -> str:
    """The name folded for comparison: NFC, case folded, runs of white space as one space.

    Two names with the same key are the same name; keys are unique over labels and aliases.
    """
    # Folding may take a text out of NFC and composing may need another fold: settle both.
    folded = unicodedata.normalize("NFC", clean_name(name).casefold())
    return unicodedata.normalize("NFC", folded.casefold())


def path_for_people(path_bytes: bytes) -> str:
    """A relative path as text in NFC; bytes that are no UTF-8 show as U+FFFD."""
    return storable_text(path_bytes.decode("utf-8", "replace"))


def folder_of(path: str) -> str:
    """The folder part of a relative path with "/" between the parts; "" is the root."""
    return path.rpartition("/")[0]


def sort_key(path: str) -> str:
    """A key that sorts paths as people do: case apart, "2" before "10", a folder's files together.

    Every run of digits is preceded by its length without leading zeros, so that comparing
    characters compares numbers; "/" sorts before everything a name can hold.
    """

    def by_length(match: re.Match[str]) -> str:
        digits = match.group().lstrip("0")
        return f"{len(digits):03d}{digits}"

    return _DIGITS.sub(by_length, path.casefold()).replace("/", "\x01")


def search_key(path: str, title: str) -> str:
    """What the words of a search are looked for in: path and title, folded."""
    return name_key(path) + "\n" + name_key(title)
