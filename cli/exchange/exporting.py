"""The command that writes images and labels as a dataset."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.exchange import export_options as typed
from cli.output.streams import put_bytes
from cli.output.words import answer, export_lines, note
from cli.running import steps
from cli.running.choosing import image_filter
from cli.running.options import (
    AsJson,
    CaptionFrom,
    CaptionLanguages,
    CataloguePath,
    Folder,
    Force,
    Raw,
    StatusOption,
    WithCaptions,
    WithLabels,
)
from cli.running.tables import STANDARD
from db.records import ImageFilter, Status
from db.text import storable_number
from engine.errors import InputError
from engine.exchange.export_format import ExportFormat, OptionValue
from engine.exchange.formats.csv_files import RAW
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.registry import format_for, format_named

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.answers.exporting.settings import ExportSettings

commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py export photos.nabolag.sqlite labels.csv · "
    "python main.py export photos.nabolag.sqlite out --format jsonl --only reviewed --split 80/20"
)
def export(
    catalogue: CataloguePath,
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="The file or folder to write; - prints.")
    ],
    export_format: typed.Format = None,
    options: typed.FormatOptions = [],  # noqa: B006  Typer copies it
    preset: typed.Preset = None,
    save_preset: typed.SavePreset = None,
    text: typed.Filter = None,
    label: WithLabels = None,
    folder: Folder = None,
    status: StatusOption = Status.ANY,
    with_captions: WithCaptions = None,
    caption_language: CaptionLanguages = None,
    caption_source: CaptionFrom = None,
    saved: typed.Saved = None,
    only: typed.OnlyState = None,
    split: typed.Split = None,
    seed: typed.Seed = 0,
    decided: typed.Decided = None,
    minimum_images: typed.MinimumImages = None,
    parents: typed.Parents = None,
    names: typed.LabelNames = None,
    suggestions: typed.Suggestions = None,
    top: typed.Top = None,
    limit: typed.Limit = None,
    pictures: typed.Pictures = None,
    size: typed.Size = None,
    convert: typed.Convert = None,
    quality: typed.Quality = None,
    srgb: typed.Srgb = False,
    strip: typed.Strip = False,
    title: typed.Title = None,
    description: typed.Description = None,
    licence: typed.Licence = None,
    creator: typed.Creator = None,
    contact: typed.Contact = None,
    url: typed.Url = None,
    card: typed.Card = None,
    dry_run: typed.DryRun = False,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write images with their labels to a file or folder, in one of many formats.

    Without options it is every image with all its labels, as a table that `create --keywords` and
    `import` take again.
    """
    sources = {True: "decided", False: "any", None: None}[decided]
    chosen = {
        "state": only,
        "sources": sources,
        "least_images": minimum_images,
        "parents": parents,
        "names": names,
        "suggestions_from": suggestions,
        "card": card,
    }
    files = {
        "way": pictures,
        "longest_side_px": size,
        "format": convert,
        "quality": quality,
        "colours": "srgb" if srgb else None,
        "metadata": "stripped" if strip else None,
    }
    said = {
        "title": title,
        "description": description,
        "licence": licence,
        "creator": creator,
        "contact": contact,
        "url": url,
    }
    named = _named_format(export_format, destination, has_preset=preset is not None)
    with steps.opened(catalogue) as opened:
        settings = _started(opened, preset, named)
        settings = _with_options(settings, options, raw=raw)
        wanted = image_filter(
            opened,
            labels=label or (),
            folder=folder,
            status=status,
            text=text or "",
            captions=with_captions,
            caption_languages=caption_language or [],
            caption_source=caption_source,
        )
        settings = _with_images(opened, settings, wanted, saved)
        settings = replace(settings, **_given(chosen))
        settings = _with_split(settings, split, seed)
        settings = _with_pictures(settings, _given(files))
        settings = replace(settings, statement=replace(settings.statement, **_given(said)))
        _save(opened, save_preset, settings)
        if destination == STANDARD and not dry_run:
            _to_standard_output(opened, settings, storable_number(limit), top, as_json=as_json)
            return
        summary = steps.export(
            opened,
            destination,
            settings,
            force=force,
            dry_run=dry_run,
            limit=storable_number(limit),
            top=top,
        )
    answer(summary, export_lines(summary), as_json)


