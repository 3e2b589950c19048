"""Files appear whole, and never in the place of what must stay."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.evaluation.report.writing import write_files
from engine.evaluation.splits import write_split
from engine.exchange.destination import check_destination
from engine.whole_file import (
    Replacement,
    refuse_unwritable,
    replace_together,
    sha256_of,
    whole_file,
    whole_place,
)


def write_half_and_fail(destination: Path) -> None:
    with whole_file(destination, overwrite=True) as stream:
        stream.write("half")
        stream.flush()
        assert destination.read_text(encoding="utf-8") == "before"
        raise ZeroDivisionError


def write_to_a_full_disk(destination: Path) -> None:
    with whole_file(destination, overwrite=True) as stream:
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, stream.fileno())
        os.close(full)
        stream.write("a")
        stream.flush()


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    destination = tmp_path / "x.csv"
    destination.write_text("before", encoding="utf-8")

    with pytest.raises(ZeroDivisionError):
        write_half_and_fail(destination)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert destination.read_text(encoding="utf-8") == "before"

    with whole_file(destination, overwrite=True) as stream:
        stream.write("æ\r\n")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert destination.read_bytes() == "æ\r\n".encode()


WRITE_AND_BE_KILLED = """
import os, pathlib, signal, sys
from engine.whole_file import whole_place
with whole_place(pathlib.Path(sys.argv[1]), overwrite=True) as place:
    place.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="what a killed writer leaves is known by its lock")
def test_what_a_killed_writer_left_goes_but_not_what_is_being_written(tmp_path: Path) -> None:
    destination = tmp_path / "x.csv"
    subprocess.run([sys.executable, "-c", WRITE_AND_BE_KILLED, destination], check=False)
    assert len(list(tmp_path.glob(".x.csv.*.part"))) == 1
    (tmp_path / ".x.csv.mine.part").write_text("not ours", encoding="utf-8")

    with (
        whole_file(destination, overwrite=True) as first,
        whole_file(destination, overwrite=True) as second,
    ):
        first.write("first")
        second.write("second")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".x.csv.mine.part", "x.csv"]
    assert destination.read_text(encoding="utf-8") == "first"


def fail_and_leave_what_cannot_be_removed(destination: Path) -> None:
    with whole_place(destination, overwrite=True) as place:
        place.unlink()
        place.mkdir()
        raise ZeroDivisionError


