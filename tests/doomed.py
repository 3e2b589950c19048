"""Child processes that are killed, and what they said before."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.context import BaseContext
from typing import Any

import psutil


def forked_from_loaded(*preloaded: str) -> BaseContext:
    """Children forked from a process that has loaded these modules, so that they start at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preloaded))
    return context


class Doomed:
    """A child process that is killed with SIGKILL, and what it managed to say before."""

    def __init__(
        self, processes: BaseContext, target: Callable[..., None], *arguments: object
    ) -> None:
        self._receiver, sender = processes.Pipe(duplex=False)
        self._process = processes.Process(target=target, args=(sender, *arguments))
        self._process.start()
        sender.close()

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended: 0, or minus the signal that killed it."""
        return self._process.exitcode

    def say(self) -> Any:
        """What the child says next; None once it has ended."""
        try:
            return self._receiver.recv()
        except EOFError:
            return None

    def kill_after(self, seconds: float) -> list[psutil.Process]:
        """Let it work on for so long, then kill it; the processes it had itself."""
        time.sleep(seconds)
        try:
            grandchildren = psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            grandchildren = []
        self._process.kill()
        self._process.join()
        return grandchildren

    def say_until(self, stage: str) -> None:
        """Read what it says until it is at this stage ("": any), or has ended."""
        while (said := self.say()) is not None and stage not in ("", getattr(said, "stage", stage)):
            pass

    def rest(self) -> list[Any]:
        """Everything else it said until it was killed."""
        said = []
        while (message := self.say()) is not None:
            said.append(message)
        self._receiver.close()
        return said

    def ends_within(self, timeout_s: float) -> tuple[list[Any], bool]:
        """Everything it says until it ends, and whether it ended in time; killed where not."""
        said = []
        until_s = time.monotonic() + timeout_s
        in_time = True
        while True:
            if not self._receiver.poll(max(0.0, until_s - time.monotonic())):
                in_time = False
                self.kill_after(0)
            message = self.say()
            if message is None:
                break
            said.append(message)
        self._receiver.close()
        self._process.join(max(1.0, until_s - time.monotonic()))
        if self._process.is_alive():
            in_time = False
            self.kill_after(0)
        return said, in_time

    def join(self) -> None:
        """Wait for its end, which must be an orderly one."""
        self._process.join()
        assert self._process.exitcode == 0
