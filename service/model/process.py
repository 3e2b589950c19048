"""The model process as the listening one sees it: asked, watched and started again."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from engine.errors import InputError
from service.model.calls import Call, Ready, Refused, Reply
from service.model.child import serve_model

START_S = 180.0
"""Loading takes seconds; a large archive on a slow disk may take longer."""
POLL_S = 0.2
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 30.0
"""Before a process that died soon is replaced: longer after every death."""
SOON_S = 10.0


class ModelGoneError(Exception):
    """The model process died or hung over what it was asked."""


class ModelRefusedError(InputError):
    """The model cannot be loaded; the message says why."""


class ModelProcess:
    """For one thread; ``stop`` may be called from another one."""

    def __init__(self, catalogue: Path) -> None:
        self._catalogue = catalogue
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._stopped = threading.Event()
        self._pause_s = 0.0
        self._started_s = 0.0
        self.ready: Ready | None = None
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """The process id; None where none runs."""
        process = self._process
        return None if process is None else process.pid

    @property
    def is_ready(self) -> bool:
        """Whether it is loaded and alive."""
        process = self._process
        return self.ready is not None and process is not None and process.is_alive()

    def up(self) -> float:
        """1 while it is ready, for the figures."""
        return float(self.is_ready)

    def start(self) -> Ready:
        """Start the process and wait for it to have loaded.

        Raises ModelRefusedError where the catalogue cannot be served, ModelGoneError where the
        process died or was late.
        """
        self._end()
        context = multiprocessing.get_context("spawn")
        self._connection, childs = context.Pipe()
        # A daemon: it ends with this process, however that ends.
        self._process = context.Process(
            target=serve_model, args=(self._catalogue, childs), name="model", daemon=True
        )
        self._process.start()
        childs.close()
        self.starts += 1
        self._started_s = time.monotonic()
        told = self._received(START_S)
        if isinstance(told, Refused):
            raise ModelRefusedError(told.message.code, **told.message.arguments)
        assert isinstance(told, Ready)
        self.ready = told
        return told

    def keep_alive(self, on_start: Callable[[], None]) -> bool:
        """Have a process that is ready, however often it takes; False once stopped."""
        while not self._stopped.is_set():
            if self.is_ready:
                return True
            died_soon = time.monotonic() - self._started_s < SOON_S
            doubled_s = min(max(2 * self._pause_s, FIRST_PAUSE_S), LONGEST_PAUSE_S)
            self._pause_s = doubled_s if died_soon else 0.0
            if self._stopped.wait(self._pause_s):
                break
            try:
                self.start()
                on_start()
            except (ModelGoneError, ModelRefusedError, OSError):
                continue
        return False

    def ask(self, calls: Sequence[Call], within_s: float) -> list[Reply]:
        """The replies to the calls; ModelGoneError where there are none."""
        connection = self._connection
        if connection is None or not self.is_ready:
            raise ModelGoneError
        try:
            connection.send(list(calls))
        except OSError as error:
            self._end()
            raise ModelGoneError from error
        replies = self._received(within_s)
        assert isinstance(replies, list)
        return replies

    def stop(self) -> None:
        """End the process; nothing is started any more."""
        self._stopped.set()
        self._end()

    def _received(self, within_s: float) -> object:
        connection = self._connection
        assert connection is not None
        deadline_s = time.monotonic() + within_s
        try:
            while not connection.poll(POLL_S):
                if self._stopped.is_set() or time.monotonic() > deadline_s:
                    raise EOFError
            return connection.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise ModelGoneError from error

    def _end(self) -> None:
        self.ready = None
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if process is not None:
            process.kill()  # it holds nothing that could be lost
            process.join()
        if connection is not None:
            connection.close()
