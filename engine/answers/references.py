"""What suggesting, tuning and reviewing share: the references and the settings in force."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from db.catalogue import Catalogue
from db.records import ImageFilter, Status
from engine.answers.calibrated_thresholds import CalibratedThresholds, thresholds_of_run
from engine.answers.current_encoder import current_encoder, open_features
from engine.answers.duplicates.groups import image_groups
from engine.answers.language import (
    context_weights,
    encoded_phrases,
    label_text,
    language_settings,
)
from engine.answers.recommended import USUAL, recommended
from engine.answers.settings import Settings
from engine.errors import InputError
from engine.evaluation.thresholds import Thresholds
from engine.features.store import FeaturesByHash, FeatureStore
from engine.language.label_texts import LabelText
from engine.progress import CancelToken, Progress
from engine.suggesters.base import FloatArray, IdArray, References, hyperparameters_of
from engine.suggesters.kinds import CONTEXT_WEIGHTS
from engine.suggesters.registry import (
    SUGGESTERS,
    Hyperparameters,
    SuggesterKind,
    suggester_kind,
)
from messages.sentences import Value

DEFAULT_SUGGESTER = USUAL

IS_FIRST = "is_first"
"""In what tuning stored: that it only measured the usual hyperparameters."""

SUGGESTER_SETTING = "suggest.suggester"
"""Which suggester a person chose for a catalogue."""

MINIMUM_IMAGES = "suggest.minimum_images"
DEFAULT_MINIMUM_IMAGES = 1
"""Labels on fewer references are not suggested (a setting). The thesis leaves out labels on fewer
than 50 images; here every label is suggested by default, so that the first image a person labels
helps with the next. On the clip-art archive asking for 3 gains a point of precision and changes F2
by 0.0 (leave-one-out without copies) to -1.6 points (with): ``tests/benchmarks/suggesting.py``."""

MAXIMUM_PER_IMAGE = 20

WEAK_PER_IMAGE = 10

ARCHIVE_SAMPLE = 5000
"""So many images, labelled or not, show suggesters that go by names what an archive looks like."""

CurrentEncoder = tuple[str, str]
"""Name and fingerprint."""


class NoReferencesError(InputError):
    """There is nothing to draw suggestions from; ``labelled`` images wait for being encoded."""

    def __init__(self, code: str, labelled: int, **arguments: Value) -> None:
        super().__init__(code, **arguments)
        self.labelled = labelled


class LabelColumns:
    """Which column of a label matrix belongs to which label id; grows, never shrinks."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self._column_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, label_id: int) -> int:
        """The column of a label, a new one where it had none."""
        column = self._column_of.setdefault(label_id, len(self.ids))
        if column == len(self.ids):
            self.ids.append(label_id)
        return column

    def get(self, label_id: int) -> int | None:
        """The column of a label, None where it has none."""
        return self._column_of.get(label_id)


@dataclass(frozen=True)
class LoadedReferences:
    """The labelled, readable, encoded images of a catalogue.

    ``content_hashes``, ``same`` and ``groups`` go with the rows of ``references``: (N,) numbers,
    equal for images that carry each other's labels, and for those that are never told apart.
    ``not_encoded`` counts labelled images that no features are stored for. ``texts``: what the
    labels are called, by column, where the references have phrases. ``stands_for``: of labelled
    images that are the same, by image, the one that is the reference for all (``one_of_each``).
    """

    references: References
    content_hashes: list[bytes]
    same: IdArray
    groups: IdArray
    columns: LabelColumns = field(default_factory=LabelColumns)
    not_encoded: int = 0
    texts: list[LabelText] | None = None
    stands_for: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SuggesterSettings:
    """A suggester with the hyperparameters, thresholds and calibration that apply in a
    catalogue."""

    kind: SuggesterKind
    hyperparameters: Hyperparameters
    shown: CalibratedThresholds
    tuned: bool

    @property
    def threshold(self) -> float:
        """The threshold of labels that have none of their own."""
        return self.shown.thresholds.common


def label_matrix(labels_of_rows: Sequence[Sequence[int]], columns: LabelColumns) -> csr_array:
    """(n, C) 0/1 from the label ids of each row; labels seen first get new columns."""
    row_numbers = np.repeat(np.arange(len(labels_of_rows)), [len(ids) for ids in labels_of_rows])
    numbers = [columns.add(label_id) for ids in labels_of_rows for label_id in ids]
    return csr_array(
        (np.ones(len(numbers)), (row_numbers, np.array(numbers, dtype=np.int64))),
        shape=(len(labels_of_rows), len(columns)),
    )


