"""Mix what was trained with what it was trained from: WiSE-FT, and soups of several trainings."""

from dataclasses import asdict
from typing import Any

import torch

from db.catalogue import Catalogue
from engine.encoders.adapted import checked_heads
from engine.encoders.registry import encoders_dir
from engine.encoders.trained import (
    AdaptedSource,
    adapted_source,
    kind_of,
    read_card,
    trained_folder,
)
from engine.errors import InputError
from engine.jobs.training.card import (
    adapted_files,
    clean_of,
    new_card,
    seed_of,
)
from engine.jobs.training.checking import check_request
from engine.jobs.training.conclusion import concluded
from engine.jobs.training.data import STOPPED
from engine.jobs.training.figures import label_task
from engine.jobs.training.heads import NO_HEADS, HeadsWork, heads_work
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.training.heads import heads_of, through_heads
from engine.training.interpolation import (
    ALPHAS,
    AlphaPoint,
    State,
    best_alpha,
    interpolated,
    souped,
    standard_error,
)
from engine.training.validating import validation_of


def mix(catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken) -> Job[TrainSummary]:
    """Mix heads, or whole models, whichever ``bases`` are."""
    folders = [trained_folder(name, encoders_dir()) for name in request.bases]
    if folders and all(one is not None and not kind_of(one) for one in folders):
        from engine.jobs.training.mix_models import mix_models

        return (yield from mix_models(catalogue, request, cancel=cancel))
    return (yield from mix_heads(catalogue, request, cancel=cancel))


def mix_heads(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    """Choose the mix of trained heads, or of the mean of several, with their base.

    It is chosen by Recall@1 of the validation pairs of the first one's split; of mixes within one
    standard error of the best the one that finds labels best. It is measured on the test pairs.
    Raises InputError where ``bases`` are no adapted encoders of one base, or heads of one kind.
    """
    target = check_request(request)
    sources = [_source(name) for name in request.bases]
    if not sources:
        raise InputError("training-nothing-to-mix")
    trained = _soup(sources)
    card = read_card(sources[0].folder)
    work = yield from heads_work(
        catalogue, sources[0].base, seed=seed_of(card), clean=clean_of(card), cancel=cancel
    )
    if any(one.base_fingerprint != work.base.fingerprint for one in sources):
        raise InputError("training-mix-of-others", encoders=", ".join(request.bases))
    labels = yield from label_task(catalogue, work.base, work.data.trained_images(), cancel=cancel)
    base = {name: torch.zeros_like(one) for name, one in trained.items()}
    if any(name.endswith(".down") for name in trained):
        base |= {name: one for name, one in trained.items() if name.endswith((".down", ".inner"))}
    curve = []
    for number, alpha in enumerate(ALPHAS):
        yield Progress("mixing-weights", number, len(ALPHAS))
        stop_if_cancelled(cancel, STOPPED)
        heads = heads_of(interpolated(base, trained, alpha))
        found = validation_of(through_heads(heads, work.validation))
        curve.append(AlphaPoint(alpha, found.recall_at_1, found.mrr, labels.auc(heads)))
    best = max(one.recall_at_1 for one in curve)
    tolerance = standard_error(best, len(work.validation.captions))
    chosen = best_alpha(curve, not_worse=request.not_worse, tolerance=tolerance)
    heads = heads_of(interpolated(base, trained, chosen.alpha))
    figures = {
        "before": work.figures(NO_HEADS, labels),
        "trained": work.figures(heads_of(trained), labels),
        "after": work.figures(heads, labels),
    }
    work.with_neighbors(figures, heads)
    card = _card(request, work, curve, chosen, figures)
    return (
        yield from concluded(
            request,
            run_folder(catalogue, request.name),
            target,
            card,
            helped=chosen.alpha > 0,
            write=adapted_files(work.base, heads),
            pairs=(work.test, work.tested(heads)),
            cancel=cancel,
        )
    )


def _card(
    request: TrainRequest,
    work: HeadsWork,
    curve: list[AlphaPoint],
    chosen: AlphaPoint,
    figures: dict[str, Any],
) -> dict[str, Any]:
    return new_card(
        request,
        work.base,
        data=work.data.facts(),
        settings={"not_worse": request.not_worse, "mixed": list(request.bases)},
        figures=figures,
        training={"alpha": chosen.alpha, "curve": [asdict(one) for one in curve]},
    )


def _source(name: str) -> AdaptedSource:
    folder = trained_folder(name, encoders_dir())
    if folder is None or kind_of(folder) != "adapted":
        raise InputError("training-mix-of-others", encoders=name)
    return adapted_source(name, folder)


def _soup(sources: list[AdaptedSource]) -> State:
    states = [
        {name: torch.from_numpy(one) for name, one in checked_heads(source).items()}
        for source in sources
    ]
    try:
        return souped(states)
    except ValueError as error:
        names = ", ".join(source.name for source in sources)
        raise InputError("training-mix-of-others", encoders=names) from error
