"""Named settings of exports and the last exports made, kept in the catalogue.

They are two settings, {"version": 1, "presets": [{"name": …, "settings": {…}}]} and
{"version": 1, "exports": [{"destination": …, "made_at": …, "images": …, "labels": …, "settings":
{…}}]}. What
cannot be read in them is neither shown nor lost.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.catalogue import Catalogue
from db.clock import now_utc
from db.text import MAX_NAME_LENGTH, clean_name, name_key
from engine.answers.exporting.settings import ExportSettings
from engine.answers.exporting.settings_format import read, written
from engine.answers.stored_values import UnreadableError
from engine.errors import InputError

PRESETS_SETTING = "export.presets"
PRESETS_ASIDE = "export.presets.unreadable"
EXPORTS_SETTING = "export.last"
EXPORTS_ASIDE = "export.last.unreadable"
VERSION = 1
MOST_EXPORTS = 20

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LastExport:
    """An export that was made: where to, when (ISO 8601, UTC), how many images and labels, and how;
    ``labels`` is None where an earlier version did not count them."""

    destination: Path
    made_at: str
    images: int
    settings: ExportSettings
    labels: int | None = None


def preset_names(catalogue: Catalogue) -> list[str]:
    """The names there are, by name."""
    found = _entries(catalogue.settings.as_stored(PRESETS_SETTING), "presets")[0]
    return sorted((name for name in map(_name, found) if name), key=name_key)


def open_preset(catalogue: Catalogue, name: str) -> ExportSettings:
    """The settings of this name, upper and lower case alike, with the labels there are now.

    Raises InputError where there is none, or it cannot be read.
    """
    found = _entries(catalogue.settings.as_stored(PRESETS_SETTING), "presets")[0]
    position = _position(found, name)
    if position is None:
        known = preset_names(catalogue)
        raise InputError("export-preset-none", name=clean_name(name), known=known)
    try:
        return read(found[position]["settings"], catalogue.labels.all())
    except (UnreadableError, KeyError):
        raise InputError("export-preset-unreadable", name=clean_name(name)) from None


def save_preset(
    catalogue: Catalogue, name: str, settings: ExportSettings, *, replaces: bool = False
) -> str:
    """Keep settings under a name, which is given back as it is kept.

    Raises InputError for a name that is empty, too long, or taken where it ``replaces`` nothing.
    """
    kept = clean_name(name)
    if not kept:
        raise InputError("export-preset-without-name")
    if len(kept) > MAX_NAME_LENGTH:
        raise InputError("export-preset-name-long", most=MAX_NAME_LENGTH)
    entry = {"name": kept, "settings": written(settings, catalogue.labels.all())}

    def changed(text: str | None) -> Entry:
        found, aside = _entries(text, "presets")
        position = _position(found, kept)
        if position is None:
            found.append(entry)
        elif replaces:
            found[position] = entry
        else:
            raise InputError("export-preset-taken", name=kept)
        return _kept(PRESETS_SETTING, "presets", found, PRESETS_ASIDE, aside)

    catalogue.settings.change(PRESETS_SETTING, changed)
    return kept


def delete_preset(catalogue: Catalogue, name: str) -> ExportSettings | None:
    """Forget settings; gives them back, None where they could not be read. Raises InputError where
    there are none of this name."""
    deleted: list[Any] = []

    def changed(text: str | None) -> Entry:
        found, aside = _entries(text, "presets")
        position = _position(found, name)
        if position is None:
            raise InputError("export-preset-none", name=clean_name(name), known=[])
        deleted.append(found.pop(position).get("settings"))
        return _kept(PRESETS_SETTING, "presets", found, PRESETS_ASIDE, aside)

    catalogue.settings.change(PRESETS_SETTING, changed)
    try:
        return read(deleted[-1], catalogue.labels.all())
    except UnreadableError:
        return None


def last_exports(catalogue: Catalogue) -> list[LastExport]:
    """The exports that were made from here, the newest first."""
    found = _entries(catalogue.settings.as_stored(EXPORTS_SETTING), "exports")[0]
    labels = catalogue.labels.all()
    exports = []
    for entry in found:
        try:
            export = LastExport(
                Path(str(entry["destination"])),
                str(entry["made_at"]),
                int(entry["images"]),
                read(entry["settings"], labels),
                None if entry.get("labels") is None else int(entry["labels"]),
            )
        except (UnreadableError, KeyError, TypeError, ValueError, OverflowError):
            continue
        exports.append(export)
    return exports


def note_export(
    catalogue: Catalogue, destination: Path, settings: ExportSettings, *, images: int, labels: int
) -> None:
    """Remember an export; an earlier one to the same place is forgotten."""
    entry = {
        "destination": str(destination),
        "made_at": now_utc(),
        "images": images,
        "labels": labels,
        "settings": written(settings, catalogue.labels.all()),
    }

    def changed(text: str | None) -> Entry:
        found, aside = _entries(text, "exports")
        others = [one for one in found if one.get("destination") != entry["destination"]]
        kept = [entry, *others][:MOST_EXPORTS]
        return _kept(EXPORTS_SETTING, "exports", kept, EXPORTS_ASIDE, aside)

    catalogue.settings.change(EXPORTS_SETTING, changed)


def _entries(text: str | None, part: str) -> tuple[list[Entry], str]:
    """The entries of a setting, and what it holds where that is no list of them.

    Raises InputError for one of a newer version: writing to it would lose what that one knows.
    """
    if text is None:
        return [], ""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return [], text
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise InputError("export-settings-newer")
    entries = value.get(part) if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return [], text
    return entries, ""


def _kept(setting: str, part: str, entries: list[Entry], aside_as: str, aside: str) -> Entry:
    return {setting: {"version": VERSION, part: entries}, **({aside_as: aside} if aside else {})}


def _name(entry: Entry) -> str:
    name = entry.get("name")
    return name if isinstance(name, str) else ""


def _position(entries: list[Entry], name: str) -> int | None:
    wanted = name_key(name)
    found = (place for place, one in enumerate(entries) if name_key(_name(one)) == wanted)
    return next(found, None)
