"""Picture files of an export: each way, ahead of the reader, originals untouched."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.archive.decode import DecodeLimits
from engine.errors import InputError
from engine.exchange.finished_pieces import FolderPieces
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.records import ExchangedImage
from engine.exchange.unfinished_folder import resumable_folder
from engine.jobs.exports.picture_sources import COPIES_A_BATCH
from engine.jobs.exports.pictures import ArchivePictures, open_pictures

EXIF = Image.Exif()
EXIF[0x013B] = "Kari"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Pictures of several kinds."""
    folder = tmp_path / "archive"
    (folder / "birds").mkdir(parents=True)
    noise = np.random.default_rng(1).integers(0, 255, (60, 90, 3), np.uint8)
    for number in range(5):
        image = Image.fromarray(np.roll(noise, number, axis=0))
        image.save(folder / "birds" / f"{number}.JPG", exif=EXIF)
    Image.fromarray(noise).save(folder / "plain", "PNG")
    return folder


@pytest.fixture(autouse=True)
def _originals_stay(archive: Path) -> Iterator[None]:
    """Whatever is done, the archive holds what it held."""
    before = contents(archive)
    yield
    assert all(contents(archive).get(name) == held for name, held in before.items())


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def images_of(archive: Path) -> list[ExchangedImage]:
    return [
        ExchangedImage(
            name, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data),
            width_px=90, height_px=60,
        )
        for name, data in contents(archive).items()
    ]  # fmt: skip


def export(
    archive: Path,
    target: Path,
    settings: PictureSettings,
    images: list[ExchangedImage] | None = None,
    pieces: FolderPieces | None = None,
) -> ArchivePictures:
    """Place all pictures, as a format does."""
    chosen = images_of(archive) if images is None else images
    with open_pictures(archive, settings, pieces, workers=2) as pictures:
        for image in pictures.through(chosen):
            stem = image.file.rpartition(".")[0] or image.file
            pictures.place(image, target / f"{stem}{pictures.suffix(image)}")
    return pictures


def test_copies_hold_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    found = export(archive, tmp_path / "out", PictureSettings())
    held = contents(tmp_path / "out")
    assert list(held) == [f"birds/{number}.jpg" for number in range(5)] + ["plain.png"]
    assert list(held.values()) == list(contents(archive).values())
    assert found.placed == {"copied": 6}
    assert found.messages == []


def test_hard_links_are_the_same_file(archive: Path, tmp_path: Path) -> None:
    found = export(archive, tmp_path / "out", PictureSettings(way="hard-link"))
    assert found.placed == {"hard-link": 6}
    assert (tmp_path / "out/birds/1.jpg").samefile(archive / "birds/1.JPG")


