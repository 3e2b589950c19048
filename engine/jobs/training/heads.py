"""Train small heads on the cached vectors of an encoder: the method for any computer."""

from typing import Any

from db.catalogue import Catalogue
from engine.encoders.adapted import Heads, mapped
from engine.encoders.base import Encoder, FloatArray
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.jobs.training.card import adapted_files, new_card, training_facts
from engine.jobs.training.checking import check_request
from engine.jobs.training.conclusion import concluded
from engine.jobs.training.data import (
    STOPPED,
    PairData,
    base_name,
    cached_vectors,
    feature_store,
    loaded_base,
    read_pairs,
    run_identity,
)
from engine.jobs.training.figures import LabelTask, caption_figures, label_task, neighbor_f
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.training.course import Run, swept_run, train
from engine.training.heads import TOWERS, HeadShape, HeadsLearner, heads_of, through_heads
from engine.training.splitting import TEST, VALIDATION

NO_HEADS: Heads = {}


class HeadsWork:
    """What training heads on one catalogue and one encoder needs, read once."""

    def __init__(
        self, catalogue: Catalogue, base: Encoder, data: PairData, vectors: tuple[FloatArray, ...]
    ) -> None:
        self.catalogue, self.base, self.data = catalogue, base, data
        self.images, self.texts = vectors
        self.validation = data.held_out(VALIDATION, self.images, self.texts)
        self.test = data.held_out(TEST, self.images, self.texts)

    def learner(self, request: TrainRequest) -> HeadsLearner:
        """Heads that change nothing yet."""
        settings = request.settings()
        towers = TOWERS if request.towers == "both" else (request.towers,)
        return HeadsLearner(
            self.images,
            self.texts,
            self.data.training(),
            self.validation,
            shape=HeadShape(request.head, towers),
            loss=settings.loss,
            batch_size=settings.batch_size,
            seed=request.seed,
        )

    def tested(self, heads: Heads) -> CaptionedImages:
        """The test's pairs with these heads."""
        return through_heads(heads, self.test)

    def figures(self, heads: Heads, labels: LabelTask) -> dict[str, Any]:
        """On the test pairs and the labels, with these heads."""
        return {
            **caption_figures(self.tested(heads)),
            "label_auc": labels.auc(heads),
            "labels": len(labels.names),
        }

    def with_neighbors(self, figures: dict[str, dict[str, Any]], heads: Heads) -> None:
        """Say what neighbor search reaches before and after, too."""
        changes = {
            "before": lambda features: features,
            "after": lambda features: mapped(heads, "image", features),
        }
        store = feature_store(self.catalogue, self.base)
        for name, value in neighbor_f(self.catalogue, store, self.base.name, changes).items():
            figures[name]["neighbor_search_f"] = value


def heads_work(
    catalogue: Catalogue, name: str, *, seed: int, clean: str, cancel: CancelToken
) -> Job[HeadsWork]:
    """Read pairs and vectors for an encoder of this name; ``clean`` as for ``read_pairs``."""
    yield Progress("loading-encoder", 0, 0)
    base = loaded_base(catalogue, name)
    data = yield from read_pairs(
        catalogue, feature_store(catalogue, base), seed=seed, clean=clean, cancel=cancel
    )
    vectors = yield from cached_vectors(catalogue, base, data.captions, cancel=cancel)
    return HeadsWork(catalogue, base, data, vectors)


def train_heads(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    """Train heads, measure them, and write the encoder they make; see ``train_encoder``."""
    target = check_request(request)
    folder = run_folder(catalogue, request.name)
    name = base_name(catalogue, request.bases)
    work = yield from heads_work(
        catalogue, name, seed=request.seed, clean=request.clean, cancel=cancel
    )
    run = Run(
        len(work.data.training()),
        request.settings(),
        folder,
        run_identity(request, work.base.fingerprint, work.data),
        request.seed,
        request.finish,
    )
    course, tried = yield from swept_run(lambda: work.learner(request), run, cancel=cancel)
    outcome = yield from train(work.learner(request), course, cancel=cancel)
    heads = heads_of(outcome.best)
    yield Progress("measuring-captions", 0, 2)
    stop_if_cancelled(cancel, STOPPED)
    labels = yield from label_task(catalogue, work.base, work.data.trained_images(), cancel=cancel)
    figures = {"before": work.figures(NO_HEADS, labels), "after": work.figures(heads, labels)}
    yield Progress("measuring-captions", 1, 2)
    work.with_neighbors(figures, heads)
    card = new_card(
        request,
        work.base,
        data=work.data.facts(),
        settings=course.settings.as_json(),
        figures=figures,
        training=training_facts(outcome, tried),
    )
    return (
        yield from concluded(
            request,
            folder,
            target,
            card,
            helped=outcome.has_helped,
            write=adapted_files(work.base, heads),
            pairs=(work.test, work.tested(heads)),
            cancel=cancel,
        )
    )