def load_references(catalogue: Catalogue, store: FeaturesByHash) -> LoadedReferences:
    """All references there are; reads 4 bytes x feature size an image (0.5 GB for 100 000)."""
    rows = catalogue.labellings.references()
    features, found = store.rows(rows.content_hashes)
    labels: list[list[int]] = [[] for _ in rows.image_ids]
    for position, label_id in rows.pairs:
        labels[position].append(label_id)
    usable = [bool(found[i]) and bool(labels[i]) for i in range(len(labels))]
    chosen = np.flatnonzero(np.array(usable, dtype=bool))
    columns = LabelColumns()
    matrix = label_matrix([labels[i] for i in chosen], columns)
    kept = features if len(chosen) == len(features) else features[chosen]
    ids = [rows.image_ids[i] for i in chosen]
    hashes = [rows.content_hashes[i] for i in chosen]
    groups = image_groups(catalogue, ids, hashes)
    if groups.shares_labels:
        matrix = shared_labels(matrix, groups.same)
    return LoadedReferences(
        References(kept, matrix, np.array(ids, dtype=np.int64)),
        hashes,
        groups.same,
        groups.together,
        columns,
        not_encoded=len(labels) - int(np.count_nonzero(found)),
    )


def shared_labels(labels: csr_array, groups: IdArray) -> csr_array:
    """(n, C) 0/1 labels where every image has those of all of its group; groups: (n,)."""
    _, group = np.unique(groups, return_inverse=True)
    count = len(group)
    if count == 0 or int(group.max()) + 1 == count:
        return labels
    member = csr_array((np.ones(count), (group, np.arange(count))), shape=(group.max() + 1, count))
    shared = csr_array(member.T @ (member @ labels))
    shared.data[:] = 1.0
    return shared


def references_for(
    catalogue: Catalogue,
    store: FeaturesByHash,
    kind: SuggesterKind,
    *,
    cancel: CancelToken | None = None,
) -> Generator[Progress, None, LoadedReferences]:
    """What a suggester of this kind is fitted to: one reference of each picture, however many
    copies of it are labelled. Yields progress where names are read. ``store``: the
    ``features_for`` this kind.

    NoReferencesError where it can do nothing: without labelled images or, for kinds that need
    names, without any label. InputError where the encoder knows no words.
    """
    if not kind.needs_names:
        return one_of_each(references_or_error(catalogue, store))
    loaded = one_of_each(load_references(catalogue, store))
    return (yield from with_names(catalogue, store, loaded, cancel=cancel))


def one_of_each(loaded: LoadedReferences) -> LoadedReferences:
    """The first of all references that are the same, with the labels of all."""
    references, same = loaded.references, loaded.same
    _, first, member = np.unique(same, return_index=True, return_inverse=True)
    if len(first) == len(same):
        return loaded
    rows = np.sort(first)
    ids = references.image_ids
    labels = shared_labels(references.labels, same)
    several = np.bincount(member)[member] > 1
    return replace(
        loaded,
        references=replace(references, labels=labels).some(rows),
        content_hashes=[loaded.content_hashes[row] for row in rows],
        same=same[rows],
        groups=loaded.groups[rows],
        stands_for=dict(
            zip(ids[several].tolist(), ids[first[member[several]]].tolist(), strict=True)
        ),
    )


def left_out_for(image_ids: IdArray, stands_for: Mapping[int, int]) -> IdArray:
    """(q,) the reference that no image of these may learn from: its own picture's."""
    return np.array([stands_for.get(one, one) for one in image_ids.tolist()], dtype=np.int64)


def with_names(
    catalogue: Catalogue,
    store: FeaturesByHash,
    loaded: LoadedReferences,
    *,
    all_contexts: bool = False,
    cancel: CancelToken | None = None,
) -> Generator[Progress, None, LoadedReferences]:
    """The same with a column for every label of the vocabulary, their phrases, and a sample of
    the archive.

    Phrases are those of the contexts that weigh something or, with ``all_contexts``, of every
    usable one.
    """
    labels = catalogue.labels.all()
    if not labels:
        raise NoReferencesError("no-labels", 0)
    language = language_settings(catalogue.settings)
    for label in labels:
        loaded.columns.add(label.id)
    by_id = {label.id: label_text(label, language.names) for label in labels}
    texts = [by_id.get(label_id, LabelText("")) for label_id in loaded.columns.ids]
    contexts = language.usable() if all_contexts else language.weighing()
    phrases = yield from encoded_phrases(catalogue, texts, contexts, language, cancel=cancel)
    before = loaded.references
    stored = before.labels
    matrix = csr_array(
        (stored.data, stored.indices, stored.indptr),
        shape=(len(before.image_ids), len(loaded.columns)),
    )
    archive = archive_sample(store, [one for _, one in catalogue.images.readable()])
    references = References(before.features, matrix, before.image_ids, phrases, archive)
    return replace(loaded, references=references, texts=texts)


def archive_sample(store: FeaturesByHash, content_hashes: Sequence[bytes]) -> FloatArray:
    """(m, d) float32 features of at most ``ARCHIVE_SAMPLE`` images, always the same ones while
    the images are the same."""
    # In an order that says nothing about folders or dates, and changes little with new images.
    distinct = sorted(set(content_hashes))
    sample, there = store.rows(distinct[:ARCHIVE_SAMPLE])
    return sample[there]


def has_anything_to_go_by(catalogue: Catalogue, suggester: str) -> bool:
    """Whether a suggester has labelled images to draw from or, where names suffice, labels."""
    if suggester_kind(suggester).needs_names:
        return bool(catalogue.labels.all())
    return catalogue.images.count(ImageFilter(status=Status.LABELLED)) > 0


