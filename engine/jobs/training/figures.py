"""What an encoder is worth on captions and labels, before it is taken into use."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.answers.calibrated_thresholds import beta_of
from engine.answers.language import label_texts
from engine.answers.text_language import language_of_texts
from engine.encoders.adapted import Heads, mapped
from engine.encoders.base import Encoder, FloatArray
from engine.encoders.text_towers import TextTower
from engine.errors import InputError
from engine.evaluation.retrieval.gap import gap
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.tables import metric_table
from engine.features.store import FeatureStore
from engine.jobs.evaluate.data import Preparation, load_labelled_images, prepared
from engine.jobs.evaluate.suggester import Limits, Tuned, measure, tune
from engine.jobs.training.data import (
    Present,
    encode_texts,
    feature_store,
    text_features_of,
    unit,
)
from engine.language.label_texts import readable_name
from engine.language.text_features import TextFeatures
from engine.language.zero_shot import zero_shot
from engine.progress import CancelToken, Progress
from engine.suggesters.registry import suggester_kind
from engine.training.heads import both_ways

FEWEST_WITH_LABEL = 5
MOST_LABELLED = 20_000
MOST_LABELS = 2_000
NEIGHBORS = "neighbor-search"
SEARCH_S = 2.0

ChangeFeatures = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class LabelTask:
    """The old task: images that are not trained on, and what labels are called. images: (n, d),
    names: (C, d), truths: (n, C) bool."""

    images: FloatArray
    names: FloatArray
    truths: NDArray[np.bool_]

    def auc(self, heads: Heads) -> float | None:
        """The mean zero-shot ROC AUC of the labels, mapped by heads; None without labels."""
        if not len(self.names):
            return None
        images, names = mapped(heads, "image", self.images), mapped(heads, "text", self.names)
        found = [
            zero_shot(images, name, truth) for name, truth in zip(names, self.truths.T, strict=True)
        ]
        return float(np.mean([one.auc for one in found if one is not None]))


@dataclass(frozen=True, slots=True, eq=False)
class LabelledImages:
    """n images by their contents, C labels by their names, and truths: (n, C) bool."""

    hashes: list[bytes]
    names: list[str]
    truths: NDArray[np.bool_]


def labelled_images(catalogue: Catalogue, trained: set[int], present: Present) -> LabelledImages:
    """The images with labels that are not in ``trained`` and that ``present`` has, 20 000 at most,
    and the labels that at least five of them carry, and not all."""
    references = catalogue.labellings.references()
    absent = set(present.missing(list(dict.fromkeys(references.content_hashes))))
    ids, hashes = references.image_ids, references.content_hashes
    rows = np.array(
        [row for row in range(len(ids)) if ids[row] not in trained and hashes[row] not in absent],
        dtype=np.int64,
    )
    if len(rows) > MOST_LABELLED:
        rows = np.sort(np.random.default_rng(0).choice(rows, MOST_LABELLED, replace=False))
    row_of = {int(row): number for number, row in enumerate(rows)}
    called = label_texts(catalogue)
    columns = {label_id: column for column, label_id in enumerate(called)}
    truths = np.zeros((len(row_of), len(columns)), dtype=bool)
    for row, label_id in references.pairs:
        if row in row_of and label_id in columns:
            truths[row_of[row], columns[label_id]] = True
    carried = truths.sum(axis=0)
    kept = np.flatnonzero((carried >= FEWEST_WITH_LABEL) & (carried < len(truths)))[:MOST_LABELS]
    names = list(called.values())
    return LabelledImages(
        [hashes[row] for row in rows],
        [readable_name(names[column].name) for column in kept],
        truths[:, kept],
    )


def label_task(
    catalogue: Catalogue,
    encoder: Encoder,
    trained: set[int],
    *,
    cancel: CancelToken,
    reader: tuple[TextTower, TextFeatures] | None = None,
) -> Generator[Progress, None, LabelTask]:
    """The labels that at least five images carry which are not in ``trained``. ``reader``: what
    reads the names, and where its vectors are kept, if not the encoder itself."""
    store = feature_store(catalogue, encoder)
    found = labelled_images(catalogue, trained, store)
    texts_of, kept_texts = reader or (encoder, text_features_of(catalogue, encoder))
    # Read one at least: they say how long a vector is.
    asked = list(dict.fromkeys(found.names)) or ["a photo"]
    language = language_of_texts(catalogue.settings, texts_of.name)
    yield from encode_texts(texts_of, kept_texts, asked, language=language, cancel=cancel)
    names = kept_texts.rows(found.names or asked)[0][: len(found.names)]
    features = store.matrix(found.hashes).astype(np.float32)
    return LabelTask(unit(features), names, found.truths)


def caption_figures(pairs: CaptionedImages) -> dict[str, Any]:
    """All measures of both ways, their mean MRR and Recall@1, and the gap; {} for no pairs."""
    if not len(pairs.captions):
        return {}
    both = both_ways(pairs)
    found = gap(pairs)
    return {
        "mrr": float(np.mean([one.mrr for one in both.values()])),
        "recall_at_1": float(np.mean([one.top_1 for one in both.values()])),
        "gap": found.gap,
        **{direction: asdict(one) for direction, one in both.items()},
    }


def neighbor_f(
    catalogue: Catalogue, store: FeatureStore, encoder: str, changes: Mapping[str, ChangeFeatures]
) -> dict[str, float]:
    """The F (the catalogue's beta) that neighbor search reaches on test images with features as
    each change makes them; {} where too few images are labelled."""
    beta, kind = beta_of(catalogue), suggester_kind(NEIGHBORS)
    preparation = Preparation()
    found = {}
    try:
        images = load_labelled_images(catalogue, store, preparation)
        for name, change in changes.items():
            features = change(images.references.features)
            own = replace(images, references=replace(images.references, features=features))
            data = prepared(own, preparation, seed=0)
            limits = Limits(search_s=SEARCH_S, resamples=0)
            tuning = tune(kind, data, encoder=encoder, beta=beta, limits=limits, watch=_never)
            tuned = _result(tuning)
            scored = measure(kind, data, tuned, _never).scored
            table = metric_table(scored, beta=beta, resamples=0)
            found[name] = float(table.micro.f_score.value)
    except InputError:
        return {}
    return found


def _result(work: Generator[float, None, Tuned]) -> Tuned:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            tuned: Tuned = stop.value
            return tuned


def _never() -> None:
    """Nobody stops this: it takes seconds."""
