"""Who may read what the program makes."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running.log import close_log, log_to
from db.backups import restore
from db.catalogue import Catalogue

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no such permissions")


def made(folder: Path) -> dict[str, int]:
    """Everything a catalogue makes, with its permissions."""
    (folder / "archive").mkdir()
    with Catalogue.create(folder / "c.nabolag.sqlite", folder / "archive") as catalogue:
        catalogue.thumbnails.put_many([(b"1" * 32, b"jpeg")])
        catalogue.backups.take("manual")
        log_to(catalogue.folder / "logs")
        logging.getLogger("test").warning("something")
        close_log()
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) & 0o777
        for path in folder.rglob("c.nabolag*/**/*")
    } | {path.name: stat.S_IMODE(path.stat().st_mode) & 0o777 for path in folder.glob("c.nabolag*")}


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o002)
    yield
    os.umask(before)


def test_new_things_are_for_their_owner_alone(tmp_path: Path) -> None:
    modes = made(tmp_path)
    assert len(modes) == 7
    folders = {"c.nabolag", "c.nabolag/logs", "c.nabolag/backups"}
    assert {name for name, mode in modes.items() if mode == 0o700} == folders
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}


def test_a_group_folder_shares_what_is_made_in_it(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2775)
    modes = made(shared)
    assert {modes["c.nabolag.sqlite"], modes["c.nabolag/logs/nabolag.log"]} == {0o664}
    assert modes["c.nabolag/logs"] == 0o775


@pytest.mark.skipif(sys.platform != "linux", reason="other lists are other commands'")
def test_an_access_list_decides_who_shares(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    # user::rwx, group::r-x, mask::rwx, other::---, and uid 12345: rwx, in the kernel's own form.
    entries = ((0x01, 7, -1), (0x02, 7, 12345), (0x04, 5, -1), (0x10, 7, -1), (0x20, 0, -1))
    listed = (2).to_bytes(4, "little") + b"".join(
        tag.to_bytes(2, "little")
        + rights.to_bytes(2, "little")
        + (who % 2**32).to_bytes(4, "little")
        for tag, rights, who in entries
    )
    try:
        os.setxattr(shared, "system.posix_acl_default", listed)
    except OSError:
        pytest.skip("this file system has no access lists")
    modes = made(shared)
    assert modes["c.nabolag.sqlite"] == 0o660


def test_a_restored_catalogue_is_read_by_whom_it_was(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / "c.nabolag.sqlite"
    backup = next((tmp_path / "c.nabolag" / "backups").glob("*.sqlite"))
    path.chmod(0o640)
    restore(path, backup)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.unlink()
    restore(path, backup)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
