"""What others changed in sidecars is shown label by label, and taken over as one change."""

import pickle
import shutil
import subprocess
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import AcceptedLabel
from engine.jobs.sidecars.changes import SidecarChange, take_changes
from tests.engine.jobs.sidecars.conftest import (
    Label,
    compare,
    image_id,
    labels_at,
    paths_in,
    preview,
    scan,
    write,
)
from tests.engine.sidecars.shapes import digikam

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="not installed: exiftool (scripts/setup.sh .venv dev)"
)


def exiftool(file: Path, *arguments: str) -> None:
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", *arguments, str(file)],
        check=True,
        capture_output=True,
    )


def told(changes: list[SidecarChange]) -> set[tuple[str, str, str]]:
    return {(one.kind, one.label, one.conflict) for one in changes}


@pytest.fixture
def written(catalogue: Catalogue, archive: Path, label: Label) -> Path:
    """The sidecar of a.jpg, with animals|cat and moon."""
    label("a.jpg", "animals|cat", "moon")
    write(catalogue)
    return archive / "a.jpg.xmp"


def test_what_is_told_can_be_handed_to_another_process(
    catalogue: Catalogue, written: Path, label: Label
) -> None:
    written.write_bytes(digikam(["sun"]))
    label("a.jpg", "new")
    for told_of in (compare(catalogue), preview(catalogue)):
        assert pickle.loads(pickle.dumps(told_of)) == told_of


def test_nothing_was_changed(catalogue: Catalogue, written: Path) -> None:
    found = compare(catalogue)
    assert (found.changes, found.looked_at) == ([], 0)


@needs_exiftool
def test_what_was_put_in_and_taken_out_is_taken_over_in_one_change(
    catalogue: Catalogue, written: Path
) -> None:
    exiftool(
        written,
        *("-XMP-lr:HierarchicalSubject-=animals|cat", "-XMP-dc:Subject-=cat"),
        *("-XMP-lr:HierarchicalSubject+=animals|dog", "-XMP-dc:Subject+=dog"),
    )
    found = compare(catalogue)
    assert told(found.changes) == {("added", "animals|dog", ""), ("removed", "animals|cat", "")}
    assert found.changes[0].images == ("a.jpg",)
    assert preview(catalogue).asked == 1
    taken = take_changes(catalogue, accepted=found.changes)
    assert labels_at(catalogue, "a.jpg") == {"animals|dog", "moon"}
    assert taken.details["added"] == taken.details["removed"] == 1
    source = {
        one.label_name: one.source
        for one in catalogue.labellings.of_image(image_id(catalogue, "a.jpg"))
    }
    assert source["dog"] == "imported"
    assert compare(catalogue).changes == []
    assert write(catalogue).changed == 1
    assert paths_in(written) == {"animals|dog", "moon"}


@needs_exiftool
def test_undone_it_is_asked_about_again(catalogue: Catalogue, written: Path) -> None:
    exiftool(written, "-XMP-lr:HierarchicalSubject+=animals|dog")
    take_changes(catalogue, accepted=compare(catalogue).changes)
    catalogue.commands.undo()
    assert labels_at(catalogue, "a.jpg") == {"animals|cat", "moon"}
    assert told(compare(catalogue).changes) == {("added", "animals|dog", "")}
    write(catalogue)
    assert "animals|dog" in written.read_text()


@needs_exiftool
def test_what_is_declined_goes_out_of_the_file_and_what_was_taken_out_comes_back(
    catalogue: Catalogue, written: Path
) -> None:
    exiftool(
        written, "-XMP-lr:HierarchicalSubject+=animals|dog", "-XMP-lr:HierarchicalSubject-=moon"
    )
    found = compare(catalogue)
    assert told(found.changes) == {("added", "animals|dog", ""), ("removed", "moon", "")}
    take_changes(catalogue, accepted=[], declined=found.changes)
    assert labels_at(catalogue, "a.jpg") == {"animals|cat", "moon"}
    assert compare(catalogue).changes == []
    assert write(catalogue).changed == 1
    assert paths_in(written) == {"animals|cat", "moon"}


