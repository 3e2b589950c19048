"""Train an encoder on the catalogue's own captions. Importing this loads torch."""

from collections.abc import Callable
from typing import Any

from db.catalogue import Catalogue
from engine.encoders.registry import encoders_dir
from engine.errors import InputError
from engine.file_lock import FileLock
from engine.jobs.training.checking import check_request
from engine.jobs.training.dual import train_dual
from engine.jobs.training.heads import train_heads
from engine.jobs.training.mixing import mix
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job
from engine.training.checkpoint import forget_run
from engine.whole_file import made_folder
from messages.os_reasons import reason_of

LOCK_NAME = "training.lock"

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
    check_request(request)
    folder = run_folder(catalogue, request.name)
    for place in (folder, encoders_dir()):  # before hours are spent
        made_folder(place)
    lock = FileLock(folder / LOCK_NAME)
    try:
        is_taken = lock.try_take()
    except OSError as error:
        raise InputError("path-unwritable", path=folder, reason=reason_of(error)) from error
    if not is_taken:
        raise InputError("training-already", name=request.name)
    try:
        summary = yield from methods()[request.method](catalogue, request, cancel=cancel)
        forget_run(folder)
    finally:
        lock.release()
    return summary
