"""A label's rule on the words of captions: which words say that an image has the label."""

import json
from collections.abc import Iterable
from contextlib import suppress

from db.captions.records import TextRule
from db.errors import CatalogueError
from db.text import caption_term, clean_name, storable_text

MOST_WORDS = 1000
"""Of a rule, and as many exclusions."""
MOST_PATTERNS = 100
MOST_CHARACTERS = 256
"""Of a word, phrase or pattern."""


def cleaned_rule(rule: TextRule) -> TextRule:
    """The rule as it is kept: without empty lines and what it says twice.

    Raises CatalogueError for what holds no word, for a "*" before the end, and for too much.
    Patterns are taken as they are, but for what no text holds.
    """
    cleaned = TextRule(
        _distinct(map(clean_name, rule.words)),
        _distinct(storable_text(pattern).strip() for pattern in rule.patterns),
        _distinct(map(clean_name, rule.exclusions)),
        clean_name(rule.language).casefold(),
    )
    for word in (*cleaned.words, *cleaned.exclusions):
        if not caption_term(word):
            raise CatalogueError("rule-without-word", word=word)
        if "*" in word[:-1]:
            raise CatalogueError("rule-star-inside", word=word)
    longest = max(map(len, (*cleaned.terms, *cleaned.exclusions)), default=0)
    if (
        max(len(cleaned.words), len(cleaned.exclusions)) > MOST_WORDS
        or len(cleaned.patterns) > MOST_PATTERNS
        or longest > MOST_CHARACTERS
    ):
        raise CatalogueError(
            "rule-too-long",
            most_words=MOST_WORDS,
            most_patterns=MOST_PATTERNS,
            most_characters=MOST_CHARACTERS,
        )
    return cleaned


def rule_text(rule: TextRule | None) -> str:
    """What a catalogue keeps of a rule; "" for one that no caption can fulfil."""
    if rule is None or rule.is_empty:
        return ""
    document = {
        "words": rule.words,
        "patterns": rule.patterns,
        "not": rule.exclusions,
        "language": rule.language,
    }
    return json.dumps(document, ensure_ascii=False)


def stored_rule(text: str) -> TextRule | None:
    """The rule that a catalogue keeps; None where there is none, or it is damaged."""
    if not text:
        return None
    with suppress(ValueError, TypeError, KeyError, RecursionError, CatalogueError):
        kept = json.loads(text)
        lists = [kept[name] for name in ("words", "patterns", "not")]
        if all(isinstance(one, str) for lines in lists for one in [*lines, kept["language"]]):
            words, patterns, exclusions = map(tuple, lists)
            rule = cleaned_rule(TextRule(words, patterns, exclusions, kept["language"]))
            return None if rule.is_empty else rule
    return None


def _distinct(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, lines)))
