"""Keyword lists and SKOS into a catalogue's vocabulary, lists out of it. Moments, not jobs."""

from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.records import VocabularyEntry
from db.repositories.label_effects import KeywordListEffect
from engine.answers.destinations import checked_destination
from engine.exchange.keyword_list import (
    LineProblem,
    ListedKeyword,
    read_keyword_list,
    write_keyword_list,
)
from engine.whole_file import whole_file


@dataclass(frozen=True)
class KeywordListReading:
    """A list as read from ``file``: its entries, the lines left out or mended, and the effect."""

    file: Path
    entries: tuple[VocabularyEntry, ...]
    problems: tuple[tuple[int, LineProblem], ...]
    effect: KeywordListEffect


@dataclass(frozen=True)
class WrittenKeywordList:
    """What was written; ``odd_names`` are written too, but Lightroom does not take them as they
    are."""

    destination: Path
    labels: int
    aliases: int
    odd_names: tuple[str, ...]


def foretell_keyword_list(catalogue: Catalogue, file: Path) -> KeywordListReading:
    """Read a list and tell what ``commands.import_keyword_list`` with its entries would do.

    Changes nothing. Raises InputError for a file that is no keyword list.
    """
    found = read_keyword_list(file)
    entries = tuple(
        VocabularyEntry(one.name, one.parent, tuple(one.synonyms), one.grouping, one.english_name)
        for one in found.keywords
    )
    effect = catalogue.label_effects.of_keyword_list(entries)
    return KeywordListReading(file, entries, found.problems, effect)


def export_keyword_list(
    catalogue: Catalogue, destination: Path, *, overwrite: bool = False
) -> WrittenKeywordList:
    """Write the vocabulary as a keyword list.

    The file appears whole or not at all. Raises InputError for an unusable destination.
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    labels = catalogue.labels.all()
    places = {label.id: at for at, label in enumerate(labels)}
    keywords = [
        ListedKeyword(
            label.name,
            None if label.parent_id is None else places[label.parent_id],
            list(label.aliases),
            label.grouping,
        )
        for label in labels
    ]
    with whole_file(resolved, overwrite=overwrite) as stream:
        odd_names = write_keyword_list(stream, keywords)
    return WrittenKeywordList(
        resolved, len(labels), sum(len(label.aliases) for label in labels), tuple(odd_names)
    )
