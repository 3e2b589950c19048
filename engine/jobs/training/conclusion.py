"""The end of a training: its report with pictures, and its encoder where it has helped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.encoders.saving import WriteInto
from engine.evaluation.report.writing import write_files
from engine.evaluation.retrieval.before_after import before_and_after
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.training_page import training_files
from engine.jobs.training.card import write_encoder
from engine.jobs.training.data import STOPPED
from engine.jobs.training.request import TrainRequest, TrainSummary
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled


def concluded(
    request: TrainRequest,
    folder: Path,
    target: Path,
    card: Mapping[str, Any],
    *,
    helped: bool,
    write: WriteInto,
    pairs: tuple[CaptionedImages, CaptionedImages],
    cancel: CancelToken,
) -> Job[TrainSummary]:
    """Draw the gap and the map before and after into the run's ``folder``, and make the encoder in
    ``target``, with the same beside its card, where training helped.

    ``pairs``: those held out for the test, by the encoder before and after; no pictures where there
    are none. Raises InputError where something cannot be written.
    """
    contents = yield from _pictures(card, *pairs, seed=request.seed, cancel=cancel)
    write_files(folder, contents, overwrite=True)
    if helped:
        write_encoder(target, card, write, contents)
    made = target if helped else None
    return TrainSummary(request.name, request.method, helped, card, made, folder)


def _pictures(
    card: Mapping[str, Any],
    before: CaptionedImages,
    after: CaptionedImages,
    *,
    seed: int,
    cancel: CancelToken,
) -> Job[dict[str, bytes]]:
    """The report's files by name."""
    if not len(before.captions):
        return {}
    work = before_and_after(before, after, seed=seed)
    while True:
        try:
            done, rounds = next(work)
        except StopIteration as end:
            shown = end.value
            break
        yield Progress("laying-out-captions", done, rounds)
        stop_if_cancelled(cancel, STOPPED)
    yield Progress("drawing-plots", 0, 1)
    return training_files(card, shown)
