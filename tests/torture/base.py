"""What every row is given and what it counts."""

import random
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")

TRY_TIMEOUT_S = 180.0
"""No try takes as long, however busy the machine: longer is a hang."""


@dataclass(frozen=True)
class Options:
    """How much of everything: the default takes a few minutes, large numbers take hours."""

    seed: int = 1
    minutes: float = 1.0
    """How long the program is in use for the slopes of memory, threads and handles."""
    kills: int = 10
    """How often each work is killed at a random moment."""
    steps: int = 2
    """The most calls of a kind that each work is disturbed at."""
    labellings: int = 20_000
    cycles: int = 10
    """How often the window is started and quit."""
    damages: int = 6
    """How often each file of a corpus is cut, and how often its bits are flipped."""
    attacks: int = 1000
    """The most hostile files of a kind."""
    requests: int = 2000
    """How often the prediction service is asked while its memory is watched."""
    works: str = ""
    """What is disturbed, by name and separated by commas; everything where this is empty."""


@dataclass
class Tally:
    """What came of a row's tries."""

    tries: int = 0
    lost: int = 0
    hung: int = 0
    unhandled: int = 0
    faults: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """Losses, hangs and unhandled exceptions."""
        return self.lost + self.hung + self.unhandled

    def loss(self, fault: str) -> None:
        """Something acknowledged is gone, or something half made is there."""
        self.lost += 1
        self.faults.append(f"lost: {fault}")

    def hang(self, fault: str) -> None:
        """Something did not end."""
        self.hung += 1
        self.faults.append(f"hung: {fault}")

    def exception(self, fault: str) -> None:
        """The program ended with a fault of its own in place of a sentence."""
        self.unhandled += 1
        self.faults.append(f"unhandled: {fault}")


@dataclass
class Torture:
    """A row's surroundings: options, a folder of its own, children that start at once."""

    options: Options
    folder: Path
    processes: BaseContext
    choice: random.Random
    shim: Path | None
    """The library that lets calls of the system fail; None where it could not be compiled."""
    why_no_shim: str
    tally: Tally = field(default_factory=Tally)

    @contextmanager
    def watched(self, name: str) -> Iterator[None]:
        """Count what is raised inside as unhandled, and go on."""
        try:
            yield
        except Exception:
            self.tally.exception(f"{name}: {traceback.format_exc()}")


def some(choice: random.Random, of: dict[str, Value], most: int) -> dict[str, Value]:
    """At most so many of these, at random and in their order."""
    chosen = set(choice.sample(sorted(of), min(most, len(of))))
    return {name: value for name, value in of.items() if name in chosen}


RowFunction = Callable[[Torture], None]


@dataclass(frozen=True)
class Row:
    """One line of the table: a name for ``--only`` and what it does."""

    name: str
    run: RowFunction
