"""The scan from real files to real rows, through everything that happens to an archive."""

import hashlib
import io
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from db.records import AcceptedLabel, ImageFilter, Status
from engine.archive.keyword_table import TableOptions
from engine.errors import InputError
from engine.jobs.export import export_labellings
from engine.jobs.limits import MEMORY_SETTING, TIMEOUT_SETTING, limits_from
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.progress import JobCancelledError, NeverCancelled, Progress, run_job
from engine.jobs.scan import ScanSummary, scan_archive

SAMPLE = Path(__file__).parents[3] / "resources" / "sample_archive"
Paint = Callable[[str, int], Path]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        yield catalogue


@pytest.fixture
def paint(archive: Path) -> Paint:
    """Puts a picture into the archive; the same number gives the same bytes."""

    def put(path: str, number: int) -> Path:
        target = archive / path
        target.parent.mkdir(parents=True, exist_ok=True)
        colours = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(colours).resize((48, 36)).save(target, "PNG")
        return target

    return put


def scan(catalogue: Catalogue, **options: object) -> ScanSummary:
    return run_job(scan_archive(catalogue, cancel=NeverCancelled(), **options))  # type: ignore[arg-type]


def labels_at(catalogue: Catalogue, path: str) -> set[str]:
    image = catalogue.images.by_path(path.encode())
    assert image is not None, path
    return {labelling.label_name for labelling in catalogue.labellings.of_image(image.id)}


def xmp(*keywords: str) -> bytes:
    items = "".join(f"<rdf:li>{keyword}</rdf:li>" for keyword in keywords)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def digest(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"",
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
    }


# --- the first scan -----------------------------------------------------------------------------


