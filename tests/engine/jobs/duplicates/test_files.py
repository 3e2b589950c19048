"""Files of images that are set aside leave the archive and come back; a kill loses none."""

import hashlib
import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.answers.duplicates.deciding import accept, preview_certain
from engine.errors import InputError
from engine.jobs.duplicates.files import FilesMoved, move_set_aside, put_back, trash_set_aside
from engine.jobs.scan import scan_archive
from engine.progress import Job, JobCancelledError, NeverCancelled, run_job

from .conftest import scan


def digests(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def move(catalogue: Catalogue, folder: Path) -> FilesMoved:
    return run_job(move_set_aside(catalogue, cancel=NeverCancelled(), folder=folder))


def manifest_of(moved: FilesMoved) -> Path:
    assert moved.manifest is not None
    return moved.manifest


def files_aside(catalogue: Catalogue) -> list[Path]:
    """Where the files of what is set aside lie in the archive."""
    ids = [one for others in catalogue.duplicates.set_aside_for().values() for one in others]
    return [catalogue.archive_dir / one.path for one in catalogue.images.get_many(ids)]


def back(catalogue: Catalogue, manifest: Path) -> FilesMoved:
    return run_job(put_back(catalogue, cancel=NeverCancelled(), manifest=manifest))


@pytest.fixture
def aside(found: Catalogue) -> Catalogue:
    """Two copies are set aside."""
    accept(found, preview_certain(found).kept)
    return found


def test_files_are_moved_with_a_manifest_that_puts_them_back(
    aside: Catalogue, tmp_path: Path
) -> None:
    before = digests(aside.archive_dir)
    history = aside.duplicates.set_aside_for()

    moved = move(aside, tmp_path / "away")

    assert moved.moved == 2
    assert moved.left == ()
    away = digests(tmp_path / "away")
    gone = before.keys() - digests(aside.archive_dir).keys()
    assert {name: before[name] for name in gone} == {
        name: value for name, value in away.items() if not name.endswith(".jsonl")
    }
    assert aside.duplicates.set_aside_for() == history
    assert {one.status for others in history.values() for one in aside.images.get_many(others)} == {
        "missing"
    }

    assert back(aside, manifest_of(moved)).moved == 2
    assert digests(aside.archive_dir) == before
    scan(aside)
    assert aside.duplicates.set_aside_for() == history
    assert len(aside.images.ids(ImageFilter())) == 15
    assert back(aside, manifest_of(moved)).moved == 2


def test_nothing_that_changed_is_moved_and_nothing_is_written_over(
    aside: Catalogue, tmp_path: Path
) -> None:
    ids = [one for others in aside.duplicates.set_aside_for().values() for one in others]
    first, second = (aside.archive_dir / one.path for one in aside.images.get_many(ids))
    kept = first.read_bytes()
    first.write_bytes(b"something else")

    moved = move(aside, tmp_path / "away")
    assert moved.moved == 1
    assert [reason for _, reason in moved.left] == ["changed"]
    assert first.read_bytes() == b"something else"

    second.write_bytes(kept)
    returned = back(aside, manifest_of(moved))
    assert [reason for _, reason in returned.left] == ["taken"]
    assert second.read_bytes() == kept
    away = tmp_path / "away" / second.relative_to(aside.archive_dir)
    away.rename(tmp_path / "kept")
    # Another file at its place is not the file, wherever that one is.
    assert [reason for _, reason in back(aside, manifest_of(moved)).left] == ["taken"]
    (tmp_path / "kept").rename(away)
    second.unlink()
    assert back(aside, manifest_of(moved)).left == ()


def test_the_last_file_of_a_picture_stays(
    aside: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever became of the one that was to stay since it was looked at."""
    (first, _), (second, _) = sorted(aside.duplicates.set_aside_for().items())
    gone, changed = (aside.archive_dir / one.path for one in aside.images.get_many([first, second]))
    gone.unlink()
    changed.write_bytes(b"something else")
    trashed: list[Path] = []
    monkeypatch.setattr("engine.jobs.duplicates.files.send2trash", trashed.append)
    before = digests(aside.archive_dir)

    job = trash_set_aside(aside, cancel=NeverCancelled(), folder=tmp_path / "list")
    for left in (move(aside, tmp_path / "away"), run_job(job)):
        assert left.moved == 0
        assert [reason for _, reason in left.left] == ["keeper-gone"] * 2
        assert all("may be the last" in str(reason) for _, reason in left.reasons)

    run_job(scan_archive(aside, cancel=NeverCancelled()))
    # Nothing is set aside any more for what is known to be another picture.
    assert aside.duplicates.set_aside_for().keys() == {first}
    assert [reason for _, reason in move(aside, tmp_path / "away").left] == ["keeper-gone"]
    assert trashed == []
    assert digests(aside.archive_dir) == before
    assert not list(tmp_path.rglob("*.jsonl"))


def test_a_folder_that_became_a_link_to_the_keepers_folder_costs_no_keeper(
    aside: Catalogue, tmp_path: Path
) -> None:
    same = aside.archive_dir / "copies" / "same file.png"
    (keeper_id,) = (
        keeper
        for keeper, others in aside.duplicates.set_aside_for().items()
        if any("same file" in one.path for one in aside.images.get_many([keeper, *others]))
    )
    (keeper,) = aside.images.get_many([keeper_id])
    (other,) = aside.images.get_many(aside.duplicates.set_aside_for()[keeper_id])
    assert same.name in (Path(keeper.path).name, Path(other.path).name)
    kept, link = aside.archive_dir / keeper.path, aside.archive_dir / other.path
    (kept.parent / link.name).write_bytes(b"")
    kept.rename(kept.parent / link.name)
    aside.commands.move_images(
        [(keeper.id, bytes(Path(keeper.path).parent / link.name), keeper.modified_ns)]
    )
    shutil.rmtree(link.parent)
    link.parent.symlink_to(kept.parent)

    reasons = dict(move(aside, tmp_path / "away").left)

    assert reasons[other.path] == "keeper-gone"
    assert (kept.parent / link.name).is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file")
@pytest.mark.parametrize("job", [move_set_aside, trash_set_aside])
def test_a_disk_without_room_for_the_manifest_is_said(
    aside: Catalogue, tmp_path: Path, job: Callable[..., Job[FilesMoved]]
) -> None:
    import resource  # not on Windows

    before = digests(aside.archive_dir)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, hard))  # of every file, less than a line
    try:
        with pytest.raises(InputError, match=r"set-aside-.*\.jsonl"):
            run_job(job(aside, cancel=NeverCancelled(), folder=tmp_path / "away"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert digests(aside.archive_dir) == before
    assert list((tmp_path / "away").iterdir()) == []


def test_a_folder_of_the_archive_and_what_is_no_manifest_are_refused(
    aside: Catalogue, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="outside the archive"):
        move(aside, aside.archive_dir / "away")
    other = tmp_path / "list.jsonl"
    for text in (
        "",
        "no json\n\n",
        '{"do": "move", "from": "../a", "to": "b", "sha256": ""}\n{}\n',
    ):
        other.write_text(text)
        with pytest.raises(InputError):
            back(aside, other)
    with pytest.raises(InputError, match="cannot be read"):
        back(aside, tmp_path / "none.jsonl")


def _trash(catalogue: Path, folder: Path, said: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        try:
            run_job(trash_set_aside(opened, cancel=NeverCancelled(), folder=folder))
        except InputError as error:
            said.write_text(str(error))


@pytest.fixture
def trash(aside: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Moves to a trash of the test's own; what it said. ``send2trash`` looks for it when it is
    imported, hence the process."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run() -> str:
        said = tmp_path / "said"
        process = multiprocessing.get_context("spawn").Process(
            target=_trash, args=(aside.path, tmp_path / "away", said)
        )
        process.start()
        process.join()
        assert process.exitcode == 0
        return said.read_text() if said.exists() else ""

    return run


def test_the_trash_gets_files_and_the_list_says_that_it_alone_brings_them_back(
    aside: Catalogue, tmp_path: Path, trash: Callable[[], str]
) -> None:
    before = digests(aside.archive_dir)
    assert trash() == ""
    gone = before.keys() - digests(aside.archive_dir).keys()
    assert len(gone) == 2
    trashed = digests(tmp_path / "data" / "Trash" / "files")
    assert sorted(trashed.values()) == sorted(before[name] for name in gone)
    (manifest,) = (tmp_path / "away").glob("*.jsonl")
    assert len(manifest.read_text().splitlines()) == 2
    with pytest.raises(InputError, match="the system's trash, which alone"):
        back(aside, manifest)


def test_where_there_is_no_trash_it_is_said_and_nothing_is_moved(
    aside: Catalogue, tmp_path: Path, trash: Callable[[], str]
) -> None:
    before = digests(aside.archive_dir)
    (tmp_path / "data").write_text("in the way of the trash's folder")
    said = trash()
    assert said.startswith("There is no trash")
    assert said.endswith("move the files to a folder instead.")
    assert digests(aside.archive_dir) == before
    assert list((tmp_path / "away").iterdir()) == []


def _move_until(catalogue: Path, folder: Path, call: str) -> None:
    _die_after(call)
    with Catalogue.open(catalogue) as opened:
        move(opened, folder)


def _back_until(catalogue: Path, manifest: Path, call: str) -> None:
    _die_after(call)
    with Catalogue.open(catalogue) as opened:
        back(opened, manifest)


def _die_after(call: str) -> None:
    """Let this process be killed as soon as it has made this call of the system once."""
    real = getattr(os, call)

    def last(*arguments: object, **options: object) -> None:
        real(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(os, call, last)


def _killed(target: Callable[..., None], *arguments: object) -> None:
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(("call", "left"), [("link", 5), ("unlink", 4)])
def test_a_kill_half_way_through_a_move_is_mended_by_putting_back(
    aside: Catalogue, tmp_path: Path, call: str, left: int
) -> None:
    before = digests(aside.archive_dir)
    folder = tmp_path / "away"
    _killed(_move_until, aside.path, folder, call)
    # One file of two has gone: to both places, or from its own.
    assert len([name for name in digests(folder) if not name.endswith(".jsonl")]) == 1
    assert len(digests(aside.archive_dir / "copies")) == left
    (manifest,) = folder.glob("*.jsonl")
    assert back(aside, manifest).left == ()
    assert digests(aside.archive_dir) == before
    assert [*digests(folder)] == [manifest.name]


@pytest.mark.parametrize("call", ["link", "unlink"])
def test_a_kill_half_way_through_putting_back_is_mended_by_doing_it_again(
    aside: Catalogue, tmp_path: Path, call: str
) -> None:
    before = digests(aside.archive_dir)
    manifest = manifest_of(move(aside, tmp_path / "away"))
    _killed(_back_until, aside.path, manifest, call)
    assert back(aside, manifest).left == ()
    assert digests(aside.archive_dir) == before
    assert [*digests(tmp_path / "away")] == [manifest.name]


def test_a_folder_that_leads_back_into_the_archive_takes_no_file(
    aside: Catalogue, tmp_path: Path
) -> None:
    before = digests(aside.archive_dir)
    away = tmp_path / "away"
    away.mkdir()
    (away / "copies").symlink_to(aside.archive_dir / "copies")

    moved = move(aside, away)

    assert moved.moved == 0
    assert {reason for _, reason in moved.left} == {"taken"}
    assert moved.manifest is None
    assert digests(aside.archive_dir) == before


def test_the_folder_above_an_archive_with_a_folder_of_its_own_name_takes_no_file(
    aside: Catalogue,
) -> None:
    archive = aside.archive_dir
    aside.archive_dir.parent.joinpath("deeper").mkdir()
    moved = archive.parent / "deeper" / "copies"
    archive.rename(moved)
    aside.commands.set_archive_dir(moved)
    before = digests(moved)

    result = move(aside, moved.parent)

    assert result.moved == 0
    assert digests(moved) == before


def test_what_lies_at_the_place_stays_even_where_it_is_equal_or_a_broken_link(
    aside: Catalogue, tmp_path: Path
) -> None:
    before = digests(aside.archive_dir)
    ids = [one for others in aside.duplicates.set_aside_for().values() for one in others]
    first, second = aside.images.get_many(ids)
    for image in (first, second):
        (tmp_path / "away" / image.path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "away" / first.path).symlink_to(tmp_path / "nowhere")
    (tmp_path / "away" / second.path).write_bytes((aside.archive_dir / second.path).read_bytes())

    moved = move(aside, tmp_path / "away")

    assert moved.moved == 0
    assert {reason for _, reason in moved.left} <= {"taken", "failed"}
    assert (tmp_path / "away" / first.path).is_symlink()
    assert digests(aside.archive_dir) == before


def test_two_runs_in_one_second_have_a_manifest_each(
    aside: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.jobs.duplicates.files.datetime", AlwaysNow)
    first = manifest_of(move(aside, tmp_path / "away"))
    back(aside, first)
    scan(aside)
    second = manifest_of(move(aside, tmp_path / "away"))
    assert [first.name, second.name] == [
        "set-aside-20260102-030405.jsonl",
        "set-aside-20260102-030405-2.jsonl",
    ]


class AlwaysNow(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "AlwaysNow":
        return cls(2026, 1, 2, 3, 4, 5, tzinfo=tz)


def test_where_nothing_is_left_to_move_no_manifest_is_written_and_it_is_said(
    aside: Catalogue, tmp_path: Path
) -> None:
    moved = move(aside, tmp_path / "away")
    again = move(aside, tmp_path / "other")
    assert again.manifest is None
    assert "nothing to move" in str(again.message)
    assert not (tmp_path / "other").exists()

    back(aside, manifest_of(moved))
    scan(aside)
    for file in files_aside(aside):
        file.write_bytes(b"and changed")
    third = move(aside, tmp_path / "other")
    assert third.manifest is None
    assert str(third.message) == "Nothing was moved: 2 files stayed where they were."
    assert list((tmp_path / "other").iterdir()) == []


def test_a_folder_that_cannot_be_made_or_written_to_is_one_sentence(
    aside: Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        move(aside, tmp_path / "file" / "away")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("root may write everywhere")
    with pytest.raises(InputError, match="cannot be written"):
        move(aside, locked)


def test_stopped_work_says_what_it_had_done(aside: Catalogue, tmp_path: Path) -> None:
    first = StopsAfter(1)
    with pytest.raises(JobCancelledError, match="1 file was moved, and its manifest"):
        run_job(move_set_aside(aside, cancel=first, folder=tmp_path / "away"))
    (manifest,) = (tmp_path / "away").glob("*.jsonl")
    with pytest.raises(JobCancelledError, match="before a file was put back"):
        run_job(put_back(aside, cancel=StopsAfter(0), manifest=manifest))
    with pytest.raises(JobCancelledError, match="before a file went to the trash"):
        run_job(trash_set_aside(aside, cancel=StopsAfter(0), folder=tmp_path / "away"))
    assert [*(tmp_path / "away").glob("*.jsonl")] == [manifest]
    assert back(aside, manifest).moved == 1


class StopsAfter:
    """Lets so many files pass."""

    def __init__(self, files: int) -> None:
        self._left = files

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_a_manifest_of_an_older_version_puts_back(aside: Catalogue, tmp_path: Path) -> None:
    before = digests(aside.archive_dir)
    manifest = manifest_of(move(aside, tmp_path / "away"))
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    for line in lines:
        assert line.pop("size_bytes") > 0
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert back(aside, manifest).moved == 2
    assert digests(aside.archive_dir) == before


def test_an_equal_file_of_somebody_stays_when_files_are_put_back(
    aside: Catalogue, tmp_path: Path
) -> None:
    first, second = files_aside(aside)
    own = tmp_path / "away" / first.relative_to(aside.archive_dir)
    own.parent.mkdir(parents=True)
    own.write_bytes(first.read_bytes())
    moved = move(aside, tmp_path / "away")
    assert [reason for _, reason in moved.left] == ["taken"]
    returned = back(aside, manifest_of(moved))
    assert (returned.moved, returned.left) == (1, ())
    assert own.exists()
    assert second.exists()


def test_copies_that_a_kill_cut_short_between_two_disks_are_cleared_away(
    aside: Catalogue, tmp_path: Path
) -> None:
    before = digests(aside.archive_dir)
    manifest = manifest_of(move(aside, tmp_path / "away"))
    line = json.loads(manifest.read_text().splitlines()[0])
    part = f".{line['sha256'][:16]}.nabolag-part"
    for root in (tmp_path / "away", aside.archive_dir):
        (root / line["to"]).with_name(part).write_bytes(b"half a")
    back(aside, manifest)
    assert digests(aside.archive_dir) == before
    assert [*digests(tmp_path / "away")] == [manifest.name]
