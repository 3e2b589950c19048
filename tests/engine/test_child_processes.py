"""Processes of our own: forked from one that was started before, in today's surroundings."""

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from engine.child_processes import Surroundings, child_processes


def _tell(connection: Connection, surroundings: Surroundings) -> None:
    surroundings.enter()
    connection.send(
        (os.environ.get("NABOLAG_SAID"), os.environ.get("NABOLAG_GONE"), str(Path.cwd()))
    )
    connection.close()


def _told() -> tuple[str | None, str | None, str]:
    context = child_processes()
    mine, childs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(childs, Surroundings.here()))
    process.start()
    childs.close()
    told: tuple[str | None, str | None, str] = mine.recv()
    process.join()
    return told


def test_a_child_has_the_surroundings_its_parent_has_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_GONE", "once")
    assert _told()[:2] == (None, "once")

    monkeypatch.delenv("NABOLAG_GONE")
    monkeypatch.setenv("NABOLAG_SAID", "now")
    monkeypatch.chdir(tmp_path)

    assert _told() == ("now", None, str(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each child begins anew")
def test_what_jobs_need_is_loaded_before_the_first_child() -> None:
    program = (
        "import engine.jobs.process, multiprocessing.forkserver as server\n"
        "from engine.child_processes import child_processes\n"
        "child_processes()\n"
        "print(*server._forkserver._preload_modules)\n"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "engine.jobs.process" in loaded
