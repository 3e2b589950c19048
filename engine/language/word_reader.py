"""What somebody types, in the words an encoder knows: names of labels become their English ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.language.label_texts import LabelText
from engine.language.query import tidy

# Words of English sentences that may be names of labels in another language ("and" is a duck in
# Norwegian): alone among English words they are no names.
ENGLISH_SMALL_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "her", "his", "in", "is", "it"),
        *("no", "not", "of", "off", "on", "or", "over", "the", "to", "under", "up", "with"),
    )
)


@dataclass(frozen=True, slots=True)
class LabelNames:
    """What a label may be called: its name and aliases, in English, and its own prompts."""

    name: str
    aliases: tuple[str, ...] = ()
    english: str = ""
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadWords:
    """What words are searched as. ``label`` is the name of the label they are, "" for none."""

    text: LabelText
    label: str = ""


class WordReader:
    """Knows a vocabulary's names and their English ones."""

    def __init__(self, labels: Iterable[LabelNames] = ()) -> None:
        self._by_key: dict[str, LabelNames] = {}
        in_english: dict[str, LabelNames] = {}
        for label in labels:
            for name in (label.name, *label.aliases):
                self._by_key.setdefault(_key(name), label)
            in_english.setdefault(_key(label.english), label)
        # A name comes before what another label is called in English.
        self._labels = in_english | self._by_key
        self._labels.pop("", None)
        self._longest = max((key.count(" ") + 1 for key in self._by_key), default=0)

    def is_name(self, words: str) -> bool:
        """Whether a label is called so: its name, an alias or its English name."""
        return _key(words) in self._labels

    def read(self, words: str) -> ReadWords:
        """A label for its name, alias or English name; else the words, names in them in English.

        The longest names are taken first, and case does not matter.
        """
        words = tidy(words)
        label = self._labels.get(_key(words))
        if label is not None:
            return ReadWords(LabelText(label.english or label.name, label.prompts), label.name)
        return ReadWords(LabelText(self._in_english(words)))

    def _in_english(self, words: str) -> str:
        parts = words.split(" ")
        read: list[str] = []
        is_foreign = False
        at = 0
        while at < len(parts):
            length, english = self._name_at(parts, at)
            if english:
                is_foreign = is_foreign or _key(parts[at]) not in ENGLISH_SMALL_WORDS
                read.append(english)
            else:
                read.append(parts[at])
            at += length
        return " ".join(read) if is_foreign else words

    def _name_at(self, parts: list[str], at: int) -> tuple[int, str]:
        """How many words from here on are a name, and what it is in English; (1, "") for none."""
        for length in range(min(self._longest, len(parts) - at), 0, -1):
            key = _key(" ".join(parts[at : at + length]))
            label = self._by_key.get(key)
            if label is not None and label.english and _key(label.english) != key:
                return length, label.english
        return 1, ""


def _key(name: str) -> str:
    return tidy(tidy(name).casefold())
