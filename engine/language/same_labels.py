"""Labels that are probably the same: written alike, called the same in English, or on the same
images.

Every pair comes with its reasons, so that a curator can say yes or no at a glance. Nothing here
compares all pairs in Python: names meet in dictionaries by what they have in common, spelling is
compared by rapidfuzz in blocks of like length, and images by one sparse product.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.language.same_images import always_together
from engine.language.word_forms import american, base_forms

Pair = tuple[int, int]

# Signs that tell names apart: c, c++ and c# are three things.
TELLING_SIGNS = frozenset("+#%&@*=°$€£")
ROMAN = re.compile(r"[ivx]+")
WORD = re.compile(r"[^\W_]+|[" + re.escape("".join(sorted(TELLING_SIGNS))) + "]+")
DIGITS = re.compile(r"\d+")

SHORTEST_MISSPELT, LONGEST_MISSPELT = 5, 64
"""Of shorter words nearly all neighbours are words of their own: cat, hat, bat. Longer ones are
sentences, and rapidfuzz compares up to 64 letters fifty times faster."""

MISSPELT_RATIO = 10
"""A known spelling stays, unless the other is on more than so many times as many images."""

IN_USE = 5
"""A label on so many images was written as it stands more than once."""

ROWS_AT_ONCE = 1_000
MOST_PARTNERS = 200
"""A label whose letters so many others share (a common prefix with a number) says nothing."""


class SameKind(StrEnum):
    """Why two labels may be the same."""

    PUNCTUATION = "punctuation"
    NUMBER = "number"
    WORD_ORDER = "word order"
    SPELLING = "spelling"
    ENGLISH = "english name"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label as it is compared: its name and aliases, what it is called in English where that is
    another name, and the images that carry it."""

    id: int
    names: tuple[str, ...]
    english_name: str = ""
    english_by_hand: bool = False
    parent_id: int | None = None
    image_ids: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class SameReason:
    """One reason, with the names that are alike, or how many images are shared of how many.

    ``names`` are in the order of the labels' ids; ``known_id`` is the label that is spelt as a
    known word where the other is not.
    """

    kind: SameKind
    score: float
    names: tuple[str, str] = ("", "")
    shared_images: int = 0
    all_images: int = 0
    known_id: int | None = None


@dataclass(frozen=True, slots=True)
class SameLabels:
    """Two labels that are probably the same; ``target_id`` is the one to keep.

    That is the one on more images, or the one that is spelt right where the other, on no more
    than ten times as many, is not. ``score`` in [0, 1] ranks them; ``reasons`` come strongest
    first.
    """

    source_id: int
    target_id: int
    score: float
    reasons: tuple[SameReason, ...]


def same_labels(
    labels: Sequence[LabelEntry],
    *,
    languages: Iterable[str] = ("en",),
    different: Collection[Pair] = (),
    known_words: Collection[str] = (),
) -> list[SameLabels]:
    """All suspected pairs, the surest first.

    ``languages`` are the ISO codes whose plurals are known to be in use, ``different`` the pairs
    that a curator has told apart, and ``known_words`` folded words that are spelt as they should
    be: two of them are two words, however alike. One name below two labels is no reason.
    """
    codes = tuple(dict.fromkeys(languages))
    by_id = {label.id: label for label in labels}
    spellings = [spelling for label in labels for spelling in _spellings(label)]
    reasons: dict[Pair, dict[SameKind, SameReason]] = defaultdict(dict)
    found = (
        *_alike_by_key(spellings, SameKind.PUNCTUATION, _squashed),
        *_alike_by_key(spellings, SameKind.WORD_ORDER, _sorted_words),
        *_in_number(spellings, codes),
        *_alike_by_key(spellings, SameKind.SPELLING, _american if "en" in codes else _nothing),
        *_misspelt(spellings, known_words, {one.id: len(one.image_ids) for one in labels}),
        *_alike_in_english(labels),
        *_on_same_images(labels),
    )
    for pair, reason in found:
        if _are_told_apart_by_parents(by_id[pair[0]], by_id[pair[1]], reason):
            continue
        standing = reasons[pair].get(reason.kind)
        if standing is None or standing.score < reason.score:
            reasons[pair][reason.kind] = reason
    told_apart = {(min(pair), max(pair)) for pair in different}
    suspected = [
        _suspicion(by_id[pair[0]], by_id[pair[1]], _independent(kinds))
        for pair, kinds in reasons.items()
        if pair not in told_apart
    ]
    counts = {label.id: len(label.image_ids) for label in labels}

    def surest_then_largest(one: SameLabels) -> tuple[float, int, int, int]:
        images = counts[one.source_id] + counts[one.target_id]
        return -one.score, -images, one.target_id, one.source_id

    return sorted(suspected, key=surest_then_largest)


