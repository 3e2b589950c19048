"""Keywords of all places, read and read again."""

import os
import threading
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from db.catalogue import Catalogue
from db.records import AcceptedLabel, FoundKeyword, ScannedImage
from engine.answers.exporting.settings import ExportSettings
from engine.archive.inspect_file import hash_file
from engine.archive.keyword_table import TableOptions
from engine.errors import InputError
from engine.exchange.export_format import ExportFormat
from engine.exchange.registry import FORMATS
from engine.jobs.exports.export import export_dataset
from engine.jobs.scan import METADATA_SETTING, METADATA_VERSION, scan_archive
from engine.jobs.scan_table import TABLE_SETTING
from engine.progress import JobCancelledError, NeverCancelled, run_job
from tests.engine.jobs.scan.conftest import Paint, labels_at, scan, xmp
from tests.exchanging import dated


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
    assert [str(reason) for _, reason in summary.notes] == [
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
        assert "a.xmp was left out" in str(summary.notes[0][1])


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


def label_names_by_path(catalogue: Catalogue) -> dict[str, set[str]]:
    images = catalogue.images.get_many(catalogue.images.ids())
    found = catalogue.labellings.of_images([image.id for image in images])
    return {image.path: {one.label_name for one in found[image.id]} for image in images}


# A folder for each label has no room for what several labels of an image are, and a table of
# captions none for labels.
@pytest.mark.parametrize(
    "export_format",
    [
        one
        for one in FORMATS
        if one.reader is not None and one.name not in ("folders", "csv-captions")
    ],
)
def test_what_was_exported_comes_back_the_same(
    catalogue: Catalogue, archive: Path, paint: Paint, tmp_path: Path, export_format: ExportFormat
) -> None:
    names = ["=1+1", "a;b", "x|y", "'quoted", "ås", 'with "quotes", and commas', "@home", "-"]
    for number, _ in enumerate(names):
        dated(paint(f"folder/{number}.png", number))
    dated(paint("=odd.png", 90))
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
    # One name at the top, below one label and below another.
    for number, above in enumerate((None, parent.id, child.id)):
        change = catalogue.commands.create_label("crane", parent_id=above)
        catalogue.commands.label_images(
            ids[number : number + 1], add=[int(str(change.details["label_id"]))]
        )
    destination = tmp_path / f"out{export_format.suffix}"
    run_job(
        export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            settings=ExportSettings(format=export_format.name, card=False),
        )
    )
    with Catalogue.create(tmp_path / "again.nabolag.sqlite", archive, curator="Ola") as again:
        summary = scan(again, keywords_csv=destination)
        assert summary.notes == []
        assert label_names_by_path(again) == label_names_by_path(catalogue)
        home, place = again.labels.find("@home"), again.labels.find("ås")
        assert home is not None
        assert place is not None
        assert home.parent_id == place.id


