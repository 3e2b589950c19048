"""Named searches: kept in the catalogue, so that they travel with it, and opened by name.

They are one setting, {"version": 1, "searches": [...]}; ``saved_search_format`` has the rest.
What cannot be read in it is neither shown nor lost: entries stay where they are, and a value that
is no such list at all is put aside under another name before a new list takes its place.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from db.catalogue import Catalogue
from db.names import LabelNames
from db.records import LabelRecord
from db.text import MAX_NAME_LENGTH, clean_name, name_key
from engine.answers.saved_search_format import (
    LABEL_CONDITIONS,
    SavedSearch,
    StoredSearch,
    read,
    written,
)
from engine.answers.stored_values import UnreadableError
from engine.errors import InputError
from messages.levels import join_levels, split_levels
from messages.message import Message

SETTING = "saved_searches"
PUT_ASIDE = "saved_searches.unreadable"
VERSION = 1


@dataclass(frozen=True, slots=True)
class SavedSearches:
    """The names there are, by name; ``trouble`` says what of them cannot be read."""

    names: tuple[str, ...] = ()
    trouble: Message | None = None


@dataclass(frozen=True, slots=True)
class OpenedSearch:
    """A named search with the labels there are now; ``told``: what became of the others."""

    search: SavedSearch
    told: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedSearch:
    """What ``put_back`` needs to undo a deletion."""

    name: str
    position: int
    entry: Any


@dataclass(slots=True)
class _Stored:
    """What the setting holds. ``entries`` as they stand; ``unreadable`` is what is no list."""

    entries: list[Any]
    unreadable: str = ""
    is_newer: bool = False

    def searches(self) -> dict[int, StoredSearch]:
        """Those that can be read, by position."""
        found = {}
        for position, entry in enumerate(self.entries):
            try:
                found[position] = read(entry)
            except UnreadableError:
                continue
        return found

    def named(self, name: str) -> int | None:
        """The position of a search; None where there is none of this name."""
        for position, one in self.searches().items():
            if name_key(one.search.name) == name_key(name):
                return position
        return None


def saved_searches(catalogue: Catalogue) -> SavedSearches:
    """What searches there are."""
    stored = _stored(catalogue.settings.as_stored(SETTING))
    found = stored.searches()
    names = sorted((one.search.name for one in found.values()), key=name_key)
    lost = len(stored.entries) - len(found)
    trouble = None
    if stored.is_newer:
        trouble = Message("saved-searches-newer")
    elif stored.unreadable:
        trouble = Message("saved-searches-unreadable")
    elif lost:
        trouble = Message("saved-searches-some-unreadable", {"searches": lost})
    return SavedSearches(tuple(names), trouble)


def open_search(catalogue: Catalogue, name: str) -> OpenedSearch:
    """The search of this name, upper and lower case alike, with the labels there are now.

    A label is the one of its id, else of its path: where it was made again, or became another
    name of the label it was merged into. Raises InputError where there is no such search.
    """
    stored = _stored(catalogue.settings.as_stored(SETTING))
    position = stored.named(name)
    if position is None:
        raise InputError("saved-search-none", name=clean_name(name))
    found = stored.searches()[position]
    return with_present_labels(found, catalogue.labels.all())


def save_search(catalogue: Catalogue, search: SavedSearch, *, replaces: bool = False) -> str:
    """Keep a search under its name, which is given back as it is kept.

    Raises InputError for a name that is empty, too long, or taken where it ``replaces`` nothing.
    """
    search = replace(search, name=_checked(search.name))
    paths = {one.id: join_levels(one.levels) for one in catalogue.labels.all()}
    entry = written(search, paths)

    def changed(stored: _Stored) -> None:
        position = stored.named(search.name)
        if position is None:
            stored.entries.append(entry)
        elif replaces:
            stored.entries[position] = entry
        else:
            raise InputError("saved-search-taken", name=search.name)

    _change(catalogue, changed)
    return search.name


def rename_search(catalogue: Catalogue, name: str, new_name: str) -> str:
    """Call a search otherwise; gives the name as it is kept. Raises InputError as ``save_search``,
    and where there is no such search."""
    kept = _checked(new_name)

    def changed(stored: _Stored) -> None:
        position = _position(stored, name)
        if stored.named(kept) not in (None, position):
            raise InputError("saved-search-taken", name=kept)
        stored.entries[position] = {**stored.entries[position], "name": kept}

    _change(catalogue, changed)
    return kept


def delete_search(catalogue: Catalogue, name: str) -> DeletedSearch:
    """Forget a search. Raises InputError where there is no such search."""
    deleted: list[DeletedSearch] = []

    def changed(stored: _Stored) -> None:
        position = _position(stored, name)
        kept = stored.searches()[position].search.name
        deleted.append(DeletedSearch(kept, position, stored.entries.pop(position)))

    _change(catalogue, changed)
    return deleted[-1]


def put_back(catalogue: Catalogue, deleted: DeletedSearch) -> None:
    """Undo a deletion. Raises InputError where another search has the name by now."""

    def changed(stored: _Stored) -> None:
        if stored.named(deleted.name) is not None:
            raise InputError("saved-search-taken", name=deleted.name)
        stored.entries.insert(deleted.position, deleted.entry)

    _change(catalogue, changed)


def _stored(text: str | None) -> _Stored:
    if text is None:
        return _Stored([])
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _Stored([], unreadable=text)
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        return _Stored([], is_newer=True)
    entries = value.get("searches") if isinstance(value, dict) else None
    if version != VERSION or not isinstance(entries, list):
        return _Stored([], unreadable=text)
    return _Stored(entries)


def _change(catalogue: Catalogue, changed: Callable[[_Stored], None]) -> None:
    def work(text: str | None) -> dict[str, Any]:
        stored = _stored(text)
        if stored.is_newer:
            raise InputError("saved-searches-newer")
        changed(stored)
        aside = {PUT_ASIDE: stored.unreadable} if stored.unreadable else {}
        return {SETTING: {"version": VERSION, "searches": stored.entries}, **aside}

    catalogue.settings.change(SETTING, work)


def _position(stored: _Stored, name: str) -> int:
    position = stored.named(name)
    if position is None:
        raise InputError("saved-search-none", name=clean_name(name))
    return position


def _checked(name: str) -> str:
    kept = clean_name(name)
    if not kept:
        raise InputError("saved-search-without-name")
    if len(kept) > MAX_NAME_LENGTH:
        raise InputError("saved-search-name-long", most=MAX_NAME_LENGTH)
    return kept


def with_present_labels(stored: StoredSearch, labels: Iterable[LabelRecord]) -> OpenedSearch:
    """A stored search with the labels there are now: those of its ids, else of its paths."""
    names = LabelNames()
    for one in labels:
        names.add(one.id, one.parent_id, (one.name, *one.aliases))
    known = set(names)
    gone: dict[str, None] = {}
    merged: dict[str, str] = {}

    def now(label_id: int) -> int | None:
        if label_id in known:
            return label_id
        path = stored.paths[label_id]
        found = _of_path(names, path)
        if found is None:
            gone[path] = None
        elif names.path(found) != path:
            merged[path] = names.shown(found)
        return found

    search = stored.search
    conditions: dict[str, Any] = {}
    for condition in LABEL_CONDITIONS:
        ids = [now(one) for one in getattr(search.filter, condition)]
        conditions[condition] = tuple(dict.fromkeys(one for one in ids if one is not None))
    told = [
        Message("saved-search-label-merged", {"label": path, "into": into})
        for path, into in merged.items()
    ]
    if gone:
        told.append(
            Message(
                "saved-search-labels-gone",
                {"name": search.name, "labels": ", ".join(gone), "count": len(gone)},
            )
        )
    return OpenedSearch(
        replace(search, filter=replace(search.filter, **conditions)),
        tuple(told),
    )


def _of_path(names: LabelNames, path: str) -> int | None:
    """The label at this path; else the only one that has its name as another name."""
    levels = split_levels(path)
    for one in names.ending_with(levels):
        if len(names.line(one)) == len(levels):
            return one
    own = name_key(levels[-1])
    found = [one for one in names.named(levels[-1]) if name_key(names.levels(one)[-1]) != own]
    return found[0] if len(found) == 1 else None
