import os
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.exchange.destination import check_destination


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
