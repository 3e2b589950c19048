"""The program's commands run in child processes, and how they ended."""

import contextlib
import io
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import main
from cli.running.options import MENDABLE, OUR_BUG
from messages.message import MendableError
from tests.doomed import Doomed
from tests.torture.base import TRY_TIMEOUT_S, Torture

Work = Callable[..., Any]


@dataclass(frozen=True)
class Ended:
    """How a piece of work ended: done, refused with a sentence, a fault of ours, or killed."""

    how: str
    text: str = ""
    result: Any = None

    @property
    def is_orderly(self) -> bool:
        """Whether a person was told what happened."""
        return self.how in ("done", "refused")


def command(*arguments: object) -> Ended:
    """Run a command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.main([str(argument) for argument in arguments])
    text = err.getvalue()
    if code == OUR_BUG and "Details are in" in text:
        return Ended("fault", text)
    if code == MENDABLE and not text.strip():
        return Ended("fault", f"{arguments[0]} ended with {code} and said nothing")
    # Other codes are findings: of `check`, or an archive of which some files were not read.
    return Ended("refused" if code == MENDABLE else "done", text or out.getvalue(), code)


def work_ended(work: Work, *arguments: object) -> Ended:
    """Do a piece of work in this process; a function that ends by itself is done."""
    try:
        result = work(*arguments)
    except MendableError as error:
        return Ended("refused", str(error))
    except Exception:
        return Ended("fault", traceback.format_exc())
    return result if isinstance(result, Ended) else Ended("done", "", result)


def in_child(
    torture: Torture, work: Work, *arguments: object, timeout_s: float = TRY_TIMEOUT_S
) -> Ended:
    """Do a piece of work in a child process and count what must not happen to it.

    What is returned has to go through a pipe; a child that dies by a signal has "died".
    """
    child = Doomed(torture.processes, _work_and_tell, work, *arguments)
    said, in_time = child.ends_within(timeout_s)
    name = f"{work.__name__}{arguments}"
    if not in_time:
        torture.tally.hang(f"{name} took over {timeout_s:.0f} s")
        return Ended("hung")
    if not said:
        torture.tally.exception(f"{name} died, exit code {child.exit_code}")
        return Ended("died", str(child.exit_code))
    ended: Ended = said[-1]
    if ended.how == "fault":
        torture.tally.exception(f"{name}: {ended.text}")
    return ended


def commands(torture: Torture, *arguments: object, timeout_s: float = TRY_TIMEOUT_S) -> Ended:
    """Run a command line in a child process and count what must not happen to it."""
    return in_child(torture, command, *arguments, timeout_s=timeout_s)


def _work_and_tell(tell: Connection, work: Work, *arguments: object) -> None:
    tell.send(work_ended(work, *arguments))


def file_limit(size_bytes: int) -> None:
    """In a child: no file grows above this size from now on."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))


def is_root() -> bool:
    """Whether this process may mount."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def hashes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
