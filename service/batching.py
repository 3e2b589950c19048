"""Calls that wait while the model works make its next batch; nobody waits for company."""

import asyncio
import threading
from collections import deque
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field

from service.limits import ServiceLimits
from service.metrics import Metrics
from service.model.calls import Call, NotYet, Reply
from service.model.process import ModelGoneError, ModelProcess

ASK_AGAIN_S = 0.1
"""What is being prepared is asked for again after this long."""


@dataclass(slots=True)
class _Waiting:
    call: Call
    future: "Future[Reply]" = field(default_factory=Future)


class Batcher:
    """A thread that takes what waits, hands it to the model process and hands the replies out.

    It also keeps the process alive: one that died is replaced, and what it had fails with
    ModelGoneError.
    """

    def __init__(self, model: ModelProcess, limits: ServiceLimits, metrics: Metrics) -> None:
        self._model = model
        self._limits = limits
        self._metrics = metrics
        self._waiting: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)

    def start(self) -> None:
        """Begin; the model is loaded already."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and the model process; whoever waits gets ModelGoneError."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._model.stop()
        self._thread.join()

    async def ask(self, call: Call) -> Reply:
        """The model's reply. Cancelling it takes the call out of the line.

        Raises ModelGoneError where the process died over it.
        """
        while True:
            waiting = _Waiting(call)
            with self._changed:
                self._waiting.append(waiting)
                self._changed.notify()
            reply = await asyncio.wrap_future(waiting.future)
            if not isinstance(reply, NotYet):
                return reply
            await asyncio.sleep(ASK_AGAIN_S)

    @property
    def length(self) -> int:
        """How many calls wait."""
        return len(self._waiting)

    # --- in the thread ------------------------------------------------------------------------

    def _work(self) -> None:
        while self._model.keep_alive(self._metrics.model_starts.inc):
            batch = self._next_batch()
            if batch is None:
                break
            if not batch:
                continue
            self._metrics.batch_size.observe(len(batch))
            try:
                replies = self._model.ask([one.call for one in batch], self._limits.batch_s)
            except ModelGoneError as error:
                for one in batch:
                    _fail(one, error)
                continue
            for one, reply in zip(batch, replies, strict=True):
                with suppress(InvalidStateError):
                    one.future.set_result(reply)
        with self._changed:
            left, self._waiting = list(self._waiting), deque()
        for one in left:
            _fail(one, ModelGoneError())

    def _next_batch(self) -> list[_Waiting] | None:
        """What waits, at most a batch; nothing after a moment in which the process may have died;
        None at the end."""
        with self._changed:
            if not self._waiting and not self._is_over:
                self._changed.wait(1.0)
            if self._is_over:
                return None
            batch: list[_Waiting] = []
            while self._waiting and len(batch) < self._limits.model_batch:
                one = self._waiting.popleft()
                if one.future.set_running_or_notify_cancel():
                    batch.append(one)
            return batch


def _fail(one: _Waiting, error: Exception) -> None:
    with suppress(InvalidStateError):
        one.future.set_exception(error)