def tuned_key(suggester: str, fingerprint: str) -> str:
    """The settings key that tuning stores its result under."""
    return f"tuned.{suggester}.{fingerprint}"


def tuned_references(settings: Settings, suggester: str, fingerprint: str) -> int:
    """How many references a suggester was tuned on; 0 where it was not yet."""
    tuned: dict[str, Any] | None = settings.get(tuned_key(suggester, fingerprint))
    return int(tuned["references"]) if tuned and not tuned.get(IS_FIRST) else 0


def chosen_suggester(settings: Settings) -> str:
    """The suggester a person chose for a catalogue with these settings, else the recommended
    one."""
    name = settings.get(SUGGESTER_SETTING)
    return name if name in SUGGESTERS else recommended(settings).suggester


def settings_in_force(
    catalogue: Catalogue, suggester: str, encoder: CurrentEncoder
) -> SuggesterSettings:
    """What tuning stored where it did, the starting point otherwise."""
    kind = suggester_kind(suggester)
    name, fingerprint = encoder
    start = kind.starting_point(name)
    tuned: dict[str, Any] | None = catalogue.settings.get(tuned_key(suggester, fingerprint))
    hyperparameters = tuned["hyperparameters"] if tuned else start.hyperparameters
    created = kind.create({**hyperparameters, **_weights_in_force(catalogue, kind)})
    shown = CalibratedThresholds(Thresholds(start.threshold))
    if tuned:
        shown = CalibratedThresholds(Thresholds(float(tuned["threshold"])))
        if "shown" in tuned:  # versions up to 0.1 stored a threshold only
            shown = CalibratedThresholds.from_json(tuned["shown"])
    is_tuned = tuned is not None and not tuned.get(IS_FIRST)
    return SuggesterSettings(kind, hyperparameters_of(created), shown, is_tuned)


def settings_of_run(catalogue: Catalogue, encoder: CurrentEncoder) -> SuggesterSettings:
    """Those of the run that made the stored suggestions, so that what is shown agrees with them.

    Without a run, or where another encoder or a suggester unknown here made it, those in force.
    """
    run = catalogue.suggestions.run()
    if run is None or run.suggester not in SUGGESTERS:
        return settings_in_force(catalogue, DEFAULT_SUGGESTER, encoder)
    in_force = settings_in_force(catalogue, run.suggester, encoder)
    if run.encoder != encoder[1]:
        return in_force
    shown = thresholds_of_run(catalogue, run)
    hyperparameters = {
        **run.hyperparameters,
        **_weights_in_force(catalogue, in_force.kind),
    }
    return SuggesterSettings(in_force.kind, hyperparameters, shown, in_force.tuned)


def _weights_in_force(catalogue: Catalogue, kind: SuggesterKind) -> Hyperparameters:
    """The weights of the catalogue's contexts, which tuning and the curator change, as the
    hyperparameter that goes with ``with_names``; nothing for kinds without names."""
    if not kind.needs_names:
        return {}
    return {CONTEXT_WEIGHTS: context_weights(language_settings(catalogue.settings).weighing())}


def encoder_and_features(catalogue: Catalogue) -> tuple[CurrentEncoder, FeatureStore]:
    """The current encoder and its features; NoReferencesError before anything is encoded."""
    encoder = current_encoder(catalogue)
    store = open_features(catalogue)
    if encoder is None or store is None:
        labelled = len(catalogue.labellings.references().image_ids)
        raise NoReferencesError("images-not-encoded", labelled)
    return encoder, store


def references_or_error(catalogue: Catalogue, store: FeaturesByHash) -> LoadedReferences:
    """The references; NoReferencesError where there are none that can be used."""
    loaded = load_references(catalogue, store)
    if len(loaded.references.image_ids) > 0:
        return loaded
    if loaded.not_encoded and store.is_all_damaged:
        raise NoReferencesError("features-all-damaged", loaded.not_encoded)
    if loaded.not_encoded:
        raise NoReferencesError(
            "labelled-not-encoded", loaded.not_encoded, images=loaded.not_encoded
        )
    raise NoReferencesError("nothing-labelled", 0)


def minimum_images(catalogue: Catalogue) -> int:
    """How many references a label needs before it is suggested."""
    return int(catalogue.settings.get(MINIMUM_IMAGES, DEFAULT_MINIMUM_IMAGES))


def suggestable_columns(
    kind: SuggesterKind, labels: csr_array, minimum: int
) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """(C,) bool: which labels are suggested: all, by kinds that go by names, else those with
    support."""
    if kind.needs_names:
        return np.ones(labels.shape[1], dtype=bool)
    return supported_columns(labels, minimum)


def supported_columns(labels: csr_array, minimum: int) -> np.ndarray[tuple[int], np.dtype[np.bool]]:
    """(C,) bool: which labels are carried by at least ``minimum`` rows."""
    return np.asarray(np.bincount(labels.indices, minlength=labels.shape[1]) >= minimum)
