"""Regular expressions of text rules, run within bounds, and where words stand in a text."""

import math
import re
import time
import unicodedata
from collections.abc import Iterable, Sequence

import regex

from engine.errors import InputError
from messages.message import plain_text

LONGEST_S = 0.25
"""A pattern may look at one caption so long, about: one that takes longer would never end."""
MOST_REPEATS = 10_000
"""That the counts of a pattern, ``{n}``, may come to: counts are laid out in memory."""

Place = tuple[int, int]
"""(from, to) in a text."""

_COUNTS = re.compile(r"\{[^{}]*\}")
# As the index of captions tells words apart, but for scripts without spaces.
_TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
    r"|[[\p{L}\p{N}\p{Co}\p{Mn}\p{Mc}]--"
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]+",
    regex.V1,
)
_DIACRITICS = re.compile("[\u0300-\u036f]")


class TextPattern:
    """A regular expression that looks at texts without case, and gives up on one that it would
    take seconds for."""

    def __init__(self, pattern: str) -> None:
        """Raises InputError for what is no regular expression, or repeats too much."""
        counts = [int(one) for part in _COUNTS.findall(pattern) for one in re.findall(r"\d+", part)]
        if math.prod(max(count, 1) for count in counts) > MOST_REPEATS:
            raise InputError("rule-pattern-large", pattern=pattern, most=MOST_REPEATS)
        self.pattern = pattern
        try:
            self._compiled = regex.compile(pattern, regex.IGNORECASE)
        except (regex.error, OverflowError, RecursionError, MemoryError, ValueError) as error:
            reason = plain_text(str(error) or type(error).__name__)
            raise InputError("rule-pattern-wrong", pattern=pattern, reason=reason) from error

    def place(self, text: str) -> Place | None:
        """Where it stands first; None where it does not, or only as nothing.

        Raises InputError where looking takes too long. Other threads go on meanwhile.
        """
        began_s = time.thread_time()
        try:
            found = self._compiled.search(text, timeout=LONGEST_S, concurrent=True)
        except (TimeoutError, MemoryError, RecursionError) as error:
            raise InputError("rule-pattern-slow", pattern=self.pattern) from error
        # Some ways of looking ask for the time too seldom.
        if time.thread_time() - began_s > 2 * LONGEST_S and not found:
            raise InputError("rule-pattern-slow", pattern=self.pattern)
        return None if found is None or found.start() == found.end() else found.span()


def word_places(text: str, words: Iterable[str]) -> list[Place]:
    """Where words and phrases stand in a text, as the index of captions finds them: whole, without
    case and diacritics; of one that ends in "*" also longer ones that begin so."""
    tokens = [(match.span(), _folded(match.group())) for match in _TOKEN.finditer(text)]
    found: list[Place] = []
    for word in words:
        wanted = [_folded(token) for token in _TOKEN.findall(unicodedata.normalize("NFKC", word))]
        if not wanted:
            continue
        for at in range(len(tokens) - len(wanted) + 1):
            there = [token for _, token in tokens[at : at + len(wanted)]]
            if _fits(there, wanted, is_prefix=word.endswith("*")):
                found.append((tokens[at][0][0], tokens[at + len(wanted) - 1][0][1]))
    return without_overlaps(found)


def without_overlaps(places: Iterable[Place]) -> list[Place]:
    """The places in their order; those that overlap are one."""
    joined: list[Place] = []
    for at, to in sorted(places):
        if joined and at < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(to, joined[-1][1]))
        else:
            joined.append((at, to))
    return joined


def _fits(there: Sequence[str], wanted: Sequence[str], *, is_prefix: bool) -> bool:
    if there[:-1] != wanted[:-1]:
        return False
    return there[-1].startswith(wanted[-1]) if is_prefix else there[-1] == wanted[-1]


def _folded(token: str) -> str:
    text = unicodedata.normalize("NFKC", token).replace("ß", "ss").replace("ẞ", "SS")
    parts = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", _DIACRITICS.sub("", parts))
