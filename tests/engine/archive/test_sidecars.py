"""Which sidecars belong to which image, and what they say."""

import os
from pathlib import Path

import pytest
from PIL import Image

from engine.archive.keywords import Keyword
from engine.archive.sidecars import read_sidecars, sidecars_by_image
from engine.archive.walk import WalkReport, walk_archive
from tests.engine.archive.metadata.made import listed, packet


def test_sidecar_names_of_every_kind() -> None:
    names = ["x.jpg", "x.cr2", "x.JPG.xmp", "X.XMP", "y.xmp", "plain", "plain.xmp", "z.jpg"]
    names += ["v.jpg", "v.jpg.xmp", "v_01.jpg.xmp", "v_02.jpg.xmp", "w.jpg", "w_01.jpg"]
    assert sidecars_by_image([*names, "w_01.jpg.xmp"]) == {
        "x.jpg": ("x.JPG.xmp", "X.XMP"),
        "x.cr2": ("X.XMP",),
        "plain": ("plain.xmp",),
        "v.jpg": ("v.jpg.xmp", "v_01.jpg.xmp", "v_02.jpg.xmp"),
        "w_01.jpg": ("w_01.jpg.xmp",),
    }
    assert sidecars_by_image(["x.jpg", "y.jpg"]) == {}


def test_sidecars_belong_to_their_exact_name_where_two_differ_by_case() -> None:
    pair = ["X.jpg", "x.jpg"]
    assert sidecars_by_image([*pair, "x.jpg.xmp"]) == {"x.jpg": ("x.jpg.xmp",)}
    assert sidecars_by_image([*pair, "X.xmp"]) == {"X.jpg": ("X.xmp",)}
    assert sidecars_by_image([*pair, "x.jpg.xmp", "X.jpg.XMP"]) == {
        "x.jpg": ("x.jpg.xmp",),
        "X.jpg": ("X.jpg.XMP",),
    }
    composed, decomposed = "\u00e5.jpg", "a\u030a.jpg"
    assert sidecars_by_image([composed, decomposed, f"{decomposed}.xmp"]) == {
        decomposed: (f"{decomposed}.xmp",)
    }
    assert sidecars_by_image([composed, f"{decomposed}.xmp"]) == {composed: (f"{decomposed}.xmp",)}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_only_regular_files_are_sidecars(tmp_path: Path) -> None:
    outside = tmp_path / "outside.xmp"
    outside.write_bytes(packet(listed("dc:subject", "from outside")))
    archive = tmp_path / "archive"
    archive.mkdir()
    for name in ("a", "b", "c"):
        Image.new("RGB", (8, 8)).save(archive / f"{name}.jpg")
    os.mkfifo(archive / "a.jpg.xmp")
    (archive / "b.jpg.xmp").symlink_to(outside)
    (archive / "c.jpg.xmp").mkdir()
    report = WalkReport()
    assert [file.sidecars for file in walk_archive(archive, report)] == [(), (), ()]
    assert [(path, note.code) for path, note in report.notes] == [
        ("a.jpg.xmp", "file-not-regular"),
        ("b.jpg.xmp", "links-not-followed"),
    ]
    # Whoever is put there after the folder was read is not waited for either.
    for name in ("a.jpg.xmp", "b.jpg.xmp", "c.jpg.xmp"):
        found = read_sidecars((archive / name,))
        assert (found.keywords, len(found.notes)) == ((), 1)


def test_sidecars_are_read_with_their_names_and_broken_ones_noted(tmp_path: Path) -> None:
    good, broken, gone = tmp_path / "x.jpg.xmp", tmp_path / "x.xmp", tmp_path / "gone.xmp"
    good.write_bytes(packet(listed("dc:subject", "a") + listed("dc:title", "T", kind="Alt")))
    broken.write_bytes(b"<nothing")
    found = read_sidecars((broken, good, gone))
    assert found.keywords == (Keyword(("a",), "dc:subject (x.jpg.xmp)"),)
    assert found.title == "T"
    assert len(found.notes) == 2
    assert "x.xmp" in str(found.notes[0])


def test_an_enormous_sidecar_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.xmp"
    with path.open("wb") as stream:
        stream.truncate(10 * 1024**3)
    assert "64 MiB" in str(read_sidecars((path,)).notes[0])