def test_links_that_cannot_be_become_copies_and_it_is_said(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def other_disk(*_: object) -> None:
        raise OSError(errno.EXDEV, "other disk")

    monkeypatch.setattr(os, "link", other_disk)
    found = export(archive, tmp_path / "out", PictureSettings(way="hard-link"))
    assert found.placed == {"fell-back": 6}
    assert [str(one) for one in found.messages] == [
        "6 pictures were copied, as their files cannot have a second name there."
    ]
    assert list(contents(tmp_path / "out").values()) == list(contents(archive).values())


def test_reflinks_or_copies(archive: Path, tmp_path: Path) -> None:
    found = export(archive, tmp_path / "out", PictureSettings(way="reflink"))
    assert found.placed.keys() <= {"reflink", "fell-back"}
    assert found.placed.total() == 6
    assert list(contents(tmp_path / "out").values()) == list(contents(archive).values())
    assert not (tmp_path / "out/birds/1.jpg").samefile(archive / "birds/1.JPG")


def test_links_to_changed_files_are_refused(archive: Path) -> None:
    settings = PictureSettings(way="hard-link", metadata="stripped")
    with (
        pytest.raises(InputError, match="cannot be changed"),
        open_pictures(archive, settings, workers=1),
    ):
        pass


def test_conversions_in_processes(archive: Path, tmp_path: Path) -> None:
    settings = PictureSettings(format="webp", longest_side_px=45, metadata="stripped")
    found = export(archive, tmp_path / "out", settings)
    assert found.placed == {"written": 6}
    for path in (tmp_path / "out").rglob("*.webp"):
        with Image.open(path) as image:
            assert image.size == (45, 30)
            assert not image.getexif()
    stripped = export(archive, tmp_path / "bare", PictureSettings(metadata="stripped"))
    assert stripped.placed == {"written": 6}
    assert b"Kari" not in b"".join(contents(tmp_path / "bare").values())
    with (
        Image.open(tmp_path / "bare/birds/2.jpg") as bare,
        Image.open(archive / "birds/2.JPG") as own,
    ):
        assert np.array_equal(np.asarray(bare), np.asarray(own))


@pytest.mark.parametrize(
    "settings", [PictureSettings(), PictureSettings(way="hard-link"), PictureSettings(format="png")]
)
def test_pictures_that_cannot_leave_cost_no_other(
    settings: PictureSettings, archive: Path, tmp_path: Path
) -> None:
    images = images_of(archive)
    (archive / "more").mkdir()
    broken = {
        "more/gone.jpg": b"",
        "more/grown.jpg": b"\xff\xd8\xff",
        "more/folder.jpg": b"",
        "../outside.jpg": b"",
    }
    (archive / "more/grown.jpg").write_bytes(b"\xff\xd8\xff and more")
    (archive / "more/folder.jpg").mkdir()
    (tmp_path / "outside.jpg").write_bytes(b"")
    bad = [ExchangedImage(file, sha256="0" * 64, size_bytes=3) for file in broken]
    if hasattr(os, "mkfifo"):
        os.mkfifo(archive / "more/pipe.jpg")
        bad.append(ExchangedImage("more/pipe.jpg", size_bytes=0))
    (archive / "more/link.jpg").symlink_to(tmp_path / "outside.jpg")
    bad.append(ExchangedImage("more/link.jpg"))
    mixed = [image for pair in zip(images, bad, strict=False) for image in pair]
    mixed += images[len(bad) :] + bad[len(images) :]
    found = export(archive, tmp_path / "out", settings, mixed)
    assert found.problems.keys() == {image.file for image in bad}
    assert all(str(reason) for reason in found.problems.values())
    assert len(contents(tmp_path / "out")) == len(images)
    shutil.rmtree(archive / "more")


def test_hostile_pictures_are_left_out(archive: Path, tmp_path: Path) -> None:
    (archive / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(5)
    )
    (archive / "cut.jpg").write_bytes((archive / "birds/0.JPG").read_bytes()[:900])
    limits = DecodeLimits(memory_bytes=256 * 1024**2)
    settings = PictureSettings(format="png")
    with open_pictures(archive, settings, workers=1, limits=limits) as pictures:
        for image in pictures.through(images_of(archive)):
            pictures.place(image, tmp_path / "out" / image.file)
    assert pictures.problems.keys() == {"bomb.png", "cut.jpg"}


def test_read_gives_the_whole_file(archive: Path) -> None:
    with open_pictures(archive, PictureSettings(), workers=1) as pictures:
        for image in pictures.through(images_of(archive)):
            picture = pictures.read(image)
            assert picture.data == (archive / image.file).read_bytes()
            assert (picture.width_px, picture.height_px) == (90, 60)
            is_jpeg = image.file.endswith(".JPG")
            assert picture.media_type == ("image/jpeg" if is_jpeg else "image/png")
            assert picture.suffix == (".jpg" if is_jpeg else ".png") == pictures.suffix(image)


def test_without_being_gone_through_too(archive: Path, tmp_path: Path) -> None:
    with open_pictures(archive, PictureSettings(), workers=1) as pictures:
        image = images_of(archive)[0]
        pictures.place(image, tmp_path / "a.jpg")
        with pytest.raises(InputError):
            pictures.place(ExchangedImage("gone.jpg"), tmp_path / "b.jpg")
    assert (tmp_path / "a.jpg").read_bytes() == (archive / image.file).read_bytes()
    assert not (tmp_path / "b.jpg").exists()


def test_a_pass_without_pictures_reads_none(archive: Path) -> None:
    images = images_of(archive)[:1] * (COPIES_A_BATCH * 3)
    with open_pictures(archive, PictureSettings(), workers=1) as pictures:
        assert len(list(pictures.through(images))) == len(images)
        (archive / "birds/0.JPG").rename(archive / "birds/away")
        try:
            assert list(pictures.through(images)) == []
        finally:
            (archive / "birds/away").rename(archive / "birds/0.JPG")


def test_a_stopped_export_goes_on_and_never_writes_through_a_link(
    archive: Path, tmp_path: Path
) -> None:
    destination = tmp_path / "out"

    def stopped() -> None:
        with resumable_folder(destination, kind="k") as under_way:
            linked = PictureSettings(way="hard-link")
            export(archive, under_way.place, linked, images_of(archive)[:3], under_way.pieces)
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            stopped()
    with resumable_folder(destination, kind="k") as under_way:
        small = PictureSettings(longest_side_px=45)
        found = export(archive, under_way.place, small, pieces=under_way.pieces)
        assert found.placed == {"written": 6}  # over what are links to originals
        again = export(archive, under_way.place, small, pieces=under_way.pieces)
        assert again.placed == {"kept": 6}
        told = {piece.name: piece.sha256 for piece in under_way.pieces.files()}
    assert told == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents(destination).items()
    }


def test_names_that_are_no_text_leave_too(archive: Path, tmp_path: Path) -> None:
    odd = os.fsdecode(b"birds/\xff\xfe.jpg")
    try:
        (archive / odd).write_bytes(b"\xff\xd8\xff")
    except OSError:
        pytest.skip("a file system that takes text alone")
    image = ExchangedImage(odd, size_bytes=3, sha256=hashlib.sha256(b"\xff\xd8\xff").hexdigest())
    with open_pictures(archive, PictureSettings(), workers=1) as pictures:
        assert pictures.read(image).data == b"\xff\xd8\xff"