def test_the_sample_archive_whole(tmp_path: Path) -> None:
    before = digest(SAMPLE)
    with Catalogue.create(tmp_path / "s.nabolag.sqlite", SAMPLE, curator="Kari") as catalogue:
        summary = scan(catalogue, keywords_csv=SAMPLE / "keywords.csv")
        images = sum(1 for path in SAMPLE.rglob("*") if path.suffix in IMAGE_SUFFIXES)
        assert (summary.files, summary.added, summary.unchanged) == (images, images, 0)
        assert {path: reason[:22] for path, reason in summary.problems} == {
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
    (archive / "1c_cut.png").write_bytes((archive / "1.png").read_bytes()[:-60])
    (archive / "1d_eps.png").write_bytes(b"%!PS-Adobe-3.0\n")
    (archive / "1e.nef").write_bytes(b"II*\0\x08\0\0\0" + bytes(100))
    catalogue.settings.set(MEMORY_SETTING, 64 * 1024**2)
    Image.new("RGB", (5000, 5000)).save(archive / "1f_large.png")
    summary = scan(catalogue)
    assert summary.files == summary.added == 11
    reasons = dict(summary.problems)
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


# --- what happens to files ----------------------------------------------------------------------


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
    assert "not there any more" in summary.notes[0][1]


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
    assert summary.notes == [("closed", "The folder cannot be read: Permission denied.")]


# --- keywords -----------------------------------------------------------------------------------


def test_keywords_of_all_places_are_one_union(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    (archive / "a.png.xmp").write_bytes(xmp("elg", "skog"))
    (archive / "a.xmp").write_bytes(xmp("Elg", "vann"))
    table = archive / "keywords.csv"
    table.write_text("file,keywords,caption\na.png,fjell;elg,En elg\nno.png,x,\n../b.png,y,\n")
    summary = scan(catalogue, keywords_csv=table)
    assert labels_at(catalogue, "a.png") == {"elg", "skog", "vann", "fjell"}
    image = catalogue.images.by_path(b"a.png")
    assert image is not None
    assert image.title == "En elg"
    assert set(catalogue.images.keywords_of(image.id)) == {
        ("elg", "csv"),
        ("fjell", "csv"),
        ("elg", "dc:subject (a.png.xmp)"),
        ("skog", "dc:subject (a.png.xmp)"),
        ("Elg", "dc:subject (a.xmp)"),
        ("vann", "dc:subject (a.xmp)"),
    }
    assert (summary.labels, summary.labellings) == (4, 4)
    assert [reason for _, reason in summary.notes] == [
        "There is no such file in the archive.",
        "The path leads out of the archive folder.",
    ]


def test_sidecars_and_tables_that_gain_keywords_are_read_again(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, name in enumerate("ab"):
        paint(f"{name}.png", number)
    table = archive.parent / "k.csv"
    table.write_text("file,keywords\na.png,first\n")
    scan(catalogue, keywords_csv=table)
    image = catalogue.images.by_path(b"a.png")
    assert image is not None
    first = catalogue.labels.find("first")
    assert first is not None
    catalogue.commands.label_images([image.id], remove=[first.id])
    table.write_text("file,keywords,title\na.png,first;second,T\n")
    (archive / "b.xmp").write_bytes(xmp("beside"))
    summary = scan(catalogue)
    assert (summary.unchanged, summary.labellings) == (2, 2)
    # What a curator took off stays off.
    assert labels_at(catalogue, "a.png") == {"second"}
    assert labels_at(catalogue, "b.png") == {"beside"}
    assert catalogue.images.get(image.id).title == "T"
    assert scan(catalogue).labellings == 0


def test_a_broken_sidecar_is_a_note_and_costs_nothing_else(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    (archive / "a.xmp").write_text("<x>")
    for _ in range(2):
        summary = scan(catalogue)
        assert summary.problems == []
        assert summary.notes[0][0] == "a.png"
        assert "a.xmp was left out" in summary.notes[0][1]


def test_a_table_that_cannot_be_read_stops_the_scan_before_it_begins(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    table = archive / "k.csv"
    table.write_text("name;tags\na.png;x\n")
    for path in (table, archive / "gone.csv"):
        with pytest.raises(InputError):
            scan(catalogue, keywords_csv=path)
    assert catalogue.images.count() == 0
    options = TableOptions(file_column="name", keywords_column="tags")
    scan(catalogue, keywords_csv=table, csv_options=options)
    assert labels_at(catalogue, "a.png") == {"x"}


@pytest.mark.parametrize("export_format", ["csv-long", "csv-wide", "jsonl"])
def test_what_was_exported_comes_back_the_same(
    catalogue: Catalogue, archive: Path, paint: Paint, tmp_path: Path, export_format: str
) -> None:
    names = ["=1+1", "a;b", "x|y", "'quoted", "ås", 'with "quotes", and commas', "@home", "-"]
    for number, _ in enumerate(names):
        paint(f"folder/{number}.png", number)
    paint("=odd.png", 90)
    scan(catalogue)
    ids = catalogue.images.ids()
    for number, name in enumerate(names):
        catalogue.commands.label_images(ids[number : number + 2], add_names=[name])
    parent = catalogue.labels.find("ås")
    child = catalogue.labels.find("@home")
    assert parent is not None
    assert child is not None
    catalogue.commands.set_parent(child.id, parent_id=parent.id)
    catalogue.commands.decide(
        ids[-1], accepted=[AcceptedLabel(parent.id, 0.75)], suggester="neighbor-search"
    )
    destination = tmp_path / f"out.{'jsonl' if export_format == 'jsonl' else 'csv'}"
    run_job(
        export_labellings(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            format=export_format,  # type: ignore[arg-type]
        )
    )
    with Catalogue.create(tmp_path / "again.nabolag.sqlite", archive, curator="Ola") as again:
        summary = scan(again, keywords_csv=destination)
        assert summary.notes == []
        rows = {(row.path, row.label) for row in again.labellings.export_rows()}
        assert rows == {(row.path, row.label) for row in catalogue.labellings.export_rows()}
        home, place = again.labels.find("@home"), again.labels.find("ås")
        assert home is not None
        assert place is not None
        assert home.parent_id == place.id


# --- stopped, killed, damaged -------------------------------------------------------------------


def test_cancelling_keeps_what_was_read_and_the_next_scan_goes_on(
    catalogue: Catalogue, paint: Paint
) -> None:
    for number in range(60):
        paint(f"{number:02}.png", number)
    cancel = threading.Event()

    def cancelled_half_way() -> None:
        for progress in scan_archive(catalogue, cancel=cancel):
            if progress.stage == "Reading images" and progress.done == 25:
                cancel.set()

    with pytest.raises(JobCancelledError, match="kept"):
        cancelled_half_way()
    kept = catalogue.images.count()
    assert 20 <= kept < 60
    summary = scan(catalogue)
    assert (summary.unchanged, summary.added) == (kept, 60 - kept)


def test_killed_while_reading_the_next_scan_goes_on(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number in range(700):
        paint(f"{number:03}.png", number)
    process = JobProcess(JobRequest("scan", catalogue.path, "Kari"))
    while (message := process.receive()) is not None:
        if (
            isinstance(message, Progress)
            and message.stage == "Reading images"
            and message.done > 450
        ):
            process.kill()
            break
    process.join(10)
    kept = catalogue.images.count()
    assert 200 <= kept < 700
    assert catalogue.check().problems == []
    readable = [content_hash for _, content_hash in catalogue.images.readable()]
    assert catalogue.thumbnails.missing(readable) == []
    summary = scan(catalogue)
    assert (summary.unchanged, summary.added) == (kept, 700 - kept)


def test_the_scan_runs_as_a_job_of_its_own_process(catalogue: Catalogue, paint: Paint) -> None:
    paint("a.png", 1)
    process = JobProcess(JobRequest("scan", catalogue.path, "Kari"))
    messages = list(iter(process.receive, None))
    process.join(10)
    assert isinstance(messages[-1], JobResult)
    assert messages[-1].summary.added == 1


def test_lost_thumbnails_are_made_again(tmp_path: Path, archive: Path, paint: Paint) -> None:
    for number in range(3):
        paint(f"{number}.png", number)
    path = tmp_path / "t.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        scan(catalogue)
        hashes = [content_hash for _, content_hash in catalogue.images.readable()]
        before = catalogue.thumbnails.get_many(hashes)
    for left in (tmp_path / "t.nabolag").glob("thumbnails.sqlite*"):
        left.unlink()
    with Catalogue.open(path, curator="Kari") as catalogue:
        assert len(catalogue.thumbnails.missing(hashes)) == 3
        scan(catalogue)
        assert catalogue.thumbnails.get_many(hashes) == before
