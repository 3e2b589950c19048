"""How fast work is and how long it takes yet."""

import threading

import pytest

from engine.progress import (
    CancelToken,
    Job,
    NeverCancelled,
    Progress,
    RateMeter,
    run_job,
)


def test_rate_and_time_left_come_from_the_last_ten_seconds() -> None:
    meter = RateMeter()
    for second in range(30):
        done = second * 10 if second < 15 else 150 + (second - 15) * 20
        progress = Progress("encoding", done, 1000)
        meter.update(progress, now_s=float(second))

    assert meter.rate_per_s == pytest.approx(20.0, rel=0.1)
    assert meter.left_s(progress) == pytest.approx((1000 - 430) / 20.0, rel=0.1)


def test_there_is_no_rate_before_anything_moved() -> None:
    meter = RateMeter()
    assert meter.rate_per_s is None
    meter.update(Progress("encoding", 0, 10), now_s=0.0)
    meter.update(Progress("encoding", 0, 10), now_s=5.0)

    assert meter.rate_per_s is None
    assert meter.left_s(Progress("encoding", 0, 10)) is None


def test_a_new_stage_starts_its_own_rate() -> None:
    meter = RateMeter()
    meter.update(Progress("Reading", 0, 10), now_s=0.0)
    meter.update(Progress("Reading", 10, 10), now_s=1.0)
    meter.update(Progress("Writing", 0, 10), now_s=1.0)

    assert meter.rate_per_s is None


def test_without_a_total_there_is_no_time_left() -> None:
    meter = RateMeter()
    meter.update(Progress("Looking", 0, 0), now_s=0.0)
    meter.update(Progress("Looking", 8, 0), now_s=2.0)

    assert meter.rate_per_s == pytest.approx(4.0)
    assert meter.left_s(Progress("Looking", 8, 0)) is None


def test_a_job_can_be_run_for_its_result_alone() -> None:
    def job(cancel: CancelToken) -> Job[str]:
        yield Progress("Working", 1, 1)
        return "stopped" if cancel.is_set() else "done"

    stop = threading.Event()
    assert run_job(job(stop)) == "done"
    assert run_job(job(NeverCancelled())) == "done"
    stop.set()
    assert run_job(job(stop)) == "stopped"
