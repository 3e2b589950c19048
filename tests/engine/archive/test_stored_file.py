"""Rows of a catalogue from somebody else never lead out of the archive."""

import os
from pathlib import Path

import pytest

from engine.archive.stored_file import StoredFile
from engine.errors import InputError


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder


@pytest.mark.parametrize("stored", [b"a.png", b"in a/folder/\xff.png", b"..png", b"a..b/c...png"])
def test_a_path_in_the_archive_is_its_file(archive: Path, stored: bytes) -> None:
    assert (
        os.fsencode(StoredFile(archive, stored).located()) == os.fsencode(archive) + b"/" + stored
    )


@pytest.mark.parametrize(
    "stored",
    [b"", b".", b"/etc/passwd", b"//etc/passwd", b"../secret.png", b"a/../../secret.png", b"a/..",
     b"a.png\0.jpg", b"\0"],
)  # fmt: skip
def test_a_path_that_leads_outside_is_refused_in_one_sentence(archive: Path, stored: bytes) -> None:
    with pytest.raises(InputError, match=r"outside the archive; it is not opened\.$") as refused:
        StoredFile(archive, stored).located()
    assert "\0" not in str(refused.value)


def test_a_link_that_leads_outside_is_refused_and_one_that_stays_is_not(archive: Path) -> None:
    (archive / "inside.png").write_bytes(b"inside")
    (archive / "stays.png").symlink_to(archive / "inside.png")
    (archive / "leaves.png").symlink_to(archive.parent / "secret.png")
    (archive / "folder").symlink_to(archive.parent)

    assert StoredFile(archive, b"stays.png").located().read_bytes() == b"inside"
    for stored in (b"leaves.png", b"folder/secret.png", b"folder/not there.png"):
        with pytest.raises(InputError, match=r"leads .* out of it"):
            StoredFile(archive, stored).located()


def test_the_archive_itself_may_be_reached_by_a_link(archive: Path, tmp_path: Path) -> None:
    (archive / "a.png").write_bytes(b"a")
    link = tmp_path / "link"
    link.symlink_to(archive)

    assert StoredFile(link, b"a.png").located().read_bytes() == b"a"
