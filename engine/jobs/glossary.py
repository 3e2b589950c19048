"""Glossaries out of a catalogue and back into it: English names by an expert, without internet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.names import LabelNames
from db.records import ChangeSet, LabelRecord, VocabularyEntry
from db.text import MAX_NAME_LENGTH, clean_name, name_key
from engine.answers.destinations import checked_destination
from engine.answers.language import ARCHIVE_SETTING
from engine.exchange.glossary import (
    GlossaryFormat,
    glossary_format_to_write,
    read_glossary,
    write_glossary,
)
from engine.exchange.glossary_records import GlossaryEntry
from engine.whole_file import whole_file
from messages.levels import join_levels, split_levels


@dataclass(frozen=True)
class WrittenGlossary:
    """What was written where; ``named`` labels have an English name by hand."""

    destination: Path
    format: GlossaryFormat
    labels: int
    named: int


@dataclass(frozen=True)
class GlossaryPlan:
    """What importing a glossary would change.

    ``names`` are the new English names by label id; ``added`` of them had none before, ``changed``
    had another. ``unchanged`` rows say what is known, ``without_name`` say nothing. ``not_found``
    are names that no label or alias has, or several labels have, ``contradicting`` those that rows
    name differently (the first row counts), ``too_long`` those whose English name is.
    """

    file: str
    names: dict[int, str]
    shown: tuple[tuple[str, str, str], ...]
    added: int
    changed: int
    unchanged: int
    without_name: int
    not_found: tuple[str, ...]
    contradicting: tuple[str, ...]
    too_long: tuple[str, ...]


def export_glossary(
    catalogue: Catalogue,
    destination: Path,
    *,
    overwrite: bool = False,
) -> WrittenGlossary:
    """Write all labels with their names; the file name's ending says how.

    The file appears whole or not at all. Raises InputError for an ending that is no glossary's and
    for an unusable destination.
    """
    kind = glossary_format_to_write(destination)
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    entries = glossary_entries(catalogue)
    language = str(catalogue.settings.get(ARCHIVE_SETTING, ""))
    with whole_file(resolved, overwrite=overwrite) as stream:
        count = write_glossary(stream, entries, kind, language=language)
    return WrittenGlossary(resolved, kind, count, sum(bool(entry.manual) for entry in entries))


def glossary_entries(catalogue: Catalogue) -> list[GlossaryEntry]:
    """All labels with their names, by name."""
    levels = catalogue.labels.levels()
    return [
        GlossaryEntry(
            join_levels(levels.get(label.id, (label.name,))),
            label.name,
            label.automatic_name,
            label.english_name,
        )
        for label in catalogue.labels.all()
    ]


def plan_import(catalogue: Catalogue, file: Path) -> GlossaryPlan:
    """What importing the glossary would change; changes nothing. Raises InputError."""
    return _plan(catalogue, read_glossary(file), file.name)


def apply_import(catalogue: Catalogue, plan: GlossaryPlan) -> ChangeSet | None:
    """Take the names over as names by hand, in one step to undo; None where there are none.

    A row without an English name takes none away, and the automatic column is not read: it says
    what a machine called the label at the time of export.
    """
    return catalogue.commands.set_english_names(plan.names) if plan.names else None


def add_labels(catalogue: Catalogue, file: Path) -> ChangeSet | None:
    """Create the labels of a glossary that are not there, in one step to undo; None for none.

    A label lies below those its path names, and its keyword becomes an alias: files that spell it
    so get this label from the next scan on. Raises InputError.
    """
    entries = read_glossary(file)
    found = _Labels(catalogue, entries)
    made: dict[tuple[str, ...], int] = {}
    wanted: list[VocabularyEntry] = []
    for entry in entries:
        if found.of(entry) is not None:
            continue
        levels = _levels(entry)
        for depth in range(1, len(levels) + 1):
            path = levels[:depth]
            if path in made:
                continue
            keyword = entry.keyword if depth == len(levels) else ""
            synonyms = (keyword,) if name_key(keyword) not in ("", name_key(path[-1])) else ()
            made[path] = len(wanted)
            wanted.append(VocabularyEntry(path[-1], made.get(path[:-1]), synonyms))
    return catalogue.commands.import_keyword_list(wanted) if wanted else None


def import_glossary(catalogue: Catalogue, file: Path) -> GlossaryPlan:
    """Read a glossary and take its names over; what that changed. Raises InputError."""
    plan = plan_import(catalogue, file)
    apply_import(catalogue, plan)
    return plan


def _plan(catalogue: Catalogue, entries: Sequence[GlossaryEntry], file: str) -> GlossaryPlan:
    wanted: dict[int, str] = {}
    labels: dict[int, LabelRecord] = {}
    not_found: list[str] = []
    contradicting: list[str] = []
    too_long: list[str] = []
    without_name = 0
    found = _Labels(catalogue, entries)
    for entry in entries:
        label = found.of(entry)
        shown = (
            entry.original or entry.label if label is not None else entry.label or entry.original
        )
        name = clean_name(entry.manual)
        if label is None:
            not_found.append(shown)
        elif not name:
            without_name += 1
        elif len(name) > MAX_NAME_LENGTH:
            too_long.append(shown)
        elif wanted.setdefault(label.id, name) != name:
            contradicting.append(shown)
        else:
            labels[label.id] = label
    new = {
        label_id: name for label_id, name in wanted.items() if labels[label_id].english_name != name
    }
    changed = sum(bool(labels[label_id].english_name) for label_id in new)
    return GlossaryPlan(
        file=file,
        names=new,
        shown=tuple(
            (labels[label_id].shown, labels[label_id].english_name, name)
            for label_id, name in new.items()
        ),
        added=len(new) - changed,
        changed=changed,
        unchanged=len(wanted) - len(new),
        without_name=without_name,
        not_found=tuple(dict.fromkeys(not_found)),
        contradicting=tuple(dict.fromkeys(contradicting)),
        too_long=tuple(dict.fromkeys(too_long)),
    )


class _Labels:
    """Finds the labels of a glossary's entries.

    An entry is of the label whose path it spells out. Where none is there, it is of the only label
    of its own name, or of that at the end of its path, if no other entry has that name; aliases
    count. It is of no label where it may be of several.
    """

    def __init__(self, catalogue: Catalogue, entries: Sequence[GlossaryEntry]) -> None:
        self._by_id = {label.id: label for label in catalogue.labels.all()}
        self._names = LabelNames()
        for label in self._by_id.values():
            self._names.add(label.id, label.parent_id, (label.name, *label.aliases))
        paths = {tuple(map(name_key, _levels(entry))) for entry in entries}
        self._entries = Counter(path[-1] for path in paths)

    def of(self, entry: GlossaryEntry) -> LabelRecord | None:
        """The label of an entry."""
        levels = _levels(entry)
        found = self._names.ending_with(levels)
        if not found and self._entries[name_key(levels[-1])] == 1:
            for name in filter(None, (entry.original, levels[-1])):
                found = found or self._names.ending_with((name,))
        return self._by_id[found[0]] if len(found) == 1 else None


def _levels(entry: GlossaryEntry) -> tuple[str, ...]:
    return split_levels(entry.label) if entry.label else (entry.original,)
