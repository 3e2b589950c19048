"""Every format from a real archive: whole, complete, taken up again, and the archive untouched."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.exporting.settings import ExportSettings, SplitSettings
from engine.errors import InputError
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.registry import FORMATS, format_named, read_export
from engine.jobs.exports.export import ExportSummary, export_dataset, export_preview
from engine.jobs.scan import scan_archive
from engine.progress import JobCancelledError, NeverCancelled, run_job

COLOURS = ("red", "green", "blue", "white", "black", "yellow")
WITH_PICTURES = ("imagefolder", "hf-parquet")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Six pictures with what a camera says of them, and a file that calls itself one."""
    folder = tmp_path / "archive"
    (folder / "train stations").mkdir(parents=True)
    for number, colour in enumerate(COLOURS):
        exif = Image.Exif()
        exif[0x010F] = "Secret camera"
        exif.get_ifd(0x8769)[0x9003] = "2019:05:01 12:00:00"
        name = f"train stations/æ {number}.JPG" if number % 2 else f"{number}.png"
        Image.new("RGB", (60 + number, 40), colour).save(folder / name, exif=exif)
    (folder / "cut.jpg").write_bytes(b"no picture")
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    """The archive; each picture has the label of its colour."""
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="kari") as opened:
        run_job(scan_archive(opened, cancel=NeverCancelled()))
        for record in opened.images.get_many(opened.images.ids()):
            if record.status == "ok":
                number = int(Path(record.path).stem.split()[-1])
                opened.commands.label_images([record.id], add_names=[COLOURS[number]])
        yield opened


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def export(catalogue: Catalogue, destination: Path, **settings: Any) -> ExportSummary:
    return run_job(
        export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            settings=ExportSettings(**{"card": False, **settings}),
        )
    )


@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_every_format_leaves_whole_and_the_archive_as_it_is(
    catalogue: Catalogue, archive: Path, tmp_path: Path, name: str
) -> None:
    before = hashes(archive)
    out = tmp_path / "out"
    out.mkdir()
    chosen = format_named(name)

    preview = export_preview(catalogue, settings=ExportSettings(format=name))
    summary = export(catalogue, out / f"x{chosen.suffix}", format=name)

    assert hashes(archive) == before
    assert preview.rows
    assert summary.labelled_images == 6
    assert summary.left_out == ()
    assert {path.name for path in out.iterdir()} <= {f"x{chosen.suffix}", "x.about"}
    if chosen.reader is not None and chosen.name != "csv-captions":
        found = {
            image.file: {"|".join(one.levels) for one in image.labellings}
            for image in read_export(out / f"x{chosen.suffix}")
            if image.labellings
        }
        assert sorted("".join(labels) for labels in found.values()) == sorted(COLOURS)


