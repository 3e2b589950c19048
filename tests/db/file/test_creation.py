"""A catalogue is made whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError

pytestmark = pytest.mark.usefixtures("real_creation")

ROOT = Path(__file__).parents[3]

LIMITED = """
import resource, signal, sys
from pathlib import Path
from db.catalogue import Catalogue
from db.errors import CatalogueError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
for kib in range(0, 1024, 24):
    resource.setrlimit(resource.RLIMIT_FSIZE, (kib * 1024, resource.RLIM_INFINITY))
    try:
        Catalogue.create(folder / "new" / "x.nabolag.sqlite", folder / "archive").close()
        print("made")
        break
    except CatalogueError as error:
        assert "creating" not in str(error), error
        print(error.message.code, sorted(path.name for path in folder.iterdir()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_disk_without_room_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *failed, last = done.stdout.splitlines()
    assert last == "made"
    assert len(failed) > 3
    assert {line.partition(" ")[2] for line in failed} == {"['archive']"}


def test_what_a_killed_creation_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"x.nabolag.sqlite.{ended.pid}-0a1b2c3d.creating"
    others = tmp_path / f"x.nabolag.sqlite.{os.getpid()}-0a1b2c3d.creating"
    for path in (left, others, Path(f"{left}-journal")):
        path.write_bytes(b"half")
    Catalogue.create(tmp_path / "x.nabolag.sqlite", tmp_path / "archive").close()
    assert {path.name for path in tmp_path.iterdir()} == {
        "archive", "x.nabolag", "x.nabolag.sqlite", others.name,
    }  # fmt: skip


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "x.nabolag").write_text("mine")
    with pytest.raises(CatalogueError, match="cannot be made there"):
        Catalogue.create(tmp_path / "x.nabolag.sqlite", tmp_path / "archive")
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "x.nabolag"}


WITHOUT_LINKS = """
import errno, os, sys
from pathlib import Path
from db.catalogue import Catalogue
def link(*_arguments, **_options):
    raise PermissionError(errno.EPERM, "Operation not permitted")
os.link = link
Path.replace = lambda *_arguments: os._exit(9)  # a kill as soon as a name was taken for it
folder = Path(sys.argv[1])
Catalogue.create(folder / "x.nabolag.sqlite", folder / "archive").close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the call of Linux")
def test_a_file_system_without_hard_links_gets_a_catalogue_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_LINKS, str(tmp_path)], cwd=ROOT, check=False
    )
    assert done.returncode == 0
    path = tmp_path / "x.nabolag.sqlite"
    assert {one.name for one in tmp_path.iterdir()} == {"archive", "x.nabolag", path.name}
    content = path.read_bytes()
    again = subprocess.run(
        [sys.executable, "-c", WITHOUT_LINKS, str(tmp_path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "exists already" in again.stderr
    assert path.read_bytes() == content


def test_a_name_that_a_killed_creation_had_taken_is_free_again(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "x.nabolag.sqlite"
    path.touch()
    with pytest.raises(CatalogueError, match="exists already"):
        Catalogue.create(path, tmp_path / "archive")  # anybody's empty file
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"{path.name}.{ended.pid}-0a1b2c3d.creating"
    left.write_bytes(b"whole")
    Catalogue.create(path, tmp_path / "archive").close()
    assert {one.name for one in tmp_path.iterdir()} == {"archive", "x.nabolag", path.name}
