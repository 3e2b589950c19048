"""Camtrap DP 1.0, the data package of camera traps: deployments, media and observations.

A catalogue does not know all that the standard asks for. What stands in its place:

- a deployment is a folder of the archive, its top folder, or all of it, as the option says. It
  lasts from the first of its images to the last;
- nobody knows where it was: latitude and longitude are 0 with an uncertainty of half the way round
  the Earth, and a comment says so;
- cameras tell no time zone: times are written as UTC, and ``timestampIssues`` is true;
- images without a time stay out, for the standard wants one;
- a label is an animal by its name, unless it or a label above it is called a human, a vehicle or
  blank. An image without labels is blank where somebody reviewed it, else unclassified.

A suggestion is an observation by a machine with its probability. The tags of an observation are the
label's names from the top down, and a picture's ``mediaID`` is the image's path in the archive, by
which it is found again whatever its file is called here. Cells are as they are: names that
a spreadsheet could run are not changed, for the standard's readers take them by the letter.

Source: https://camtrap-dp.tdwg.org, version 1.0.2.
"""

import csv
import json
import mimetypes
import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine.cells import spelled_file
from engine.exchange.content import ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    FormatReader,
    Options,
    Preview,
    Writing,
    first_lines,
)
from engine.exchange.formats.biodiversity.camtrap_dp_reading import (
    MADE_HERE,
    read,
    recognises,
)
from engine.exchange.formats.csv_files import first_table_rows
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

VERSION = "1.0.2"
SCHEMAS = f"https://raw.githubusercontent.com/tdwg/camtrap-dp/{VERSION}"
PICTURES = "images"
ANYWHERE_M = 20_037_508
"""Half the circumference of the Earth."""
WORLD = [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]

DEPLOYMENT = FormatOption(
    "deployment",
    Message("export-option-deployment"),
    default="folder",
    about=Message("export-option-deployment-about"),
    choices=(
        ("folder", Message("export-option-deployment-folder")),
        ("top-folder", Message("export-option-deployment-top-folder")),
        ("archive", Message("export-option-deployment-archive")),
    ),
)
COLUMNS = {
    "deployments": (
        "deploymentID",
        "locationID",
        "locationName",
        "latitude",
        "longitude",
        "coordinateUncertainty",
        "deploymentStart",
        "deploymentEnd",
        "setupBy",
        "cameraID",
        "cameraModel",
        "cameraDelay",
        "cameraHeight",
        "cameraDepth",
        "cameraTilt",
        "cameraHeading",
        "detectionDistance",
        "timestampIssues",
        "baitUse",
        "featureType",
        "habitat",
        "deploymentGroups",
        "deploymentTags",
        "deploymentComments",
    ),
    "media": (
        "mediaID",
        "deploymentID",
        "captureMethod",
        "timestamp",
        "filePath",
        "filePublic",
        "fileName",
        "fileMediatype",
        "exifData",
        "favorite",
        "mediaComments",
    ),
    "observations": (
        "observationID",
        "deploymentID",
        "mediaID",
        "eventID",
        "eventStart",
        "eventEnd",
        "observationLevel",
        "observationType",
        "cameraSetupType",
        "scientificName",
        "count",
        "lifeStage",
        "sex",
        "behavior",
        "individualID",
        "individualPositionRadius",
        "individualPositionAngle",
        "individualSpeed",
        "bboxX",
        "bboxY",
        "bboxWidth",
        "bboxHeight",
        "classificationMethod",
        "classifiedBy",
        "classificationTimestamp",
        "classificationProbability",
        "observationTags",
        "observationComments",
    ),
}
"""All columns of the standard, in its order."""
TYPES = {
    "human": ("human", "person", "people", "menneske", "homo sapiens"),
    "vehicle": ("vehicle", "kjøretøy"),
    "blank": ("blank", "empty", "tom", "tomt"),
}
"""The types of observations that are no animals, with what labels are called that mean them."""


Row = dict[str, str]


@dataclass(slots=True)
class _Deployment:
    """When the first and the last image of a deployment was taken."""

    start: str
    end: str


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the three tables and their description; as ``WritesImages`` says."""
    files = PictureFiles(content.pictures, place / PICTURES)
    english = {label.levels: label.english_name for label in content.labels}
    deployments: dict[str, _Deployment] = {}
    with ExitStack() as stack:
        media = _table(stack, place, "media")
        observations = _table(stack, place, "observations")
        for image in content.images:
            if image.captured_at:
                name = files.name(image)
                files.place(image, name)
                path = _portable_path(name if content.pictures is None else f"{PICTURES}/{name}")
                deployment = _deployment(image.file, str(options[DEPLOYMENT.name]))
                at = f"{image.captured_at[:19]}Z"
                known = deployments.setdefault(deployment, _Deployment(at, at))
                known.start, known.end = min(known.start, at), max(known.end, at)
                media.writerow(_media_row(image, deployment, at, path))
                observations.writerows(_observation_rows(image, deployment, at, content, english))
            yield
        table = _table(stack, place, "deployments")
        table.writerows(_deployment_row(name, one) for name, one in sorted(deployments.items()))
    package = _package(content, deployments)
    (place / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8"
    )


def _table(stack: ExitStack, place: Path, name: str) -> "csv.DictWriter[str]":
    stream = stack.enter_context((place / f"{name}.csv").open("w", encoding="utf-8", newline=""))
    table = csv.DictWriter(stream, COLUMNS[name])
    table.writeheader()
    return table


def _identifier(*what: str) -> str:
    """The same for the same, in every export."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(what)))


def _deployment(file: str, by: str) -> str:
    folder = PurePosixPath(spelled_file(file)).parent
    if by == "archive" or folder == PurePosixPath("."):
        return "archive"
    return folder.parts[0] if by == "top-folder" else str(folder)