@needs_exiftool
def test_of_several_changes_some_stay_open(catalogue: Catalogue, written: Path) -> None:
    exiftool(written, "-XMP-lr:HierarchicalSubject+=one", "-XMP-lr:HierarchicalSubject+=two|three")
    one, two = sorted(compare(catalogue).changes, key=lambda one: one.levels)
    take_changes(catalogue, accepted=[one])
    assert labels_at(catalogue, "a.jpg") == {"animals|cat", "moon", "one"}
    assert told(compare(catalogue).changes) == {("added", "two|three", "")}
    assert preview(catalogue).asked == 1
    take_changes(catalogue, accepted=[], declined=[two])
    assert compare(catalogue).changes == []
    write(catalogue)
    assert paths_in(written) == {"animals|cat", "moon", "one"}


@needs_exiftool
def test_other_changes_count_as_looked_at(
    catalogue: Catalogue, written: Path, label: Label
) -> None:
    exiftool(written, "-XMP:Rating=3")
    label("a.jpg", "new")
    assert preview(catalogue).asked == 1
    found = compare(catalogue)
    assert (found.changes, found.looked_at) == ([], 1)
    assert write(catalogue).changed == 1
    assert b"Rating" in written.read_bytes()
    assert paths_in(written) == {"animals|cat", "moon", "new"}


@needs_exiftool
def test_what_a_curator_said_meanwhile_is_a_conflict(
    catalogue: Catalogue, written: Path, label: Label
) -> None:
    exiftool(
        written,
        "-XMP-lr:HierarchicalSubject+=animals|dog",
        "-XMP-lr:HierarchicalSubject-=moon",
        "-XMP-lr:HierarchicalSubject-=animals|cat",
    )
    catalogue.commands.create_typed_label("animals|dog")
    dog, cat = catalogue.labels.find("dog"), catalogue.labels.find("cat")
    assert dog is not None
    assert cat is not None
    at = image_id(catalogue, "a.jpg")
    catalogue.commands.decide(at, rejected=[AcceptedLabel(dog.id, 0.5)], suggester="x")
    catalogue.commands.rename_label(cat.id, "katt")
    label("a.jpg", remove=("moon",))
    label("a.jpg", "moon")
    found = compare(catalogue)
    assert told(found.changes) == {
        ("added", "animals|dog", "rejected-here"),
        ("removed", "animals|cat", "renamed-here"),
        ("removed", "moon", "decided-here"),
    }
    take_changes(catalogue, accepted=found.changes)
    assert labels_at(catalogue, "a.jpg") == {"animals|dog"}


def test_a_name_alone_stands_for_the_label_that_has_it(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "animals|cat")
    label("box/b.png", "moon")
    write(catalogue)
    file = archive / "box" / "b.png.xmp"
    text = file.read_text().replace(
        "<rdf:li>moon</rdf:li>\n    </rdf:Bag>\n   </dc:subject>",
        "<rdf:li>moon</rdf:li>\n    <rdf:li>cat</rdf:li></rdf:Bag>\n   </dc:subject>",
    )
    assert text != file.read_text()
    file.write_text(text)
    found = compare(catalogue)
    assert told(found.changes) == {("added", "cat", "")}
    take_changes(catalogue, accepted=found.changes)
    assert labels_at(catalogue, "box/b.png") == {"animals|cat", "moon"}


def test_keywords_that_a_scan_has_read_are_no_change(catalogue: Catalogue, archive: Path) -> None:
    file = archive / "a.jpg.xmp"
    file.write_bytes(digikam(["animals|cat", "moon"]))
    scan(catalogue)
    assert compare(catalogue).changes == []
    file.write_bytes(digikam(["animals|cat", "sun"]))
    assert told(compare(catalogue).changes) == {("added", "sun", ""), ("removed", "moon", "")}


def test_a_sidecar_that_was_deleted_takes_no_label_off(catalogue: Catalogue, written: Path) -> None:
    written.unlink()
    assert compare(catalogue).changes == []
    assert preview(catalogue).asked == 1


def test_labels_of_the_same_name_are_told_apart(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "birds|crane", "machines|crane")
    write(catalogue)
    file = archive / "a.jpg.xmp"
    file.write_bytes(
        file.read_bytes()
        .replace(b"\n     <rdf:li>machines|crane</rdf:li>", b"")
        .replace(b"\n     <rdf:li>machines/crane</rdf:li>", b"")
    )
    found = compare(catalogue)
    assert told(found.changes) == {("removed", "machines|crane", "")}
    take_changes(catalogue, accepted=found.changes)
    assert labels_at(catalogue, "a.jpg") == {"birds|crane"}
    assert write(catalogue).changed == 0
    assert paths_in(file) == {"birds|crane"}
