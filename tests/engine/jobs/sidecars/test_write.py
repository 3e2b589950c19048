"""Labels are written beside the originals, only where something differs, and never over others'."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import VocabularyEntry
from engine.errors import InputError
from engine.jobs.scan import scan_archive
from engine.jobs.sidecars import write as writing
from engine.jobs.sidecars.write import write_sidecars
from engine.progress import NeverCancelled, run_job
from engine.sidecars.naming import Shared, Style
from engine.whole_file import Replacement
from tests.engine.jobs.sidecars.conftest import (
    Label,
    compare,
    image_id,
    labels_at,
    paint,
    paths_in,
    preview,
    scan,
    sidecars,
    write,
)
from tests.engine.sidecars.shapes import digikam, lightroom, other_bytes


def test_every_labelled_image_gets_a_sidecar_and_the_originals_stay(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    originals = {path: path.read_bytes() for path in archive.rglob("*.*")}
    label("a.jpg", "animals|cat", "moon")
    label("box/b.png", "animals|dog")
    told = preview(catalogue)
    assert sidecars(archive) == {}
    done = write(catalogue)
    assert list(sidecars(archive)) == ["a.jpg.xmp", "box/b.png.xmp"]
    assert paths_in(archive / "a.jpg.xmp") == {"animals|cat", "moon"}
    assert (done.new, done.changed, done.added, done.removed) == (2, 0, 3, 0)
    assert told.files == done.files
    assert done.files[0].added == ("animals|cat", "moon")
    assert originals == {path: path.read_bytes() for path in originals}
    assert str(done.message) == "2 sidecars written, 2 of them new."


def test_the_next_time_only_what_differs_is_written(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "dog")
    write(catalogue)
    before = (archive / "a.jpg.xmp").stat()
    label("box/b.png", "bird", remove=("dog",))
    done = write(catalogue)
    assert (done.changed, done.same, done.new) == (1, 1, 0)
    assert paths_in(archive / "box" / "b.png.xmp") == {"bird"}
    now = (archive / "a.jpg.xmp").stat()
    assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert write(catalogue).changed == 0


def test_no_sidecar_is_read_again_where_nothing_has_changed(
    catalogue: Catalogue, archive: Path, label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    label("a.jpg", "cat")
    write(catalogue)
    (archive / "a.jpg.xmp").chmod(0)
    if os.access(archive / "a.jpg.xmp", os.R_OK):  # as root
        monkeypatch.setattr(writing, "replace_together", None)
    assert write(catalogue).same == 1


def test_what_other_programs_wrote_stays_and_a_removed_label_goes(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    before = lightroom(["animals|cat", "places|Oslo"])
    (archive / "a.xmp").write_bytes(before)
    scan(catalogue)
    assert labels_at(catalogue, "a.jpg") >= {"animals|cat", "places|Oslo"}
    label("a.jpg", "moon", remove=("animals|cat",))
    done = write(catalogue)
    assert list(sidecars(archive)) == ["a.xmp"]
    assert paths_in(archive / "a.xmp") == {"moon", "places|Oslo"}
    assert other_bytes((archive / "a.xmp").read_bytes()) == other_bytes(before)
    assert (done.files[0].added, done.files[0].removed) == (("moon",), ("animals|cat",))


def test_a_keyword_that_came_after_the_scan_stays(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    (archive / "a.jpg.xmp").write_bytes(digikam(["dog"]))
    write(catalogue)
    assert paths_in(archive / "a.jpg.xmp") == {"cat", "dog"}
    label("a.jpg", remove=("cat",))
    write(catalogue)
    assert paths_in(archive / "a.jpg.xmp") == {"dog"}


def test_a_renamed_label_takes_the_place_of_its_old_name(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "birds|crane", "machines|crane")
    write(catalogue)
    crane = catalogue.labels.find("birds|crane")
    assert crane is not None
    catalogue.commands.rename_label(crane.id, "Trane")
    done = write(catalogue)
    assert paths_in(archive / "a.jpg.xmp") == {"birds|Trane", "machines|crane"}
    assert done.files[0].removed == ("birds|crane",)


def test_labels_that_hold_others_together_are_not_written(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    catalogue.commands.import_keyword_list([VocabularyEntry("all", grouping=True)])
    label("a.jpg", "all|birds|crane")
    write(catalogue)
    assert paths_in(archive / "a.jpg.xmp") == {"birds|crane"}
    scan(catalogue)
    assert {one.name for one in catalogue.labels.all()} == {"all", "birds", "crane"}


def test_a_rescan_takes_nothing_in_that_was_written_here(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "animals|cat", "moon")
    write(catalogue)
    label("a.jpg", remove=("moon",))
    cat = catalogue.labels.find("cat")
    assert cat is not None
    catalogue.commands.rename_label(cat.id, "katt")
    before = catalogue.history.entries()
    scan(catalogue)
    assert labels_at(catalogue, "a.jpg") == {"animals|katt"}
    assert {one.name for one in catalogue.labels.all()} == {"animals", "katt", "moon"}
    assert [one for one in catalogue.history.entries() if one.undoable] == [
        one for one in before if one.undoable
    ]


def test_one_that_another_program_changed_is_left_unless_told(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    write(catalogue)
    file = archive / "a.jpg.xmp"
    file.write_bytes(file.read_bytes().replace(b"</x:xmpmeta>", b"<!-- mine --></x:xmpmeta>"))
    before = file.read_bytes()
    label("a.jpg", "dog")
    done = write(catalogue)
    assert (done.asked, done.changed) == (1, 0)
    assert file.read_bytes() == before
    assert done.files[0].reason is not None
    assert "Another program" in str(done.files[0].reason)
    assert write(catalogue, over_changes=True).changed == 1
    assert paths_in(file) == {"cat", "dog"}
    assert b"<!-- mine -->" in file.read_bytes()


def test_a_keyword_taken_out_before_the_first_writing_is_asked_about(
    catalogue: Catalogue, archive: Path
) -> None:
    file = archive / "a.jpg.xmp"
    file.write_bytes(digikam(["cat", "dog"]))
    scan(catalogue)
    file.write_bytes(digikam(["dog"]))
    assert preview(catalogue).asked == 1


def test_one_that_changes_while_it_is_written_is_left(
    catalogue: Catalogue, archive: Path, label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "dog")
    theirs = digikam(["theirs"])
    real = writing.replace_together

    def late(items: Sequence[Replacement]) -> list[OSError | None]:
        (archive / "a.jpg.xmp").write_bytes(theirs)
        return real(items)

    monkeypatch.setattr(writing, "replace_together", late)
    done = write(catalogue)
    assert (done.new, done.asked) == (1, 1)
    assert sidecars(archive)["a.jpg.xmp"] == theirs


@pytest.mark.parametrize(
    ("shared", "written"),
    [
        (Shared.ASK, {}),
        (Shared.UNION, {"box/c.xmp": {"cat", "dog"}}),
        (Shared.APART, {"box/c.cr2.jpg.xmp": {"dog"}, "box/c.jpg.xmp": {"cat"}}),
    ],
)
def test_images_that_share_a_sidecar_are_asked_about(
    catalogue: Catalogue, archive: Path, shared: Shared, written: dict[str, set[str]]
) -> None:
    paint(archive / "box" / "c.png", 9)
    scan(catalogue)
    for path, name in (("box/c.jpg", "cat"), ("box/c.png", "dog")):
        catalogue.commands.label_images([image_id(catalogue, path)], add_names=[name])
    done = write(catalogue, style=Style.STEM, shared=shared)
    expected = {name.replace("c.cr2.jpg", "c.png"): paths for name, paths in written.items()}
    assert {name: paths_in(archive / name) for name in sidecars(archive)} == expected
    assert done.shared == (1 if shared is Shared.ASK else 0)


def test_images_that_share_a_sidecar_and_their_labels_are_written(
    catalogue: Catalogue, archive: Path
) -> None:
    paint(archive / "box" / "c.png", 9)
    scan(catalogue)
    ids = [image_id(catalogue, path) for path in ("box/c.jpg", "box/c.png")]
    catalogue.commands.label_images(ids, add_names=["cat"])
    assert write(catalogue, style=Style.STEM).new == 1
    assert paths_in(archive / "box" / "c.xmp") == {"cat"}


def test_a_damaged_sidecar_and_a_link_are_left_in_a_sentence(
    catalogue: Catalogue, archive: Path, label: Label, tmp_path: Path
) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "cat")
    (archive / "a.jpg.xmp").write_bytes(b"<x:xmpmeta")
    elsewhere = tmp_path / "elsewhere.xmp"
    elsewhere.write_bytes(digikam([]))
    (archive / "box" / "b.png.xmp").symlink_to(elsewhere)
    done = write(catalogue)
    assert (done.unreadable, done.new, done.changed) == (2, 0, 0)
    assert elsewhere.read_bytes() == digikam([])
    assert (archive / "a.jpg.xmp").read_bytes() == b"<x:xmpmeta"
    assert all(one.reason for one in done.files)


def test_a_sidecar_that_moved_with_its_image_is_known(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    write(catalogue)
    (archive / "a.jpg").rename(archive / "box" / "new.jpg")
    (archive / "a.jpg.xmp").rename(archive / "box" / "new.jpg.xmp")
    scan(catalogue)
    label("box/new.jpg", "dog", remove=("cat",))
    done = write(catalogue)
    assert (done.changed, done.asked) == (1, 0)
    assert paths_in(archive / "box" / "new.jpg.xmp") == {"dog"}


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    file = archive / "a.jpg.xmp"
    file.write_bytes(digikam([]))
    file.chmod(0o640)
    label("box/b.png", "cat")
    umask = os.umask(0o022)
    try:
        write(catalogue)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert stat.S_IMODE((archive / "box" / "b.png.xmp").stat().st_mode) == 0o644


def test_two_do_not_write_at_once(catalogue: Catalogue, archive: Path, label: Label) -> None:
    label("a.jpg", "cat")
    with catalogue.sidecars.writing_alone(), pytest.raises(CatalogueError, match="another window"):
        write(catalogue)
    assert write(catalogue).new == 1


def test_a_folder_that_is_gone_is_said(catalogue: Catalogue, archive: Path, label: Label) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "cat")
    (archive / "box").rename(archive / "other")
    done = write(catalogue)
    assert (done.new, done.unreadable) == (1, 1)
    assert [one.sidecar for one in done.files if one.reason] == ["box"]
    assert [folder for folder, _ in compare(catalogue).unreadable] == ["box"]


def test_an_archive_that_is_away_is_said(catalogue: Catalogue, archive: Path) -> None:
    archive.rename(archive.with_name("away"))
    with pytest.raises(InputError):
        write(catalogue)


def test_stopped_half_way_the_rest_is_written_the_next_time(
    catalogue: Catalogue, archive: Path, label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "FILES_AT_A_TIME", 1)
    label("a.jpg", "cat")
    label("box/b.png", "dog")
    job = write_sidecars(catalogue, cancel=NeverCancelled())
    for progress in job:
        if progress.stage == "writing-sidecars":
            job.close()
    assert list(sidecars(archive)) == ["a.jpg.xmp"]
    assert write(catalogue).new == 1
    assert list(sidecars(archive)) == ["a.jpg.xmp", "box/b.png.xmp"]


def test_what_is_written_makes_the_same_labels_in_a_new_catalogue(
    catalogue: Catalogue, archive: Path, label: Label, tmp_path: Path
) -> None:
    names = ("animals|cat", "birds|crane", "machines|crane", "AC/DC", "moon")
    label("a.jpg", *names)
    write(catalogue)
    with Catalogue.create(tmp_path / "new.nabolag.sqlite", archive) as again:
        run_job(scan_archive(again, cancel=NeverCancelled()))
        assert labels_at(again, "a.jpg") == set(names)


def test_two_catalogues_of_one_archive_write_in_turn(
    catalogue: Catalogue, archive: Path, label: Label, tmp_path: Path
) -> None:
    label("a.jpg", "cat")
    with Catalogue.create(tmp_path / "other.nabolag.sqlite", archive) as other:
        scan(other)
        other.commands.label_images([image_id(other, "a.jpg")], add_names=["dog"])
        first = write_sidecars(catalogue, cancel=NeverCancelled())
        next(first)

        with pytest.raises(InputError) as refused:
            write(other)
        assert refused.value.message.code == "archive-written-elsewhere"
        assert sidecars(archive) == {}

        run_job(first)
        assert write(other).failed == 0
    assert paths_in(archive / "a.jpg.xmp") == {"cat", "dog"}
