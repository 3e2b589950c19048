"""How processes of our own are started.

On Linux a clean process of Python, started once, has loaded what they need and forks them: that
takes a hundredth of the time. It ends with the process that started it. Elsewhere each begins
anew.
"""

import functools
import multiprocessing
import os
import sys
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

_loaded_before: list[str] = []


def load_before(*modules: str) -> None:
    """Name modules that processes started from now on should find loaded.

    Only names given before the first process is started have an effect; a process that needs
    others loads them itself.
    """
    _loaded_before.extend(name for name in modules if name not in _loaded_before)


@functools.cache
def child_processes() -> ForkServerContext | SpawnContext:
    """What starts processes, with what is named by then loaded before."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_loaded_before))
    return context


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The environment and the folder of a process, for one that is forked from an older process."""

    environment: dict[str, str]
    folder: str

    @classmethod
    def here(cls) -> "Surroundings":
        """Those of this process."""
        return cls(dict(os.environ), str(Path.cwd()))

    def enter(self) -> None:
        """Make them those of this process."""
        os.chdir(self.folder)
        for name in os.environ.keys() - self.environment.keys():
            del os.environ[name]
        os.environ.update(self.environment)
