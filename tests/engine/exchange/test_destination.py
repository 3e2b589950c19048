import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.exchange.destination import check_destination, whole_file, whole_place


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "deep").mkdir(parents=True)
    return folder


def test_nothing_is_written_into_the_archive(archive: Path) -> None:
    for inside in (archive / "x.csv", archive / "deep" / "x.csv", archive / "deep/../x.csv"):
        with pytest.raises(InputError, match="nothing is ever exported to"):
            check_destination(inside, forbidden=(archive,), overwrite=True)
    assert list(archive.rglob("*.csv")) == []


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_links_do_not_lead_into_the_archive(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "folder-link").symlink_to(archive / "deep", target_is_directory=True)
    (archive / "original.jpg").write_bytes(b"original")
    (tmp_path / "file-link.csv").symlink_to(archive / "original.jpg")
    (tmp_path / "archive-link").symlink_to(archive, target_is_directory=True)

    for destination, forbidden in (
        (tmp_path / "folder-link" / "x.csv", archive),
        (tmp_path / "file-link.csv", archive),
        (archive / "deep" / "x.csv", tmp_path / "archive-link"),
    ):
        with pytest.raises(InputError, match="nothing is ever exported to"):
            check_destination(destination, forbidden=(forbidden,), overwrite=True)
    assert (archive / "original.jpg").read_bytes() == b"original"


def test_a_forbidden_file_is_not_replaced(tmp_path: Path) -> None:
    catalogue = tmp_path / "a.nabolag.sqlite"
    catalogue.touch()

    with pytest.raises(InputError, match="nothing is ever exported to"):
        check_destination(catalogue, forbidden=(catalogue,), overwrite=True)


def test_a_file_is_replaced_only_on_request(tmp_path: Path) -> None:
    there = tmp_path / "x.csv"
    there.touch()

    with pytest.raises(InputError, match="exists already"):
        check_destination(there, forbidden=(), overwrite=False)
    assert check_destination(there, forbidden=(), overwrite=True) == there.resolve()


def test_folders_and_missing_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        check_destination(tmp_path, forbidden=(), overwrite=True)
    with pytest.raises(InputError, match="does not exist"):
        check_destination(tmp_path / "no" / "x.csv", forbidden=(), overwrite=True)


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


@pytest.mark.skipif(os.name != "posix", reason="no such files")
@pytest.mark.parametrize(
    ("put", "said"),
    [
        (put_pipe, "no plain file"),
        (put_socket, "no plain file"),
        (put_catalogue, "is a catalogue"),
        (Path.mkdir, "is a folder"),
    ],
)
def test_what_is_no_plain_file_or_a_catalogue_is_never_replaced(
    tmp_path: Path, put: Callable[[Path], None], said: str
) -> None:
    there = tmp_path / "there.csv"
    put(there)
    before = there.lstat()
    with pytest.raises(InputError, match=said):
        check_destination(there, forbidden=(), overwrite=True)
    later = tmp_path / "later.csv"

    def write() -> None:
        with whole_file(later, overwrite=True) as stream:
            stream.write("exported")
            there.rename(later)

    with pytest.raises(InputError, match=said):
        write()
    assert later.lstat() == before


def test_what_belongs_to_a_catalogue_is_never_replaced(tmp_path: Path) -> None:
    log = tmp_path / "c.nabolag.sqlite-wal"
    log.write_bytes(b"committed")
    with pytest.raises(InputError, match="is a catalogue"):
        check_destination(log, forbidden=(), overwrite=True)
