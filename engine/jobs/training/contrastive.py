"""Fine-tune one of open_clip's models on the catalogue's own captions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from db.catalogue import Catalogue
from engine.answers.text_language import language_of_texts
from engine.encoders.full import TextTokenizer, load_tokenizer
from engine.encoders.registry import BUILT_IN, encoders_dir, find_source
from engine.encoders.saving import full_files
from engine.encoders.sources import FullSource
from engine.encoders.trained import kind_of, trained_folder
from engine.errors import InputError
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.jobs.captions.reading import read_captions
from engine.jobs.training.card import new_card, training_facts
from engine.jobs.training.checking import check_request
from engine.jobs.training.conclusion import concluded
from engine.jobs.training.data import (
    STOPPED,
    PairData,
    base_name,
    caption_rows,
    read_pairs,
    run_identity,
)
from engine.jobs.training.figures import LabelTask, caption_figures, labelled_images
from engine.jobs.training.pictures import read_pictures
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.training.contrastive.learner import CHUNK_SIZE, ContrastiveData, ContrastiveLearner
from engine.training.contrastive.parts import TrainedPart
from engine.training.contrastive.pictures import Pictures, remove_pictures
from engine.training.course import Run, swept_run, train
from engine.training.pairs import TrainingPairs
from engine.training.splitting import TEST, VALIDATION

CHECKPOINT_EVERY_S = 300.0
"""A whole model with its moments may be gigabytes."""


class ContrastiveWork:
    """What fine-tuning on one catalogue needs: the model's files, its pictures and tokens."""

    def __init__(
        self, catalogue: Catalogue, source: FullSource, pairs: PairData, pictures: Pictures
    ) -> None:
        self.source, self.pairs = source, pairs
        captions = pairs.captions
        self._tokenizer = load_tokenizer(source, language_of_texts(catalogue.settings, source.name))
        self._row = pictures.rows(captions.hashes)
        self._labels = labelled_images(catalogue, pairs.trained_images(), pictures)
        self._labelled_rows = pictures.rows(self._labels.hashes)
        rows_of = caption_rows(catalogue, source.name, captions)
        tokens = tokens_of(self._tokenizer, captions.texts, rows_of)
        self.data = ContrastiveData(
            pictures.pixels, tokens, self._in_file(None), self._in_file(VALIDATION)
        )

    def learner(self, request: TrainRequest) -> ContrastiveLearner:
        """The base, ready to be trained."""
        return new_learner(self.source, self.data, request)

    def tested(self, learner: ContrastiveLearner) -> CaptionedImages:
        """The test's pairs by the model as it is now."""
        return learner.encoded(self._in_file(TEST))

    def figures(self, learner: ContrastiveLearner, tested: CaptionedImages) -> dict[str, Any]:
        """On the test's pairs and the labels, by the model as it is now."""
        return {
            **caption_figures(tested),
            "label_auc": self.label_auc(learner),
            "labels": len(self._labels.names),
        }

    def label_auc(self, learner: ContrastiveLearner) -> float | None:
        """The mean zero-shot ROC AUC of the labels of captioned images that are not trained on."""
        if not self._labels.names:
            return None
        images = learner.encode_images(self._labelled_rows)
        names = learner.encode_tokens(self._tokenizer(self._labels.names))
        return LabelTask(images, names, self._labels.truths).auc({})

    def _in_file(self, part: int | None) -> TrainingPairs:
        """The pairs of a part (None: those trained on), images as rows of the pictures' file."""
        pairs = self.pairs.training() if part is None else self.pairs.held_out_pairs(part)
        return replace(pairs, image=self._row[pairs.image])


def tokens_of(
    tokenizer: TextTokenizer, texts: Sequence[str], rows_of: Mapping[str, Sequence[int]]
) -> Tensor:
    """(m, context length) int64 of the texts, those in each language told so."""
    parts = [tokenizer([texts[row] for row in rows], one) for one, rows in rows_of.items()]
    order = np.argsort([row for rows in rows_of.values() for row in rows], kind="stable")
    return torch.cat(parts)[torch.from_numpy(order)]


PART_OPTIONS = ("part", "blocks", "rank", "strength", "locked_images")


def train_contrastive(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[TrainSummary]:
    """Fine-tune, measure, and write the whole model; see ``train_encoder``.

    ``extra``: as ``TrainedPart``, and "chunk_size". Raises InputError also where the base is none
    of open_clip's models.
    """
    target = check_request(request)
    folder = run_folder(catalogue, request.name)
    name = base_name(catalogue, request.bases)
    source = whole_source(name)
    work = yield from contrastive_work(
        catalogue, source, folder, seed=request.seed, clean=request.clean, cancel=cancel
    )
    run = Run(
        len(work.data.training),
        request.settings(),
        folder,
        run_identity(request, source.fingerprint, work.pairs),
        request.seed,
        request.finish,
        CHECKPOINT_EVERY_S,
    )
    course, tried = yield from swept_run(lambda: work.learner(request), run, cancel=cancel)
    learner = work.learner(request)
    yield Progress("measuring-captions", 0, 2)
    tested_before = work.tested(learner)
    before = work.figures(learner, tested_before)
    outcome = yield from train(learner, course, cancel=cancel)
    yield Progress("measuring-captions", 1, 2)
    stop_if_cancelled(cancel, STOPPED)
    tested_after = work.tested(learner)
    after = work.figures(learner, tested_after)
    card = new_card(
        request,
        source,
        data=work.pairs.facts(),
        settings=course.settings.as_json(),
        figures={"before": before, "after": after},
        training=training_facts(outcome, tried),
    )
    summary = yield from concluded(
        request,
        folder,
        target,
        card,
        helped=outcome.has_helped,
        write=lambda place: full_files(source, learner.weights())(place),
        pairs=(tested_before, tested_after),
        cancel=cancel,
    )
    remove_pictures(folder)
    return summary


def new_learner(
    source: FullSource, data: ContrastiveData, request: TrainRequest
) -> ContrastiveLearner:
    """A model ready to be trained as was asked."""
    extra = request.extra
    asked = {name: extra[name] for name in PART_OPTIONS if name in extra}
    return ContrastiveLearner(
        source,
        data,
        trained=TrainedPart(**asked),
        loss=request.settings().loss,
        chunk_size=int(extra.get("chunk_size", CHUNK_SIZE)),
        seed=request.seed,
    )


def whole_source(name: str) -> FullSource:
    """The files of one of open_clip's models; InputError for an encoder that is none."""
    trained = trained_folder(name, encoders_dir())
    if name == BUILT_IN or (trained is not None and kind_of(trained)):
        raise InputError("training-base-not-whole", encoder=name)
    source = find_source(name, encoders_dir())
    if not source.reads_words:
        raise InputError("encoder-reads-no-words", encoder=name)
    return source


def contrastive_work(
    catalogue: Catalogue,
    source: FullSource,
    folder: Path,
    *,
    seed: int,
    clean: str,
    cancel: CancelToken,
) -> Job[ContrastiveWork]:
    """Read captions, and pictures into a folder; ``seed`` draws who is held out, ``clean``: as for
    ``read_pairs``."""
    captions = yield from read_captions(catalogue, cancel, stopped=STOPPED)
    pictures = yield from read_pictures(
        catalogue,
        captions.hashes,
        source.preprocess,
        folder,
        cancel=cancel,
    )
    try:
        pairs = yield from read_pairs(catalogue, pictures, seed=seed, clean=clean, cancel=cancel)
    except InputError:  # files that were away may be back the next time
        remove_pictures(folder)
        raise
    return ContrastiveWork(catalogue, source, pairs, pictures)
