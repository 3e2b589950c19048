"""Keywords in the pictures themselves: what exiftool reads, what stays, and what is refused."""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.archive.decode import register_plugins
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job
from tests.engine.jobs.sidecars.conftest import Label, image_id, labels_at, paint, scan
from tests.engine.jobs.sidecars.pictures.conftest import (
    contents,
    embed,
    foretell,
    needs_exiftool,
    read_by_exiftool,
    set_by_exiftool,
    take_back,
)

pytestmark = needs_exiftool
FINGERPRINT = "f" * 64


def rescanned(catalogue: Catalogue) -> tuple[int, int, int, int]:
    summary = run_job(scan_archive(catalogue, cancel=NeverCancelled()))
    return summary.added, summary.updated, summary.missing, summary.labellings


def test_every_program_reads_them_and_a_rescan_sees_the_same_images(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "animals|birds|crane", "Ås & <mer>")
    label("box/b.png", "米")
    before = contents(archive)
    times = {name: (archive / name).stat().st_mtime_ns for name in before}

    told = foretell(catalogue)
    assert (told.changed, told.added) == (2, 3)
    assert told.needed_bytes == len(before["a.jpg"]) + len(before["box/b.png"])
    assert contents(archive) == before

    written = embed(catalogue)
    assert (written.changed, written.left) == (2, 0), written.files
    jpeg, png = read_by_exiftool([archive / "a.jpg", archive / "box/b.png"])
    assert sorted(jpeg["Subject"]) == ["crane", "Ås & <mer>"]
    assert sorted(jpeg["HierarchicalSubject"]) == ["animals|birds|crane", "Ås & <mer>"]
    assert sorted(jpeg["TagsList"]) == ["animals/birds/crane", "Ås & <mer>"]
    assert sorted(jpeg["Keywords"]) == ["crane", "Ås & <mer>"]
    assert png == {"Subject": ["米"], "HierarchicalSubject": ["米"], "TagsList": ["米"]}
    assert contents(archive).keys() == before.keys()
    assert contents(archive)["box/c.jpg"] == before["box/c.jpg"]
    assert {name: (archive / name).stat().st_mtime_ns for name in before} == times

    assert rescanned(catalogue) == (0, 0, 0, 0)
    assert (embed(catalogue).changed, foretell(catalogue).changed) == (0, 0)

    assert take_back(catalogue).restored == 2
    assert contents(archive) == before
    assert rescanned(catalogue) == (0, 0, 0, 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_owner_group_mode_and_attributes_of_a_picture_stay(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    picture = archive / "a.jpg"
    label("a.jpg", "cat")
    os.chown(picture, 1234, 4321)
    picture.chmod(0o640)
    os.setxattr(picture, "user.note", b"kept")

    assert embed(catalogue).changed == 1

    status = picture.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 4321, 0o640)
    assert os.getxattr(picture, "user.note") == b"kept"


def test_a_copied_catalogue_writes_into_the_pictures_of_the_other_only_where_that_is_said(
    catalogue: Catalogue, archive: Path, label: Label, tmp_path: Path
) -> None:
    label("a.jpg", "cat")
    before = contents(archive)
    assert foretell(catalogue).copied_from is None
    copy = tmp_path / "elsewhere" / catalogue.path.name
    copy.parent.mkdir()
    catalogue.close()
    shutil.copy(catalogue.path, copy)

    with Catalogue.open(copy) as copied:
        assert foretell(copied).copied_from == catalogue.path
        with pytest.raises(InputError, match="is a copy"):
            embed(copied)
        assert contents(archive) == before
        assert embed(copied, from_copy=True).changed == 1
        take_back(copied)
    catalogue.path.rename(tmp_path / "kept aside")
    with Catalogue.open(copy) as moved:
        assert foretell(moved).copied_from is None
        assert embed(moved).changed == 1


def test_nothing_that_is_known_of_an_image_is_lost(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    (image,) = (one for one in catalogue.images.known_files() if one.path_bytes == b"a.jpg")
    store = FeatureStore(catalogue.folder / "features", FINGERPRINT)
    vector = np.array([[0.6, 0.8, 0.0]], dtype=np.float32)
    store.append([image.content_hash], vector)
    catalogue.marks.put_many("full-picture", [(image.content_hash, b"measured")])
    thumbnail = catalogue.thumbnails.get(image.content_hash)

    embed(catalogue)

    (now,) = (one for one in catalogue.images.known_files() if one.path_bytes == b"a.jpg")
    assert now.image_id == image.image_id
    assert now.content_hash != image.content_hash
    features, found = store.rows([now.content_hash])
    assert found.all()
    assert np.allclose(features, vector, atol=1e-3)
    assert catalogue.thumbnails.get(now.content_hash) == thumbnail
    assert catalogue.marks.get_many("full-picture", [now.content_hash]) == {
        now.content_hash: b"measured"
    }
    assert labels_at(catalogue, "a.jpg") == {"cat"}
    take_back(catalogue)
    (back,) = (one for one in catalogue.images.known_files() if one.path_bytes == b"a.jpg")
    assert back == image


def test_what_is_not_ours_stays_and_what_was_ours_goes(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    set_by_exiftool(
        archive / "a.jpg",
        "-XMP-dc:Subject=old",
        "-XMP-lr:HierarchicalSubject=darktable|changed",  # a program's own, never imported
        "-IPTC:Keywords=old",
        "-IPTC:Caption-Abstract=Ålesund",  # in Latin-1, as exiftool writes where nothing is said
        "-XMP:Rating=4",
        "-EXIF:XPKeywords=old;other",
    )
    scan(catalogue)
    assert labels_at(catalogue, "a.jpg") == {"old", "other"}
    label("a.jpg", "new", remove=("old",))
    assert embed(catalogue).changed == 1
    (read,) = read_by_exiftool([archive / "a.jpg"])
    assert sorted(read["Subject"]) == ["new", "other"]
    assert sorted(read["HierarchicalSubject"]) == ["darktable|changed", "new", "other"]
    assert sorted(read["Keywords"]) == ["new", "other"]
    assert (read["Rating"], read["Caption-Abstract"]) == (4, ["Ålesund"])
    windows = subprocess.run(
        ["exiftool", "-s3", "-XPKeywords", archive / "a.jpg"], capture_output=True, check=True
    )
    assert windows.stdout.strip() == b"other"

    # Taken off here and changed there: it does not come back from the file.
    label("a.jpg", remove=("new",))
    set_by_exiftool(archive / "a.jpg", "-XMP:Rating=5")
    scan(catalogue)
    assert "new" not in labels_at(catalogue, "a.jpg")


def test_no_text_of_a_picture_is_an_order_to_exiftool(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    trap = archive.parent / "trap"
    order = f"x\n-if\nopen(F, '>', '{trap}')\n-XPTitle=y"
    set_by_exiftool(archive / "a.jpg", "-ec", f"-EXIF:XPKeywords=old;{order}".replace("\n", r"\n"))
    scan(catalogue)
    label("a.jpg", remove=("old",))
    assert embed(catalogue).changed == 1
    assert not trap.exists()
    read = subprocess.run(
        ["exiftool", "-b", "-XPKeywords", archive / "a.jpg"], capture_output=True, check=True
    )
    assert read.stdout.decode().rstrip("\0") == order


@pytest.mark.parametrize("name", ["100%done %d%f", "two\nlines", "#-@ ", "\udce9"])
def test_the_catalogue_may_lie_in_a_folder_of_any_name(
    tmp_path: Path, archive: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with Catalogue.create(folder / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        scan(catalogue)
        catalogue.commands.label_images([image_id(catalogue, "a.jpg")], add_names=["cat"])
        assert embed(catalogue).changed == 1
    assert read_by_exiftool([archive / "a.jpg"])[0]["Subject"] == ["cat"]
    assert sorted(tmp_path.iterdir()) == sorted((archive, folder))


def test_what_may_not_be_written_to_is_left_and_said(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    for number, name in enumerate(("linked.jpg", "-protected\n.jpg", "edited.jpg", "plain.bmp")):
        paint(archive / name, 10 + number)
    os.link(archive / "linked.jpg", archive.parent / "second.jpg")
    scan(catalogue)
    for name in ("linked.jpg", "-protected\n.jpg", "edited.jpg", "plain.bmp"):
        label(name, "cat")
    (archive / "-protected\n.jpg").chmod(0o444)
    set_by_exiftool(archive / "edited.jpg", "-XMP:Rating=2")
    before = contents(archive)

    summary = embed(catalogue)

    assert (summary.changed, summary.guarded, summary.asked, summary.format) == (0, 2, 1, 1)
    assert {one.file: one.reason.code for one in summary.files if one.reason} == {
        "linked.jpg": "picture-hard-linked",
        "-protected\n.jpg": "picture-read-only",
        "edited.jpg": "picture-changed-since-scan",
        "plain.bmp": "picture-format",
    }
    assert contents(archive) == before


def test_formats_are_written_with_their_pictures_as_they_were(tmp_path: Path) -> None:
    """Each is written and read again, or left as it was; awkward names make no difference."""
    register_plugins()
    archive = tmp_path / "archive"
    archive.mkdir()
    noise = np.random.default_rng(3).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    for ending in ("tif", "webp", "gif", "jp2", "avif", "jxl", "png"):
        picture.save(archive / f"-@ {ending}\n.{ending}")
    pages = [picture, picture.rotate(180)]
    pages[0].save(archive / "pages.tif", save_all=True, append_images=pages[1:])
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive) as catalogue:
        scan(catalogue)
        before = contents(archive)
        catalogue.commands.label_images(catalogue.images.ids(), add_names=["dyr|fugl"])
        summary = embed(catalogue)
        assert summary.changed >= 6, summary.files
        left = {one.file for one in summary.files if one.reason is not None}
        after = contents(archive)
        assert {name for name in before if before[name] == after[name]} == left
        for name in before.keys() - left:
            (read,) = read_by_exiftool([archive / name])
            assert read["HierarchicalSubject"] == ["dyr|fugl"], name
        assert rescanned(catalogue) == (0, 0, 0, 0)
        take_back(catalogue)
        assert contents(archive) == before


def test_as_much_room_is_asked_for_as_is_written(
    catalogue: Catalogue, archive: Path, label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk with little room is enough for pictures that are small."""
    label("a.jpg", "cat")
    before = contents(archive)
    size_bytes = len(before["a.jpg"])
    usage = shutil.disk_usage(archive)

    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2 * size_bytes))
    with pytest.raises(InputError) as refused:
        embed(catalogue)
    assert refused.value.message.code == "pictures-no-room"
    assert contents(archive) == before

    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4 * size_bytes))
    assert embed(catalogue).changed == 1
