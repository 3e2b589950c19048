"""How names and paths are folded for comparison, for sorting and for search; what can be stored."""

import re
import unicodedata
from collections.abc import Iterable
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


# --- captions -------------------------------------------------------------------------------------

MAX_CAPTION_LENGTH = 20_000
# Scripts that put no space between words: Thai to Burmese, Khmer, and those of East Asia but for
# Korean.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_CONTROL_IN_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\x85")
_BLANK_LINES = re.compile("\n{3,}")


def clean_caption(text: str) -> str:
    """A caption as it is kept: NFC, runs of white space one space, lines and paragraphs as they
    are, ``MAX_CAPTION_LENGTH`` characters at most."""
    lines = _CONTROL_IN_LINES.sub(" ", _LINE_ENDS.sub("\n", storable_text(text)))
    lines = lines.replace("\u2029", "\n\n")
    cleaned = "\n".join(" ".join(line.split()) for line in lines.split("\n"))
    return _BLANK_LINES.sub("\n\n", cleaned.strip())[:MAX_CAPTION_LENGTH].strip()


def caption_key(text: str) -> str:
    """What is the same of two captions that are one: their text, wherever its lines end."""
    return " ".join(text.split())


def caption_words(text: str) -> str:
    """A text as the words of captions are found, by SQLite's FTS5: NFKC, "ß" as "ss", a space
    around every character of a script without spaces, so that each is a word.

    Case and diacritics are left to the index.
    """
    folded = unicodedata.normalize("NFKC", text).replace("ß", "ss").replace("ẞ", "SS")
    return _UNSPACED.sub(r" \1 ", folded)


def caption_query(text: str, without: Iterable[str] = ()) -> str:
    """What FTS5 is asked for the captions with all words of a text, each also as the beginning of
    one; those between quotation marks stand together and are whole. "" where there is no word.

    Captions that have all words of one of the texts ``without`` are left out.
    """
    wanted = _all_words(text)
    unwanted = [f"({words})" for words in map(_all_words, without) if words]
    return " NOT ".join([f"({wanted})", *unwanted]) if wanted and unwanted else wanted


def caption_term(word: str) -> str:
    """What FTS5 is asked for the captions with a word or phrase as a whole, or, where it ends in
    "*", with one that begins so. "" for what holds no word."""
    if not any(map(str.isalnum, word)):
        return ""
    phrase = caption_words(word.rstrip("*").replace('"', " ").replace("\0", " ")).strip()
    return f'"{phrase}"' + ("*" if word.endswith("*") else "")


def caption_term_query(word: str, without: Iterable[str] = ()) -> str:
    """What FTS5 is asked for the captions with a word or phrase (``caption_term``) and with none
    of those ``without``."""
    unwanted = list(filter(None, map(caption_term, without)))
    wanted = caption_term(word)
    return f"{wanted} NOT ({' OR '.join(unwanted)})" if wanted and unwanted else wanted


def _all_words(text: str) -> str:
    parts: list[str] = []
    for at, part in enumerate(text.replace("\0", " ").split('"')):
        is_phrase = at % 2 == 1
        for words in [part] if is_phrase else part.split():
            if any(map(str.isalnum, words)):
                parts.append(f'"{caption_words(words).strip()}"' + ("" if is_phrase else "*"))
    return " ".join(parts)
