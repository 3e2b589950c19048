"""An export as a dataset tells of itself: settings in words, counts, every file with its hash."""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import mlcroissant
import pytest
import yaml
from PIL import Image

from db.catalogue import Catalogue
from db.clock import now_utc
from db.duplicate_records import DuplicateRun
from db.records import ImageFilter
from engine.answers.current_encoder import FINGERPRINT_SETTING, NAME_SETTING
from engine.answers.exporting.presets import last_exports
from engine.answers.exporting.settings import ExportSettings, SplitSettings
from engine.errors import InputError
from engine.exchange.content import Statement
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.registry import format_named
from engine.jobs.exports.export import export_dataset
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job

SETTINGS = ExportSettings(
    format="imagefolder",
    split=SplitSettings(),
    pictures=PictureSettings(metadata="stripped"),
    statement=Statement(title="Colours", licence="CC0-1.0", contact="kari@example.org"),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    archive = tmp_path / "archive"
    archive.mkdir()
    for number in range(12):
        Image.new("RGB", (40, 30), (20 * number, 9, 9)).save(archive / f"{number}.png")
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as opened:
        run_job(scan_archive(opened, cancel=NeverCancelled()))
        yield opened


def export(
    catalogue: Catalogue, destination: Path, settings: ExportSettings, *, overwrite: bool = False
) -> None:
    run_job(
        export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            settings=settings,
            overwrite=overwrite,
        )
    )


def test_a_dataset_has_its_card(catalogue: Catalogue, tmp_path: Path) -> None:
    export(catalogue, tmp_path / "out", SETTINGS)
    text = (tmp_path / "out" / "README.md").read_text()
    header = yaml.safe_load(text.split("---\n")[1])
    assert header["license"] == "cc0-1.0"
    assert header["pretty_name"] == "Colours"
    assert {one["split"] for one in header["configs"][0]["data_files"]} <= {
        "train", "validation", "test"
    }  # fmt: skip
    for said in ("12 images", "Metadata was taken out", "into train, validation and test"):
        assert said in text
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    files = {one["name"]: one for one in manifest["files"]}
    there = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(files) == len(there) - 1
    for name, one in files.items():
        data = (tmp_path / "out" / name).read_bytes()
        assert one["sha256"] == hashlib.sha256(data).hexdigest()


