"""A catalogue is made whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError

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
