"""What tuning may try for a hyperparameter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language.phrases import HIGHEST_WEIGHT, weights_of, weights_text

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


@dataclass(frozen=True, slots=True)
class Weights:
    """As many weights in [0, 100] as there are contexts, as one text (``weights_text``)."""

    count: int = 0


SearchSpace = Mapping[str, FloatRange | IntRange | Choice | Weights]


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
            case Weights(count):
                values[name] = weights_text(
                    [
                        trial.suggest_float(one, 0.0, HIGHEST_WEIGHT)
                        for one in _weight_names(name, count)
                    ]
                )
    return values


def trial_values(
    space: SearchSpace, hyperparameters: Mapping[str, float | int | str]
) -> dict[str, float | int | str]:
    """The parameters of the trial that ``suggest_from`` makes these hyperparameters of."""
    values: dict[str, float | int | str] = {}
    for name, allowed in space.items():
        if not isinstance(allowed, Weights):
            values[name] = hyperparameters[name]
            continue
        weights = weights_of(str(hyperparameters[name]), allowed.count)
        scaled = weights * (HIGHEST_WEIGHT / max(float(weights.max(initial=0.0)), 1e-12))
        values |= dict(zip(_weight_names(name, allowed.count), scaled.tolist(), strict=True))
    return values


def _weight_names(name: str, count: int) -> list[str]:
    return [f"{name} {number}" for number in range(1, count + 1)]
