"""What was chosen about duplicates as a JSON document, which can be edited and taken again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from db.catalogue import Catalogue
from engine.answers.duplicates.choices import (
    RELATIONS,
    DuplicateChoices,
    duplicate_choices,
    keep_choices,
)
from engine.answers.duplicates.model import rescore
from engine.duplicates.keeper import Part
from engine.errors import InputError

RULE_FIELDS = ("parts", "formats", "name_pattern", "folder_pattern")


class _OddError(Exception):
    """A value is none that can stand there."""


def choices_document(choices: DuplicateChoices) -> dict[str, Any]:
    """What is chosen, for people to edit: who stays (``parts`` in order, ``formats`` the better
    first, patterns, folders of ``originals``), from which probability a pair is suspected and
    certain, and which relations count as duplicates."""
    rule = choices.rule
    return {
        "parts": [str(part) for part in rule.parts],
        "formats": list(rule.formats),
        "name_pattern": rule.name_pattern,
        "folder_pattern": rule.folder_pattern,
        "originals": [one or "/" for one in choices.originals],
        "suspected_from": choices.lower,
        "certain_from": choices.upper,
        "counted": list(choices.counted),
    }


def choices_from(document: object, standing: DuplicateChoices) -> DuplicateChoices:
    """What a document chooses; what it does not name stays as it stands.

    Raises InputError for a document that is none, a name that is not known, a value that cannot
    stand there, and for thresholds that do not fit together.
    """
    if not isinstance(document, dict):
        raise InputError("duplicates-rule-odd", names=", ".join(READ))
    found: dict[str, Any] = {}
    for name, value in document.items():
        if name not in READ:
            raise InputError("duplicates-rule-name", name=str(name)[:40], names=", ".join(READ))
        try:
            found[name] = READ[name](value)
        except _OddError as error:
            raise InputError("duplicates-rule-value", name=name, fits=str(error)) from None
    return replace(
        standing,
        rule=replace(standing.rule, **{name: found[name] for name in RULE_FIELDS if name in found}),
        lower=found.get("suspected_from", standing.lower),
        upper=found.get("certain_from", standing.upper),
        counted=found.get("counted", standing.counted),
        originals=found.get("originals", standing.originals),
    )


def choose(catalogue: Catalogue, document: object) -> DuplicateChoices:
    """Keep what a document chooses, and judge all pairs by it; what is chosen now.

    Raises InputError as ``choices_from`` does.
    """
    choices = choices_from(document, duplicate_choices(catalogue))
    keep_choices(catalogue, choices)
    rescore(catalogue)
    return choices


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _OddError('"…"')
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _OddError('["…", "…"]')
    return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))


def _of(allowed: Mapping[str, Any]) -> Callable[[object], tuple[Any, ...]]:
    def read(value: object) -> tuple[Any, ...]:
        texts = _texts(value)
        if not allowed.keys() >= set(texts):
            raise _OddError(", ".join(allowed))
        return tuple(allowed[one] for one in texts)

    return read


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise _OddError("0.0001 … 0.9999")
    return float(value)


READ: Mapping[str, Callable[[object], Any]] = {
    "parts": _of({str(part): part for part in Part}),
    "formats": lambda value: tuple(one.lower() for one in _texts(value)),
    "name_pattern": _text,
    "folder_pattern": _text,
    "originals": lambda value: tuple(one.replace("\\", "/").strip("/") for one in _texts(value)),
    "suspected_from": _share,
    "certain_from": _share,
    "counted": _of({one: one for one in RELATIONS}),
}
