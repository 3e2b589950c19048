"""Text rules out of a catalogue into a file, and out of a file onto the labels they name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.captions.records import TextRule
from db.captions.text_rules import cleaned_rule
from db.catalogue import Catalogue
from db.records import VocabularyEntry
from db.text import name_key
from engine.answers.destinations import checked_destination
from engine.captions.rule_tables import KINDS, NamedRule, read_rules, rules_ending, write_rules
from engine.errors import InputError
from engine.jobs.captions.text_rules import require_usable
from engine.whole_file import whole_file
from messages.levels import join_levels, split_levels

MISSING_TOLD = 8


@dataclass(frozen=True)
class RulesOfFile:
    """The rules of a file by label id; of labels that are still to be created, which have ids below
    zero, the names."""

    rules: dict[int, TextRule]
    new_labels: dict[int, str]


@dataclass(frozen=True)
class WrittenRules:
    """How many rules were written where."""

    destination: Path
    rules: int


def export_rules(
    catalogue: Catalogue, destination: Path, *, overwrite: bool = False
) -> WrittenRules:
    """Write all rules to a table (.csv) or as JSON (.json), whole or not at all.

    Raises InputError for another ending and for an unusable destination.
    """
    ending = rules_ending(destination)
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    rules = [
        NamedRule(
            join_levels(label.levels),
            {
                "word": list(label.text_rule.words),
                "pattern": list(label.text_rule.patterns),
                "not": list(label.text_rule.exclusions),
            },
            label.text_rule.language,
        )
        for label in catalogue.labels.all()
        if label.text_rule is not None
    ]
    with whole_file(resolved, overwrite=overwrite) as stream:
        write_rules(stream, rules, ending)
    return WrittenRules(resolved, len(rules))


def rules_of_file(
    catalogue: Catalogue, file: Path, *, add_labels: bool = False, is_preview: bool = False
) -> RulesOfFile:
    """The rules of a file. ``add_labels`` creates labels that are missing, in one step to undo;
    ``is_preview`` only names them.

    Raises InputError for what is no file of rules, for labels that are missing and, before any is
    created, for a pattern that cannot be run; CatalogueError for a rule that is none and a name
    that several labels have.
    """
    rules = {one.label: _rule(one) for one in read_rules(file)}
    keys = Counter(_key(name) for name in rules)
    found = catalogue.labels.ids_of(rules)
    meant = Counter(found.values())
    for name, label_id in found.items():
        if keys[_key(name)] > 1 or (label_id is not None and meant[label_id] > 1):
            raise InputError("rules-label-twice", file=file.name, label=name)
    missing = [name for name, label_id in found.items() if label_id is None]
    unfit = [name for name in missing if not all(map(name_key, split_levels(name)))]
    if unfit and (add_labels or is_preview):
        raise InputError("rule-labels-unfit", labels=_some(unfit))
    new_labels = dict(zip(range(-1, -len(missing) - 1, -1), missing, strict=True))
    if missing and add_labels and not is_preview:
        # Before the labels are there: what cannot be run leaves nothing behind.
        require_usable(catalogue, list(rules.values()))
        _add(catalogue, missing)
        found |= catalogue.labels.ids_of(missing)
        missing = [name for name in missing if found[name] is None]
    if missing and not is_preview:
        raise InputError("rule-labels-unknown", labels=_some(missing))
    ids = {name: label_id for name, label_id in found.items() if label_id is not None}
    ids |= {name: label_id for label_id, name in new_labels.items() if name not in ids}
    return RulesOfFile(
        {ids[name]: rule for name, rule in rules.items()},
        {label_id: name for label_id, name in new_labels.items() if ids[name] == label_id},
    )


def _rule(one: NamedRule) -> TextRule:
    words, patterns, exclusions = (tuple(one.lines[kind]) for kind in KINDS)
    return cleaned_rule(TextRule(words, patterns, exclusions, one.language))


def _some(names: Sequence[str]) -> str:
    more = " …" if len(names) > MISSING_TOLD else ""
    return ", ".join(f"‘{name}’" for name in names[:MISSING_TOLD]) + more


def _key(name: str) -> tuple[str, ...]:
    return tuple(map(name_key, split_levels(name)))


def _add(catalogue: Catalogue, names: Sequence[str]) -> None:
    made: dict[tuple[str, ...], int] = {}
    wanted: list[VocabularyEntry] = []
    for name in names:
        levels = tuple(split_levels(name))
        for depth in range(1, len(levels) + 1):
            path = levels[:depth]
            if path not in made:
                made[path] = len(wanted)
                wanted.append(VocabularyEntry(path[-1], made.get(path[:-1])))
    catalogue.commands.import_keyword_list(wanted)
