"""The course of a training: steps, validations, the best state, and where to go on after a kill.

What is trained is a ``Learner``; nothing here knows what it is made of. Two runs of one learner,
seed and settings are equal to the bit on one machine with one number of threads, however often they
are stopped or killed and resumed. Importing this loads torch.
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.errors import InputError
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from engine.training.pairs import IntArray, batches, batches_in_epoch
from engine.training.presets import TrainingSettings, with_changes
from engine.whole_file import made_folder, whole_file
from messages.os_reasons import reason_of

CURVE_NAME = "curve.jsonl"
CHECKPOINT_EVERY_S = 20.0
NOW, BEST, OPTIMISER, RANDOM = "now/", "best/", "optimiser/", "random"
SEPARATOR = "/"


@dataclass(frozen=True, slots=True, order=True)
class Validation:
    """How images and texts that are not trained on find each other, both ways' mean, in [0, 1].
    The better one has the higher Recall@1, then the higher MRR."""

    recall_at_1: float
    mrr: float


class Learner(Protocol):
    """What is trained."""

    def tensors(self) -> Mapping[str, Tensor]:
        """Everything that training changes, itself and not copies, always in one order. Those that
        require gradients are trained by the optimiser, others change with what is done."""
        ...

    def backward(self, rows: IntArray) -> float:
        """The loss of a batch of pairs; adds its gradients to ``.grad`` of what is trained."""
        ...

    def validate(self) -> Validation:
        """Measure what it is now. Draws no random numbers."""
        ...


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """After ``step`` steps: the loss and the learning rate of the last one (None before the
    first), and what a validation gave, where there was one."""

    step: int
    epoch: int
    loss: float | None
    rate: float | None
    validation_mrr: float | None = None
    validation_recall_at_1: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``best``: the tensors of the best validation, at ``best_step``; that is 0, and they are the
    base's, where training did not help. ``base`` and ``validation``: before, and of the best.
    ``came_apart``: it ended because the loss was no number any more, as with too high a rate."""

    best: Mapping[str, Tensor]
    best_step: int
    base: Validation
    validation: Validation
    steps: int
    curve: tuple[CurvePoint, ...]
    came_apart: bool = False

    @property
    def has_helped(self) -> bool:
        """Whether anything is better than before."""
        return self.best_step > 0


