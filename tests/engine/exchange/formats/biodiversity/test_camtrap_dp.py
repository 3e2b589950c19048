"""Camtrap DP holds what its own schemas ask for, by frictionless."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest

from engine.exchange.records import ExchangedImage, ExchangedLabelling
from tests.exchanging import STATEMENT, FolderPictures, archive_images, content_of, write_format

SCHEMAS = Path(__file__).parents[4] / "data" / "camtrap-dp-1.0.2"


def validated(place: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of the tables, once frictionless has found them as the schemas of the standard say;
    those lie with the tests, where the package names their address."""
    package = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    rows: dict[str, list[dict[str, str]]] = {}
    for resource in package["resources"]:
        schema = resource["schema"].rpartition("/")[2]
        assert "/1.0.2/" in resource["schema"]
        resource["schema"] = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
        with (place / resource["path"]).open(encoding="utf-8", newline="") as stream:
            rows[resource["name"]] = list(csv.DictReader(stream))
    local = {key: value for key, value in package.items() if key != "profile"}
    report = frictionless.Package.from_descriptor(local, basepath=str(place)).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note", "message"])
    check_profile(
        package
        | {
            "resources": json.loads((place / "datapackage.json").read_text(encoding="utf-8"))[
                "resources"
            ]
        }
    )
    return rows


def check_profile(package: dict[str, Any]) -> None:
    """Hold the description against the standard's profile, without the schemas that it refers to
    elsewhere."""
    profile = json.loads((SCHEMAS / "camtrap-dp-profile.json").read_text(encoding="utf-8"))
    profile["allOf"] = profile["allOf"][1:]
    profile["allOf"][0]["properties"]["spatial"].pop("$ref")
    jsonschema.Draft4Validator(profile).validate(package)


@pytest.mark.parametrize("with_pictures", [False, True])
def test_the_schemas_of_the_standard_are_kept(tmp_path: Path, with_pictures: bool) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive") if with_pictures else None

    place = write_format("camtrap-dp", tmp_path / "out", content_of(images, pictures=pictures))

    rows = validated(place)
    assert {row["deploymentID"] for row in rows["deployments"]} == {"2019", "2020", "archive"}
    assert len(rows["media"]) == len(images)
    by_media = {row["mediaID"]: row for row in rows["media"]}
    assert sorted(
        (by_media[row["mediaID"]]["fileName"], row["observationType"], row["observationTags"])
        for row in rows["observations"]
        if row["classificationMethod"] != "machine"
    ) == sorted(
        (
            Path(image.file).name,
            "vehicle" if "vehicle" in one.levels else "animal",
            "|".join(level.replace("|", "\\|") for level in one.levels),
        )
        for image in images
        for one in image.labellings
    )
    (machine,) = [row for row in rows["observations"] if row["classificationMethod"] == "machine"]
    assert (machine["classifiedBy"], machine["classificationProbability"]) == (
        "neighbor-mix",
        "0.875",
    )
    if with_pictures:
        for row in rows["media"]:
            assert (place / row["filePath"]).is_file()


@pytest.mark.parametrize(("by", "count"), [("folder", 3), ("top-folder", 2), ("archive", 1)])
def test_a_deployment_is_what_was_chosen(tmp_path: Path, by: str, count: int) -> None:
    image = replace(archive_images(tmp_path / "archive")[0], labellings=())
    times = ["2019-05-01T12:00:00", "2019-05-03T12:00:00.25", "2018-01-01T00:00:00"]
    files = ["a/b/1.jpg", "a/b/2.jpg", "a/c/3.jpg"]
    images = [
        replace(image, file=file, captured_at=at, reviewed_at="")
        for file, at in zip(files, times, strict=True)
    ]
    images += [replace(image, file="d.jpg", captured_at=times[0])]
    images += [replace(image, file="a/b/undated.jpg", captured_at="")]

    place = write_format("camtrap-dp", tmp_path / "out", content_of(images), deployment=by)

    rows = validated(place)
    assert len(rows["deployments"]) == count
    assert len(rows["media"]) == 4
    first = rows["deployments"][0]
    assert first["timestampIssues"] == "true"
    if by == "folder":
        assert (first["deploymentStart"], first["deploymentEnd"]) == (
            "2019-05-01T12:00:00Z",
            "2019-05-03T12:00:00Z",
        )
    kinds = {row["observationType"] for row in rows["observations"]}
    assert kinds == {"blank", "unclassified"}


def test_awkward_names_are_paths_that_the_standard_allows(tmp_path: Path) -> None:
    image = archive_images(tmp_path / "archive")[0]
    labelling = ExchangedLabelling(('=1+"x",\n;',), "curator", "@kari", STATEMENT.made_at)
    names = ["..hidden.jpg", ".x/a..b.jpg", "~home.jpg", "\udce5.jpg", 'a,"b".jpg', "../x.jpg"]
    images = [replace(image, file=name, labellings=(labelling,)) for name in names]

    rows = validated(write_format("camtrap-dp", tmp_path / "out", content_of(images)))

    assert len({row["filePath"] for row in rows["media"]}) == len(names)
    assert {row["scientificName"] for row in rows["observations"]} == {'=1+"x",\n;'}


def test_an_export_of_nothing_is_a_package_too(tmp_path: Path) -> None:
    validated(write_format("camtrap-dp", tmp_path / "out", content_of([ExchangedImage("a.jpg")])))
