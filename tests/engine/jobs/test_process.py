"""Jobs in real child processes: what comes back, and what happens when one side dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from db.catalogue import Catalogue
from engine.jobs.process import (
    JobFailure,
    JobMessage,
    JobProcess,
    JobRequest,
    JobResult,
    run_reported,
)
from engine.jobs.table import JOBS, JobKind
from engine.progress import Job, Progress
from messages.message import Message

HERE = Path(__file__).parent

Start = Callable[..., JobProcess]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a job of ``sample_jobs`` in a child, which is gone after the test."""
    monkeypatch.syspath_prepend(HERE)
    running: list[JobProcess] = []

    def begin(name: str, catalogue: Path | None = None, **options: object) -> JobProcess:
        function, has_catalogue = f"sample_jobs:{name}", catalogue is not None
        kind = JobKind(name, function, (), needs_catalogue=has_catalogue)
        monkeypatch.setitem(JOBS, name, kind)
        process = JobProcess(JobRequest(name, catalogue, "Kari", options))
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.join()


def messages_of(process: JobProcess) -> list[JobMessage]:
    messages = []
    while (message := process.receive()) is not None:
        messages.append(message)
    return messages


def wait_for(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    end_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end_s, "waited in vain"
        time.sleep(0.01)


def test_progress_and_the_result_come_from_another_process(start: Start, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "one.nabolag.sqlite"
    Catalogue.create(path, tmp_path / "archive").close()

    process = start("count_up", path, to=1000)
    messages = messages_of(process)

    assert process.join(10) == 0
    assert messages[0] == Progress("Counting", 1, 1000)
    assert len(messages) < 100
    result = messages[-1]
    assert isinstance(result, JobResult)
    curator, process_id = result.summary
    assert curator == "Kari"
    assert process_id != os.getpid()


def test_a_catalogue_that_is_not_there_is_said_in_a_sentence(start: Start, tmp_path: Path) -> None:
    (failure,) = messages_of(start("count_up", tmp_path / "none.nabolag.sqlite", to=1))

    assert isinstance(failure, JobFailure)
    assert failure.mendable
    assert "none.nabolag.sqlite" in str(failure.message)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("input", Message("path-unreadable", {"path": Path("a.csv"), "reason": "gone"})),
        ("catalogue", Message("path-empty")),
    ],
)
def test_what_a_person_can_mend_arrives_as_its_message(
    start: Start, kind: str, message: Message
) -> None:
    messages = messages_of(start("refuse", kind=kind))

    assert messages == [Progress("Trying", 0, 1), JobFailure(message, mendable=True)]


@pytest.mark.parametrize(
    ("job", "words", "place"),
    [
        ("break_down", "RuntimeError: two and two is five", "break_down"),
        ("break_a_pipe", "BrokenPipeError: a worker went away", "break_a_pipe"),
        ("return_what_cannot_be_sent", "pickle", "send"),
    ],
)
def test_a_bug_arrives_with_its_details(start: Start, job: str, words: str, place: str) -> None:
    process = start(job)
    failure = messages_of(process)[-1]

    assert isinstance(failure, JobFailure)
    assert not failure.mendable
    assert not failure.cancelled
    assert words in failure.details
    assert place in failure.details
    assert process.join(10) == 0


def test_a_crash_ends_the_messages_without_a_result(start: Start) -> None:
    process = start("die")

    assert messages_of(process) == [Progress("Dying", 0, 1)]
    assert process.join(10) == 42


def test_cancelling_ends_the_job_at_its_next_item(start: Start) -> None:
    process = start("work_until_cancelled")
    assert process.receive() == Progress("Working", 0, 0)

    process.cancel()
    *before, last = messages_of(process)

    assert len(before) < 1000  # one every 10 ms; it would go on for ever
    assert last == JobFailure(
        Message("plain-text", {"text": "Stopped after an item."}), mendable=True, cancelled=True
    )
    assert process.join(10) == 0


def test_a_job_that_does_not_listen_can_be_killed(start: Start, tmp_path: Path) -> None:
    process = start("hang", note=tmp_path / "pid")
    assert process.receive() == Progress("Hanging", 0, 0)
    assert process.join(0) is None

    process.cancel()
    process.kill()

    assert process.receive() is None
    assert process.join(10) == -signal.SIGKILL


def test_a_job_ends_when_its_parent_dies(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from engine.jobs.process import JobProcess, JobRequest\n"
        "from engine.jobs.table import JOBS, JobKind\n"
        "if __name__ == '__main__':\n"
        "    options = {'note': Path(sys.argv[1])}\n"
        "    JOBS['hang'] = JobKind('hang', 'sample_jobs:hang', (), needs_catalogue=False)\n"
        "    process = JobProcess(JobRequest('hang', None, 'Kari', options))\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(program)
    search_path = os.pathsep.join([str(HERE.parents[2]), str(HERE)])
    parent = subprocess.Popen(
        [sys.executable, str(script), str(note)], env={**os.environ, "PYTHONPATH": search_path}
    )
    try:
        wait_for(lambda: note.exists() and note.read_text() != "")
        child = psutil.Process(int(note.read_text()))
        assert child.is_running()
    finally:
        parent.kill()
        parent.wait()

    child.wait(timeout=10)


def test_progress_is_thinned_but_every_stage_is_told() -> None:
    def job() -> Job[str]:
        for stage in ("Reading", "Writing"):
            for done in range(5000):
                yield Progress(stage, done, 5000)
        return "done"

    sent: list[JobMessage] = []
    run_reported(job(), sent.append)

    assert len(sent) < 200
    stages = [message.stage for message in sent if isinstance(message, Progress)]
    assert sorted(set(stages)) == ["Reading", "Writing"]
    assert sent[-1] == JobResult("done")
