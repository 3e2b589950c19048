"""The conditions of a filter that name labels, changed by one label at a time."""

from dataclasses import replace
from typing import Any

from db.records import ImageFilter
from engine.answers.saved_search_format import LABEL_CONDITIONS


def toggled(wanted: ImageFilter, condition: str, label_id: int) -> ImageFilter:
    """With the label in a condition, or without it where it is there already.

    An image cannot both carry a label and be without it: the other condition lets go of it.
    """
    ids: tuple[int, ...] = getattr(wanted, condition)
    if label_id in ids:
        return _with(wanted, {condition: _without(ids, label_id)})
    changed = {condition: (*ids, label_id)}
    for one, other in (("label_ids", "no_label_ids"), ("no_label_ids", "label_ids")):
        if condition == one:
            changed[other] = _without(getattr(wanted, other), label_id)
    return _with(wanted, changed)


def only(wanted: ImageFilter, condition: str, label_id: int) -> ImageFilter:
    """With this one label in a condition and no other label in any; the rest stays."""
    return _with(wanted, {**dict.fromkeys(LABEL_CONDITIONS, ()), condition: (label_id,)})


def has_labels(wanted: ImageFilter) -> bool:
    """Whether the filter names any label."""
    return any(getattr(wanted, one) for one in LABEL_CONDITIONS)


def _with(wanted: ImageFilter, conditions: dict[str, Any]) -> ImageFilter:
    return replace(wanted, **conditions)


def _without(ids: tuple[int, ...], label_id: int) -> tuple[int, ...]:
    return tuple(one for one in ids if one != label_id)