@pytest.mark.parametrize("name", WITH_PICTURES)
def test_pictures_leave_smaller_and_without_what_the_camera_said(
    catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    pictures = PictureSettings(longest_side_px=32, format="jpeg", metadata="stripped")

    export(catalogue, tmp_path / "x", format=name, pictures=pictures)

    held = b"".join(file.read_bytes() for file in (tmp_path / "x").rglob("*") if file.is_file())
    assert b"Secret" not in held
    for file in (tmp_path / "x").rglob("*.jpg"):
        with Image.open(file) as picture:
            assert max(picture.size) == 32


@pytest.mark.parametrize("longest_side_px", [None, 63])
def test_pictures_that_a_quality_does_nothing_to_are_counted(
    catalogue: Catalogue, tmp_path: Path, longest_side_px: int | None
) -> None:
    """The JPEG files are 61, 63 and 65 wide."""
    pictures = PictureSettings(quality=40, longest_side_px=longest_side_px)
    settings = ExportSettings(format="imagefolder", pictures=pictures)
    dry_run = export_dataset(
        catalogue, cancel=NeverCancelled(), destination=None, settings=settings
    )

    foretold = run_job(dry_run).remarks
    done = export(catalogue, tmp_path / "x", format="imagefolder", pictures=pictures).remarks

    count = 3 if longest_side_px is None else 2
    assert [one.code for one in foretold] == ["export-pictures-would-keep-quality"]
    assert [one.code for one in done] == ["export-pictures-kept-quality"]
    assert [one.arguments["pictures"] for one in (*foretold, *done)] == [count, count]
    usual = export(catalogue, tmp_path / "y", format="imagefolder").remarks
    assert usual == ()


def test_a_picture_that_is_gone_is_named_and_the_rest_leaves(
    catalogue: Catalogue, archive: Path, tmp_path: Path
) -> None:
    (archive / "0.png").unlink()

    summary = export(catalogue, tmp_path / "x", format="imagefolder")

    assert [file for file, _ in summary.left_out] == ["0.png"]
    assert summary.images == 5
    assert len(list(read_export(tmp_path / "x"))) == 5


def test_a_stopped_export_goes_on_where_it_was(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.jobs.exports.export.IMAGES_AT_A_TIME", 1)
    cancel = Event()
    settings = ExportSettings(format="imagefolder", card=False)
    job = export_dataset(catalogue, cancel=cancel, destination=tmp_path / "x", settings=settings)
    for _ in range(5):
        next(job)
    cancel.set()
    with pytest.raises(JobCancelledError):
        list(job)
    assert not (tmp_path / "x").exists()
    (kept,) = tmp_path.glob(".x*")
    first = {path.name: path.stat().st_ino for path in kept.rglob("*.png")}
    assert first

    export(catalogue, tmp_path / "x", format="imagefolder")

    assert not list(tmp_path.glob(".x*"))
    now = {path.name: path.stat().st_ino for path in (tmp_path / "x").rglob("*.png")}
    assert first.items() <= now.items()


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_pictures_are_linked_where_that_is_asked_for(
    catalogue: Catalogue, archive: Path, tmp_path: Path
) -> None:
    export(
        catalogue,
        tmp_path / "x",
        format="imagefolder",
        pictures=PictureSettings(way="hard-link"),
    )

    assert (archive / "0.png").stat().st_nlink == 2
    with pytest.raises(InputError):
        export(
            catalogue,
            tmp_path / "y",
            format="imagefolder",
            pictures=PictureSettings(way="hard-link", longest_side_px=20),
        )
    assert not (tmp_path / "y").exists()


def test_a_format_without_pictures_says_so(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        export(catalogue, tmp_path / "x.csv", pictures=PictureSettings())
    assert refused.value.message.code == "export-no-pictures"


def test_parts_are_folders_and_an_export_says_how_many_are_in_each(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    settings = ExportSettings(format="imagefolder", split=SplitSettings((0.5, 0.0, 0.5)))

    summary = export(
        catalogue, tmp_path / "x", **{name: getattr(settings, name) for name in ("format", "split")}
    )

    assert sum(summary.parts.values()) == 6
    for part, images in summary.parts.items():
        pictures = [p for p in (tmp_path / "x" / part).rglob("*") if p.suffix in (".png", ".jpg")]
        assert len(pictures) == images
    told = export_preview(catalogue, settings=replace(settings, state="labelled"))
    assert told.rows


def test_shards_of_larger_pictures_are_not_taken_for_those_of_smaller_ones(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.jobs.exports.export.IMAGES_AT_A_TIME", 1)
    monkeypatch.setattr("engine.exchange.formats.shards.MOST_SHARD_IMAGES", 2)
    settings = ExportSettings(format="webdataset", card=False)
    job = export_dataset(
        catalogue, cancel=NeverCancelled(), destination=tmp_path / "x", settings=settings
    )
    for _ in range(5):
        next(job)
    job.close()
    assert list(tmp_path.glob(".x*/**/*.tar"))

    export(
        catalogue,
        tmp_path / "x",
        format="webdataset",
        pictures=PictureSettings(longest_side_px=32, format="jpeg"),
    )

    for shard in (tmp_path / "x").rglob("*.tar"):
        with tarfile.open(shard) as tar:
            for member in tar.getmembers():
                if member.name.endswith(".jpg"):
                    held = tar.extractfile(member)
                    assert held is not None
                    with Image.open(io.BytesIO(held.read())) as picture:
                        assert max(picture.size) == 32