def _portable_path(path: str) -> str:
    """A path as the standard allows it: none that begins with a dot or leads upwards."""
    path = re.sub(r"\.(?=\.)|(?<=\.)\.", "%2E", path)
    return f"%{ord(path[0]):02X}{path[1:]}" if path[0] in "./~" else path


def _media_row(image: ExchangedImage, deployment: str, at: str, path: str) -> Row:
    suffix = PurePosixPath(path).suffix.lower()
    guessed = mimetypes.guess_type(f"a{suffix}")[0] or ""
    media_type = guessed if guessed.startswith("image/") else f"image/{suffix.lstrip('.') or 'x'}"
    file = spelled_file(image.file)
    return {
        "mediaID": file,
        "deploymentID": deployment,
        "timestamp": at,
        "filePath": path,
        "filePublic": "false",
        "fileName": PurePosixPath(file).name,
        "fileMediatype": media_type,
        "mediaComments": " | ".join(
            dict.fromkeys(filter(None, (image.title, *(one.text for one in image.captions))))
        ),
    }


def _observation_rows(
    image: ExchangedImage,
    deployment: str,
    at: str,
    content: ExportContent,
    english: dict[tuple[str, ...], str],
) -> Iterator[Row]:
    file = spelled_file(image.file)

    def row(kind: str, levels: tuple[str, ...], by: Row) -> Row:
        return {
            "observationID": _identifier(file, *levels, by.get("classificationMethod", "")),
            "deploymentID": deployment,
            "mediaID": file,
            "eventStart": at,
            "eventEnd": at,
            "observationLevel": "media",
            "observationType": kind,
            "scientificName": levels[-1] if kind == "animal" else "",
            "observationTags": join_levels(levels),
            **by,
        }

    for one in image.labellings:
        by = {}
        if one.source in ("curator", "accepted"):
            by = _by("human", one.decider, one.decided_at)
        yield row(_kind(one.levels, english), one.levels, by)
    for suggestion in image.suggestions:
        share = suggestion.confidence if suggestion.probability is None else suggestion.probability
        machine = _by("machine", content.suggester) | {"classificationProbability": repr(share)}
        yield row(_kind(suggestion.levels, english), suggestion.levels, machine)
    if not image.labellings and not image.suggestions:
        by = _by("human", "", image.reviewed_at) if image.reviewed_at else {}
        yield row("blank" if image.reviewed_at else "unclassified", (), by)


def _by(method: str, who: str, when: str = "") -> Row:
    return {
        "classificationMethod": method,
        "classifiedBy": who,
        "classificationTimestamp": when,
    }


def _kind(levels: tuple[str, ...], english: dict[tuple[str, ...], str]) -> str:
    names = {name.casefold() for name in (*levels, english.get(levels, ""))}
    return next((kind for kind, words in TYPES.items() if names & set(words)), "animal")


def _deployment_row(name: str, one: _Deployment) -> Row:
    return {
        "deploymentID": name,
        "locationName": name,
        "latitude": "0",
        "longitude": "0",
        "coordinateUncertainty": str(ANYWHERE_M),
        "deploymentStart": one.start,
        "deploymentEnd": one.end,
        "timestampIssues": "true",
        "deploymentComments": "The position and the time zone are not known.",
    }


def _package(content: ExportContent, deployments: dict[str, _Deployment]) -> dict[str, Any]:
    said = content.statement
    starts = [one.start[:10] for one in deployments.values()]
    ends = [one.end[:10] for one in deployments.values()]
    package: dict[str, Any] = {
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"{SCHEMAS}/{name}-table-schema.json",
            }
            for name in COLUMNS
        ],
        "profile": f"{SCHEMAS}/camtrap-dp-profile.json",
        "name": "camtrap-dp",
        "title": said.title,
        "description": said.description,
        "created": said.made_at or "1970-01-01T00:00:00Z",
        "sources": [{"title": MADE_HERE}],
        "contributors": [{"title": said.creator or "Unknown", "role": "contributor"}],
        "project": {
            "title": said.title or "Untitled",
            "samplingDesign": "opportunistic",
            "captureMethod": ["activityDetection"],
            "individualAnimals": False,
            "observationLevel": ["media"],
        },
        "spatial": {"type": "Polygon", "coordinates": WORLD},
        "temporal": {
            "start": min(starts, default="1970-01-01"),
            "end": max(ends, default="1970-01-01"),
        },
        "taxonomic": _taxonomic(content),
    }
    if said.contact:
        package["contributors"].append({"title": said.contact, "role": "contact"})
    if said.licence:
        package["licenses"] = [
            {"name": said.licence, "scope": scope} for scope in ("data", "media")
        ]
    if said.url:
        package["homepage"] = said.url
    return package


def _taxonomic(content: ExportContent) -> list[dict[str, Any]]:
    """The animals; two labels of one name are one."""
    english = {label.levels: label.english_name for label in content.labels}
    found: dict[str, dict[str, Any]] = {}
    for label in content.labels:
        if _kind(label.levels, english) == "animal":
            entry = found.setdefault(label.levels[-1], {"scientificName": label.levels[-1]})
            if label.english_name:
                entry["vernacularNames"] = {"eng": label.english_name}
    return list(found.values())


def preview(place: Path) -> Preview:
    """The first observations; the description where no image has a time."""
    found = first_table_rows(place / "observations.csv")
    return found if found.rows else first_lines(place / "datapackage.json")


FORMAT = ExportFormat(
    name="camtrap-dp",
    title=Message("export-format-camtrap-dp"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    options=(DEPLOYMENT,),
    pictures="possible",
    needs_time=lambda _: True,
    purpose="publication",
    reader=FormatReader(recognises, read),
)