def _are_told_apart_by_parents(first: LabelEntry, second: LabelEntry, reason: SameReason) -> bool:
    """They are alike in a name that is one and the same, below two labels: "crane" below "birds"
    and below "machines". One at the top may be either."""
    one, other = (unicodedata.normalize("NFC", name.casefold()) for name in reason.names)
    return one == other != "" and None not in (first.parent_id, second.parent_id)


# --- names --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One name of a label, folded, and its words."""

    label_id: int
    name: str
    folded: str
    words: tuple[str, ...]


def _spellings(label: LabelEntry) -> Iterator[_Spelling]:
    for name in dict.fromkeys(label.names):
        folded = unicodedata.normalize("NFC", name.casefold())
        words = tuple(WORD.findall(folded))
        if words:
            yield _Spelling(label.id, name, folded, words)


def _squashed(spelling: _Spelling) -> str:
    """The name without what stands between its words, but where digits would run together."""
    text = spelling.words[0]
    for word in spelling.words[1:]:
        text += f" {word}" if text[-1].isdigit() and word[0].isdigit() else word
    return text


def _sorted_words(spelling: _Spelling) -> str:
    """The words by the alphabet; numbers keep their order, which says something."""
    if len(spelling.words) < 2:
        return ""
    numbers = [word for word in spelling.words if not word.isalpha()]
    return " ".join([*sorted(word for word in spelling.words if word.isalpha()), *numbers])


def _american(spelling: _Spelling) -> str:
    return " ".join(american(word) for word in spelling.words)


def _nothing(spelling: _Spelling) -> str:
    return ""


KEY_SCORES = {SameKind.PUNCTUATION: 0.97, SameKind.SPELLING: 0.9, SameKind.WORD_ORDER: 0.8}


def _alike_by_key(
    spellings: Iterable[_Spelling], kind: SameKind, key_of: Callable[[_Spelling], str]
) -> Iterator[tuple[Pair, SameReason]]:
    """Names that are equal once what ``key_of`` leaves out is left out."""
    groups: dict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        key = key_of(spelling)
        if key:
            groups[key].append(spelling)
    for group in groups.values():
        yield from _pairs_within(group, kind, KEY_SCORES[kind])


def _pairs_within(
    group: Sequence[_Spelling], kind: SameKind, score: float
) -> Iterator[tuple[Pair, SameReason]]:
    if len(group) > MOST_PARTNERS:
        return
    for at, first in enumerate(group):
        for second in group[at + 1 :]:
            if first.label_id != second.label_id:
                yield _reason(first, second, kind, score)


def _reason(
    first: _Spelling, second: _Spelling, kind: SameKind, score: float
) -> tuple[Pair, SameReason]:
    if first.label_id > second.label_id:
        first, second = second, first
    names = (first.name, second.name)
    return (first.label_id, second.label_id), SameReason(kind, score, names)


def _in_number(
    spellings: Sequence[_Spelling], codes: Iterable[str]
) -> Iterator[tuple[Pair, SameReason]]:
    """Names of which one word is the plural or the definite form of the other's."""
    by_text: dict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        by_text[_squashed(spelling)].append(spelling)
    forms: dict[str, set[str]] = {}
    for spelling in spellings:
        for at, word in enumerate(spelling.words):
            if word not in forms:
                forms[word] = set().union(*(base_forms(word, code) for code in codes))
            for base in forms[word]:
                words = (*spelling.words[:at], base, *spelling.words[at + 1 :])
                other = _Spelling(spelling.label_id, "", "", words)
                for match in by_text.get(_squashed(other), ()):
                    if match.label_id != spelling.label_id:
                        yield _reason(match, spelling, SameKind.NUMBER, 0.9)


