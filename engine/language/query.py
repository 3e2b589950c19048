"""What somebody searches for by meaning: words and images, added and taken away.

truck + snow − people        sums and differences; a minus may be a hyphen or a dash
red truck on a road          words beside each other are one term
"mime-types + more"          so is whatever stands in quotation marks ("" inside is a mark)
truck -people                a minus right before a word takes that word alone
-people -cars                none of these
like:birds/0412.jpg          images like this one; like:"with spaces.jpg"
0.5*snow + truck             how much a term counts; 1 where nothing is said
black - white                what a label is called, as it is, where one is called so
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from engine.errors import InputError

TermKind = Literal["words", "image"]

PLUS = "+"
MINUS = "−"
MINUSES = "-−–—‐‑"
"""Hyphen, minus, dashes: whichever a keyboard or a text program gives."""
QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«"}
LIKE = "like:"
MAX_TERMS = 20
MAX_WORDS_LENGTH = 300
MAX_WEIGHT = 100.0
MOST_SHOWN = 40

_SPACE_OR_END = re.compile(r"(?<=\S)(?=\s|$)")
_WEIGHT = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)[ \t]*[*×][ \t]*")


class QueryError(InputError):
    """A search that cannot be read."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words or an image, with how much they count: below zero for what should not be there.

    ``text`` is the words in NFC with single spaces, or a path as it was written.
    """

    kind: TermKind
    text: str
    weight: float = 1.0

    def written(self) -> str:
        """The term without its sign, as ``parse`` reads it."""
        amount = abs(self.weight)
        factor = "" if amount == 1 else f"{_number(amount)}*"
        if self.kind == "image":
            return f"{factor}{LIKE}{_quoted(self.text, plain=_is_plain_path(self.text))}"
        return f"{factor}{_quoted(self.text, plain=_is_plain_words(self.text))}"


@dataclass(frozen=True, slots=True)
class Query:
    """One or more terms to be added up."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        """As a person would write it; ``parse`` gives the same query again."""
        parts: list[str] = []
        for term in self.terms:
            if term.weight < 0:
                parts.append(MINUS)
            elif parts:
                parts.append(PLUS)
            parts.append(term.written())
        return " ".join(parts)

    @property
    def has_words(self) -> bool:
        """Whether an encoder has to understand words for it."""
        return any(term.kind == "words" for term in self.terms)

    def without(self, position: int) -> "Query | None":
        """The query with one term less; None where nothing is left."""
        left = self.terms[:position] + self.terms[position + 1 :]
        return Query(left) if left else None

    def adding(self, term: Term) -> "Query":
        """The query and one term more."""
        return Query((*self.terms, term))


def like(path: str) -> Query:
    """Images like the one at this path."""
    return Query((Term("image", path),))


def no_names(_text: str) -> bool:
    """Whether a text is a label's name, where nothing is known of labels."""
    return False


def parse(text: str, is_name: Callable[[str], bool] = no_names) -> Query:
    """Read what somebody typed; QueryError for what cannot be read.

    What ``is_name`` knows to be a label's name is one term, whatever signs are in it.
    """
    if is_name(text):
        return Query((Term("words", tidy(text)),))
    # No more are read than tell that there are too many.
    terms = tuple(islice(_Reader(text, is_name).terms(), MAX_TERMS + 1))
    if not terms:
        raise QueryError("query-empty")
    if len(terms) > MAX_TERMS:
        raise QueryError("query-too-many-terms", most=MAX_TERMS)
    return Query(terms)


def tidy(words: str) -> str:
    """Words in NFC with single spaces between them."""
    return " ".join(unicodedata.normalize("NFC", words).split())


