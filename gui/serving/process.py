"""The service as a process of its own: the command ``serve``, started, listened to and stopped.

It is stopped by closing its standard input. The system closes that too when the window's process
ends, however it ends, so that no service is ever left behind.
"""

import json
import logging
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

import gui
from gui.serving.token import Token, kept_token
from messages.message import Message
from messages.os_reasons import reason_of

PROGRAM = Path(gui.__file__).resolve().parent.parent / "main.py"
HOST = "127.0.0.1"
"""This computer alone: who wants more starts the command, and puts TLS in front of it."""
WATCHED_S = 1.0


class ServiceState(StrEnum):
    """Where the service is between being asked for and being over."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"
    REFUSED = "refused"
    """It could not be started; ``why`` says the reason."""
    DIED = "died"


RUNNING = (ServiceState.STARTING, ServiceState.READY, ServiceState.STOPPING)
PORT_TAKEN = "service-port-taken"


@dataclass(frozen=True, slots=True)
class ServiceAbout:
    """What a service says of itself when it is ready."""

    address: str
    encoder: str
    suggester: str


class ServiceProcess(QObject):
    """One service of one catalogue. Lives on the window's thread; nothing here waits."""

    changed = Signal()
    said = Signal(str)
    """A line that the process wrote to its standard error: where in the code a fault was."""

    _happened = Signal(object, object)

    def __init__(self, catalogue: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._run: _Run | None = None
        self.state = ServiceState.STOPPED
        self.about: ServiceAbout | None = None
        self.why: Message | None = None
        self.exit_code = 0
        self._happened.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether there is a process, or will be one in a moment."""
        return self.state in RUNNING

    @property
    def pid(self) -> int | None:
        """The id of the process; None where none runs."""
        return None if self._run is None else self._run.pid

    def start(self, port: int) -> None:
        """Start it at a port of this computer; 0 for any that is free."""
        if self.is_running:
            return
        self.about = self.why = None
        self._run = _Run(self._catalogue, port, self._happened.emit)
        self._set(ServiceState.STARTING)
        self._run.begin()

    def stop(self) -> None:
        """Let it answer what it was asked, and end."""
        if self._run is not None and self.is_running:
            self._run.stop()
            self._set(ServiceState.STOPPING)

    def leave(self) -> None:
        """Stop, and listen no more: whoever watched is going away."""
        if self._run is not None:
            self._run.leave()
            self._run = None
        self.state = ServiceState.STOPPED

    @Slot(object, object)
    def _take(self, run: "_Run", told: object) -> None:
        if run is not self._run:
            return
        if isinstance(told, str):
            self.said.emit(told)
        elif isinstance(told, ServiceAbout):
            self.about = told
            if self.state is ServiceState.STARTING:
                self._set(ServiceState.READY)
        elif isinstance(told, Message):
            self.why = told
        elif isinstance(told, int):
            self._end(told)

    def _end(self, exit_code: int) -> None:
        self._run = None
        self.about = None
        self.exit_code = exit_code
        if self.state is ServiceState.STOPPING:
            self._set(ServiceState.STOPPED)
        elif self.why is not None:
            self._set(ServiceState.REFUSED)
        else:
            self._set(ServiceState.DIED)

    def _set(self, state: ServiceState) -> None:
        self.state = state
        self.changed.emit()


class _Run:
    """One process from its start to its end, with threads that listen to it.

    ``tell`` is called from them: with lines, with what a service is, why it is none, and in the
    end with an exit code.
    """

    def __init__(self, catalogue: Path, port: int, tell: Callable[["_Run", object], None]) -> None:
        self._catalogue = catalogue
        self._port = port
        self._tell_window = tell
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False
        self._is_left = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        process = self._process
        return None if process is None else process.pid

    def begin(self) -> None:
        threading.Thread(target=self._work, name="service", daemon=True).start()

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()

    def leave(self) -> None:
        self.stop()
        with self._lock:
            self._is_left = True

    # --- in threads of their own ----------------------------------------------------------------

    def _tell(self, told: object) -> None:
        with self._lock:
            if not self._is_left:
                self._tell_window(self, told)

    def _work(self) -> None:
        try:
            process = self._started(kept_token())
        except OSError as error:
            logging.getLogger(__name__).error("the service was not started", exc_info=error)
            self._tell(Message("service-not-started", {"reason": reason_of(error)}))
            self._tell(1)
            return
        assert process.stdout is not None
        assert process.stderr is not None
        lines = threading.Thread(target=self._listen, args=(process.stderr,), daemon=True)
        lines.start()
        told = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        told.start()
        exit_code = process.wait()
        # Children of it may hold the pipes for a moment longer.
        told.join(WATCHED_S)
        lines.join(WATCHED_S)
        self.stop()
        self._tell(exit_code)

    def _started(self, token: Token) -> "subprocess.Popen[str]":
        arguments = [sys.executable, str(PROGRAM), "serve", str(self._catalogue), "--json"]
        arguments += ["--host", HOST, "--port", str(self._port), "--until-input-ends"]
        arguments += ["--token-file", str(token.file)]
        process = subprocess.Popen(  # noqa: S603 - our own program
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        with self._lock:
            self._process = process
            if self._is_stopped and process.stdin is not None:
                process.stdin.close()
        return process

    def _read(self, stream: IO[str]) -> None:
        """The one document that the command prints: what it is, or why there is nothing."""
        with stream:
            lines: list[str] = []
            for line in stream:
                lines.append(line)
                if line.startswith("}"):  # it is whole at its last brace
                    break
            told = _document("".join(lines))
            if told is not None:
                self._tell(told)
            deque(stream, maxlen=0)

    def _listen(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                if line.strip():
                    self._tell(line.strip())


def _document(text: str) -> ServiceAbout | Message | None:
    """What the command said; None where it ended before it said anything."""
    try:
        told: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    error = told.get("error")
    if error is None:
        return ServiceAbout(told["address"], told["encoder"], told["suggester"])
    arguments = {name: value for name, value in error.items() if name not in ("code", "message")}
    if error["code"] in ("fault", "stopped"):
        return None
    return Message(error["code"], arguments)
