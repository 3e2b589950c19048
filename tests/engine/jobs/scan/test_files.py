"""What happens to files between two scans."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.errors import InputError
from engine.jobs import image_batches
from engine.jobs.check import check_catalogue
from engine.jobs.image_batches import import_batch
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job
from tests.engine.jobs.scan.conftest import Paint, labels_at, scan
from tests.rights import rights_counting


def test_a_renamed_folder_loses_nothing(catalogue: Catalogue, archive: Path, paint: Paint) -> None:
    for number in range(4):
        paint(f"old/{number}.png", number)
    paint("old/copy of 0.png", 0)
    table = archive.parent / "k.csv"
    table.write_text("file,keywords\nold/0.png,zero\nold/1.png,one\nold/copy of 0.png,copy\n")
    scan(catalogue, keywords_csv=table)
    image = catalogue.images.by_path(b"old/2.png")
    assert image is not None
    catalogue.commands.label_images([image.id], add_names=["by hand"])
    (archive / "old").rename(archive / "new")
    summary = scan(catalogue)
    assert (summary.moved, summary.added, summary.missing) == (5, 0, 0)
    assert labels_at(catalogue, "new/0.png") == {"zero"}
    assert labels_at(catalogue, "new/1.png") == {"one"}
    assert labels_at(catalogue, "new/2.png") == {"by hand"}
    assert labels_at(catalogue, "new/copy of 0.png") == {"copy"}
    moved = catalogue.images.by_path(b"new/2.png")
    assert moved is not None
    assert moved.id == image.id


def test_files_renamed_in_a_chain_keep_their_labels(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, name in enumerate("abc"):
        os.utime(paint(f"{name}.png", number), ns=(1, 10**18 + number))
    table = archive.parent / "k.csv"
    table.write_text("file,keywords\na.png,was a\nb.png,was b\nc.png,was c\n")
    scan(catalogue, keywords_csv=table)
    table.unlink()
    (archive / "c.png").rename(archive / "d.png")
    (archive / "b.png").rename(archive / "c.png")
    (archive / "a.png").rename(archive / "b.png")
    summary = scan(catalogue)
    assert (summary.moved, summary.added, summary.updated, summary.missing) == (3, 0, 0, 0)
    assert [labels_at(catalogue, f"{name}.png") for name in "bcd"] == [
        {"was a"}, {"was b"}, {"was c"},
    ]  # fmt: skip
    assert "not there any more" in str(summary.notes[0][1])


def test_many_files_are_moved_a_turn_at_a_time(
    catalogue: Catalogue, archive: Path, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_batches, "IMAGES_A_TURN", 2)
    for number in range(9):
        os.utime(paint(f"{number}.png", number), ns=(1, 10**18 + number))
    scan(catalogue)
    ids = {image.path: image.id for image in catalogue.images.get_many(catalogue.images.ids())}
    for number in range(5):
        (archive / f"{number}.png").rename(archive / f"new {number}.png")
    # Two change places, and two are gone.
    (archive / "5.png").rename(archive / "put aside")
    (archive / "6.png").rename(archive / "5.png")
    (archive / "put aside").rename(archive / "6.png")
    for number in (7, 8):
        (archive / f"{number}.png").unlink()
    summary = scan(catalogue)
    assert (summary.moved, summary.missing, summary.added) == (7, 2, 0)
    commands = [entry.command for entry in catalogue.history.entries()]
    assert commands.count("move_images") == 4
    assert {image.path: image.id for image in catalogue.images.get_many(list(ids.values()))} == {
        **{f"new {number}.png": ids[f"{number}.png"] for number in range(5)},
        "6.png": ids["5.png"], "5.png": ids["6.png"], "7.png": ids["7.png"], "8.png": ids["8.png"],
    }  # fmt: skip


def test_a_file_moved_over_another_keeps_both_images(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    os.utime(paint("a.png", 1), ns=(1, 10**18))
    paint("b.png", 2)
    scan(catalogue)
    ids = {image.path: image.id for image in catalogue.images.get_many(catalogue.images.ids())}
    (archive / "a.png").replace(archive / "b.png")
    summary = scan(catalogue)
    assert (summary.moved, summary.missing, summary.added) == (1, 1, 0)
    there = catalogue.images.by_path(b"b.png")
    assert there is not None
    assert (there.id, there.status) == (ids["a.png"], "ok")
    gone = catalogue.images.get(ids["b.png"])
    assert (gone.status, gone.path) == ("missing", "b.png (overwritten 1)")
    # Found again when its content comes back.
    paint("back.png", 2)
    assert scan(catalogue).moved == 1
    assert catalogue.images.get(ids["b.png"]).path == "back.png"


def test_changed_touched_missing_and_back(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, name in enumerate(("kept", "touched", "changed", "deleted")):
        paint(f"{name}.png", number)
    scan(catalogue)
    before = {image.path: image for image in catalogue.images.get_many(catalogue.images.ids())}
    os.utime(archive / "touched.png", ns=(1, 1))
    paint("changed.png", 50)
    content = (archive / "deleted.png").read_bytes()
    (archive / "deleted.png").unlink()
    summary = scan(catalogue)
    assert (summary.files, summary.unchanged, summary.updated, summary.missing) == (3, 2, 1, 1)
    after = {image.path: image for image in catalogue.images.get_many(catalogue.images.ids())}
    assert after["touched.png"].modified_ns == 1
    assert after["changed.png"].id == before["changed.png"].id
    assert after["changed.png"].content_hash != before["changed.png"].content_hash
    assert after["deleted.png"].status == "missing"
    assert scan(catalogue).missing == 0
    (archive / "again").mkdir()
    (archive / "again" / "deleted.png").write_bytes(content)
    assert scan(catalogue).moved == 1
    back = catalogue.images.get(before["deleted.png"].id)
    assert (back.path, back.status) == ("again/deleted.png", "ok")


def test_an_archive_that_has_gone_is_not_an_archive_full_of_missing_files(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    scan(catalogue)
    (archive / "a.png").unlink()
    with pytest.raises(InputError, match="holds no images any more"):
        scan(catalogue)
    archive.rmdir()
    with pytest.raises(InputError, match="cannot be read"):
        scan(catalogue)
    assert catalogue.images.by_path(b"a.png").status == "ok"  # type: ignore[union-attr]


def test_files_in_a_folder_that_cannot_be_listed_are_not_missing(
    catalogue: Catalogue, archive: Path, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint("open/a.png", 1)
    paint("closed/b.png", 2)
    scan(catalogue)
    list_folder = os.scandir

    def scandir(path: os.PathLike[str]) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    summary = scan(catalogue)
    assert summary.missing == 0
    assert [(path, str(reason)) for path, reason in summary.notes] == [
        ("closed", "The folder cannot be read: Permission denied.")
    ]


def test_what_cannot_be_read_is_remembered_by_size_and_time(
    catalogue: Catalogue, archive: Path, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint("whole.png", 1)
    (archive / "text.jpg").write_text("no picture")
    (archive / "half.png").write_bytes((archive / "whole.png").read_bytes()[:40])
    first = scan(catalogue)
    assert [path for path, _ in first.problems] == ["half.png", "text.jpg"]
    monkeypatch.setattr("engine.jobs.scan.hash_or_none", lambda path: pytest.fail(f"read {path}"))

    again = scan(catalogue)

    assert again.problems == first.problems
    assert (again.unchanged, again.updated, again.added) == (3, 0, 0)


def test_another_limit_tries_what_could_not_be_read(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("large.png", 1)
    whole = scan(catalogue)
    assert whole.problems == []
    catalogue.settings.set("decode.timeout_s", 7.0)
    (archive / "text.jpg").write_text("no picture")
    assert len(scan(catalogue).problems) == 1
    # Replaced behind the catalogue's back, with size and time as before.
    status = (archive / "text.jpg").stat()
    content = (archive / "large.png").read_bytes()
    (archive / "text.jpg").write_bytes(content[: status.st_size].ljust(status.st_size, b"\0"))
    os.utime(archive / "text.jpg", ns=(1, status.st_mtime_ns))
    assert "does not hold an image" in str(scan(catalogue).problems[0][1])

    catalogue.settings.set("decode.timeout_s", 8.0)

    assert "does not hold an image" not in str(scan(catalogue).problems[0][1])


def test_files_of_other_kinds_are_counted_by_kind(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    for name in ("a.mp4", "b.MP4", "notes.txt", "README"):
        (archive / name).write_text("something else")
    assert scan(catalogue).other_kinds == {".mp4": 2, ".txt": 1, "": 1}


def test_a_file_with_a_time_far_off_costs_nothing(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, modified_s in enumerate((0, -315_000_000, 13_500_000_000)):
        os.utime(paint(f"{number}.png", number), (0, modified_s))
    summary = scan(catalogue)
    assert (summary.added, summary.problems) == (3, [])
    assert scan(catalogue).unchanged == 3
    paths = [image.path for image in catalogue.images.get_many(catalogue.images.ids())]
    assert paths == ["0.png", "1.png", "2.png"]
    assert run_job(check_catalogue(catalogue, cancel=NeverCancelled())).changed == []


@pytest.mark.skipif(sys.platform != "linux", reason="root has to give up its rights")
def test_what_cannot_be_looked_at_keeps_its_status(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, name in enumerate(("closed/a.png", "listable/b.png", "no suffix", "open/c.png")):
        paint(name, number)
    assert scan(catalogue).added == 4
    modes = {"closed": 0o000, "listable": 0o444, "no suffix": 0o000}
    for path, mode in modes.items():
        (archive / path).chmod(mode)
    try:
        with rights_counting():
            summary = scan(catalogue)
    finally:
        for path in modes:
            (archive / path).chmod(0o755)
    assert (summary.unchanged, summary.missing) == (1, 0)
    assert {str(path) for path, _ in summary.notes} == set(modes)
    statuses = [image.status for image in catalogue.images.get_many(catalogue.images.ids())]
    assert statuses == ["ok"] * 4


@pytest.mark.parametrize("stage", ["looking-for-files", "comparing-moved-files", "reading-images"])
def test_an_archive_that_vanishes_stops_the_scan(
    catalogue: Catalogue, archive: Path, paint: Paint, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.jobs.scan.WALK_REPORT_FILES", 5)
    # Files are asked for one after the other, so that some are left when the disk goes.
    monkeypatch.setattr("engine.jobs.scan.AHEAD", 2)
    paint("known.png", 999)
    paint("moving.png", 998)
    scan(catalogue)
    (archive / "moving.png").rename(archive / "moved.png")
    for number in range(60):
        paint(f"{number % 3}/{number:02}.png", number)
    elsewhere = archive.with_name("unplugged")

    def scan_and_unplug() -> None:
        for progress in scan_archive(catalogue, cancel=NeverCancelled()):
            if progress.stage == stage and archive.exists() and not elsewhere.exists():
                archive.rename(elsewhere)
                archive.mkdir()  # the mount point, as it is without the disk

    with pytest.raises(InputError, match="went away"):
        scan_and_unplug()
    statuses = {image.status for image in catalogue.images.get_many(catalogue.images.ids())}
    assert statuses == {"ok"}
    archive.rmdir()
    elsewhere.rename(archive)
    summary = scan(catalogue)
    assert (summary.missing, summary.problems) == (0, [])
    assert catalogue.images.count() == 62


def test_an_image_that_does_not_fit_costs_no_other_its_place(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    images = [
        ScannedImage(f"{number}.png".encode(), bytes([number]) * 32, 1, 1) for number in range(9)
    ]
    images[5] = replace(images[5], format="\ud800")
    counts, refused = import_batch(catalogue, images)
    assert sum(one.added for one in counts) == 8
    assert [one.path_bytes for one in refused] == [b"5.png"]
    assert catalogue.images.count() == 8
    assert "could not be stored" in caplog.text
