"""Long work in real child processes: progress, queue, cancel, death, and the bar that shows it."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.jobs.table import JOBS
from gui.services.context import ChangeHub
from gui.services.tasks import Task, TaskRunner, TaskState
from gui.shell.task_bar import FailureRow, TaskBar, TaskRow
from tests.gui.services.jobs_for_tests import SLEEP_S

HERE = Path(__file__).parent
START_TIMEOUT_MS = 20_000
# Jobs of the table by what their functions do in these tests; the first two are heavy.
COUNT, COUNT_TOO, COUNT_ASIDE = "encode", "suggest", "export"
SLEEP, DIE, REFUSE, BREAK = "check", "translate", "same-labels", "suggestion-table"
FUNCTIONS = {
    COUNT: "count_slowly",
    COUNT_TOO: "count_slowly",
    COUNT_ASIDE: "count_slowly",
    SLEEP: "never_look_up",
    DIE: "die",
    REFUSE: "refuse",
    BREAK: "break_down",
}


@pytest.fixture
def runner(
    catalogue_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> Iterator[TaskRunner]:
    """Runs the functions of ``jobs_for_tests``."""
    # Child processes find the module through the parent's path, which spawn hands on.
    monkeypatch.setattr(sys, "path", [str(HERE), *sys.path])
    for job, function in FUNCTIONS.items():
        row = replace(JOBS[job], function=f"jobs_for_tests:{function}")
        monkeypatch.setitem(JOBS, job, row)
    runner = TaskRunner(catalogue_path, "Kari")
    yield runner
    runner.shutdown()


def ended(qtbot: QtBot, task: Task) -> None:
    qtbot.waitUntil(lambda: task.is_over, timeout=START_TIMEOUT_MS)


def progressing(qtbot: QtBot, task: Task) -> None:
    qtbot.waitUntil(
        lambda: task.progress is not None and task.progress.done > 0, timeout=START_TIMEOUT_MS
    )


def test_a_job_reports_and_hands_back_its_summary(runner: TaskRunner, qtbot: QtBot) -> None:
    task = runner.start(COUNT, items=50)
    rates = []
    task.changed.connect(lambda: rates.append((task.rate_per_s, task.left_s)))

    ended(qtbot, task)

    assert task.state is TaskState.FINISHED
    assert task.summary == 50
    assert task.progress is not None
    assert any(rate and left_s is not None for rate, left_s in rates)
    assert runner.tasks == []


def test_heavy_jobs_wait_for_each_other_and_light_ones_do_not(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    first = runner.start(COUNT, items=4000)
    second = runner.start(COUNT_TOO, items=2)
    light = runner.start(COUNT_ASIDE, items=2)

    assert (first.state, second.state) == (TaskState.RUNNING, TaskState.QUEUED)
    ended(qtbot, light)
    assert first.state is TaskState.RUNNING
    assert second.state is TaskState.QUEUED
    first.cancel()
    ended(qtbot, second)
    assert second.state is TaskState.FINISHED


def test_the_same_heavy_job_is_not_queued_twice(runner: TaskRunner) -> None:
    first = runner.start(COUNT, items=400)

    assert runner.start(COUNT, items=400) is first
    assert runner.start(COUNT, items=401) is not first


def test_cancel_stops_at_the_next_item_and_says_what_was_kept(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    task = runner.start(COUNT, items=10_000)
    progressing(qtbot, task)

    task.cancel()
    ended(qtbot, task)

    assert task.state is TaskState.CANCELLED
    assert task.failure is not None
    # A job that is ended by force has no last words.
    assert str(task.failure.message).endswith("were kept.")
    assert task.progress is not None
    assert task.progress.done < 5_000


def test_a_job_that_does_not_listen_is_ended_long_before_its_end(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    task = runner.start(SLEEP)
    progressing(qtbot, task)
    start_s = time.monotonic()

    task.cancel()
    ended(qtbot, task)

    assert time.monotonic() - start_s < SLEEP_S / 4
    assert task.state is TaskState.CANCELLED


def test_a_queued_job_is_cancelled_without_ever_starting(runner: TaskRunner, qtbot: QtBot) -> None:
    first = runner.start(COUNT, items=400)
    second = runner.start(COUNT_TOO, items=2)

    second.cancel()

    assert second.state is TaskState.CANCELLED
    assert runner.tasks == [first]


def test_a_child_that_dies_without_a_word_is_a_failure(runner: TaskRunner, qtbot: QtBot) -> None:
    task = runner.start(DIE)

    ended(qtbot, task)

    assert task.state is TaskState.FAILED
    assert task.failure is not None
    assert "exit code 9" in task.failure.details


def test_a_sentence_for_people_is_told_apart_from_a_bug(runner: TaskRunner, qtbot: QtBot) -> None:
    refused, broken = runner.start(REFUSE), runner.start(BREAK)

    ended(qtbot, refused)
    ended(qtbot, broken)

    assert refused.failure is not None
    assert refused.failure.mendable
    assert str(refused.failure.message) == "The archive is not there. Connect the disk."
    assert broken.failure is not None
    assert not broken.failure.mendable
    assert "ZeroDivisionError" in broken.failure.details


def test_shutting_down_in_the_middle_of_work_is_quick(runner: TaskRunner, qtbot: QtBot) -> None:
    listening = runner.start(COUNT, items=10_000)
    deaf = runner.start(SLEEP)
    progressing(qtbot, listening)
    progressing(qtbot, deaf)
    start_s = time.monotonic()

    runner.shutdown()

    assert time.monotonic() - start_s < SLEEP_S / 4
    assert not listening._thread.is_alive()  # type: ignore[union-attr]
    assert not deaf._thread.is_alive()  # type: ignore[union-attr]


@pytest.fixture
def bar(runner: TaskRunner, qtbot: QtBot) -> TaskBar:
    """The bar, following the runner."""
    bar = TaskBar()
    qtbot.addWidget(bar)
    bar.resize(1024, 40)
    bar.attach(runner, ChangeHub(bar))
    bar.show()
    return bar


def labels(bar: TaskBar) -> str:
    rows = bar.findChildren(TaskRow)
    return " | ".join(
        f"{row._title.text()}; {row._stage.text()}; {row._count.text()}; {row._left.text()}"
        for row in rows
    )


def test_the_bar_shows_running_and_waiting_work_and_is_quiet_afterwards(
    bar: TaskBar, runner: TaskRunner, qtbot: QtBot
) -> None:
    first = runner.start(COUNT, items=300)
    second = runner.start(COUNT_TOO, items=3)

    qtbot.waitUntil(lambda: "of 300" in labels(bar), timeout=START_TIMEOUT_MS)
    assert "Encode the images; Encoding" in labels(bar)
    assert "Suggest labels; waits for the work before it" in labels(bar)
    qtbot.waitUntil(lambda: " left" in labels(bar))
    first.cancel()
    ended(qtbot, second)
    assert labels(bar) == ""
    assert bar.failures == []


def test_cancel_in_the_bar_cancels(bar: TaskBar, runner: TaskRunner, qtbot: QtBot) -> None:
    task = runner.start(COUNT, items=10_000)
    progressing(qtbot, task)

    row = bar.findChildren(TaskRow)[0]
    row.findChild(QPushButton).click()

    assert "Stopping" in labels(bar)
    ended(qtbot, task)
    assert task.state is TaskState.CANCELLED


def test_a_failure_stays_folded_until_it_is_dismissed(
    bar: TaskBar, find_button: Callable[..., QPushButton]
) -> None:
    bar.show_failure("The disk is full. Make room.", "OSError 28")
    bar.show_failure("The disk is full. Make room.", "OSError 28")

    assert bar.failures == ["The disk is full. Make room."]
    row = bar.findChildren(FailureRow)[0]
    assert not row._details.isVisible()
    find_button(row, "Details").click()
    assert row._details.isVisible()
    assert row._details.toPlainText() == "OSError 28"
    find_button(row, "Dismiss this message").click()
    assert bar.failures == []


def test_a_failure_goes_once_its_job_has_succeeded(
    bar: TaskBar, runner: TaskRunner, qtbot: QtBot
) -> None:
    bar.show_failure("Encoding failed.", job=COUNT)
    bar.show_failure("The export failed.", job="export")

    ended(qtbot, runner.start(COUNT, items=3))

    assert bar.failures == ["The export failed."]


def test_the_bar_keeps_the_two_newest_failures(bar: TaskBar) -> None:
    for number in range(5):
        bar.show_failure(f"Failure {number}.")
    bar.show_failure("Failure 3.")

    assert bar.failures == ["Failure 3.", "Failure 4."]
