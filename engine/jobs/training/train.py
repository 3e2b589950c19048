"""Train an encoder on the catalogue's own captions. Importing this loads torch."""

from collections.abc import Callable
from typing import Any

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.jobs.training.dual import train_dual
from engine.jobs.training.heads import train_heads
from engine.jobs.training.mixing import mix
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job
from engine.training.checkpoint import forget_run

Method = Callable[..., Job[TrainSummary]]
"""From (catalogue, request, cancel=)."""


def _fine_tuned(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    # open_clip takes seconds to load, and the others do without.
    from engine.jobs.training.contrastive import train_contrastive

    return (yield from train_contrastive(catalogue, request, cancel=cancel))


def methods() -> dict[str, Method]:
    """The ways to train, by name."""
    return {
        "heads": train_heads,
        "contrastive": _fine_tuned,
        "dual": train_dual,
        "wise-ft": mix,
    }


def train_encoder(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    **asked: Any,  # noqa: ANN401  # as TrainRequest has them
) -> Job[TrainSummary]:
    """Train on captions as ``TrainRequest`` says, whose fields are the options, into a new encoder;
    the one it begins from, and what was encoded with it, stay as they are.

    Stopped or killed, the same call goes on where it was. Its curve is in ``curve.jsonl`` of the
    run's folder while it runs. No encoder is made where nothing got better. Raises InputError for a
    method, preset or encoder that is not there, a name that is taken, or too few captions.
    """
    request = TrainRequest(**asked)
    known = methods()
    if request.method not in known:
        raise InputError("training-method-unknown", method=request.method, methods=", ".join(known))
    summary = yield from known[request.method](catalogue, request, cancel=cancel)
    forget_run(run_folder(catalogue, request.name))
    return summary
