"""How a service fares, by what it tells at ``/metrics``."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families

WATCHING = ("/metrics", "/health")
"""Routes that programs ask to see how it fares: the window itself asks the first every second."""
RATE_OVER_S = 5.0
HISTORY = 120


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """Counts since the start of the service, at ``at_s`` of a monotonic clock.

    ``refusals``: how often each code was said. ``seconds``: what all answers took together.
    """

    at_s: float
    requests: int = 0
    seconds: float = 0.0
    in_progress: int = 0
    is_model_up: bool = True
    refusals: Mapping[str, int] = field(default_factory=dict)
    cut_connections: int = 0


def read_figures(text: str, at_s: float) -> ServiceFigures:
    """The figures in Prometheus's text format. Raises ValueError for a text that is none."""
    requests = seconds = in_progress = cut = 0.0
    is_up = True
    refusals: dict[str, int] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            route = sample.labels.get("route")
            if sample.name == "nabolag_requests_total" and route not in WATCHING:
                requests += sample.value
            elif sample.name == "nabolag_request_seconds_sum" and route not in WATCHING:
                seconds += sample.value
            elif sample.name == "nabolag_refusals_total":
                refusals[sample.labels["code"]] = int(sample.value)
            elif sample.name == "nabolag_refused_connections_total":
                cut += sample.value
            elif sample.name == "nabolag_requests_in_progress":
                in_progress = sample.value - 1  # the one that asks
            elif sample.name == "nabolag_model_up":
                is_up = sample.value > 0
    return ServiceFigures(
        at_s, int(requests), seconds, max(0, int(in_progress)), is_up, refusals, int(cut)
    )


class Course:
    """The figures of the last minutes."""

    def __init__(self) -> None:
        self._last: deque[ServiceFigures] = deque(maxlen=HISTORY)
        self.rates: deque[float] = deque(maxlen=HISTORY)
        """Requests a second, one for each time that was asked, the newest last."""

    def clear(self) -> None:
        """Another service begins from nothing."""
        self._last.clear()
        self.rates.clear()

    def add(self, now: ServiceFigures) -> Mapping[str, int]:
        """Take in what was read; what has been refused since the last time, by code."""
        before = self._last[-1].refusals if self._last else {}
        self._last.append(now)
        self.rates.append(self.rate_per_s)
        grown = {code: count - before.get(code, 0) for code, count in now.refusals.items()}
        return {code: count for code, count in grown.items() if count > 0}

    @property
    def newest(self) -> ServiceFigures | None:
        """What was read last."""
        return self._last[-1] if self._last else None

    @property
    def rate_per_s(self) -> float:
        """Requests a second over the last seconds."""
        if len(self._last) < 2:
            return 0.0
        now = self._last[-1]
        first = next(one for one in self._last if now.at_s - one.at_s <= RATE_OVER_S)
        if first is now:
            first = self._last[-2]
        return max(0.0, (now.requests - first.requests) / max(now.at_s - first.at_s, 1e-3))

    @property
    def mean_seconds(self) -> float | None:
        """What an answer took over the last seconds; None where there was none."""
        if len(self._last) < 2:
            return None
        now = self._last[-1]
        first = next(one for one in self._last if now.at_s - one.at_s <= 2 * RATE_OVER_S)
        answered = now.requests - first.requests
        return (now.seconds - first.seconds) / answered if answered > 0 else None