def test_only_a_table_that_this_person_named_is_read_again(
    catalogue: Catalogue, archive: Path, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint("a.png", 1)
    own, others = (archive.parent / f"{name}.csv" for name in ("own", "others"))
    own.write_text("file,keywords\na.png,elg\n")
    others.write_text("file,keywords\na.png,secret\n")
    scan(catalogue, keywords_csv=own)
    own.write_text("file,keywords\na.png,elg;skog\n")
    assert scan(catalogue).labellings == 1
    # What the file says may have been written by anybody.
    named = catalogue.settings.get(TABLE_SETTING)
    catalogue.settings.set(TABLE_SETTING, {**named, "path": str(others)})
    summary = scan(catalogue)
    assert summary.labellings == 0
    assert [(path, str(note)[:44]) for path, note in summary.notes] == [
        (str(others), "This catalogue names a keyword table that yo")
    ]
    # The same catalogue with somebody else, who has the table at the same place.
    catalogue.settings.set(TABLE_SETTING, named)
    own.write_text("file,keywords\na.png,elg;skog;vann\n")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("NABOLAG_DATA_DIR", str(archive.parent / "somebody else"))
        assert scan(catalogue).labellings == 0
    assert scan(catalogue).labellings == 1
    assert labels_at(catalogue, "a.png") == {"elg", "skog", "vann"}


def test_what_programs_keep_for_themselves_is_left_out_and_counted_once(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number, name in enumerate("ab"):
        paint(f"{name}.png", number)
        packet = xmp("elg", "changed").replace(
            b"</rdf:Description>",
            b'<lr:hierarchicalSubject xmlns:lr="http://ns.adobe.com/lightroom/1.0/"><rdf:Seq>'
            b"<rdf:li>darktable|changed</rdf:li></rdf:Seq></lr:hierarchicalSubject>"
            b"</rdf:Description>",
        )
        (archive / f"{name}.png.xmp").write_bytes(packet)
    sentence = (
        "4 keywords of 2 images were left out: "
        "programs such as darktable and digiKam keep their own state there."
    )
    for _ in range(2):  # read the first time, compared the second time
        summary = scan(catalogue)
        assert [str(note) for _, note in summary.notes] == [sentence]
        assert labels_at(catalogue, "a.png") == {"elg"}
    assert {label.name for label in catalogue.labels.all()} == {"elg"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_a_pipe_where_a_sidecar_belongs_stops_no_scan(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    os.mkfifo(archive / "a.png.xmp")
    os.mkfifo(archive / "b.jpg")
    for _ in range(2):
        summary = scan(catalogue)
        assert summary.files == 1
        assert [(where, note.code) for where, note in summary.notes] == [
            ("a.png.xmp", "file-not-regular"),
            ("b.jpg", "file-not-regular"),
        ]


def with_embedded(archive: Path, name: str, number: int, *keywords: str) -> Path:
    told = PngInfo()
    told.add_itxt("XML:com.adobe.xmp", xmp(*keywords).decode())
    path = archive / name
    Image.new("RGB", (8, 6), (number, 0, 0)).save(path, pnginfo=told)
    return path


def test_files_that_an_older_version_read_are_read_again(
    catalogue: Catalogue, archive: Path
) -> None:
    elk = with_embedded(archive, "a.png", 1, "elk", "snow")
    status = elk.stat()
    older = ScannedImage(
        b"a.png",
        hash_file(elk),
        status.st_size,
        status.st_mtime_ns,
        keywords=(FoundKeyword(("snow",), "exif"),),
    )
    catalogue.commands.import_images([older])
    image = catalogue.images.by_path(b"a.png")
    assert image is not None
    snow = catalogue.labels.find("snow")
    assert snow is not None
    catalogue.commands.label_images([image.id], remove=[snow.id])
    catalogue.settings.set(METADATA_SETTING, METADATA_VERSION - 1)

    summary = scan(catalogue)

    assert (summary.unchanged, summary.updated, summary.labellings) == (1, 0, 1)
    assert labels_at(catalogue, "a.png") == {"elk"}
    assert catalogue.settings.get(METADATA_SETTING) == METADATA_VERSION
    assert scan(catalogue).labellings == 0


def test_an_import_that_was_undone_is_not_brought_again(
    catalogue: Catalogue, archive: Path
) -> None:
    with_embedded(archive, "a.png", 1, "elk")
    scan(catalogue)
    catalogue.commands.undo()
    assert labels_at(catalogue, "a.png") == set()
    catalogue.settings.set(METADATA_SETTING, METADATA_VERSION - 1)
    assert scan(catalogue).labellings == 0
    assert labels_at(catalogue, "a.png") == set()


def test_a_first_scan_says_which_version_reads(catalogue: Catalogue, archive: Path) -> None:
    with_embedded(archive, "a.png", 1, "elk")
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(JobCancelledError):
        run_job(scan_archive(catalogue, cancel=stopped))
    assert catalogue.settings.get(METADATA_SETTING) == METADATA_VERSION