def _misspelt(
    spellings: Sequence[_Spelling], known_words: Collection[str], image_counts: Mapping[int, int]
) -> Iterator[tuple[Pair, SameReason]]:
    """Names a slip or two apart: one in five letters, two in ten, three in fifteen.

    Names with other digits are other names, and not compared. Two names that are both in use on
    many images are less probable to be a slip.
    """
    known = frozenset(known_words)
    by_digits: dict[tuple[str, ...], list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        if SHORTEST_MISSPELT <= len(spelling.folded) <= LONGEST_MISSPELT:
            by_digits[tuple(DIGITS.findall(spelling.folded))].append(spelling)
    for group in by_digits.values():
        if len(group) > 1:
            for first, second, slips in _near(group):
                score = _misspelling(first, second, slips, known)
                if all(image_counts[one.label_id] >= IN_USE for one in (first, second)):
                    score *= 0.7
                if first.label_id != second.label_id and score > 0:
                    pair, reason = _reason(first, second, SameKind.SPELLING, score)
                    spelt_right = [one.label_id for one in (first, second) if known >= {*one.words}]
                    if len(spelt_right) == 1:
                        reason = replace(reason, known_id=spelt_right[0])
                    yield pair, reason


def _near(spellings: Sequence[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling, int]]:
    """Pairs with few enough slips between them, and how many."""
    ordered = sorted(spellings, key=lambda one: (len(one.folded), one.folded))
    texts = [one.folded for one in ordered]
    lengths = np.array([len(text) for text in texts])
    for length in np.unique(lengths):
        slips = _slips_allowed(int(length))
        start, end = np.searchsorted(lengths, [length, length + 1])
        longest = int(np.searchsorted(lengths, length + slips + 1))
        for row in range(int(start), int(end), ROWS_AT_ONCE):
            distances: NDArray[np.uint8] = process.cdist(
                texts[row : min(row + ROWS_AT_ONCE, int(end))],
                texts[row:longest],
                scorer=OSA.distance,
                score_cutoff=slips,
                dtype=np.uint8,
            )
            near = distances <= slips
            near[near.sum(axis=1) > MOST_PARTNERS] = False
            for first, second in zip(*np.nonzero(near), strict=True):
                if first < second:
                    yield ordered[row + first], ordered[row + second], int(distances[first, second])


def _slips_allowed(length: int) -> int:
    return min(length // 5, 3)


def _misspelling(first: _Spelling, second: _Spelling, slips: int, known: frozenset[str]) -> float:
    """How probable it is that one of two names is the other misspelt; 0: they are two names."""
    if slips == 0 or len(first.words) != len(second.words):
        return 0.0
    score = 0.85 - 1.5 * slips / min(len(first.folded), len(second.folded))
    for one, other in zip(first.words, second.words, strict=True):
        if one == other:
            continue
        if _tells_apart(one, other) or (one in known and other in known):
            return 0.0
        if one in known or other in known:
            score += 0.05
        if one[0] != other[0]:
            score -= 0.15
    return max(score, 0.0)


def _tells_apart(word: str, other: str) -> bool:
    """A part of the name that is a number, a sign or a code differs, not a word."""
    return any(
        not one.isalpha() or len(one) < 4 or ROMAN.fullmatch(one) is not None
        for one in (word, other)
    )


def _alike_in_english(labels: Sequence[LabelEntry]) -> Iterator[tuple[Pair, SameReason]]:
    """Labels with one English name, where at least one has it from a person or a translator."""
    groups: dict[str, list[tuple[_Spelling, LabelEntry]]] = defaultdict(list)
    for label in labels:
        name = label.english_name or (label.names[0] if label.names else "")
        named = LabelEntry(label.id, (name,))
        for spelling in _spellings(named):
            groups[_squashed(spelling)].append((spelling, label))
    for group in groups.values():
        if len(group) > MOST_PARTNERS:
            continue
        for at, (first, one) in enumerate(group):
            for second, other in group[at + 1 :]:
                if not one.english_name and not other.english_name:
                    continue
                sure = all(each.english_by_hand or not each.english_name for each in (one, other))
                yield _reason(first, second, SameKind.ENGLISH, 0.9 if sure else 0.7)


def _on_same_images(labels: Sequence[LabelEntry]) -> Iterator[tuple[Pair, SameReason]]:
    parents = {label.id: label.parent_id for label in labels}
    for pair in always_together({label.id: label.image_ids for label in labels}, parents):
        yield (
            (pair.first_id, pair.second_id),
            SameReason(
                SameKind.IMAGES,
                0.6 * pair.surely,
                shared_images=pair.shared,
                all_images=pair.union,
            ),
        )


# --- together -----------------------------------------------------------------------------------


def _independent(kinds: dict[SameKind, SameReason]) -> list[SameReason]:
    """The reasons without those that only repeat a stronger one: a missing hyphen is a slip too."""
    left = dict(kinds)
    if left.keys() & {SameKind.PUNCTUATION, SameKind.NUMBER}:
        left.pop(SameKind.SPELLING, None)
    if SameKind.PUNCTUATION in left:
        left.pop(SameKind.WORD_ORDER, None)
    return sorted(left.values(), key=lambda reason: -reason.score)


def _suspicion(first: LabelEntry, second: LabelEntry, reasons: Sequence[SameReason]) -> SameLabels:
    """The pair with the label on more images as the one to keep; of equals the older one."""
    target, source = first, second
    if len(second.image_ids) > len(first.image_ids):
        target, source = second, first
    known = {reason.known_id for reason in reasons if reason.known_id is not None}
    if known == {source.id} and len(target.image_ids) <= MISSPELT_RATIO * len(source.image_ids):
        target, source = source, target
    doubt = 1.0
    for reason in reasons:
        doubt *= 1 - reason.score
    return SameLabels(source.id, target.id, 1 - doubt, tuple(reasons))
