"""What an evaluation measures suggesters with that go by more than images: captions, and every
version of the names."""

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from db.catalogue import Catalogue
from engine.answers.language import (
    LanguageSettings,
    Names,
    checked_names,
    encoded_phrases,
    label_text,
    language_settings,
    names_there_are,
)
from engine.answers.pairs import features_for
from engine.answers.references import ARCHIVE_SAMPLE
from engine.answers.text_encoder import TextEncoder
from engine.errors import InputError
from engine.jobs.evaluate.data import EvaluationData
from engine.jobs.measured_encoder import MeasuredEncoder
from engine.progress import CancelToken, Progress
from engine.suggesters.base import IdArray
from engine.suggesters.registry import LANGUAGE_IMAGE, SuggesterKind
from messages.message import Message

Task = tuple[SuggesterKind, Sequence[EvaluationData]]
"""A suggester as it is named in the report, and its images for every split."""


def evaluation_tasks(
    catalogue: Catalogue,
    kinds: Sequence[SuggesterKind],
    splits: Sequence[EvaluationData],
    names: Names | None,
    *,
    encoder: MeasuredEncoder,
    skip_wordless: bool,
    cancel: CancelToken,
) -> Generator[Progress, None, tuple[list[Task], list[Message]]]:
    """Every suggester with the images of each split, and notes for the reader.

    The language-image suggester comes once for every version of the names (``names``: for that
    one), the version in its name; others that need names go by those in force. With
    ``skip_wordless`` an encoder that knows no words costs these suggesters their place, not the
    evaluation, and so do missing captions those that need texts.
    """
    tasks: list[Task] = []
    notes: list[Message] = []
    images = splits
    for kind in kinds:
        try:
            splits = yield from _with_texts(catalogue, encoder, kind, images, cancel)
        except InputError as error:
            if not skip_wordless:
                raise
            notes.append(_left_out(kind.name, error))
            continue
        if not kind.needs_names:
            tasks.append((kind, splits))
            continue
        for title, version in _versions(catalogue, kind, names):
            language = replace(language_settings(catalogue.settings, encoder.name), names=version)
            try:
                data = yield from _with_phrases(catalogue, encoder.reader, splits, language, cancel)
            except InputError as error:
                if not skip_wordless:
                    raise
                notes.append(_left_out(title, error))
                continue
            weights = [one.weight for one in language.usable()]
            tasks.append((kind.weighing(weights, encoder.name, title), data))
    return tasks, notes


def _left_out(suggester: str, error: InputError) -> Message:
    return Message("evaluation-note-left-out", {"suggester": suggester, "reason": error})


def _with_texts(
    catalogue: Catalogue,
    encoder: MeasuredEncoder,
    kind: SuggesterKind,
    splits: Sequence[EvaluationData],
    cancel: CancelToken,
) -> Generator[Progress, None, Sequence[EvaluationData]]:
    """The same images as pairs with their captions, where the kind needs texts."""
    if not kind.needs_texts:
        return splits
    features = yield from features_for(
        catalogue, encoder.store, kind, cancel=cancel, reader=encoder.reader
    )
    found = []
    for data in splits:
        images = catalogue.images.get_many(data.references.image_ids.tolist())
        pairs, _ = features.rows([image.content_hash for image in images])
        found.append(replace(data, references=replace(data.references, features=pairs)))
    return found


def checked_version(catalogue: Catalogue, names: str | None) -> Names | None:
    """The version of the names to measure with. Raises InputError for one that no label has: its
    figures would be those of other names."""
    if names is None:
        return None
    version = checked_names(names)
    there_are = names_there_are(catalogue.labels.all())
    if version not in ("best", *there_are):
        raise InputError("evaluation-names-none", names=version, known=there_are)
    return version


def _versions(
    catalogue: Catalogue, kind: SuggesterKind, names: Names | None
) -> list[tuple[str, Names]]:
    """(name in the report, version of the names), one for each that is measured."""
    if kind.name != LANGUAGE_IMAGE:
        return [(kind.name, names or language_settings(catalogue.settings).names)]
    wanted = names_there_are(catalogue.labels.all()) if names is None else [names]
    return [(f"{kind.name} ({version} names)", version) for version in wanted]


def _with_phrases(
    catalogue: Catalogue,
    reader: TextEncoder,
    splits: Sequence[EvaluationData],
    language: LanguageSettings,
    cancel: CancelToken,
) -> Generator[Progress, None, list[EvaluationData]]:
    """The same images, their labels with phrases in all usable contexts.

    The archive is what is not tested on, so that nothing is known of the images asked about.
    """
    ids = sorted({label_id for data in splits for label_id in data.label_ids})
    by_id = {label.id: label for label in catalogue.labels.all()}
    texts = [label_text(by_id[label_id], language.names) for label_id in ids]
    phrases = yield from encoded_phrases(
        catalogue, texts, language.usable(), language, cancel=cancel, reader=reader
    )
    return [
        replace(
            data,
            references=replace(
                data.references,
                phrases=phrases[:, np.searchsorted(ids, data.label_ids)],
                archive=data.references.features[_sample(data.known())],
            ),
        )
        for data in splits
    ]


def _sample(rows: IdArray) -> IdArray:
    """At most as many as suggestions are made with, always the same."""
    return np.sort(np.random.default_rng(0).permutation(rows)[:ARCHIVE_SAMPLE])
