"""Mix whole models that were fine-tuned with what they were fine-tuned from: WiSE-FT, and soups."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from torch import Tensor

from db.catalogue import Catalogue
from engine.encoders.full import load_model
from engine.encoders.registry import encoders_dir
from engine.encoders.saving import full_files
from engine.encoders.sources import FullSource
from engine.encoders.trained import read_card, trained_folder
from engine.errors import InputError
from engine.jobs.training.card import clean_of, new_card, seed_of
from engine.jobs.training.checking import check_request
from engine.jobs.training.conclusion import concluded
from engine.jobs.training.contrastive import contrastive_work, whole_source
from engine.jobs.training.data import STOPPED
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.training.contrastive.learner import ContrastiveLearner
from engine.training.contrastive.parts import TrainedPart
from engine.training.contrastive.pictures import remove_pictures
from engine.training.interpolation import (
    ALPHAS,
    AlphaPoint,
    best_alpha,
    interpolated,
    souped,
)


def mix_models(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    """Choose the share of a fine-tuned model, or of the mean of several, and write what it makes.

    It is chosen by the validation pairs of the first one's split, and measured on its test pairs.
    Both ends of the curve are their models to the bit. Raises InputError where ``bases`` do not
    come from one model that is here.
    """
    target = check_request(request)
    yield Progress("loading-encoder", 0, 0)
    base_source, first = _origin(request.bases)
    base = _weights(base_source)
    try:
        trained = souped([_weights(whole_source(name)) for name in request.bases])
        interpolated(base, trained, 0.0)
    except ValueError as error:
        raise InputError("training-mix-of-others", encoders=", ".join(request.bases)) from error
    folder = run_folder(catalogue, request.name)
    work = yield from contrastive_work(
        catalogue, base_source, folder, seed=seed_of(first), clean=clean_of(first), cancel=cancel
    )
    learner = ContrastiveLearner(base_source, work.data, trained=TrainedPart("whole"))
    curve = []
    for number, alpha in enumerate(ALPHAS):
        yield Progress("mixing-weights", number, len(ALPHAS))
        stop_if_cancelled(cancel, STOPPED)
        learner.take(interpolated(base, trained, alpha))
        found = learner.validate()
        curve.append(AlphaPoint(alpha, found.recall_at_1, found.mrr, work.label_auc(learner)))
    chosen = best_alpha(curve, not_worse=request.not_worse)
    yield Progress("measuring-captions", 0, 0)
    figures, tested = {}, {}
    for name, alpha in (("before", 0.0), ("trained", 1.0), ("after", chosen.alpha)):
        learner.take(interpolated(base, trained, alpha))
        tested[name] = work.tested(learner)
        figures[name] = work.figures(learner, tested[name])
    card = new_card(
        request,
        base_source,
        data=work.pairs.facts(),
        settings={"not_worse": request.not_worse, "mixed": list(request.bases)},
        figures=figures,
        training={"alpha": chosen.alpha, "curve": [asdict(one) for one in curve]},
    )
    summary = yield from concluded(
        request,
        folder,
        target,
        card,
        helped=chosen.alpha > 0,
        write=lambda place: full_files(base_source, learner.weights())(place),
        pairs=(tested["before"], tested["after"]),
        cancel=cancel,
    )
    remove_pictures(folder)
    return summary


def _origin(names: tuple[str, ...]) -> tuple[FullSource, Mapping[str, Any]]:
    """What the models were fine-tuned from, and the card of the first one."""
    cards = [read_card(_folder(name)) for name in names]
    sources = [whole_source(str(card.get("base", ""))) for card in cards]
    found = {
        (str(card.get("base_fingerprint")), one.fingerprint)
        for card, one in zip(cards, sources, strict=True)
    }
    if len(found) != 1 or len(set(next(iter(found)))) != 1:
        raise InputError("training-mix-of-others", encoders=", ".join(names))
    return sources[0], cards[0]


def _folder(name: str) -> Path:
    folder = trained_folder(name, encoders_dir())
    assert folder is not None
    return folder


def _weights(source: FullSource) -> dict[str, Tensor]:
    found: dict[str, Tensor] = load_model(source).state_dict()
    return found