def test_what_cannot_be_removed_does_not_hide_why(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_and_leave_what_cannot_be_removed(tmp_path / "x.csv")


@pytest.mark.skipif(os.name != "posix", reason="permissions are another matter on Windows")
def test_an_export_is_an_ordinary_file_for_others_too(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        with whole_file(tmp_path / "x.csv", overwrite=False) as stream:
            stream.write("a")
    finally:
        os.umask(mask)

    assert stat.S_IMODE((tmp_path / "x.csv").stat().st_mode) == 0o644


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No space left on device"):
        write_to_a_full_disk(tmp_path / "x.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_that_has_come_meanwhile_is_replaced_only_on_request(
    tmp_path: Path, overwrite: bool
) -> None:
    destination = tmp_path / "x.csv"

    def write() -> None:
        with whole_file(destination, overwrite=overwrite) as stream:
            stream.write("exported")
            destination.write_text("theirs", encoding="utf-8")

    if overwrite:
        write()
    else:
        with pytest.raises(InputError, match="exists already"):
            write()
    assert destination.read_text(encoding="utf-8") == ("exported" if overwrite else "theirs")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def put_catalogue(path: Path) -> None:
    (path.parent / "archive").mkdir()
    Catalogue.create(path.with_name("c.nabolag.sqlite"), path.parent / "archive").close()
    path.with_name("c.nabolag.sqlite").rename(path)


def put_link(path: Path) -> None:
    path.with_name("mine.txt").write_text("mine", encoding="utf-8")
    path.symlink_to(path.with_name("mine.txt"))


ODD = [
    (put_pipe, "no plain file"),
    (put_socket, "no plain file"),
    (put_catalogue, "is a catalogue"),
    (Path.mkdir, "is a folder"),
]


def split_rows(path: Path, overwrite: bool) -> None:
    write_split(path, [("a.jpg", "train")], overwrite=overwrite)


def report_files(path: Path, overwrite: bool) -> None:
    write_files(path.parent, {"new.svg": b"<svg/>", path.name: b"{}"}, overwrite=overwrite)


def unchanged(path: Path) -> tuple[int, ...]:
    """What stays as it is while nobody writes; reading moves the time of the last access."""
    found = path.lstat()
    return found.st_ino, found.st_mode, found.st_nlink, found.st_size, found.st_mtime_ns


@pytest.mark.skipif(os.name != "posix", reason="no such files")
@pytest.mark.parametrize(("put", "said"), [*ODD, (put_link, "no plain file")])
@pytest.mark.parametrize("write", [split_rows, report_files])
def test_no_file_of_an_evaluation_replaces_what_must_stay(
    tmp_path: Path, put: Callable[[Path], None], said: str, write: Callable[[Path, bool], None]
) -> None:
    there = tmp_path / "there.csv"
    put(there)
    before = unchanged(there)
    with pytest.raises(InputError, match=said):
        write(there, True)
    assert unchanged(there) == before
    assert not (tmp_path / "new.svg").exists()


@pytest.mark.parametrize("write", [split_rows, report_files])
def test_files_of_an_evaluation_replace_others_only_on_request(
    tmp_path: Path, write: Callable[[Path, bool], None]
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("theirs", encoding="utf-8")
    with pytest.raises(InputError, match="exists already"):
        write(there, False)
    assert there.read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "new.svg").exists()
    write(there, True)
    assert there.read_text(encoding="utf-8") != "theirs"


@pytest.mark.skipif(sys.platform != "linux", reason="sets a limit of the system")
def test_a_full_disk_leaves_no_half_of_a_report_and_is_known_before(tmp_path: Path) -> None:
    import resource

    folder = tmp_path / "report"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, hard))  # of every file
    try:
        with pytest.raises(InputError, match="cannot be written"):
            refuse_unwritable(folder / "below")
        with pytest.raises(InputError, match="cannot be written"):
            write_files(folder, {"a.svg": b"<svg/>", "report.json": bytes(100)}, overwrite=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
    refuse_unwritable(folder / "below")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        refuse_unwritable(tmp_path / "file" / "below")


@pytest.mark.skipif(os.name != "posix", reason="no such files")
@pytest.mark.parametrize(("put", "said"), ODD)
def test_what_is_no_plain_file_or_a_catalogue_is_never_replaced(
    tmp_path: Path, put: Callable[[Path], None], said: str
) -> None:
    there = tmp_path / "there.csv"
    put(there)
    before = unchanged(there)
    with pytest.raises(InputError, match=said):
        check_destination(there, forbidden=(), overwrite=True)
    later = tmp_path / "later.csv"

    def write() -> None:
        with whole_file(later, overwrite=True) as stream:
            stream.write("exported")
            there.rename(later)

    with pytest.raises(InputError, match=said):
        write()
    assert unchanged(later) == before


def test_what_belongs_to_a_catalogue_is_never_replaced(tmp_path: Path) -> None:
    log = tmp_path / "c.nabolag.sqlite-wal"
    log.write_bytes(b"committed")
    with pytest.raises(InputError, match="is a catalogue"):
        check_destination(log, forbidden=(), overwrite=True)


@pytest.mark.parametrize("content", [b"new", None])
def test_a_file_that_is_protected_against_writing_is_neither_replaced_nor_removed(
    tmp_path: Path, content: bytes | None
) -> None:
    protected, other = tmp_path / "a.xmp", tmp_path / "b.xmp"
    for file in (protected, other):
        file.write_bytes(b"old")
    protected.chmod(0o444)

    outcomes = replace_together(
        [Replacement(file, sha256_of(file), content) for file in (protected, other)]
    )

    assert isinstance(outcomes[0], PermissionError)
    assert outcomes[1] is None
    assert protected.read_bytes() == b"old"
    assert other.exists() == (content is not None)
    assert not list(tmp_path.glob(".*"))
