"""Join the encoder's image tower to another text tower, by a projection each."""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from db.catalogue import Catalogue
from engine.answers.text_encoder import text_features_dir
from engine.answers.text_language import language_of_texts
from engine.encoders.base import Encoder, FloatArray
from engine.encoders.dual import projected
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.encoders.saving import dual_files
from engine.encoders.text_towers import TextTower, load_text_tower
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.jobs.training.card import new_card, training_facts
from engine.jobs.training.checking import check_request
from engine.jobs.training.conclusion import concluded
from engine.jobs.training.data import (
    STOPPED,
    PairData,
    base_name,
    cached_vectors,
    caption_rows,
    encode_captions,
    feature_store,
    read_pairs,
    run_identity,
    unit,
)
from engine.jobs.training.figures import LabelTask, caption_figures, label_task, neighbor_f
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.language.text_features import TextFeatures
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.training.course import Run, swept_run, train
from engine.training.dual.learner import DualLearner, through_projections
from engine.training.dual.start import Projections
from engine.training.splitting import TEST, VALIDATION
from engine.training.validating import validation_of


@dataclass(frozen=True, slots=True, eq=False)
class _Towers:
    """Both towers, with all vectors of the catalogue's pairs: (n, d) and (m, e)."""

    base: Encoder
    texts: TextTower
    kept: TextFeatures
    data: PairData
    seen: FloatArray
    read: FloatArray

    def held_out(self, part: int) -> CaptionedImages:
        return self.data.held_out(part, self.seen, self.read)

    def learner(self, request: TrainRequest) -> DualLearner:
        settings = request.settings()
        return DualLearner(
            self.seen,
            self.read,
            self.data.training(),
            self.held_out(VALIDATION),
            start=request.extra.get("start", "correlated"),
            locked_images=not request.extra.get("train_images", False),
            loss=settings.loss,
            batch_size=settings.batch_size,
            seed=request.seed,
        )


def train_dual(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    """Train the two projections, measure them, and write the encoder; see ``train_encoder``.

    ``extra``: "text_tower", as ``engine.encoders.text_towers`` names one, the built-in one without;
    "start" of the projections; "train_images", the image side's projection as well. Before are the
    base's own texts, where it reads any. The encoder is made where it is better than those on the
    validation's pairs.
    """
    target = check_request(request)
    folder = run_folder(catalogue, request.name)
    towers = yield from _towers(catalogue, request, cancel=cancel)
    run = Run(
        len(towers.data.training()),
        request.settings(),
        folder,
        run_identity(request, f"{towers.base.fingerprint} {towers.texts.fingerprint}", towers.data),
        request.seed,
        request.finish,
    )
    course, tried = yield from swept_run(lambda: towers.learner(request), run, cancel=cancel)
    learner = towers.learner(request)
    outcome = yield from train(learner, course, cancel=cancel)
    yield Progress("measuring-captions", 0, 2)
    stop_if_cancelled(cancel, STOPPED)
    projections = learner.projections()
    before = None
    if towers.base.has_text_tower:
        before = yield from _own(catalogue, towers, cancel=cancel)
    labels = yield from label_task(
        catalogue,
        towers.base,
        towers.data.trained_images(),
        reader=(towers.texts, towers.kept),
        cancel=cancel,
    )
    figures = yield from _figures(catalogue, towers, projections, labels, before, cancel=cancel)
    helped = before is None or outcome.validation > validation_of(before[VALIDATION])
    facts = training_facts(outcome, tried) | {
        "text_tower": towers.texts.name,
        "text_tower_fingerprint": towers.texts.fingerprint,
    }
    card = new_card(
        request,
        towers.base,
        data=towers.data.facts(),
        settings=course.settings.as_json(),
        figures=figures,
        training=facts,
    )
    after = through_projections(projections, towers.held_out(TEST))
    return (
        yield from concluded(
            request,
            folder,
            target,
            card,
            helped=helped,
            write=dual_files(towers.base, towers.texts, projections),
            pairs=(after if before is None else before[TEST], after),
            cancel=cancel,
        )
    )


def _towers(catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken) -> Job[_Towers]:
    """Load both, and have all vectors."""
    yield Progress("loading-encoder", 0, 0)
    name = base_name(catalogue, request.bases)
    base = load_encoder(name, language=language_of_texts(catalogue.settings, name))
    text_tower = str(request.extra.get("text_tower", BUILT_IN))
    language = language_of_texts(catalogue.settings, text_tower)
    texts = load_text_tower(text_tower, functools.partial(load_encoder, language=language))
    store = feature_store(catalogue, base)
    data = yield from read_pairs(
        catalogue, store, seed=request.seed, clean=request.clean, cancel=cancel
    )

    def kept_in(language: str) -> TextFeatures:
        # Apart from the vectors of an encoder of the same weights, which may be others.
        key = hashlib.sha256(f"text tower {texts.fingerprint} {language}".encode()).hexdigest()
        return TextFeatures(text_features_dir(catalogue), key)

    rows = caption_rows(catalogue, text_tower, data.captions)
    read = yield from encode_captions(texts, kept_in, data.captions, rows, cancel=cancel)
    seen = unit(store.matrix(data.captions.hashes).astype(np.float32))
    return _Towers(base, texts, kept_in(language), data, seen, read)


def _own(
    catalogue: Catalogue, towers: _Towers, *, cancel: CancelToken
) -> Job[Mapping[int, CaptionedImages]]:
    """The held-out pairs by the base's own two towers."""
    vectors = yield from cached_vectors(catalogue, towers.base, towers.data.captions, cancel=cancel)
    return {part: towers.data.held_out(part, *vectors) for part in (VALIDATION, TEST)}


def _figures(
    catalogue: Catalogue,
    towers: _Towers,
    projections: Projections,
    labels: LabelTask,
    before: Mapping[int, CaptionedImages] | None,
    *,
    cancel: CancelToken,
) -> Job[dict[str, Any]]:
    """On the test pairs and the labels, before and after."""
    if before is None:
        begun = through_projections(projections, towers.held_out(TEST))
        first, old = caption_figures(begun), None
    else:
        first = caption_figures(before[TEST])
        own = yield from label_task(
            catalogue, towers.base, towers.data.trained_images(), cancel=cancel
        )
        old = own.auc({})
    joined = LabelTask(
        projected(projections, "image", labels.images),
        projected(projections, "text", labels.names),
        labels.truths,
    )
    found = {
        "before": {**first, "label_auc": old, "labels": len(labels.names)},
        "after": {
            **caption_figures(through_projections(projections, towers.held_out(TEST))),
            "label_auc": joined.auc({}),
            "labels": len(labels.names),
        },
    }
    changes = {
        "before": lambda features: features,
        "after": lambda features: projected(projections, "image", features),
    }
    store = feature_store(catalogue, towers.base)
    for name, value in neighbor_f(catalogue, store, towers.base.name, changes).items():
        found[name]["neighbor_search_f"] = value
    return found
