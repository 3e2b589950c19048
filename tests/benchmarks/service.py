"""The prediction service against calling the engine, from a second process on this machine.

    python -m tests.benchmarks.service CATALOGUE [--requests N]

One client against the same work called directly (guarded decoding, encoding, suggesting with its
evidence), taking turns so that what else the machine does falls on both; then sixteen clients
against one. Beside it what this machine's cores allow: as many answers a second as they have
processor time for, by what an answer takes of it in all processes, the client's too; and how much
of the cores was idle meanwhile. Where nothing was, others had the rest: what an answer takes of a
core, from one client and from sixteen, tells what taking them together saves all the same.
"""

import argparse
import os
import statistics
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import psutil

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder
from engine.answers.encoder_precision import load_as_stored
from engine.answers.limits import decode_workers
from engine.answers.review import ReviewSession
from engine.archive.decode_pool import DecodePool
from engine.archive.stored_file import StoredFile
from engine.encoders.base import Encoder, PixelArray
from engine.encoding.encoder_input import ContentRequest, read_content
from tests.service.serving import Client, request_of, served

CLIENTS = 16
ROUNDS = 10
MOST_RATIO, LEAST_GAIN = 1.3, 3.0
MOST_IDLE = 0.1
"""Of the cores, where their count is the limit."""
LARGEST_PICTURE_BYTES = 2 * 1024**2


class Direct:
    """What the service does for a request, called in this process."""

    def __init__(self, catalogue: Catalogue, pool: DecodePool) -> None:
        current = current_encoder(catalogue)
        assert current is not None
        self.encoder: Encoder = load_as_stored(catalogue, current[0])
        self._session = ReviewSession(catalogue)
        self._pool = pool

    def decode(self, content: bytes) -> "Future[PixelArray]":
        """Pixels, read in a guarded worker."""
        request = ContentRequest(content, self.encoder.preprocess, self._pool.limits)
        return self._pool.submit(read_content, request)  # type: ignore[return-value]

    def suggest(self, pixels: list[PixelArray]) -> None:
        """Labels with their evidence, as in an answer."""
        for new in self._session.suggest_features(self.encoder.encode_images(np.stack(pixels))):
            for one in (*new.found.suggestions, *new.found.weak):
                new.evidence(one.label_id)

    def one(self, content: bytes) -> float:
        """Seconds for one picture."""
        started_s = time.perf_counter()
        self.suggest([self.decode(content).result()])
        return time.perf_counter() - started_s


def rate_of_many(address: str, requests: list[bytes], clients: int) -> tuple[float, list[float]]:
    """Requests a second by so many clients at once, and the seconds of each."""
    seconds: list[float] = []
    left = list(requests)

    def work() -> None:
        client = Client(address)
        while left:
            try:
                request = left.pop()
            except IndexError:
                break
            seconds.append(client.one(request))
        client.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    started_s = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(requests) / (time.perf_counter() - started_s), seconds


def used_s(service_pid: int) -> float:
    """Processor time of the service with all its processes, and of this one."""
    service = psutil.Process(service_pid)
    processes = [psutil.Process(), service, *service.children(recursive=True)]
    return sum(one.cpu_times().user + one.cpu_times().system for one in processes)


class Idle:
    """The share of all cores' time that nobody used while it was entered."""

    def __init__(self) -> None:
        self._idle_s = self._all_s = 0.0

    def __enter__(self) -> None:
        self._add(-1)

    def __exit__(self, *_failure: object) -> None:
        self._add(1)

    def _add(self, sign: int) -> None:
        times = psutil.cpu_times()
        self._idle_s += sign * times.idle
        self._all_s += sign * sum(times)

    @property
    def share(self) -> float:
        """In [0, 1]."""
        return self._idle_s / self._all_s if self._all_s > 0 else 0.0


def percentage(share: float) -> str:
    """A share in whole percent."""
    return f"{100 * share:.0f} %"