def _to_standard_output(
    catalogue: "Catalogue",
    settings: "ExportSettings",
    limit: int | None,
    top: int | None,
    *,
    as_json: bool,
) -> None:
    """Print what the file would hold, and tell the rest on stderr. Raises InputError for a format
    that writes a folder."""
    chosen = format_named(settings.format)
    if as_json:
        raise InputError("cli-one-on-standard-output")
    if chosen.writes_folder:
        raise InputError("cli-folder-on-standard-output", format=chosen.name)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"export{chosen.suffix}"
        summary = steps.export(
            catalogue, place, replace(settings, card=False), limit=limit, top=top
        )
        put_bytes(place.read_bytes())
    note("\n".join(export_lines(replace(summary, destination=STANDARD))))


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said; the rest stays as it is."""
    return {name: value for name, value in said.items() if value is not None}


def _named_format(name: str | None, destination: Path, *, has_preset: bool) -> str | None:
    """The format that was named, else the one that DEST's ending stands for; None where a preset
    says it. Raises InputError."""
    if name is not None:
        return format_named(name).name
    return None if has_preset else format_for(destination).name


def _started(catalogue: "Catalogue", preset: str | None, named: str | None) -> "ExportSettings":
    """The settings of the preset, or the usual ones, in the format that was named."""
    from engine.answers.exporting.presets import open_preset
    from engine.answers.exporting.settings import ExportSettings

    settings = ExportSettings() if preset is None else open_preset(catalogue, preset)
    if named is None or named == settings.format:
        return settings
    return replace(settings, format=named, options={})


def _with_options(settings: "ExportSettings", texts: list[str], *, raw: bool) -> "ExportSettings":
    given = format_options(format_named(settings.format), texts, raw=raw)
    return replace(settings, options={**settings.options, **given})


def format_options(
    export_format: ExportFormat, texts: list[str], *, raw: bool
) -> dict[str, OptionValue]:
    """The options of a format as typed; ``--raw`` is short for one that formats without cells
    do not need. Raises InputError."""
    given: dict[str, OptionValue] = {}
    if raw and RAW in export_format.options:
        given[RAW.name] = True
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError("export-option-no-value", text=text)
        given[name] = value
    checked = export_format.checked_options(given)
    return {name: checked[name] for name in given}


def _with_images(
    catalogue: "Catalogue", settings: "ExportSettings", conditions: ImageFilter, saved: str | None
) -> "ExportSettings":
    from engine.answers.saved_searches import open_search

    if saved is None:
        return settings if conditions == ImageFilter() else replace(settings, images=conditions)
    if conditions != ImageFilter():
        raise InputError("cli-export-saved-alone")
    search = open_search(catalogue, saved).search
    if search.meaning is not None:
        raise InputError("cli-export-saved-meaning", name=search.name)
    return replace(settings, images=search.filter)


def _with_split(settings: "ExportSettings", split: str | None, seed: int) -> "ExportSettings":
    from engine.answers.exporting.settings import SplitSettings, shares_of

    if split is None:
        return settings
    if Path(split).suffix.casefold() == ".csv":
        return replace(settings, split=SplitSettings(file=str(Path(split).absolute())))
    return replace(settings, split=SplitSettings(shares_of(split), seed))


def _with_pictures(settings: "ExportSettings", given: dict[str, Any]) -> "ExportSettings":
    """Picture files where any option is about them; a format that needs them has its own usual."""
    if not given:
        return settings
    chosen = format_named(settings.format)
    if given.get("way") == "in-place":
        if chosen.pictures == "always":
            raise InputError("export-pictures-always", format=chosen.name)
        return replace(settings, pictures=None)
    if chosen.pictures == "never":
        raise InputError("export-no-pictures", format=chosen.name)
    return replace(settings, pictures=replace(settings.pictures or PictureSettings(), **given))


def _save(catalogue: "Catalogue", name: str | None, settings: "ExportSettings") -> None:
    from engine.answers.exporting.presets import save_preset

    if name is not None:
        save_preset(catalogue, name, settings, replaces=True)
