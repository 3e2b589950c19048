"""How a named search is written into a catalogue, as plain JSON, and read back.

    {"name": "Ships", "filter": {"folder": "sea", "label_ids": [{"id": 3, "path": "boats|ships"}]},
     "terms": [{"kind": "words", "text": "storm", "weight": 1.0}], "order": "path",
     "backwards": false}

Of the filter only the conditions are written that it sets. ``terms`` are those of the search by
meaning, none where it goes by names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from db.captions.records import CaptionSource
from db.records import ImageFilter, ImageOrder, ImageShape, LabellingSource, Status
from db.setting_values import is_number
from db.text import clean_name
from engine.answers import stored_values as stored
from engine.language.query import MAX_TERMS, MAX_WEIGHT, Query, Term, TermKind

EVERYTHING = ImageFilter()
LABEL_CONDITIONS = ("label_ids", "any_label_ids", "no_label_ids", "suggested_ids")
"""The conditions of a filter that name labels."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with its name: all that decides which images the library shows, in what order.

    ``meaning`` ranks the images; without it they stand in ``order``.
    """

    name: str
    filter: ImageFilter = EVERYTHING
    meaning: Query | None = None
    order: ImageOrder = ImageOrder.PATH
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class StoredSearch:
    """A named search as it was stored; ``paths`` are those its labels had then, by their ids."""

    search: SavedSearch
    paths: Mapping[int, str]


def written(search: SavedSearch, paths: Mapping[int, str]) -> dict[str, Any]:
    """A named search as JSON holds it; labels without a path are left out."""
    conditions: dict[str, Any] = {}
    for one in fields(ImageFilter):
        value = getattr(search.filter, one.name)
        if one.name in LABEL_CONDITIONS:
            value = [{"id": i, "path": paths[i]} for i in value if i in paths]
        elif isinstance(value, tuple):
            value = list(value)
        elif one.name in ("status", "shape") and value is not None:
            value = str(value)
        if value not in ([], getattr(EVERYTHING, one.name)):
            conditions[one.name] = value
    terms = search.meaning.terms if search.meaning is not None else ()
    return {
        "name": search.name,
        "filter": conditions,
        "terms": [{"kind": t.kind, "text": t.text, "weight": t.weight} for t in terms],
        "order": str(search.order),
        "backwards": search.backwards,
    }


def read(entry: object) -> StoredSearch:
    """What ``written`` made. Raises ``stored_values.UnreadableError`` for anything else.

    A condition that is not known would show other images than were meant: it makes the whole
    search unreadable.
    """
    row = stored.row(entry)
    name = stored.text(row.get("name"))
    stored.want(bool(name) and clean_name(name) == name)
    filters = stored.row(row.get("filter"))
    stored.want(filters.keys() <= READERS.keys() | set(LABEL_CONDITIONS))
    conditions: dict[str, Any] = {}
    paths: dict[int, str] = {}
    for condition, value in filters.items():
        if condition in LABEL_CONDITIONS:
            labels = _labels(value)
            conditions[condition] = tuple(labels)
            paths |= labels
        else:
            conditions[condition] = READERS[condition](value)
    search = SavedSearch(
        name,
        ImageFilter(**conditions),
        _meaning(row.get("terms", [])),
        _member(ImageOrder)(row.get("order", ImageOrder.PATH)),
        stored.flag(row.get("backwards", False)),
    )
    return StoredSearch(search, paths)


def _day(value: object) -> str:
    text = stored.text(value)
    try:
        stored.want(not text or date.fromisoformat(text).isoformat() == text)
    except ValueError:
        raise stored.UnreadableError from None
    return text


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(stored.text, stored.items(value)))


def _member(kind: Callable[[Any], Any]) -> Callable[[object], Any]:
    def reader(value: object) -> Any:  # noqa: ANN401
        try:
            return kind(stored.text(value))
        except ValueError:
            raise stored.UnreadableError from None

    return reader


def _source(value: object) -> LabellingSource:
    stored.want(value in get_args(LabellingSource))
    source: LabellingSource = value  # type: ignore[assignment]
    return source


def _caption_source(value: object) -> CaptionSource:
    stored.want(value in get_args(CaptionSource))
    source: CaptionSource = value  # type: ignore[assignment]
    return source


READERS: dict[str, Callable[[object], Any]] = {
    "text": stored.text,
    "folder": stored.text,
    "status": _member(Status),
    "source": _source,
    "suggestions": stored.flag,
    "captured_from": _day,
    "captured_to": _day,
    "formats": _texts,
    "bytes_from": stored.whole,
    "bytes_to": stored.whole,
    "side_from_px": stored.whole,
    "side_to_px": stored.whole,
    "shape": _member(ImageShape),
    "decider": stored.text,
    "decided_from": _day,
    "decided_to": _day,
    "duplicates_of": stored.whole,
    "captions": stored.flag,
    "caption_languages": _texts,
    "caption_source": _caption_source,
}
"""How each condition that names no labels is read."""


def _labels(value: object) -> dict[int, str]:
    return {
        stored.whole(row.get("id")): stored.text(row.get("path"))
        for row in map(stored.row, stored.items(value))
    }


def _meaning(value: object) -> Query | None:
    rows = stored.items(value)
    stored.want(len(rows) <= MAX_TERMS)
    terms = tuple(_term(stored.row(row)) for row in rows)
    return Query(terms) if terms else None


def _term(row: Mapping[str, Any]) -> Term:
    kind, text, weight = row.get("kind"), stored.text(row.get("text")), row.get("weight")
    stored.want(kind in get_args(TermKind) and text.strip())
    stored.want(is_number(weight) and 0 < abs(float(weight or 0)) <= MAX_WEIGHT)
    return Term(kind, text, float(weight or 0))  # type: ignore[arg-type]
