"""What Prometheus may ask: counts and times, never what requests were about."""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

BATCHES = (1, 2, 4, 8, 16, 24, 32)
SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "nabolag_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "nabolag_request_seconds",
            "From the head of a request to the end of its answer.",
            ["route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.refusals = Counter(
            "nabolag_refusals",
            "Requests and pictures that were refused, by why.",
            ["code"],
            registry=self.registry,
        )
        self.images = Counter(
            "nabolag_images", "Pictures that labels were asked for.", registry=self.registry
        )
        self.batch_size = Histogram(
            "nabolag_batch_size",
            "Calls that the model took at once.",
            buckets=BATCHES,
            registry=self.registry,
        )
        self.refused = Counter(
            "nabolag_refused_connections",
            "Connections that were closed, by the reason.",
            ["reason"],
            registry=self.registry,
        )
        self.model_starts = Counter(
            "nabolag_model_starts", "Model processes that were loaded.", registry=self.registry
        )
        self.in_progress = Gauge(
            "nabolag_requests_in_progress", "Requests being answered.", registry=self.registry
        )
        started = Gauge(
            "nabolag_start_time_seconds", "When the service began.", registry=self.registry
        )
        started.set(time.time())

    def watch(self, name: str, about: str, value: Callable[[], float]) -> None:
        """A gauge that is asked when somebody asks for it."""
        Gauge(name, about, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """All of them in Prometheus's text format 0.0.4."""
        return generate_latest(self.registry)
