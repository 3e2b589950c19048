"""Files of images that are set aside leave the archive and come back; a kill loses none."""

import hashlib
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.answers.duplicates.deciding import accept, preview_certain
from engine.errors import InputError
from engine.jobs.duplicates.files import FilesMoved, Way, move_set_aside, put_back
from engine.progress import NeverCancelled, run_job

from .conftest import scan


def digests(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def move(catalogue: Catalogue, folder: Path, way: Way = "move") -> FilesMoved:
    return run_job(move_set_aside(catalogue, cancel=NeverCancelled(), folder=folder, way=way))


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

    assert back(aside, moved.manifest).moved == 2
    assert digests(aside.archive_dir) == before
    scan(aside)
    assert aside.duplicates.set_aside_for() == history
    assert len(aside.images.ids(ImageFilter())) == 15
    assert back(aside, moved.manifest).moved == 2


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
    returned = back(aside, moved.manifest)
    assert [reason for _, reason in returned.left] == ["taken"]
    assert second.read_bytes() == kept
    second.unlink()
    assert back(aside, moved.manifest).left == ()


def test_a_folder_of_the_archive_and_what_is_no_manifest_are_refused(
    aside: Catalogue, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="nothing is ever"):
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


def test_the_trash_has_the_same_manifest(
    aside: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    before = digests(aside.archive_dir)
    moved = move(aside, tmp_path / "away", way="trash")
    assert moved.moved == 2
    assert len(before) - len(digests(aside.archive_dir)) == 2
    assert len(moved.manifest.read_text().splitlines()) == 2
    with pytest.raises(InputError, match="names no moved files"):
        back(aside, moved.manifest)


def _move(catalogue: Path, folder: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        move(opened, folder)


def test_a_kill_while_files_are_moved_loses_none(aside: Catalogue, tmp_path: Path) -> None:
    before = digests(aside.archive_dir)
    delays = random.Random(7)
    path = aside.path
    for number in range(4):
        folder = tmp_path / f"away {number}"
        process = multiprocessing.get_context("fork").Process(target=_move, args=(path, folder))
        process.start()
        assert process.pid
        time.sleep(delays.random() * 0.08)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        everywhere = [*digests(aside.archive_dir).values(), *digests(folder).values()]
        assert set(before.values()) <= set(everywhere)
        for manifest in folder.glob("*.jsonl"):
            if manifest.read_text().strip():
                back(aside, manifest)
        assert digests(aside.archive_dir) == before


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
    assert digests(aside.archive_dir) == before
    back(aside, moved.manifest)
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
