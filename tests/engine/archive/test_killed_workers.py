"""Workers are killed at any moment: nobody waits for ever, and nobody innocent is blamed."""

import signal
import time
from collections.abc import Iterator

import pytest

from engine.archive.decode import DecodeLimits
from engine.archive.decode_pool import NOT_YET, DecodeFailure, DecodePool
from tests.kill_workers import decode_workers, killed_in_pairs


def slowly(number: int) -> bytes:
    """A result larger than a pipe holds, so that some are killed in the middle of sending it."""
    time.sleep(0.02)
    return bytes([number % 256]) * 1_000_000


def kill_or_return(number: int) -> int:
    """Kill the process at 13."""
    if number == 13:
        signal.raise_signal(signal.SIGKILL)
    return number


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(workers=2, limits=DecodeLimits(timeout_s=20.0)) as pool:
        yield pool


def test_whoever_is_killed_from_outside_takes_no_item_along(pool: DecodePool) -> None:
    with killed_in_pairs(0, pairs=4) as killed:
        outcomes = []
        while len(killed) < 8:
            outcomes += list(pool.map(slowly, range(30)))

    rounds = len(outcomes) // 30
    assert [type(one) for one in outcomes] == [bytes] * len(outcomes)
    assert [one[0] for one in outcomes if isinstance(one, bytes)] == list(range(30)) * rounds


def test_workers_killed_before_they_are_ready_are_started_again(pool: DecodePool) -> None:
    future = pool.submit(abs, -1)
    killed: set[int] = set()
    while len(killed) < 4:
        for worker in decode_workers():
            worker.kill()
            worker.wait()
            killed.add(worker.pid)

    assert future.result() == 1


def test_an_item_that_kills_its_workers_is_blamed_and_the_others_are_not(pool: DecodePool) -> None:
    outcomes = list(pool.map(kill_or_return, range(20)))

    failure = outcomes.pop(13)
    assert isinstance(failure, DecodeFailure)
    assert "crashed" in str(failure.reason)
    assert outcomes == [number for number in range(20) if number != 13]


def test_a_reader_can_do_something_else_while_an_item_takes_its_time(pool: DecodePool) -> None:
    outcomes = list(pool.poll(time.sleep, [1.0]))

    assert outcomes[-1] is None
    assert len(outcomes) > 3
    assert set(outcomes[:-1]) == {NOT_YET}


def test_what_is_urgent_goes_first() -> None:
    ended: list[str] = []
    with DecodePool(workers=1) as pool:
        futures = [pool.submit(time.sleep, 0.1) for _ in range(3)]
        futures.append(pool.submit(time.sleep, 0.1, first=True))
        for name, future in zip(("a", "b", "c", "urgent"), futures, strict=True):
            future.add_done_callback(lambda _, name=name: ended.append(name))
        for future in futures:
            future.result()

    assert ended.index("urgent") < ended.index("c")


def test_closing_wakes_whoever_waits() -> None:
    pool = DecodePool(workers=1)
    futures = [pool.submit(time.sleep, 60) for _ in range(3)]
    pool.close()

    assert all(future.cancelled() for future in futures)
    assert pool.submit(abs, -1).cancelled()
    assert not decode_workers()