def pictures_of(catalogue: Catalogue, count: int) -> list[bytes]:
    """The files of some images of the archive."""
    found = []
    for record in catalogue.images.get_many(catalogue.images.ids()[: 3 * count]):
        if record.status == "ok" and record.size_bytes <= LARGEST_PICTURE_BYTES:
            path = StoredFile(catalogue.archive_dir, record.path_bytes).located()
            if path.exists():
                found.append(path.read_bytes())
    return (found * (1 + count // max(1, len(found))))[:count]


def told(name: str, seconds: list[float]) -> str:
    """Median and 95th percentile."""
    p95_s = float(np.percentile(seconds, 95))
    median_s = statistics.median(seconds)
    return f"{name:28}{1000 * median_s:8.1f} ms{1000 * p95_s:10.1f} ms p95"


def main() -> None:
    """Measure and print; the exit code is 1 where a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--requests", type=int, default=400)
    arguments = parser.parse_args()
    cores = decode_workers()
    with Catalogue.open(arguments.catalogue) as catalogue:
        pictures = pictures_of(catalogue, arguments.requests)
        archive = catalogue.archive_dir
        with served(arguments.catalogue, archive) as service, DecodePool(workers=cores) as pool:
            direct = Direct(catalogue, pool)
            requests = [request_of(one) for one in pictures]
            for one in pictures[:5]:  # warm
                direct.one(one)
            rate_of_many(service.address, requests[:5], 1)
            by_call: list[float] = []
            by_http: list[float] = []
            share = max(1, len(pictures) // ROUNDS)
            for start in range(0, len(pictures), share):
                by_call += [direct.one(one) for one in pictures[start : start + share]]
                by_http += rate_of_many(service.address, requests[start : start + share], 1)[1]
            rates: list[tuple[float, float, float]] = []
            many_s: list[float] = []
            costs_s = {1: 0.0, CLIENTS: 0.0}
            idle = Idle()
            few = requests[: 5 * CLIENTS]
            for _ in range(3):
                before_s = used_s(service.process.pid)
                alone, _seconds = rate_of_many(service.address, few, 1)
                between_s = used_s(service.process.pid)
                with idle:
                    together, seconds = rate_of_many(service.address, requests, CLIENTS)
                costs_s[1] += (between_s - before_s) / (3 * len(few))
                costs_s[CLIENTS] += (used_s(service.process.pid) - between_s) / (3 * len(requests))
                rates.append((together / alone, alone, together))
                many_s += seconds
            most = cores / costs_s[CLIENTS]
            batch = service.metric("nabolag_batch_size_sum") / service.metric(
                "nabolag_batch_size_count"
            )
    ratio = statistics.median(by_http) / statistics.median(by_call)
    gain, alone, together = sorted(rates)[1]
    limit = most / alone
    sys.stdout.write(
        f"service / engine, one client  {ratio:8.2f} x (at most {MOST_RATIO})\n"
        f"{CLIENTS} clients / one            {gain:8.2f} x (at least {LEAST_GAIN}, or what "
        f"{cores} cores allow)\n"
        f"what the cores allow / one    {limit:8.2f} x; {percentage(idle.share)} of them was idle\n"
        f"a core's time, one / {CLIENTS}        {costs_s[1] / costs_s[CLIENTS]:8.2f} x "
        f"({1000 * costs_s[1]:.0f} and {1000 * costs_s[CLIENTS]:.0f} ms an answer)\n"
        f"{told('engine', by_call)}\n{told('service, one client', by_http)}\n"
        f"{told(f'service, {CLIENTS} clients', many_s)}\n"
        f"one client {alone:.1f}/s, {CLIENTS} clients {together:.1f}/s, the cores "
        f"{most:.1f}/s; mean batch {batch:.1f}; load {os.getloadavg()[0]:.1f} on {cores} cores\n"
    )
    is_gain_missed = gain < min(LEAST_GAIN, 0.7 * limit) and idle.share > MOST_IDLE
    if ratio > MOST_RATIO or is_gain_missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
