"""The harness of ``make torture``: its rows run, and what is lost is counted."""

import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from tests.torture import acts, labelling
from tests.torture.base import Options, Torture
from tests.torture.rows import ROWS

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork"),
    pytest.mark.timeout(900),  # every row, on a busy machine
]

DEAR = {
    "import",
    "encoding",
    "workers",
    "unplugged",
    "sidecars",
    "sidecars-sync",
    "sidecars-undo",
    "embedding",
    "embedding-undo",
    "sidecar-merges",
    "duplicates",
    "tables",
    "xml",
    "catalogues",
    "service",
    "cycles",
    "use",
}
"""Rows that start many processes of Python, or take minutes, even at their smallest."""

ROOT = Path(__file__).parents[1]
TINY = {
    "kills": 1,
    "steps": 1,
    "labellings": 400,
    "cycles": 1,
    "damages": 1,
    "attacks": 2,
    "minutes": 0.15,
    "works": "label",
}


@pytest.fixture
def torture(tmp_path: Path) -> Torture:
    (tmp_path / "archive").mkdir()
    context = multiprocessing.get_context("forkserver")
    return Torture(Options(), tmp_path, context, random.Random(1), None, "")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path leaves room for that of a socket, which is 108 bytes at most."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.dear
def test_the_quick_rows_run_and_lose_nothing(short_folder: Path) -> None:
    quick = [row.name for row in ROWS if row.name not in DEAR]
    options = [text for name, value in TINY.items() for text in (f"--{name}", str(value))]

    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--only", ",".join(quick), *options],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(short_folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    heading, *lines = done.stdout.splitlines()[: len(quick) + 1]
    assert heading.split() == ["row", "tries", "lost", "hung", "unhandled", "seconds"]
    assert [line.split()[0] for line in lines] == quick
    assert {tuple(line.split()[2:5]) for line in lines} == {("0", "0", "0")}
    assert list(short_folder.glob("nabolag-torture-*")) == []


@pytest.mark.dear
def test_a_row_that_nobody_knows_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--only", "no-such"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "labelling" in done.stderr


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM labellings WHERE image_id = 1", "in part"),
        ("DELETE FROM change_rows; DELETE FROM changes WHERE command = 'label_images'", "history"),
        ("UPDATE labellings SET label_id = 99", "damaged"),
    ],
)
def test_what_is_gone_from_a_catalogue_is_counted(
    torture: Torture, statement: str, fault: str
) -> None:
    path = acts.catalogue_in(torture.folder)
    labelling.make_catalogue(path)
    with Catalogue.open(path) as catalogue:
        labelling.label(catalogue, catalogue.images.ids(), 0)
    assert labelling.commands_found(torture, path) == 1
    assert torture.tally.bad == 0

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(statement)
    labelling.commands_found(torture, path)

    assert torture.tally.lost > 0
    assert any(fault in one for one in torture.tally.faults)
