"""Exports of folders: whole or not there, taken up again after a kill, a stop or a full disk."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.exchange import finished_pieces
from engine.exchange.finished_pieces import FolderPieces
from engine.exchange.unfinished_folder import (
    FolderUnderWay,
    discard_unfinished,
    resumable_folder,
    unfinished_export,
    work_folder,
)
from tests.rights import rights_counting

ROOT = Path(__file__).parents[3]
KIND = "sample"


class StoppedError(Exception):
    """Somebody stops the export."""


def write_piece(under_way: FolderUnderWay, name: str, text: str) -> bool:
    """Write a piece unless it is there; whether it was written."""
    if under_way.pieces.has(name, f"key of {text}"):
        return False
    place = under_way.place / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    under_way.pieces.add(name, f"key of {text}")
    return True


def stopped_export(destination: Path, *pieces: tuple[str, str], kind: str = KIND) -> None:
    def export() -> None:
        with resumable_folder(destination, kind=kind) as under_way:
            for name, text in pieces:
                write_piece(under_way, name, text)
            (under_way.place / "table.csv").write_text("half a ta")
            raise StoppedError

    with pytest.raises(StoppedError):
        export()


def test_the_folder_appears_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    with resumable_folder(destination, kind=KIND) as under_way:
        assert write_piece(under_way, "a/1", "one")
        (under_way.place / "table.csv").write_text("table")
        assert not destination.exists()
    assert (destination / "a/1").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["birds"]


def test_a_stopped_export_goes_on_with_what_is_whole(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    stopped_export(destination, ("a/1", "one"), ("a/2", "two"), ("old/3", "three"))
    assert not destination.exists()
    found = unfinished_export(destination)
    assert found is not None
    assert (found.kind, found.files, found.size_bytes) == (KIND, 3, 11)
    with resumable_folder(destination, kind=KIND) as under_way:
        assert not (under_way.place / "table.csv").exists()
        assert not write_piece(under_way, "a/1", "one")
        assert write_piece(under_way, "a/2", "other")
        names = {piece.name: piece.sha256 for piece in under_way.pieces.files()}
    written = sorted(path.relative_to(destination).as_posix() for path in destination.rglob("*"))
    assert written == ["a", "a/1", "a/2"]  # nobody asked for the third, nor its folder
    assert names["a/2"] == hashlib.sha256(b"other").hexdigest()
    assert unfinished_export(destination) is None


def test_another_kind_begins_anew(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    stopped_export(destination, ("a", "one"))
    with resumable_folder(destination, kind="other") as under_way:
        assert list(under_way.place.iterdir()) == []


def test_a_piece_that_was_cut_or_changed_is_not_whole(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    stopped_export(destination, ("a", "one"), ("b", "two"), ("c", "three"))
    files = work_folder(destination) / "files"
    (files / "a").write_text("on")
    (files / "b").unlink()
    (files / "c").unlink()
    (files / "c").symlink_to(tmp_path / "elsewhere")
    with resumable_folder(destination, kind=KIND) as under_way:
        assert not any(
            under_way.pieces.has(name, f"key of {text}")
            for name, text in (("a", "one"), ("b", "two"), ("c", "three"))
        )


def test_after_the_computer_was_started_anew_hashes_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destination = tmp_path / "birds"
    stopped_export(destination, ("a", "one"), ("b", "two"))
    (work_folder(destination) / "files" / "a").write_bytes(b"\0\0\0")
    boot = tmp_path / "boot"
    boot.write_text("another")
    monkeypatch.setattr(finished_pieces, "BOOT_ID", boot)
    with resumable_folder(destination, kind=KIND) as under_way:
        assert not under_way.pieces.has("a", "key of one")
        assert under_way.pieces.has("b", "key of two")


@pytest.mark.parametrize("end", [b'{"name": "b", "ke', b"{}\n\xff\xfe", b"[1]\n", b'{"name": 7}\n'])
def test_a_torn_journal_loses_its_last_line_alone(end: bytes, tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    stopped_export(destination, ("a", "one"))
    with (work_folder(destination) / "journal").open("ab") as journal:
        journal.write(end)
    stopped_export(destination, ("a", "one"), ("b", "two"))
    with resumable_folder(destination, kind=KIND) as under_way:
        assert under_way.pieces.has("a", "key of one")
        assert under_way.pieces.has("b", "key of two")


def test_a_journal_that_was_tampered_with_touches_nothing_elsewhere(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    mine = tmp_path / "mine"
    mine.write_text("mine")
    stopped_export(destination, ("a", "one"))
    row = {"name": "../../mine", "key": "k", "size": 4, "sha256": "0" * 64}
    with (work_folder(destination) / "journal").open("a") as journal:
        journal.write(json.dumps(row) + "\n")
    with resumable_folder(destination, kind=KIND) as under_way:
        assert not under_way.pieces.has("../../mine", "k")
    assert mine.read_text() == "mine"


def test_two_exports_to_one_place_do_not_meet(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    with resumable_folder(destination, kind=KIND) as under_way:
        write_piece(under_way, "a", "one")
        with (
            pytest.raises(InputError, match=r"exported to .*birds already"),
            resumable_folder(destination, kind=KIND),
        ):
            pass
        with pytest.raises(InputError, match="already"):
            discard_unfinished(destination)
    assert (destination / "a").read_text() == "one"


def test_what_is_kept_can_be_discarded(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    discard_unfinished(destination)
    stopped_export(destination, ("a", "one"))
    discard_unfinished(destination)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_has_nothing_whole_leaves_nothing(tmp_path: Path) -> None:
    stopped_export(tmp_path / "birds")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_put_in_the_way_is_left_alone(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    work = work_folder(destination)
    work.mkdir()
    (work / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="in the way"), resumable_folder(destination, kind=KIND):
        pass
    assert (work / "letter.txt").read_text() == "dear"
    other = tmp_path / "other"
    work_folder(other).symlink_to(tmp_path)
    with pytest.raises(InputError, match="in the way"), resumable_folder(other, kind=KIND):
        pass


def test_a_folder_that_is_filled_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    destination = tmp_path / "birds"

    def export() -> None:
        with resumable_folder(destination, kind=KIND) as under_way:
            write_piece(under_way, "a", "one")
            destination.mkdir()
            (destination / "theirs").write_text("theirs")

    with pytest.raises(InputError, match="not empty"):
        export()
    assert (destination / "theirs").read_text() == "theirs"
    assert unfinished_export(destination) is not None


@pytest.mark.skipif(os.name != "posix", reason="rights of folders")
def test_a_place_that_may_not_be_written_to_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with (
            rights_counting(),
            pytest.raises(InputError, match="birds"),
            resumable_folder(tmp_path / "birds", kind=KIND),
        ):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_long_names_find_their_place_again(tmp_path: Path) -> None:
    for name in ("å" * 120, "x" * 250, ("x" * 249) + "y"):
        stopped_export(tmp_path / name, ("a", name[-3:]))
        assert len(os.fsencode(work_folder(tmp_path / name).name)) <= 255
        with resumable_folder(tmp_path / name, kind=KIND) as under_way:
            assert under_way.pieces.has("a", f"key of {name[-3:]}")


CHILD = """
    import os, signal, sys
    from pathlib import Path
    from engine.exchange.unfinished_folder import resumable_folder

    step = int(sys.argv[2])
    calls = 0

    def watched(function):
        def call(*given, **more):
            global calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*given, **more)
        return call

    # Every change of the disk, from outside: a kill before each.
    for name in ("open", "mkdir", "rename", "replace", "rmdir", "unlink", "fsync", "utime"):
        setattr(os, name, watched(getattr(os, name)))
    import io, pathlib
    io.open = watched(io.open)
    with resumable_folder(Path(sys.argv[1]), kind="sample") as under_way:
        for number in range(4):
            name, key = f"part {number}/x", f"key {number}"
            if not under_way.pieces.has(name, key):
                place = under_way.place / name
                place.parent.mkdir(exist_ok=True)
                place.write_text("x" * number)
                under_way.pieces.add(name, key)
        (under_way.place / "table").write_text("whole")
    print("done")
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_kill_at_any_step_leaves_all_or_nothing_and_goes_on(tmp_path: Path) -> None:
    destination = tmp_path / "birds"
    child = tmp_path / "child.py"
    child.write_text(textwrap.dedent(CHILD))
    kills = 0
    for step in range(1, 200, 3):
        command = [sys.executable, str(child), str(destination), str(step)]
        ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                               capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
        if destination.exists():
            found = {path.name: path.read_text() for path in destination.rglob("*")
                     if path.is_file()}  # fmt: skip
            assert found["table"] == "whole"
            assert len(list(destination.rglob("x"))) == 4
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        kills += 1
        if destination.exists():  # killed while tidying up
            for path in destination.rglob("*"):
                if path.is_file():
                    path.unlink()
            for path in sorted(destination.rglob("*"), reverse=True):
                path.rmdir()
    else:
        pytest.fail("never done")
    assert kills > 5
    assert [path.name for path in tmp_path.iterdir() if path != child] == ["birds"]


def test_a_full_disk_keeps_what_is_whole(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full")
    destination = tmp_path / "birds"

    def export() -> None:
        with resumable_folder(destination, kind=KIND) as under_way:
            write_piece(under_way, "a", "one")
            under_way.pieces.settle()
            with full.open("w") as stream:
                stream.write("two")

    with pytest.raises(InputError, match=r"birds.*[Nn]o space"):
        export()
    found = unfinished_export(destination)
    assert found is not None
    assert found.files == 1
    assert not destination.exists()


def test_pieces_tell_their_files_with_hashes(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    pieces = FolderPieces(folder, tmp_path / "journal", kind=KIND)
    (folder / "noted").write_text("n")
    pieces.note("noted", "k", 1, "a" * 64)
    (folder / "table").write_text("t")
    told = {piece.name: (piece.size_bytes, piece.sha256) for piece in pieces.files()}
    pieces.close()
    assert told == {
        "noted": (1, "a" * 64),  # as it was said, without reading it again
        "table": (1, hashlib.sha256(b"t").hexdigest()),
    }
