"""Every file is met once, none disappears silently, and nothing outside is touched."""

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from engine.archive.walk import FoundFile, WalkReport, walk_archive
from engine.errors import InputError
from tests.rights import rights_counting


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4)).save(path, "PNG")
    return path


def walked(root: Path) -> tuple[list[FoundFile], WalkReport]:
    report = WalkReport()
    return list(walk_archive(root, report)), report


def test_images_by_name_or_by_content_and_the_rest_counted(tmp_path: Path) -> None:
    put(tmp_path / "b" / "picture.png")
    put(tmp_path / "no_suffix")
    put(tmp_path / "misnamed.dat")
    (tmp_path / "broken.jpg").write_text("not an image")
    (tmp_path / "notes.txt").write_text("BM")
    (tmp_path / "b" / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    (tmp_path / "empty").mkdir()
    files, report = walked(tmp_path)
    assert [file.path for file in files] == [
        "broken.jpg", "misnamed.dat", "no_suffix", "b/picture.png",
    ]  # fmt: skip
    assert (report.other_files, report.hidden, report.links) == (2, 0, 0)
    assert files[0].size_bytes == 12
    assert files[0].modified_ns == (tmp_path / "broken.jpg").stat().st_mtime_ns


def test_hidden_system_and_own_files_are_passed_over(tmp_path: Path) -> None:
    for name in (
        ".hidden.png", "._resource.jpg", "Thumbs.db", ".git/a.png", "@eaDir/a.png",
        "$RECYCLE.BIN/a.png", "x.nabolag/a.png", "__MACOSX/a.png",
    ):  # fmt: skip
        put(tmp_path / name)
    put(tmp_path / "x.nabolag.sqlite-journal")
    files, report = walked(tmp_path)
    assert files == []
    assert report.hidden == 9


def test_links_are_counted_and_never_followed(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    outside = put(tmp_path / "outside" / "secret.png")
    inside = put(archive / "a" / "real.png")
    (archive / "to_file.png").symlink_to(outside)
    (archive / "to_folder").symlink_to(outside.parent)
    (archive / "a" / "loop").symlink_to(archive)
    (archive / "inside.png").symlink_to(inside)
    (archive / "dangling.png").symlink_to("nowhere")
    files, report = walked(archive)
    assert [file.path for file in files] == ["a/real.png"]
    assert report.links == 5
    assert {path for path, _ in report.notes} == {
        "to_file.png", "to_folder", "a/loop", "inside.png", "dangling.png",
    }  # fmt: skip


def test_the_archive_itself_may_be_behind_a_link(tmp_path: Path) -> None:
    put(tmp_path / "real" / "a.png")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert [file.path for file in walked(tmp_path / "link")[0]] == ["a.png"]


def test_sidecars_belong_to_their_images(tmp_path: Path) -> None:
    put(tmp_path / "d" / "x.jpg")
    put(tmp_path / "d" / "y.png")
    put(tmp_path / "x.jpg")
    for name in ("x.jpg.xmp", "x.XMP", "lonely.xmp"):
        (tmp_path / "d" / name).write_text("<x/>")
    files, report = walked(tmp_path)
    assert {file.path: file.sidecars for file in files} == {
        "x.jpg": (),
        "d/x.jpg": ("d/x.jpg.xmp", "d/x.XMP"),
        "d/y.png": (),
    }
    assert report.sidecar_files == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only here are names any bytes")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = b"caf\xe9 \xff.png"
    path = os.fsencode(tmp_path) + b"/" + name
    with open(path, "wb") as stream:  # noqa: PTH123
        Image.new("RGB", (4, 4)).save(stream, "PNG")
    files, _ = walked(tmp_path)
    assert files[0].path_bytes == name
    assert (tmp_path / files[0].path).exists()


def test_special_files_are_counted_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    files, report = walked(tmp_path)
    assert (files, report.other_files) == ([], 1)


@pytest.mark.skipif(sys.platform != "linux", reason="root has to give up its rights")
def test_what_cannot_be_looked_at_is_reported(tmp_path: Path) -> None:
    put(tmp_path / "open" / "a.png")
    put(tmp_path / "open" / "closed file")
    for folder in ("closed", "listable"):
        put(tmp_path / folder / "b.png")
        put(tmp_path / folder / "below" / "c.png")
    modes = {"closed": 0o000, "listable": 0o444, "open/closed file": 0o000}
    for path, mode in modes.items():
        (tmp_path / path).chmod(mode)
    try:
        with rights_counting():
            files, report = walked(tmp_path)
    finally:
        for path in modes:
            (tmp_path / path).chmod(0o755)
    assert [file.path for file in files] == ["open/a.png"]
    assert report.closed == ["closed", "listable", "open/closed file"]
    assert [(path, str(reason)) for path, reason in report.notes] == [
        ("closed", "The folder cannot be read: Permission denied."),
        ("listable", "The folder cannot be read: Permission denied."),
        ("open/closed file", "The file cannot be read: Permission denied."),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="root has to give up its rights")
def test_an_archive_that_may_be_listed_but_not_entered(tmp_path: Path) -> None:
    put(tmp_path / "archive" / "a.png")
    (tmp_path / "archive").chmod(0o444)
    try:
        with rights_counting(), pytest.raises(InputError, match="cannot be read"):
            walked(tmp_path / "archive")
    finally:
        (tmp_path / "archive").chmod(0o755)


def test_times_are_kept_as_far_as_64_bits_go(tmp_path: Path) -> None:
    seconds = {"0": 0, "1960": -315_000_000, "2397": 13_500_000_000, "far": 2**34 - 1}
    for name, modified_s in seconds.items():
        os.utime(put(tmp_path / f"{name}.png"), (0, modified_s))
    there = {path.stem: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    files, _ = walked(tmp_path)
    # A file system that keeps fewer bits has bounded them already.
    assert {file.path[:-4]: file.modified_ns for file in files} == {
        name: min(time_ns, 2**63 - 1) for name, time_ns in there.items()
    }


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        walked(tmp_path / "gone")
