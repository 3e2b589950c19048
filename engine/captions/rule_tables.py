"""Text rules of labels in a file: a table that any spreadsheet opens, or JSON.

The table has a row a word: ``label,kind,text,language``, where kind is word, pattern or not.
JSON is a list of ``{"label", "words", "patterns", "not", "language"}``.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from engine.cells import original_cell, safe_cell
from engine.errors import InputError
from engine.table_file import BYTE_ORDER_MARK, column_names, file_content, has_columns, open_table

COLUMNS = ("label", "kind", "text", "language")
NEEDED = COLUMNS[:3]
KINDS = ("word", "pattern", "not")
NAMES = ("words", "patterns", "not")
"""What JSON calls the kinds."""
ENDINGS = (".csv", ".json")
MOST_BYTES = 32 * 1024 * 1024


@dataclass(slots=True)
class NamedRule:
    """The rule of a label, which is told by its name or path; ``lines`` by kind."""

    label: str
    lines: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    language: str = ""


def rules_ending(path: Path) -> str:
    """How rules are written in a file of this name. Raises InputError for other endings."""
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise InputError("rules-unknown-kind", file=path.name)
    return ending


def write_rules(stream: TextIO, rules: Iterable[NamedRule], ending: str) -> None:
    """Write rules to a stream of ``whole_file``."""
    if ending == ".json":
        json.dump([_document(rule) for rule in rules], stream, indent=2, ensure_ascii=False)
        stream.write("\n")
        return
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    for rule in rules:
        for kind in KINDS:
            for text in rule.lines[kind]:
                row = (rule.label, kind, text, rule.language)
                table.writerow([safe_cell(cell) for cell in row])


def read_rules(path: Path) -> list[NamedRule]:
    """The rules of a file, in its order. Raises InputError in one sentence for what is no file of
    rules, and for one that says nothing."""
    found = _of_json(path) if rules_ending(path) == ".json" else _of_table(path)
    if not found:
        raise InputError("rules-none", file=path.name)
    for rule in found:
        if not any(text.strip() for kind in ("word", "pattern") for text in rule.lines[kind]):
            # Taken as it is, it would take away the rule that the label has.
            raise InputError("rules-label-empty", file=path.name, label=rule.label)
    return found


def _document(rule: NamedRule) -> dict[str, Any]:
    return {
        "label": rule.label,
        "words": rule.lines["word"],
        "patterns": rule.lines["pattern"],
        "not": rule.lines["not"],
        "language": rule.language,
    }


def _of_table(path: Path) -> list[NamedRule]:
    rules: dict[str, NamedRule] = {}
    with open_table(
        path, fits=lambda header: has_columns(header, NEEDED), most_bytes=MOST_BYTES
    ) as table:
        if not has_columns(table.header, NEEDED):
            raise InputError("rules-columns-missing", file=path.name)
        heads = column_names(table.header)
        places = [heads.index(name) if name in heads else None for name in COLUMNS]
        for number, row in table.rows:
            label, kind, text, language = (
                original_cell(row[at]).strip() if at is not None and at < len(row) else ""
                for at in places
            )
            if not (label or text):
                continue
            if not label or kind.casefold() not in KINDS:
                raise InputError("rules-row-wrong", file=path.name, row=number)
            rule = rules.setdefault(label, NamedRule(label, language=language))
            rule.lines[kind.casefold()].append(text)
            if language != rule.language:
                raise InputError("rules-two-languages", file=path.name, row=number, label=label)
    return list(rules.values())


def _of_json(path: Path) -> list[NamedRule]:
    wrong = InputError("rules-json-wrong", file=path.name)
    try:
        document = json.loads(file_content(path, most_bytes=MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise wrong from error
    rules: list[NamedRule] = []
    for one in document if isinstance(document, list) else [None]:
        if not isinstance(one, dict) or one.keys() - {"label", "language", *NAMES}:
            raise wrong
        lines = {kind: one.get(name, []) for kind, name in zip(KINDS, NAMES, strict=True)}
        label, language = one.get("label", ""), one.get("language", "")
        texts = [label, language]
        for found in lines.values():
            if not isinstance(found, list):
                raise wrong
            texts += found
        if not all(isinstance(text, str) for text in texts) or not label.strip():
            raise wrong
        if any(rule.label == label for rule in rules):
            raise InputError("rules-label-twice", file=path.name, label=label)
        rules.append(NamedRule(label, lines, language))
    return rules
