"""Several processes on one catalogue, some of them killed: real ones, on a real disk."""

import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.file.write_turn import WriteTurn

ROOT = Path(__file__).parents[2]

WRITER = """
import sys, time
from pathlib import Path
from db.catalogue import Catalogue
with Catalogue.open(Path(sys.argv[1]), curator=sys.argv[2]) as catalogue:
    ids = catalogue.images.ids()
    longest_s = 0.0
    for step in range(int(sys.argv[3])):
        started_s = time.monotonic()
        change = catalogue.commands.label_images(
            [ids[step % len(ids)]], add_names=[f"{sys.argv[2]} {step}"]
        )
        longest_s = max(longest_s, time.monotonic() - started_s)
        print("saved", change.details["created"][0], flush=True)
    print("longest", longest_s, flush=True)
"""


def start(catalogue: Catalogue, name: str, steps: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(catalogue.path), name, str(steps)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def saved(output: str) -> set[str]:
    """The labels that were acknowledged; a line cut by the kill is none."""
    whole = output[: output.rfind("\n") + 1]
    return {line[6:] for line in whole.splitlines() if line.startswith("saved ")}


def test_processes_and_threads_write_in_turn_and_nobody_fails(catalogue: Catalogue) -> None:
    steps = 20
    processes = [start(catalogue, name, steps) for name in ("one", "two")]
    failures: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                assert catalogue.images.count() == 6
                catalogue.labels.all()
                time.sleep(0.002)
        except Exception as error:
            failures.append(error)

    def write(name: str) -> None:
        try:
            for step in range(steps):
                catalogue.commands.label_images([1], add_names=[f"{name} {step}"])
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in ("three", "four")]
    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in (*writers, *readers):
        thread.start()
    outputs = [process.communicate(timeout=100) for process in processes]
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()

    assert failures == []
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert len(catalogue.labels.all()) == 5 + 4 * steps
    undone = 0
    while catalogue.commands.undo() is not None:
        undone += 1
    assert undone == 4 * steps + 1  # the import of the fixture too
    assert catalogue.check().problems == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_nothing_acknowledged_is_lost_when_writers_are_killed(
    catalogue: Catalogue,
) -> None:
    acknowledged: set[str] = set()
    catalogue.close()
    for kill in range(6):
        process = start(catalogue, f"run {kill}", 100_000)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.02 + 0.013 * kill)
        os.kill(process.pid, signal.SIGKILL)
        output, errors = process.communicate(timeout=30)
        assert errors == ""
        told = saved(first + output)
        acknowledged |= told

        with Catalogue.open(catalogue.path) as reopened:
            present = {label.name for label in reopened.labels.all()}
            assert acknowledged <= present
            extra = {name for name in present if name.startswith(f"run {kill} ")} - told
            assert len(extra) <= 1
            acknowledged |= extra
            assert reopened.check().problems == []
            labelled = {
                each.label_name
                for labellings in reopened.labellings.of_images(reopened.images.ids()).values()
                for each in labellings
            }
            assert acknowledged <= labelled
    assert len(acknowledged) >= 6


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_two_processes_that_write_all_the_time_take_turns(catalogue: Catalogue) -> None:
    process = start(catalogue, "busy", 1_000_000)
    assert process.stdout is not None
    process.stdout.readline()
    before_mine = []
    try:
        for step in range(30):
            last = catalogue.history.entries(limit=1)[0].change_id
            change = catalogue.commands.label_images([1], add_names=[f"mine {step}"])
            before_mine.append(change.change_id - last - 1)
    finally:
        process.kill()
        process.communicate(timeout=30)
    # They take turns: the one that was begun, and some more where this process had to pause.
    assert 1 <= statistics.median(before_mine) <= 4, before_mine


CREATOR = """
import sys, time
from pathlib import Path
from db.catalogue import Catalogue
from db.errors import CatalogueError
folder = Path(sys.argv[1])
print("ready", flush=True)
for go in sys.stdin:
    try:
        Catalogue.create(folder / go.strip(), folder / "archive").close()
        print("made", flush=True)
    except CatalogueError as error:
        print(error.message.code, flush=True)
"""


def test_of_catalogues_made_at_once_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    creators = [
        subprocess.Popen(
            [sys.executable, "-c", CREATOR, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(3)
    ]
    for creator in creators:
        assert creator.stdout is not None
        assert creator.stdout.readline() == "ready\n"
    for number in range(6):
        for creator in creators:
            assert creator.stdin is not None
            creator.stdin.write(f"{number}.nabolag.sqlite\n")
            creator.stdin.flush()
        said = sorted(creator.stdout.readline().strip() for creator in creators if creator.stdout)
        assert said == ["catalogue-exists", "catalogue-exists", "made"]
        with Catalogue.open(tmp_path / f"{number}.nabolag.sqlite") as made:
            assert made.check().problems == []
            assert made.archive_dir == tmp_path / "archive"
            assert made.folder.is_dir()
    for creator in creators:
        creator.communicate(timeout=100)
    names = {path.name.split(".", 1)[1] for path in tmp_path.iterdir() if path.name[0].isdigit()}
    assert names == {"nabolag", "nabolag.sqlite"}


def test_a_turn_is_given_back_by_whoever_is_killed_and_waited_for_no_longer_than_said(
    tmp_path: Path,
) -> None:
    program = (
        "import sys, time; from pathlib import Path; from db.file.write_turn import WriteTurn\n"
        "with WriteTurn(Path(sys.argv[1])).taken(9) as has_turn: print(has_turn, flush=True); "
        "time.sleep(99)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    turn = WriteTurn(tmp_path)
    with turn.taken(0.1) as has_turn:
        assert not has_turn
    holder.kill()
    holder.communicate(timeout=30)
    with turn.taken(30) as has_turn:
        assert has_turn
    turn.close()
    with WriteTurn(tmp_path / "nowhere").taken(0.1) as has_turn:
        assert has_turn  # there is no place for a turn: SQLite's own lock is enough
