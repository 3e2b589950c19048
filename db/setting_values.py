"""What each setting of a catalogue may hold: a file may come from anybody.

A value of another kind is damage that ``check`` tells of. Nothing else trips over it: such a
setting counts as never set.
"""

import json
import math
from collections.abc import Callable
from typing import Any

Kind = Callable[[Any], bool]

LARGEST = 1e300
LARGEST_WHOLE = 1 << 53
"""The largest whole numbers that come back from JSON everywhere."""


def is_text(value: object) -> bool:
    """Text."""
    return isinstance(value, str)


def is_flag(value: object) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_whole(value: object) -> bool:
    """A whole number."""
    return isinstance(value, int) and not is_flag(value) and abs(value) <= LARGEST_WHOLE


def is_number(value: object) -> bool:
    """A finite number."""
    return is_whole(value) or (
        isinstance(value, float) and math.isfinite(value) and abs(value) <= LARGEST
    )


def _or_nothing(kind: Kind) -> Kind:
    return lambda value: value is None or kind(value)


def _list_of(kind: Kind, at_least: int = 0) -> Kind:
    return lambda value: (
        isinstance(value, list) and len(value) >= at_least and all(map(kind, value))
    )


def _row_of(*kinds: Kind) -> Kind:
    return lambda value: (
        isinstance(value, list)
        and len(value) == len(kinds)
        and all(kind(one) for kind, one in zip(kinds, value, strict=True))
    )


def _by_name(kind: Kind, names: Kind = is_text) -> Kind:
    return lambda value: (
        isinstance(value, dict) and all(names(name) and kind(one) for name, one in value.items())
    )


def _record(needed: dict[str, Kind], optional: dict[str, Kind] | None = None) -> Kind:
    """What has these names and maybe those; others are of a newer version."""

    def fits(value: object) -> bool:
        if not isinstance(value, dict) or not needed.keys() <= value.keys():
            return False
        kinds = {**(optional or {}), **needed}
        return all(kind(value[name]) for name, kind in kinds.items() if name in value)

    return fits


def _is_word_or_number(value: object) -> bool:
    return is_text(value) or is_number(value)


def _is_id(name: object) -> bool:
    return isinstance(name, str) and name.isascii() and name.isdigit() and len(name) < 16


def _is_hyperparameters(value: object) -> bool:
    return _by_name(_is_word_or_number)(value)


def _only(names: set[str], kind: Kind) -> Kind:
    return lambda value: isinstance(value, dict) and value.keys() <= names and kind(value)


_TEXT_OPTIONS = ("separator", "file_column", "keywords_column", "encoding")
_OTHER_OPTIONS: dict[str, Kind] = {
    "delimiter": _or_nothing(is_text),
    "title_column": _or_nothing(is_text),
    "whole_lines": is_flag,
}
_table_options = _only(
    {*_TEXT_OPTIONS, *_OTHER_OPTIONS},
    _record({}, {**dict.fromkeys(_TEXT_OPTIONS, is_text), **_OTHER_OPTIONS}),
)
_calibration = _record(
    {
        "method": is_text,
        "scores": _list_of(is_number),
        "probabilities": _list_of(is_number),
        "slope": is_number,
        "offset": is_number,
    }
)
_shown: dict[str, Kind] = {
    "thresholds": _record({"common": is_number, "per_label": _by_name(is_number, _is_id)}),
    "calibration": _or_nothing(_calibration),
}

KINDS: dict[str, Kind] = {
    "archive.": _or_nothing(is_text),
    "catalogue.": is_text,
    "encoder.row_length": _row_of(is_text, is_whole),
    "encoder.precisions": _by_name(_row_of(is_text, is_text)),
    "encoder.used": _list_of(_row_of(is_text, is_text)),
    "encoder.": is_text,
    "encode.failed": is_whole,
    "decode.": is_number,
    "language.contexts": _or_nothing(_list_of(_row_of(is_text, is_number), at_least=1)),
    "language.": is_text,
    "scan.left": _or_nothing(is_whole),
    "scan.keyword_table": _or_nothing(
        _record({"path": is_text, "options": _table_options}, {"import_id": is_whole})
    ),
    "scan.metadata_version": is_whole,
    "scan.": _or_nothing(lambda value: isinstance(value, dict)),
    "tuned.": _or_nothing(
        _record(
            {"hyperparameters": _is_hyperparameters, "threshold": is_number},
            {"shown": _record(_shown), "references": is_whole},
        )
    ),
    "recommended.suggester": _or_nothing(
        _record(
            {"suggester": is_text, "made_at": is_text, "fingerprint": is_text},
            {"beta": is_number, "f_score": is_number, "others": _by_name(is_number)},
        )
    ),
    "suggest.suggester": _or_nothing(is_text),
    "suggest.": is_number,
    "suggestions.shown": _or_nothing(_record({"run": _by_name(lambda _: True), **_shown})),
    "duplicates.choices": _record(
        {"lower": is_number, "upper": is_number},
        {
            "counted": _list_of(is_text),
            "originals": _list_of(is_text),
            "rule": _record(
                {},
                {
                    "parts": _list_of(is_text),
                    "formats": _list_of(is_text),
                    "name_pattern": is_text,
                    "folder_pattern": is_text,
                },
            ),
        },
    ),
    "evaluate.": is_number,
    "backups.": is_number,
}
"""What a setting holds, by the beginning of its name; the first that fits counts."""


def fits_setting(key: str, value: object) -> bool:
    """Whether a version of the program may have written this value of a setting."""
    return all(kind(value) for kind in _kinds_of(key)[:1])


def stored_setting(key: str, stored: str | bytes) -> tuple[bool, Any]:
    """Whether what the table holds is a value of this setting, and the value (else None)."""
    try:
        value = json.loads(stored)
    except (ValueError, TypeError, RecursionError):
        return False, None
    return (True, value) if fits_setting(key, value) else (False, None)


def _kinds_of(key: str) -> list[Kind]:
    return [kind for start, kind in KINDS.items() if key.startswith(start)]
