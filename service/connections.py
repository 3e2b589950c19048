"""Connections that cost nothing for long: bounded in number, and cut where a client is slow."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.limits import ServiceLimits
from service.metrics import Metrics

LINGER_S = 2.0
"""After an answer that came before the end of the body, the client has so long to read it."""
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\n"
    b"connection: close\r\n\r\n"
)


class GuardedConnection(H11Protocol):
    """uvicorn's connection with a place in a line, and an alarm clock in every state."""

    limits: ServiceLimits
    metrics: Metrics

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Close at once what is too many; wait for a head otherwise."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self.metrics.refused.labels("too many").inc()
            transport.write(FULL)
            transport.close()
            return
        self._ring_in(self.limits.header_s)

    def handle_events(self) -> None:
        """A head that is whole has its answer to wait for; it was not, where none came of it."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and self.cycle is not None:
            if not self.cycle.response_complete:
                self._ring_in(self.limits.answer_s + self.limits.stop_s)
        elif self._alarm is None and (before is None or before.response_complete):
            self._ring_in(self.limits.header_s)  # the first bytes of the next head

    def on_response_complete(self) -> None:
        """Wait for the next head, or for a client that still sends to read what it got."""
        self._silence()
        sends_on = self.conn.their_state is h11.SEND_BODY
        super().on_response_complete()
        if sends_on:
            self._ring_in(LINGER_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing rings any more."""
        self._silence()
        super().connection_lost(exc)

    def _ring_in(self, seconds: float) -> None:
        self._silence()
        self._alarm = self.loop.call_later(seconds, self._cut)

    def _silence(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _cut(self) -> None:
        self._alarm = None
        if not self.transport.is_closing():
            self.metrics.refused.labels("slow").inc()
        self.transport.abort()


def guarded(limits: ServiceLimits, metrics: Metrics) -> type[GuardedConnection]:
    """The class of connections of one service."""
    return type("Connection", (GuardedConnection,), {"limits": limits, "metrics": metrics})
