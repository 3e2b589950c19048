"""RO-Crates are opened by the library of those who specify them."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from engine.exchange.content import Statement
from engine.exchange.formats.ro_crate import HELD
from engine.exchange.registry import format_of, read_export
from tests.exchanging import STATEMENT, FolderPictures, archive_images, content_of, write_format


@pytest.mark.parametrize("holds", sorted(HELD))
def test_its_own_library_opens_it_with_every_file(tmp_path: Path, holds: str) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    content = content_of(images, pictures=pictures)
    place = write_format("ro-crate", tmp_path / "out", content, holds=holds)

    crate = ROCrate(place)
    assert crate.name == STATEMENT.title
    assert crate.license.id == f"https://spdx.org/licenses/{STATEMENT.licence}"
    assert crate.creator["name"] == STATEMENT.creator
    assert crate.root_dataset["contactPoint"]["email"] == STATEMENT.contact
    assert crate.root_dataset["datePublished"] == STATEMENT.made_at
    described = [one for one in crate.get_entities() if one.type == "File"]
    assert described
    for one in described:
        content_bytes = (place / one["name"]).read_bytes()
        assert hashlib.sha256(content_bytes).hexdigest() == one["sha256"]
        assert one["contentSize"] == str(len(content_bytes))
    copies = {path.read_bytes() for path in place.rglob("*") if path.suffix in (".jpg", ".png")}
    assert copies == {pictures.read(image).data for image in images} or holds == "camtrap-dp"
    assert {one.id for one in crate.root_dataset["hasPart"]} >= {one.id for one in described}


@pytest.mark.parametrize("holds", ["jsonl", "csv-long", "coco"])
def test_its_labels_come_back(tmp_path: Path, holds: str) -> None:
    images = archive_images(tmp_path / "archive")

    place = write_format("ro-crate", tmp_path / "out", content_of(images), holds=holds)

    found = format_of(place)
    assert found is not None
    assert found.name == ("coco" if holds == "coco" else "ro-crate")
    back: dict[str, set[tuple[str, ...]]] = {}
    for image in read_export(place):
        back.setdefault(image.file, set()).update(one.levels for one in image.labellings)
    assert back == {image.file: {one.levels for one in image.labellings} for image in images}


def test_people_and_licences_are_named_by_address_where_they_have_one(tmp_path: Path) -> None:
    content = content_of(archive_images(tmp_path / "archive"))
    orcid = "https://orcid.org/0000-0002-1825-0097"
    said = Statement(
        title="T", creator=f"Kari ({orcid}); Ola Nordmann", licence="Ask us first", contact="Us"
    )

    place = write_format("ro-crate", tmp_path / "out", replace(content, statement=said))

    crate = ROCrate(place)
    assert [(one.id, one["name"]) for one in crate.creator] == [
        (orcid, "Kari"),
        ("#creator-2", "Ola Nordmann"),
    ]
    assert crate.license["name"] == "Ask us first"
    assert crate.root_dataset["contactPoint"]["name"] == "Us"


def test_what_nobody_states_is_said_so(tmp_path: Path) -> None:
    content = replace(content_of([]), statement=Statement())

    place = write_format("ro-crate", tmp_path / "out", content)

    graph = json.loads((place / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    root = next(one for one in graph if one["@id"] == "./")
    # What the specification asks of every crate; its context does not know this word.
    context = json.loads((place / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@context"]
    assert "sha256" in context[1]
    assert root.keys() >= {"name", "description", "datePublished", "license"}
    assert ROCrate(place).license["name"] == "Not stated"