class _Reader:
    """Goes through the text once."""

    def __init__(self, text: str, is_name: Callable[[str], bool]) -> None:
        self._text = text
        self._is_name = is_name
        self._at = 0

    def terms(self) -> Iterator[Term]:
        """Every term with its sign and weight."""
        self._skip_space()
        while self._at < len(self._text):
            sign, takes_one_word = self._sign()
            weight = sign * self._weight()
            yield self._term(weight, takes_one_word=takes_one_word)
            self._skip_space()

    def _sign(self) -> tuple[int, bool]:
        """-1 for a minus; and whether it stands right before its word."""
        start, sign, signs = self._at, 1, ""
        attached = False
        while self._at < len(self._text) and self._is_sign():
            one = self._text[self._at]
            signs += "+" if one == PLUS else "-"
            self._at += 1
            before = self._at
            self._skip_space()
            attached = one != PLUS and self._at == before
        if signs and self._at >= len(self._text):
            raise QueryError("query-nothing-behind", part=_shown(self._text[start:]))
        if signs not in ("", "+", "-", "+-"):
            raise QueryError("query-two-signs", part=_shown(self._text[start : self._at]))
        if "-" in signs:
            sign = -1
        return sign, attached

    def _weight(self) -> float:
        found = _WEIGHT.match(self._text, self._at)
        if found is None:
            return 1.0
        weight = float(found[1].replace(",", "."))
        if not 0 < weight <= MAX_WEIGHT:
            raise QueryError("query-weight-out-of-range", highest=MAX_WEIGHT, part=found[1])
        self._at = found.end()
        if self._at >= len(self._text) or self._is_sign():
            raise QueryError("query-nothing-behind", part=_shown(found[0]))
        return weight

    def _name(self) -> str:
        """The longest name of a label from here on that would be read otherwise; "" for none."""
        found = (one.start() for one in _SPACE_OR_END.finditer(self._text, self._at))
        ends = list(takewhile(lambda end: end - self._at <= MAX_WORDS_LENGTH, found))
        for end in reversed(ends):
            name = self._text[self._at : end]
            if not _is_plain_words(tidy(name)) and self._is_name(name):
                self._at = end
                return tidy(name)
        return ""

    def _term(self, weight: float, *, takes_one_word: bool) -> Term:
        name = self._name()
        if name:
            return Term("words", name, weight)
        if self._begins_like():
            self._at += len(LIKE)
            self._skip_space()
            path = self._quotation() if self._begins_quote() else self._until_space()
            if not path.strip():
                raise QueryError("query-no-path")
            return Term("image", path, weight)
        if self._begins_quote():
            inside = self._quotation()
            if self._is_name(inside):
                return Term("words", tidy(inside), weight)
            return _words(inside, weight)
        words = [self._word()]
        while not takes_one_word and self._word_follows():
            words.append(self._word())
        return _words(" ".join(words), weight)

    def _word_follows(self) -> bool:
        """Whether another word of the same term follows."""
        self._skip_space()
        if self._at >= len(self._text) or self._is_sign():
            return False
        begins_other = self._begins_quote() or self._begins_like()
        return not begins_other and _WEIGHT.match(self._text, self._at) is None

    def _word(self) -> str:
        """Up to white space, a plus, a true minus or a quotation mark; hyphens belong to it."""
        start = self._at
        while self._at < len(self._text):
            one = self._text[self._at]
            if one.isspace() or one in (PLUS, MINUS) or (one in QUOTES and self._at > start):
                break
            self._at += 1
        return self._text[start : self._at]

    def _quotation(self) -> str:
        start = self._at
        closing = QUOTES[self._text[start]]
        self._at += 1
        inside = ""
        while self._at < len(self._text):
            one = self._text[self._at]
            self._at += 1
            if one not in closing:
                inside += one
            elif one == '"' and self._text[self._at : self._at + 1] == '"':
                inside += one
                self._at += 1
            else:
                return inside
        raise QueryError("query-quote-open", part=_shown(self._text[start:]))

    def _until_space(self) -> str:
        start = self._at
        while self._at < len(self._text) and not self._text[self._at].isspace():
            self._at += 1
        return self._text[start : self._at]

    def _skip_space(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _is_sign(self) -> bool:
        return self._text[self._at] in PLUS + MINUSES

    def _begins_quote(self) -> bool:
        return self._text[self._at : self._at + 1] in QUOTES

    def _begins_like(self) -> bool:
        return self._text[self._at : self._at + len(LIKE)].casefold() == LIKE


def _words(text: str, weight: float) -> Term:
    tidied = tidy(text)
    if not any(one.isalnum() for one in tidied):
        raise QueryError("query-no-words", part=_shown(tidied or '""'))
    if len(tidied) > MAX_WORDS_LENGTH:
        raise QueryError("query-term-too-long", most=MAX_WORDS_LENGTH, part=_shown(tidied))
    return Term("words", tidied, weight)


def _shown(part: str) -> str:
    """A part of what was typed, short enough for a sentence."""
    part = part.strip()
    return part if len(part) <= MOST_SHOWN else part[: MOST_SHOWN - 1] + "…"


def _is_plain_words(text: str) -> bool:
    """Whether words read the same without quotation marks."""
    if any(one in text for one in (PLUS, MINUS, *QUOTES)):
        return False
    for word in text.split(" "):
        begins_other = word.casefold().startswith(LIKE) or word[:1] in MINUSES
        if not word or begins_other or _WEIGHT.match(word):
            return False
    return _WEIGHT.search(text) is None


def _is_plain_path(path: str) -> bool:
    return path[:1] not in QUOTES and not any(one.isspace() for one in path)


def _quoted(text: str, *, plain: bool) -> str:
    return text if plain else '"' + text.replace('"', '""') + '"'


def _number(weight: float) -> str:
    return f"{weight:.6f}".rstrip("0").rstrip(".")
