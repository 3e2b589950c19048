"""Camtrap DP back in: a package of this program or of others, in a folder or a ZIP archive.

Of a package of others, an animal's label is its scientific name, that of a human or a vehicle what
the observation is, and the picture is known by its path, on the web by its name. What a machine
classified is a suggestion. Observations of a whole event name no picture and are passed over.

Source: https://camtrap-dp.tdwg.org, version 1.0.2.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.exchange.formats.biodiversity.cells import file_at, moment
from engine.exchange.formats.json_files import WRONG_SHAPE, json_head, json_value, share_of, text
from engine.exchange.packed_files import PackedFolder
from engine.exchange.records import ExchangedImage, ExchangedLabelling, ExchangedSuggestion
from engine.table_file import open_table
from messages.levels import split_levels

PACKAGE = "datapackage.json"
MADE_HERE = "Nabolag"
"""The source that a package of this program names; in those of others tags and identifiers may mean
anything."""
MEDIA_COLUMNS = ("mediaID", "filePath")
OBSERVATION_COLUMNS = ("mediaID", "observationType", "scientificName")
NAMED_BY_TYPE = ("human", "vehicle")

Row = dict[str, str]


def recognises(path: Path) -> bool:
    """Whether this is a package of camera traps: its folder, an archive of it, or its
    description."""
    folder = _folder(path)
    if folder is None:
        return False
    try:
        with folder.file(PACKAGE) as package:
            head = json_head(package)
    except InputError:
        return False
    return "camtrap-dp" in head and '"resources"' in head


def _folder(path: Path) -> PackedFolder | None:
    return PackedFolder.with_file(path.parent if path.name == PACKAGE else path, PACKAGE)


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images, one for each observation of a picture.

    Raises InputError for a package that is damaged, names files outside it, or is far too large.
    """
    folder = _folder(path)
    if folder is None:
        raise InputError("export-unknown", path=path)
    with folder.file(PACKAGE) as package:
        files, is_own = _resources(json_value(package))
    pictures: dict[str, str] = {}
    for row in _rows(folder, files["media"], MEDIA_COLUMNS):
        pictures[row["mediaID"]] = _file(row, is_own)
    names_pictures = not pictures
    for row in _rows(folder, files["observations"], OBSERVATION_COLUMNS):
        picture = pictures.get(row["mediaID"]) if row["mediaID"] else None
        if picture is not None:
            names_pictures = True
            yield _observed(picture, row, is_own)
    if not names_pictures:
        raise InputError("camtrap-events-only", file=path.name)


def _resources(package: Any) -> tuple[dict[str, str], bool]:  # noqa: ANN401 - whatever it holds
    """The files of media and observations, and whether this program wrote them."""
    try:
        resources = {one["name"]: one["path"] for one in package["resources"]}
        paths = {name: resources[name] for name in ("media", "observations")}
        files = {
            name: text(path[0] if isinstance(path, list) else path) for name, path in paths.items()
        }
        is_own = any(one.get("title") == MADE_HERE for one in package.get("sources") or ())
    except WRONG_SHAPE:
        raise InputError("camtrap-package-wrong", file=PACKAGE) from None
    return files, is_own


def _rows(folder: PackedFolder, name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    def fits(header: Sequence[str]) -> bool:
        return set(columns) <= set(header)

    with folder.file(name) as path, open_table(path, fits=fits) as table:
        for column in columns:
            if table.header.count(column) != 1:
                raise InputError(
                    "table-column-missing",
                    file=path.name,
                    column=column,
                    columns=", ".join(table.header)[:200],
                )
        blank = dict.fromkeys(table.header, "")
        for _, row in table.rows:
            yield blank | dict(zip(table.header, row, strict=False))


def _file(row: Row, is_own: bool) -> str:
    if is_own:
        return file_at(row["mediaID"])
    on_web = row["filePath"].casefold().startswith(("http://", "https://"))
    return (on_web and row.get("fileName", "")) or file_at(row["filePath"])


def _observed(file: str, row: Row, is_own: bool) -> ExchangedImage:
    """The picture with what was observed on it."""
    decider = row.get("classifiedBy", "")
    at = moment(row.get("classificationTimestamp", ""))
    method = row.get("classificationMethod", "")
    levels = _levels(row, is_own)
    if not levels:
        is_seen = method == "human" and row["observationType"] == "blank"
        return ExchangedImage(file, reviewed_at=at if is_seen else "")
    if method == "machine":
        suggestion = ExchangedSuggestion(levels, _share(row.get("classificationProbability", "")))
        return ExchangedImage(file, suggestions=(suggestion,))
    source = "curator" if method == "human" else ""
    return ExchangedImage(file, (ExchangedLabelling(levels, source, decider, at),))


def _levels(row: Row, is_own: bool) -> tuple[str, ...]:
    """The label of an observation; none of a picture without anything, or that nobody named."""
    tags = row.get("observationTags", "") if is_own else ""
    if tags:
        return split_levels(tags)
    name = row["scientificName"]
    if not name and row["observationType"] in NAMED_BY_TYPE:
        name = row["observationType"]
    return (name,) if name else ()


def _share(cell: str) -> float:
    try:
        return share_of(cell) or 0.0
    except ValueError:
        return 0.0
