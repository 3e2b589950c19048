"""Reading an archive for the first time."""

import io
import os
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from db.catalogue import Catalogue
from db.records import ImageFilter, Status
from engine.answers.limits import MEMORY_SETTING, TIMEOUT_SETTING, limits_from
from tests.engine.jobs.scan.conftest import SAMPLE, Paint, digest, labels_at, scan


def test_the_sample_archive_whole(tmp_path: Path) -> None:
    before = digest(SAMPLE)
    with Catalogue.create(tmp_path / "s.nabolag.sqlite", SAMPLE, curator="Kari") as catalogue:
        summary = scan(catalogue, keywords_csv=SAMPLE / "keywords.csv")
        images = sum(1 for path in SAMPLE.rglob("*") if path.suffix in IMAGE_SUFFIXES)
        assert (summary.files, summary.added, summary.unchanged) == (images, images, 0)
        assert {path: str(reason)[:22] for path, reason in summary.problems} == {
            "images/mixed_formats/text_file.jpg": "The file does not hold",
            "images/mixed_formats/truncated.jpg": "The file is cut short:",
        }
        assert summary.notes == []
        folder = "images/mixed_formats"
        for name, source in (
            ("iptc_keywords.jpg", "iptc"),
            ("xmp_keywords.jpg", "lr:hierarchicalSubject"),
            ("xmp_keywords.webp", "dc:subject"),
            ("sidecar_digikam.jpg", "digiKam:TagsList (sidecar_digikam.jpg.xmp)"),
            ("sidecar_adobe.jpg", "dc:subject (sidecar_adobe.xmp)"),
        ):
            image = catalogue.images.by_path(f"{folder}/{name}".encode())
            assert image is not None
            assert source in {found for _, found in catalogue.images.keywords_of(image.id)}
            assert labels_at(catalogue, image.path)
        turned = catalogue.images.by_path(f"{folder}/rotated_by_exif.jpg".encode())
        moving = catalogue.images.by_path(f"{folder}/animated.gif".encode())
        assert turned is not None
        assert moving is not None
        thumbnail = catalogue.thumbnails.get(turned.content_hash)
        assert thumbnail is not None
        with Image.open(io.BytesIO(thumbnail)) as picture:
            assert picture.width / picture.height == pytest.approx(
                (turned.width_px or 0) / (turned.height_px or 1), rel=0.02
            )
        assert moving.frame_count == 4
        labelled = catalogue.images.count(ImageFilter(status=Status.LABELLED))
        unlabelled = catalogue.images.count(ImageFilter(status=Status.UNLABELLED))
        assert labelled >= 200
        assert unlabelled >= 190
        readable = [content_hash for _, content_hash in catalogue.images.readable()]
        assert catalogue.thumbnails.missing(readable) == []
        again = scan(catalogue)
        assert (again.added, again.updated, again.unchanged) == (0, 0, images)
        assert (again.labels, again.labellings) == (0, 0)
    assert digest(SAMPLE) == before


IMAGE_SUFFIXES = {".png", ".jpg", ".gif", ".webp", ".avif", ".tif", ".bmp"}


def test_names_of_every_kind(catalogue: Catalogue, archive: Path, paint: Paint) -> None:
    long_folder = "/".join(["a folder with a name of forty characters"] * 7)
    decomposed = "a\u030as og o\u0308.png"
    names = ["with spaces.png", decomposed, f"{long_folder}/deep.png", "日本語.png", "100% #1.png"]
    for number, name in enumerate(names):
        paint(name, number)
    assert len(str(archive / names[2])) > 260
    if sys.platform == "linux":
        shutil.copyfile(archive / names[0], os.fsencode(archive) + b"/caf\xe9.png")
        paint("spare.png", 99)
    scan(catalogue)
    for name in names:
        image = catalogue.images.by_path(os.fsencode(name))
        assert image is not None
        assert image.status == "ok"
    composed = catalogue.images.by_path(os.fsencode(decomposed))
    assert composed is not None
    assert composed.path == "\u00e5s og \u00f6.png"
    if sys.platform == "linux":
        image = catalogue.images.by_path(b"caf\xe9.png")
        assert image is not None
        assert image.path == "caf\ufffd.png"
    assert scan(catalogue).unchanged == len(names) + 2 * (sys.platform == "linux")


def test_one_bad_file_never_stops_the_rest(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number in range(5):
        paint(f"{number}.png", number)
    (archive / "1a_empty.jpg").write_bytes(b"")
    (archive / "1b_text.jpg").write_text("hello")
    (archive / "1c_cut.png").write_bytes((archive / "1.png").read_bytes()[:60])
    (archive / "1d_eps.png").write_bytes(b"%!PS-Adobe-3.0\n")
    (archive / "1e.nef").write_bytes(b"II*\0\x08\0\0\0" + bytes(100))
    catalogue.settings.set(MEMORY_SETTING, 64 * 1024**2)
    Image.new("RGB", (5000, 5000)).save(archive / "1f_large.png")
    summary = scan(catalogue)
    assert summary.files == summary.added == 11
    reasons = {path: str(reason) for path, reason in summary.problems}
    assert set(reasons) == {
        "1a_empty.jpg", "1b_text.jpg", "1c_cut.png", "1d_eps.png", "1e.nef", "1f_large.png",
    }  # fmt: skip
    assert "25 million pixels" in reasons["1f_large.png"]
    assert {image.path for image in catalogue.images.problems()} == set(reasons)
    assert len(catalogue.images.readable()) == 5
    # More memory, and the large one is read at the next scan, as is a file that was mended.
    catalogue.settings.set(MEMORY_SETTING, 1024**3)
    paint("1c_cut.png", 77)
    mended = scan(catalogue)
    assert mended.updated == 2
    assert set(reasons) - {path for path, _ in mended.problems} == {"1f_large.png", "1c_cut.png"}


def test_limits_come_from_the_settings_and_nonsense_is_ignored(catalogue: Catalogue) -> None:
    assert limits_from(catalogue.settings).timeout_s == 20
    catalogue.settings.set(TIMEOUT_SETTING, 3)
    catalogue.settings.set(MEMORY_SETTING, 10**9)
    limits = limits_from(catalogue.settings)
    assert (limits.timeout_s, limits.memory_bytes) == (3.0, 10**9)
    for nonsense in ("much", None, True, float("inf")):
        catalogue.settings.set(MEMORY_SETTING, nonsense)
        assert limits_from(catalogue.settings).memory_bytes == 2 * 1024**3
    catalogue.settings.set(MEMORY_SETTING, 1)
    assert limits_from(catalogue.settings).memory_bytes == 64 * 1024**2