def test_a_card_says_whether_duplicates_were_searched_for(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    ids = catalogue.images.ids()
    catalogue.commands.label_images(ids, add_names=["red"])
    export(catalogue, tmp_path / "before", SETTINGS)
    before = (tmp_path / "before" / "README.md").read_text()
    assert "Duplicates were not searched for" in before
    assert "Equal files are in the same part" in before
    assert "1 person decided on labels. Each labelling has one decider" in before
    manifest = json.loads((tmp_path / "before" / "manifest.json").read_text())
    assert manifest["deciders"] == 1

    catalogue.duplicates.store_found(DuplicateRun("the encoder"), (), compared=ids[:9])
    export(catalogue, tmp_path / "after", SETTINGS)
    after = (tmp_path / "after" / "README.md").read_text()
    assert "searched for with the features of the encoder the encoder; 9 of 12 images" in after
    assert "Duplicates that were found, and likely ones, are in the same part" in after


def test_no_card_where_none_is_wanted(catalogue: Catalogue, tmp_path: Path) -> None:
    export(catalogue, tmp_path / "out", replace(SETTINGS, card=False))
    assert not (tmp_path / "out" / "README.md").exists()


def project_version() -> str:
    project = Path(__file__).parents[4] / "pyproject.toml"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


@pytest.mark.parametrize("name", ["jsonl", "coco"])
def test_a_card_lies_beside_what_has_no_room_for_it(
    catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    catalogue.settings.set_many({NAME_SETTING: "encoder", FINGERPRINT_SETTING: "the fingerprint"})
    destination = tmp_path / f"labels{format_named(name).suffix}"
    export(catalogue, destination, replace(SETTINGS, format=name, pictures=None))

    about = tmp_path / f"{destination.name}.about"
    manifest = json.loads((about / "manifest.json").read_text(encoding="utf-8"))
    listed = {one["name"] for one in manifest["files"]}
    assert manifest["made_by"] == f"Nabolag {project_version()}"
    assert manifest["encoder"] == "the fingerprint"
    readme = (about / "README.md").read_text(encoding="utf-8")
    assert ("In the folder labels:" in readme) == (name == "coco")
    assert ("file = 'labels.jsonl'" in readme) == (name == "jsonl")
    assert any(path.startswith(destination.name) for path in listed)
    assert f"{about.name}/README.md" in listed


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file")
def test_a_disk_without_room_for_the_card_leaves_neither_table_nor_card(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    import resource  # not on Windows

    catalogue.commands.label_images(catalogue.images.ids(), add_names=["red"])
    table = replace(SETTINGS, format="csv-long", split=None, pictures=None)
    out = tmp_path / "out"
    out.mkdir()
    export(catalogue, out / "there.csv", replace(table, least_images=1))
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}
    catalogue.commands.label_images(catalogue.images.ids(), add_names=["blue"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, hard))  # of every file, less than a plot
    try:
        for name in ("new.csv", "there.csv"):
            with pytest.raises(InputError, match=name):
                export(catalogue, out / name, table, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before
    assert {file.name for file in out.iterdir()} == {"there.csv", "there.csv.about"}


def test_an_older_card_is_replaced_and_somebodys_folder_is_not(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    table = replace(SETTINGS, format="csv-long", split=None, pictures=None)
    about = tmp_path / "labels.csv.about"
    export(catalogue, tmp_path / "labels.csv", table)
    (about / "old.png").touch()

    export(catalogue, tmp_path / "labels.csv", table, overwrite=True)

    assert (about / "README.md").is_file()
    assert not (about / "old.png").exists()
    other = tmp_path / "other.csv.about"
    other.mkdir()
    (other / "letter.txt").touch()
    with pytest.raises(InputError) as refused:
        export(catalogue, tmp_path / "other.csv", table)
    assert refused.value.message.code == "export-card-taken"
    assert not (tmp_path / "other.csv").exists()
    assert [one.name for one in other.iterdir()] == ["letter.txt"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what mlcroissant calls
def test_what_is_exported_says_when_it_was_made(catalogue: Catalogue, tmp_path: Path) -> None:
    years = {now_utc()[:4]}
    said = replace(SETTINGS.statement, creator="Kari", url="https://example.org/colours")
    for name in ("croissant", "coco", "ro-crate"):
        settings = ExportSettings(format=name, statement=said)
        export(catalogue, tmp_path / name, settings)
    years.add(now_utc()[:4])  # of a new year's night

    croissant = mlcroissant.Dataset(str(tmp_path / "croissant" / "croissant.json"))
    assert not croissant.metadata.ctx.issues.errors  # also where nothing is labelled yet
    assert not [one for one in croissant.metadata.ctx.issues.warnings if "date" in one.lower()]
    assert str(croissant.metadata.date_published)[:4] in years
    (coco,) = (tmp_path / "coco").rglob("*.json")
    info = json.loads(coco.read_text())["info"]
    assert str(info["year"]) in years
    assert info["date_created"][:4] in years
    crate = json.loads((tmp_path / "ro-crate" / "ro-crate-metadata.json").read_text())["@graph"]
    (published,) = (one["datePublished"] for one in crate if one["@id"] == "./")
    assert published[:4] in years
    (made,) = re.findall(
        r"^.*\bMade\b.*$", (tmp_path / "croissant.about" / "README.md").read_text(), re.MULTILINE
    )
    assert any(year in made for year in years)
    assert {one.settings.statement.made_at for one in last_exports(catalogue)} == {""}


def test_a_card_says_which_part_of_the_archive_it_is(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.commands.label_images(catalogue.images.ids()[:3], add_names=["warm|red"])
    red = next(one.id for one in catalogue.labels.all() if one.name == "red")

    export(catalogue, tmp_path / "all", SETTINGS)
    export(catalogue, tmp_path / "part", replace(SETTINGS, images=ImageFilter(label_ids=(red,))))

    assert "Chosen images" not in (tmp_path / "all" / "README.md").read_text()
    assert "label warm|red" in (tmp_path / "part" / "README.md").read_text().replace("\\|", "|")
    manifest = json.loads((tmp_path / "part" / "manifest.json").read_text())
    assert manifest["settings"]["Chosen images"] == "label warm|red"
