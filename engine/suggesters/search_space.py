"""What tuning may try for a hyperparameter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import optuna


@dataclass(frozen=True, slots=True)
class FloatRange:
    """Any number between two, both included; ``log``: evenly over the logarithms."""

    low: float
    high: float
    log: bool = False


@dataclass(frozen=True, slots=True)
class IntRange:
    """Any whole number between two, both included; ``log``: evenly over the logarithms."""

    low: int
    high: int
    log: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words."""

    options: tuple[str, ...]


SearchSpace = Mapping[str, FloatRange | IntRange | Choice]


def suggest_from(space: SearchSpace, trial: "optuna.Trial") -> dict[str, float | int | str]:
    """Values for one trial, as the sampler wants them."""
    values: dict[str, float | int | str] = {}
    for name, allowed in space.items():
        match allowed:
            case FloatRange(low, high, log):
                values[name] = trial.suggest_float(name, low, high, log=log)
            case IntRange(low, high, log):
                values[name] = trial.suggest_int(name, low, high, log=log)
            case Choice(options):
                values[name] = trial.suggest_categorical(name, options)
    return values
