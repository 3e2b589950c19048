"""Captions beside the pictures: written where asked for, taken back, followed when they change."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from tests.engine.jobs.sidecars.conftest import (
    compare,
    image_id,
    preview,
    scan,
    sidecars,
    undo,
    write,
)


def said(catalogue: Catalogue, path: str) -> list[tuple[str, str]]:
    return [
        (one.text, one.language) for one in catalogue.captions.of_image(image_id(catalogue, path))
    ]


@pytest.fixture
def captioned(catalogue: Catalogue) -> Catalogue:
    first = image_id(catalogue, "a.jpg")
    for text, language in (("An eagle above the fjord", "en"), ("En ørn over fjorden", "nb")):
        catalogue.commands.add_caption(first, text, language=language, language_from="stated")
    return catalogue


def test_captions_are_foretold_written_where_asked_for_and_taken_back(
    captioned: Catalogue, archive: Path
) -> None:
    assert write(captioned).new == 0
    told = preview(captioned, captions=True)
    assert sidecars(archive) == {}
    done = write(captioned, captions=True)
    assert (done.new, done.captions, told.files) == (1, 2, done.files)
    assert done.files[0].captions == ("An eagle above the fjord (en)", "En ørn over fjorden (nb)")
    assert (write(captioned, captions=True).same, compare(captioned).changes) == (1, [])
    assert write(captioned).same == 1
    undo(captioned)
    assert sidecars(archive) == {}


def test_a_caption_is_followed_until_it_is_gone(captioned: Catalogue, archive: Path) -> None:
    write(captioned, captions=True)
    for one in captioned.captions.of_image(image_id(captioned, "a.jpg")):
        if one.language == "nb":
            captioned.commands.delete_caption(one.id)
        else:
            captioned.commands.edit_caption(
                one.id, "A sea eagle", language="en", language_from="stated"
            )
    done = write(captioned, captions=True)
    assert done.files[0].captions == ("A sea eagle (en)",)
    text = (archive / "a.jpg.xmp").read_text(encoding="utf-8")
    assert text.count("A sea eagle") == 2
    assert "fjord" not in text


def test_another_catalogue_reads_the_same_captions(
    captioned: Catalogue, archive: Path, tmp_path: Path
) -> None:
    write(captioned, captions=True)
    with Catalogue.create(tmp_path / "other.nabolag.sqlite", archive) as other:
        scan(other)
        assert said(other, "a.jpg") == said(captioned, "a.jpg")
        before = sidecars(archive)
        write(other, captions=True)
        assert sidecars(archive) == before


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_each_language(captioned: Catalogue, archive: Path) -> None:
    write(captioned, captions=True)
    call = ["exiftool", "-j", "-XMP-dc:Description-*", "-XMP-dc:Description"]
    read = subprocess.run([*call, archive / "a.jpg.xmp"], capture_output=True, check=True)
    (found,) = json.loads(read.stdout)
    assert found["Description-nb"] == "En ørn over fjorden"
    assert found["Description-en"] == found["Description"] == "An eagle above the fjord"
