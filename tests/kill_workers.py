"""Kills the processes that read images, as an impatient person or a system short of memory does."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

BETWEEN_KILLS_S = 0.3
BETWEEN_PAIRS_S = 1.5


def decode_workers() -> list[psutil.Process]:
    """The processes that this one has started to read images."""
    workers = []
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            line = " ".join(child.cmdline())
            if "forkserver" in line:
                workers += child.children()
            elif "spawn_main" in line:
                workers.append(child)
    return workers


@contextmanager
def killed_in_pairs(seed: int, *, pairs: int) -> Iterator[list[int]]:
    """Meanwhile kill some worker and 0.3 s later another one, again and again at odd moments.

    The first as soon as there is one: a quick machine reads few images in less than a second.
    Yields the process ids killed so far.
    """
    rng = random.Random(seed)
    killed: list[int] = []

    def kill_one(stop: threading.Event) -> None:
        while not stop.wait(0.01):
            workers = decode_workers()
            if workers:
                worker = rng.choice(workers)
                with suppress(psutil.Error):
                    worker.kill()
                    killed.append(worker.pid)
                return

    def kill(stop: threading.Event) -> None:
        for _ in range(pairs):
            kill_one(stop)
            stop.wait(BETWEEN_KILLS_S)
            kill_one(stop)
            stop.wait(rng.uniform(0, BETWEEN_PAIRS_S))

    with _meanwhile(kill):
        yield killed


@contextmanager
def killed_by(path: Path) -> Iterator[list[int]]:
    """Meanwhile kill every worker that opens the file: an image that kills whoever reads it."""
    killed: list[int] = []

    def kill(stop: threading.Event) -> None:
        while not stop.wait(0.002):
            for worker in decode_workers():
                with suppress(psutil.Error):
                    if any(file.path == str(path) for file in worker.open_files()):
                        worker.kill()
                        killed.append(worker.pid)

    with _meanwhile(kill):
        yield killed


@contextmanager
def _meanwhile(work: Callable[[threading.Event], None]) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
