"""Cleans captions of what says nothing about the image, in named steps.

Captions from the web and from social media are full of it: user names, addresses, hashtags, emoji,
and the same text on hundreds of images. Some steps change a text, others leave captions out; the
caller keeps what was there before. Hashtags become words where capitals, digits or underscores say
where words begin: a word list would tell more ("#nofilter"), but those of the libraries for it,
wordninja and wordsegment, are English alone, and neither has been kept up for years.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import regex

from engine.errors import InputError

Step = Literal["urls", "users", "hashtags", "emoji", "empty", "short", "repeated"]
STEPS: tuple[Step, ...] = get_args(Step)
"""In the order they are taken: an address may hold what looks like a user name."""
LEAST_WORDS = 3
MOST_IMAGES = 10
ALL = "all"

_URL = regex.compile(
    r"""(?xi) (?: \b(?:https?|ftp):// | \bwww\. | \b(?:[a-z0-9-]+\.)+[a-z]{2,12}/ ) [^\s<>"']+"""
)
_AFTER_URL = regex.compile(r"[.,;:!?»”)\]]+$")
_RETWEET = regex.compile(r"^RT\s+@\w+:\s*")
# Not the second half of an address for mail; with its server, as Mastodon writes it.
_USER = regex.compile(r"(?<![\w.@/+-])@[\w.-]*\w(?:@[\w.-]*\w)?")
_HASHTAG = regex.compile(r"(?<![\w&/])[#＃](\w*\p{L}\w*)")
_WORDS_OF_HASHTAG = regex.compile(
    r"\p{Lu}+(?=\p{Lu}\p{Ll}) | \p{Lu}?[\p{Ll}\p{M}]+ | \p{Lu}+ | \p{N}+ | [^\W\d_]+", regex.X
)
# What is drawn in colour by itself or by U+FE0F, keycaps and flags; not ©, ® and arrows as text.
_EMOJI = regex.compile(
    r"""(?x) (?: \p{RI}\p{RI}
      | [0-9\#*]\ufe0f?\u20e3
      | (?: \p{Emoji_Presentation} | \p{Extended_Pictographic}\ufe0f
          | (?=[\u2600-\U0001ffff])\p{Extended_Pictographic} )
        (?: \p{Emoji_Modifier} | \ufe0f | [\U000e0020-\U000e007f]
          | \u200d\p{Extended_Pictographic} )* )+"""
)
_EMPTY_BRACKETS = regex.compile(r"\(\s*\)|\[\s*\]|«\s*»|“\s*”|\"\s*\"")
_SPACE_BEFORE_POINT = regex.compile(r"(?<=\w)\s+(?=[.,;:!?](?:\s|$))")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Where words stand without spaces, two characters count as one.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Cleaning:
    """Which steps are taken. ``short`` leaves out captions of fewer than ``least_words`` words,
    ``repeated`` texts that are on more than ``most_images`` different images."""

    steps: frozenset[Step] = frozenset()
    least_words: int = LEAST_WORDS
    most_images: int = MOST_IMAGES

    def __str__(self) -> str:
        """As ``cleaning_of`` reads it."""
        numbers = {"short": self.least_words, "repeated": self.most_images}
        return ",".join(
            f"{one}:{numbers[one]}" if one in numbers else one for one in STEPS if one in self.steps
        )


NOTHING = Cleaning()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of captions: ``texts`` parallel to those given, "" of one that is left out, and
    ``left_out`` by which step ("" of one that stays); ``counts``: how many each step changed or
    left out."""

    texts: list[str]
    left_out: list[Step | Literal[""]]
    counts: dict[Step, int] = field(default_factory=dict)


def cleaning_of(text: str) -> Cleaning:
    """ "urls,users,short:5" as the steps it names, "all" as all of them; "" for none.

    Raises InputError for a step that there is not.
    """
    steps: set[Step] = set()
    numbers: dict[str, int] = {"short": LEAST_WORDS, "repeated": MOST_IMAGES}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, colon, amount = part.partition(":")
        if name == ALL and not colon:
            steps.update(STEPS)
            continue
        found = [step for step in STEPS if step == name]
        is_sound = not colon or (name in numbers and amount.isascii() and amount.isdigit())
        if not found or not is_sound or (colon and int(amount) < 1):
            known = ", ".join((*STEPS, ALL))
            raise InputError("caption-step-unknown", step=part, steps=known)
        steps.update(found)
        if colon:
            numbers[name] = int(amount)
    return Cleaning(frozenset(steps), numbers["short"], numbers["repeated"])


def clean_captions(texts: Sequence[str], images: Sequence[Hashable], cleaning: Cleaning) -> Cleaned:
    """Take the steps. ``images``: which image each text is of, equal for near-duplicates."""
    counts: dict[Step, int] = {step: 0 for step in STEPS if step in cleaning.steps}
    cleaned: list[str] = []
    for text in texts:
        for step, change in _CHANGES.items():
            if step in counts:
                changed = change(text)
                if changed != text:
                    counts[step] += 1
                    text = _tidied(changed)
        cleaned.append(text)
    left_out = _left_out(cleaned, images, cleaning)
    for reason in left_out:
        if reason:
            counts[reason] += 1
    kept = ["" if reason else text for text, reason in zip(cleaned, left_out, strict=True)]
    return Cleaned(kept, left_out, counts)


def _left_out(
    texts: Sequence[str], images: Sequence[Hashable], cleaning: Cleaning
) -> list[Step | Literal[""]]:
    steps = cleaning.steps
    on: defaultdict[str, set[Hashable]] = defaultdict(set)
    if "repeated" in steps:
        for text, image in zip(texts, images, strict=True):
            on[_key(text)].add(image)

    def reason(text: str) -> Step | Literal[""]:
        # A text of which nothing is left is none, whichever steps are taken.
        words = word_count(text)
        if not text.strip() or ("empty" in steps and not words):
            return "empty" if "empty" in steps else ""
        if "short" in steps and words < cleaning.least_words:
            return "short"
        if "repeated" in steps and len(on[_key(text)]) > cleaning.most_images:
            return "repeated"
        return ""

    return [reason(text) for text in texts]


def word_count(text: str) -> int:
    """How many words a text has; of scripts without spaces, two characters are about a word."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2


def without_urls(text: str) -> str:
    """The text without addresses on the web; what ends the sentence stays."""

    def rest(match: "regex.Match[str]") -> str:
        end = _AFTER_URL.search(match.group())
        return end.group() if end else ""

    return str(_URL.sub(rest, text))


def without_users(text: str) -> str:
    """The text without user names (@name, @name@server) and the "RT @name:" before it."""
    return str(_USER.sub("", _RETWEET.sub("", text)))


def hashtags_as_words(text: str) -> str:
    """ "#OsloFjord2019" as "Oslo Fjord 2019"."""

    def words(match: "regex.Match[str]") -> str:
        return " ".join(_WORDS_OF_HASHTAG.findall(match.group(1)))

    return str(_HASHTAG.sub(words, text))


def without_emoji(text: str) -> str:
    """The text without emoji; a space stays where one stood between words."""
    return str(_EMOJI.sub(" ", text))


_CHANGES: Mapping[Step, Callable[[str], str]] = {
    "urls": without_urls,
    "users": without_users,
    "hashtags": hashtags_as_words,
    "emoji": without_emoji,
}


def _tidied(text: str) -> str:
    """Without what is empty or doubled once something was taken out of it."""
    lines = (
        " ".join(_SPACE_BEFORE_POINT.sub("", _EMPTY_BRACKETS.sub("", line)).split())
        for line in text.split("\n")
    )
    return "\n".join(lines).strip()


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
