"""Stopped, killed or left alone, a course comes to the same end; the best state is kept."""

import json
import math
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.errors import InputError
from engine.progress import JobCancelledError, NeverCancelled, run_job
from engine.training.course import CURVE_NAME, Outcome, swept_rate, train
from tests.engine.training.linear import PAIRS, SETTINGS, LinearLearner, a_run

ROOT = Path(__file__).parents[3]


def trained(folder: Path, **changes: object) -> Outcome:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        run = a_run(folder, **changes)
        return run_job(train(LinearLearner(), run, cancel=NeverCancelled()))
    finally:
        torch.set_num_threads(threads)


def equal(one: Outcome, other: Outcome) -> bool:
    same = all(torch.equal(one.best[name], other.best[name]) for name in one.best)
    return same and one.curve == other.curve and one.best_step == other.best_step


def test_learns_and_keeps_the_best(tmp_path: Path) -> None:
    outcome = trained(tmp_path)
    assert outcome.has_helped
    assert outcome.base.recall_at_1 < 0.2 < 0.9 < outcome.validation.recall_at_1
    points = [json.loads(line) for line in (tmp_path / CURVE_NAME).read_text().splitlines()]
    assert len(points) == 1 + 4 * SETTINGS.epochs
    assert [one["step"] for one in points if one["validation_mrr"] is not None] == list(
        range(0, 161, 4)
    )
    best = max(one["validation_recall_at_1"] or 0.0 for one in points)
    assert outcome.validation.recall_at_1 == best


def test_a_killed_run_ends_where_an_unbroken_one_does(tmp_path: Path) -> None:
    unbroken = trained(tmp_path / "unbroken", checkpoint_every_s=1e9)
    killed = tmp_path / "killed"
    command = [sys.executable, "-m", "tests.engine.training.linear", str(killed)]
    process = subprocess.Popen(command, cwd=ROOT)
    curve = killed / CURVE_NAME
    deadline_s = time.monotonic() + 60
    while not curve.exists() or curve.read_text().count("\n") < 20:
        assert process.poll() is None
        assert time.monotonic() < deadline_s
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert curve.read_text().count("\n") < len(unbroken.curve)
    assert equal(trained(killed), unbroken)
    assert (killed / CURVE_NAME).read_bytes() == (tmp_path / "unbroken" / CURVE_NAME).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="sets a limit of the system")
def test_a_full_disk_ends_it_in_a_sentence_and_it_goes_on_where_there_is_room(
    tmp_path: Path,
) -> None:
    import resource

    unbroken, full = trained(tmp_path / "unbroken"), tmp_path / "full"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))  # of every file
    try:
        with pytest.raises(InputError, match="cannot be written"):
            trained(full, checkpoint_every_s=0.0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(full.glob(".*")) == [], "nothing half written"
    assert equal(trained(full), unbroken)


def test_stopped_it_goes_on_or_makes_do_with_the_best(tmp_path: Path) -> None:
    unbroken = trained(tmp_path / "unbroken")
    cancel, learner = threading.Event(), LinearLearner()
    course = train(learner, a_run(tmp_path / "stopped"), cancel=cancel)
    for _ in range(50):
        next(course)
    cancel.set()
    with pytest.raises(JobCancelledError):
        run_job(course)
    finished = trained(tmp_path / "stopped", finish=True)
    assert finished.steps == 49
    best = max(
        (point for point in unbroken.curve[:50] if point.validation_mrr is not None),
        key=lambda point: (point.validation_recall_at_1, point.validation_mrr, -point.step),
    )
    assert (finished.best_step, finished.validation.mrr) == (best.step, best.validation_mrr)
    assert equal(trained(tmp_path / "stopped", finish=True), finished)


def test_what_comes_apart_is_no_better_and_says_so(tmp_path: Path) -> None:
    too_high = replace(SETTINGS, rate=math.inf)
    for _ in range(2):  # once more from its last checkpoint
        outcome = trained(tmp_path, settings=too_high)
        assert (outcome.came_apart, outcome.has_helped) == (True, False)
        assert outcome.steps < 16
        assert all(torch.isfinite(one).all() for one in outcome.best.values())


def test_nothing_is_made_of_what_was_not_begun(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing in"):
        trained(tmp_path, finish=True)


def test_nothing_helps_where_the_rate_harms(tmp_path: Path) -> None:
    outcome = trained(tmp_path, settings=replace(SETTINGS, rate=0.0, patience=3))
    assert not outcome.has_helped
    assert torch.equal(outcome.best["weight"], torch.eye(8))
    assert outcome.steps == 4 * 3  # patience


def test_another_run_is_not_taken_for_the_beginning(tmp_path: Path) -> None:
    trained(tmp_path, settings=replace(SETTINGS, epochs=1))
    with pytest.raises(InputError, match="another"):
        trained(tmp_path, identity="other")
    next(tmp_path.glob("*.safetensors")).write_bytes(b"no tensors")
    with pytest.raises(InputError, match="damaged"):
        trained(tmp_path)


def test_the_sweep_takes_the_rate_that_learns_most(tmp_path: Path) -> None:
    settings = replace(SETTINGS, sweep_rates=(1e-6, 2e-2, 1e3), sweep_steps=40)
    run = a_run(tmp_path, settings=settings, count=PAIRS)
    rate, found = run_job(swept_rate(LinearLearner, run, cancel=NeverCancelled()))
    assert rate == 2e-2
    assert found[1e-6].recall_at_1 < found[2e-2].recall_at_1