@dataclass(frozen=True, slots=True)
class Run:
    """One course: ``count`` pairs; ``folder`` for checkpoint and curve; ``identity``: what the run
    is of, so that no other is taken for its beginning. ``finish``: end where the last checkpoint
    is, with the best until there."""

    count: int
    settings: TrainingSettings
    folder: Path
    identity: str
    seed: int = 0
    finish: bool = False
    checkpoint_every_s: float = CHECKPOINT_EVERY_S

    @property
    def steps(self) -> int:
        """How many steps the whole course has."""
        per_epoch = batches_in_epoch(self.count, self.settings.batch_size)
        whole = per_epoch * self.settings.epochs
        return min(whole, self.settings.most_steps or whole)

    @property
    def steps_between_validations(self) -> int:
        """So many steps pass from one validation to the next."""
        per_epoch = batches_in_epoch(self.count, self.settings.batch_size)
        return max(1, per_epoch // max(1, self.settings.validations_per_epoch))


def train(learner: Learner, run: Run, *, cancel: CancelToken) -> Job[Outcome]:
    """Train to the end, or until validations get no better; goes on where a run with this folder
    was stopped. The learner has the best state in the end.

    Stopped, it keeps a checkpoint with the best state and raises JobCancelledError: asking again
    goes on, with ``finish`` it makes do with the best so far. Raises InputError where the folder
    holds another run, a damaged checkpoint, or cannot be written.
    """
    course = _Course(learner, run)
    return (yield from course.run(cancel))


def swept_rate(
    make: Callable[[], Learner], run: Run, *, cancel: CancelToken
) -> Job[tuple[float, Mapping[float, Validation]]]:
    """The best of ``sweep_rates`` after ``sweep_steps`` steps each from the beginning, and what
    each gave; the settings' own rate where there are none. Resumes as ``train`` does."""
    rates = run.settings.sweep_rates
    if not rates or run.finish:
        return run.settings.rate, {}
    found: dict[float, Validation] = {}
    for number, rate in enumerate(rates):
        settings = replace(run.settings, rate=rate, most_steps=run.settings.sweep_steps)
        folder = run.folder / f"sweep-{number}"
        short = replace(run, settings=settings, folder=folder, identity=f"{run.identity} {rate}")
        for progress in (course := _Course(make(), short)).run(cancel):
            about = {"number": number + 1, "all": len(rates)}
            yield Progress("trying-rates", progress.done, progress.total, about)
        found[rate] = course.best
    return max(rates, key=lambda rate: found[rate]), found


def swept_run(
    make: Callable[[], Learner], run: Run, *, cancel: CancelToken
) -> Job[tuple[Run, Mapping[float, Validation]]]:
    """The whole run at the rate that ``swept_rate`` finds, and what each rate gave."""
    rate, found = yield from swept_rate(make, run, cancel=cancel)
    settings = with_changes(run.settings, rate=rate, sweep_rates=())
    return replace(run, settings=settings), found


@dataclass(slots=True)
class _Course:
    learner: Learner
    at: Run
    step: int = 0
    best_step: int = 0
    since_best: int = 0
    base: Validation = Validation(0.0, 0.0)
    best: Validation = Validation(0.0, 0.0)
    is_over: bool = False
    came_apart: bool = False
    curve: list[CurvePoint] = field(default_factory=list)
    _kept: dict[str, Tensor] = field(default_factory=dict)
    _saved_s: float = 0.0
    _optimiser: "_Optimiser" = field(init=False)

    def __post_init__(self) -> None:
        self._optimiser = _Optimiser(self._trained(), self.at.settings)

    def run(self, cancel: CancelToken) -> Job[Outcome]:
        run, schedule = self.at, self.at.settings.at(self.at.settings.rate)
        yield Progress("training", 0, run.steps)
        self._begin()
        for epoch, rows in self._batches():
            if cancel.is_set():
                self._save()
                raise JobCancelledError("training-stopped")
            if self.is_over or run.finish:
                break
            rate = schedule.rate(self.step, run.steps)
            self._optimiser.clear()
            loss = self.learner.backward(rows)
            self.came_apart = not math.isfinite(loss)
            if self.came_apart:
                break  # Nothing brings it back; the best until here stays.
            self._optimiser.step(rate)
            self.step += 1
            self._take(epoch, loss, rate)
            if time.monotonic() - self._saved_s >= run.checkpoint_every_s:
                self._save()
            yield Progress("training", self.step, run.steps)
        self.is_over = True
        _copy(self._kept, self.learner.tensors())
        self._save()
        return Outcome(
            self._kept,
            self.best_step,
            self.base,
            self.best,
            self.step,
            tuple(self.curve),
            self.came_apart,
        )

    def _begin(self) -> None:
        """From the checkpoint, else from what the learner is."""
        run = self.at
        made_folder(run.folder)
        checkpoint = load_checkpoint(run.folder)
        if checkpoint is None and run.finish:
            raise InputError("training-nothing-to-finish", folder=run.folder)
        if checkpoint is None:
            torch.manual_seed(run.seed)
            self.base = self.best = self.learner.validate()
            self._kept = _cloned(self.learner.tensors())
            self.curve = [CurvePoint(0, 0, None, None, self.base.mrr, self.base.recall_at_1)]
        else:
            self._restore(checkpoint)
        with whole_file(run.folder / CURVE_NAME, overwrite=True) as stream:
            stream.writelines(_line(point) for point in self.curve)
        self._saved_s = time.monotonic()

    def _batches(self) -> Iterator[tuple[int, IntArray]]:
        """The batches from the present step on, with the number of their epoch."""
        run = self.at
        size = run.settings.batch_size
        per_epoch = batches_in_epoch(run.count, size)
        for epoch in range(self.step // max(1, per_epoch), run.settings.epochs):
            rest = islice(
                batches(run.count, size, seed=run.seed, epoch=epoch),
                max(0, self.step - epoch * per_epoch),
                max(0, run.steps - epoch * per_epoch),
            )
            for rows in rest:
                yield epoch, rows

    def _take(self, epoch: int, loss: float, rate: float) -> None:
        """Write a point of the curve, with a validation where one is due."""
        run = self.at
        point = CurvePoint(self.step, epoch + 1, loss, rate)
        if self.step % run.steps_between_validations == 0 or self.step == run.steps:
            found = self.learner.validate()
            point = replace(
                point, validation_mrr=found.mrr, validation_recall_at_1=found.recall_at_1
            )
            self.since_best += 1
            if found > self.best and self._are_numbers():
                self.best, self.best_step, self.since_best = found, self.step, 0
                self._kept = _cloned(self.learner.tensors())
            self.is_over = 0 < run.settings.patience <= self.since_best
        self.curve.append(point)
        path = run.folder / CURVE_NAME
        try:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(_line(point))
        except OSError as error:
            raise InputError("path-unwritable", path=path, reason=reason_of(error)) from error

    def _trained(self) -> dict[str, Tensor]:
        return {name: one for name, one in self.learner.tensors().items() if one.requires_grad}

    def _are_numbers(self) -> bool:
        return all(bool(torch.isfinite(one).all()) for one in self._trained().values())

    # --- checkpoints ------------------------------------------------------------------------------

    def _facts(self) -> dict[str, Any]:
        return {
            "identity": self.at.identity,
            "seed": self.at.seed,
            "settings": self.at.settings.as_json(),
            "step": self.step,
            "best_step": self.best_step,
            "since_best": self.since_best,
            "base": asdict(self.base),
            "best": asdict(self.best),
            "is_over": self.is_over,
            "came_apart": self.came_apart,
            "curve": [asdict(point) for point in self.curve],
        }

    def _save(self) -> None:
        tensors = {
            **_named(NOW, self.learner.tensors()),
            **_named(BEST, self._kept),
            **_named(OPTIMISER, self._optimiser.state()),
            RANDOM: torch.get_rng_state(),
        }
        save_checkpoint(self.at.folder, self.step, Checkpoint(tensors, self._facts()))
        self._saved_s = time.monotonic()

    def _restore(self, checkpoint: Checkpoint) -> None:
        facts = checkpoint.facts
        if facts.get("identity") != self.at.identity or facts.get("seed") != self.at.seed:
            raise InputError("training-folder-of-other-run", folder=self.at.folder)
        try:
            _copy(checkpoint.under(NOW), self.learner.tensors())
            self._kept = checkpoint.under(BEST)
            self._optimiser.restore(checkpoint.under(OPTIMISER))
            self.step, self.best_step = int(facts["step"]), int(facts["best_step"])
            self.since_best, self.is_over = int(facts["since_best"]), bool(facts["is_over"])
            self.came_apart = bool(facts.get("came_apart"))
            self.base, self.best = Validation(**facts["base"]), Validation(**facts["best"])
            self.curve = [CurvePoint(**point) for point in facts["curve"]]
            torch.set_rng_state(checkpoint.tensors[RANDOM])
        except (LookupError, TypeError, ValueError, RuntimeError) as error:
            raise InputError("training-checkpoint-damaged", folder=self.at.folder) from error


class _Optimiser:
    """AdamW with gradients clipped by their common norm. No decay on biases, norms and scales:
    whatever is no matrix."""

    def __init__(self, trained: Mapping[str, Tensor], settings: TrainingSettings) -> None:
        self._trained, self._clip_norm = trained, settings.clip_norm
        matrices = [one for one in trained.values() if one.ndim > 1]
        others = [one for one in trained.values() if one.ndim <= 1]
        self._adam = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": settings.decay},
                {"params": others, "weight_decay": 0.0},
            ],
            betas=settings.betas,
            eps=settings.epsilon,
        )

    def clear(self) -> None:
        self._adam.zero_grad()

    def step(self, rate: float) -> None:
        if self._clip_norm:
            torch.nn.utils.clip_grad_norm_(list(self._trained.values()), self._clip_norm)
        for group in self._adam.param_groups:
            group["lr"] = rate
        self._adam.step()

    def state(self) -> dict[str, Tensor]:
        """Moments and counts, of each trained tensor as far as it has been stepped."""
        return {
            f"{name}{SEPARATOR}{key}": value
            for name, one in self._trained.items()
            for key, value in self._adam.state[one].items()
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """What ``state`` gave."""
        for joined, value in state.items():
            name, _, key = joined.rpartition(SEPARATOR)
            self._adam.state[self._trained[name]][key] = value


def _cloned(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: one.detach().clone() for name, one in tensors.items()}


def _named(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}{name}": one for name, one in tensors.items()}


@torch.no_grad()
def _copy(source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    for name, one in target.items():
        one.copy_(source[name])


def _line(point: CurvePoint) -> str:
    return json.dumps(asdict(point)) + "\n"
