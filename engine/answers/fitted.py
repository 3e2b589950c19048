"""A suggester fitted to a catalogue's references, asked about images and kept up to date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.answers.language import finished
from engine.answers.pairs import PairFeatures, features_for
from engine.answers.references import (
    LabelColumns,
    SuggesterSettings,
    encoder_and_features,
    left_out_for,
    references_for,
    settings_in_force,
    settings_of_run,
)
from engine.errors import InputError
from engine.features.store import FeaturesByHash
from engine.language.label_texts import LabelText
from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Suggester,
    WeightedReference,
)
from engine.suggesters.neighbors.weighed_neighbors import WeighedNeighbors
from engine.suggesters.registry import NEIGHBOR_SEARCH


@dataclass(frozen=True, slots=True)
class Asked:
    """What a suggester says of one image: confidence by label column (those left out are 0), the
    references behind the confidence of a column, and the cosine in [-1, 1] between the image and
    what the label of a column is called with the share of the confidence that is the name's (None
    where the suggester does not go by names)."""

    scores: Mapping[int, float]
    evidence: Callable[[int], list[WeightedReference]]
    name_similarity: Callable[[int], float | None] = lambda column: None
    name_share: Callable[[int], float | None] = lambda column: None


class FittedSuggester:
    """Any suggester over all references, with what is needed to ask it about images.

    Suggesters without evidence of their own borrow that of neighbor search, which
    ``borrows_evidence`` tells; its weights do not add up to their confidence.
    """

    def __init__(
        self,
        settings: SuggesterSettings,
        store: FeaturesByHash,
        columns: LabelColumns,
        references: References,
        *,
        borrowed: SuggesterSettings | None = None,
        texts: Sequence[LabelText] | None = None,
        stands_for: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """``borrowed``: neighbor search as it is in force, for suggesters without evidence.

        ``texts``: what the labels are called, by column, for suggesters that need names.
        ``stands_for``: by labelled image, the reference that stands for it and others that are the
        same, of which none learns from it.
        """
        self.settings = settings
        self.store = store
        self.columns = columns
        self._suggester: Suggester = settings.kind.create(settings.hyperparameters).fit(references)
        self._lender = borrowed
        self._neighbors = settings.kind.neighbors_of(self._suggester)
        if not settings.kind.has_evidence:
            self._neighbors = self._borrowed(references)
        self._named = dict(zip(columns.ids, texts or (), strict=False))
        self._labels_of: dict[int, NDArray[np.int32]] = {}
        self._counts = np.zeros(0, dtype=np.int64)
        self._stands_for = dict(stands_for)
        self._count_labels(references)

    @property
    def borrows_evidence(self) -> bool:
        """Whether the evidence is that of neighbor search and not the suggester's own."""
        return not self.settings.kind.has_evidence

    def __len__(self) -> int:
        """How many references there are."""
        return len(self._labels_of)

    def has_references_for(self, image_id: int) -> bool:
        """Whether any other image is a reference, or none is needed."""
        if self.settings.kind.needs_names:
            return True
        own = self._stands_for.get(image_id, image_id)
        return len(self._labels_of) > (own in self._labels_of)

    def is_reference(self, image_id: int) -> bool:
        """Whether an image is a reference itself."""
        return image_id in self._labels_of

    def same_as(self, image_ids: Iterable[int]) -> set[int]:
        """The labelled images that stand for one of these, or the other way round."""
        found = {self._stands_for[one] for one in image_ids if one in self._stands_for}
        return found | {one for one, kept in self._stands_for.items() if kept in found}

    def fold(self, stands_for: Mapping[int, int], image_ids: Iterable[int]) -> None:
        """Of these images, have the references that are named stand for their like from now on."""
        for one in image_ids:
            self._stands_for.pop(one, None)
        self._stands_for.update(stands_for)

    def goes_by(self, texts: Mapping[int, LabelText]) -> bool:
        """Whether these are what it knows of the labels, by id; always, where it needs no names."""
        return not self.settings.kind.needs_names or self._named == texts

    def with_text(self, feature: FloatArray, text: str | None) -> FloatArray:
        """What to ask about a picture with a text from anywhere: the feature for ``ask``.

        feature: what ``encoded_file`` gives with this suggester's ``store``. None or blanks: the
        captions that the catalogue knows of the picture, where the suggester reads texts; else the
        image alone. Raises InputError for a text where it reads none, and as
        ``TextEncoder.encode``.
        """
        if isinstance(self.store, PairFeatures):
            return self.store.with_text(feature, text)
        if text and text.strip():
            raise InputError("suggester-reads-no-text", suggester=self.settings.kind.name)
        return feature

    def ask(self, features: FloatArray, image_ids: IdArray) -> list[Asked]:
        """What it says of (q, d) features; ``image_ids`` (q,), -1 for files of no catalogue."""
        image_ids = left_out_for(image_ids, self._stands_for)
        search = self.settings.kind.neighbors_of(self._suggester)
        if search is not None:
            return [
                Asked(search.scores_from(kept), partial(search.evidence_from, kept))
                for kept in search.kept_of(features, image_ids)
            ]
        scores = self._suggester.score(features, query_ids=image_ids)
        return [
            Asked(
                {int(column): float(row[column]) for column in np.flatnonzero(row)},
                partial(self._evidence, feature, int(image_id)),
                partial(self._name_similarity, feature),
                partial(self._name_share, feature, int(image_id)),
            )
            for row, feature, image_id in zip(scores, features, image_ids, strict=True)
        ]

    def supported(self, minimum: int) -> NDArray[np.bool_]:
        """(C,) bool: which labels are carried by at least ``minimum`` references.

        All are where names suffice.
        """
        if self.settings.kind.needs_names:
            return np.ones(len(self.columns), dtype=bool)
        counts = np.zeros(len(self.columns), dtype=np.int64)
        counts[: len(self._counts)] = self._counts
        return np.asarray(counts >= minimum)

    def update(self, references: References) -> None:
        """Add references, or follow new labels of known ones."""
        self._suggester.update(references)
        if self._neighbors is None and not self.settings.kind.has_evidence:
            self._neighbors = self._borrowed(references)
            self._count_labels(references)
            return
        if self._neighbors is not None and self._neighbors is not self._suggester:
            self._neighbors.update(references)
        self._count_labels(references)

    def forget(self, image_ids: IdArray) -> None:
        """Drop references; ids that are none are ignored."""
        known = [int(image_id) for image_id in image_ids if int(image_id) in self._labels_of]
        if len(known) < len(self._labels_of):  # the last one stays in; nobody asks any more
            self._suggester.forget(image_ids)
            if self._neighbors is not None and self._neighbors is not self._suggester:
                self._neighbors.forget(image_ids)
        for image_id in known:
            self._counts[self._labels_of.pop(image_id)] -= 1

    def _borrowed(self, references: References) -> WeighedNeighbors | None:
        """Neighbor search to borrow evidence from; None where there are no references."""
        if self._lender is None or not len(references.image_ids):
            return None
        kind = self._lender.kind
        return kind.neighbors_of(kind.create(self._lender.hyperparameters).fit(references))

    def _evidence(self, feature: FloatArray, image_id: int, column: int) -> list[WeightedReference]:
        source: Suggester = self._neighbors or self._suggester
        return source.evidence(feature, column, query_id=image_id)

    def _name_similarity(self, feature: FloatArray, column: int) -> float | None:
        named = self.settings.kind.names_of(self._suggester)
        return None if named is None else named.name_similarity(feature, column)

    def _name_share(self, feature: FloatArray, image_id: int, column: int) -> float | None:
        named = self.settings.kind.names_of(self._suggester)
        return None if named is None else named.name_share(feature, column, query_id=image_id)

    def _count_labels(self, references: References) -> None:
        """Remember which labels the references carry, and how many carry each."""
        labels = references.labels
        if labels.shape[1] > len(self._counts):
            self._counts = np.pad(self._counts, (0, labels.shape[1] - len(self._counts)))
        for row, image_id in enumerate(references.image_ids):
            carried = labels.indices[labels.indptr[row] : labels.indptr[row + 1]].copy()
            before = self._labels_of.get(int(image_id))
            if before is not None:
                self._counts[before] -= 1
            self._counts[carried] += 1
            self._labels_of[int(image_id)] = carried


def fitted_suggester(catalogue: Catalogue, suggester: str | None = None) -> FittedSuggester:
    """The suggester that made the stored suggestions, as it made them, or ``suggester`` as it is
    in force; NoReferencesError where there is nothing to fit it to, InputError where it goes by
    names and the encoder knows no words."""
    encoder, store = encoder_and_features(catalogue)
    if suggester is None:
        settings = settings_of_run(catalogue, encoder)
    else:
        settings = settings_in_force(catalogue, suggester, encoder)
    features = finished(features_for(catalogue, store, settings.kind))
    loaded = finished(references_for(catalogue, features, settings.kind))
    return FittedSuggester(
        settings,
        features,
        loaded.columns,
        loaded.references,
        borrowed=settings_in_force(catalogue, NEIGHBOR_SEARCH, encoder),
        texts=loaded.texts,
        stands_for=loaded.stands_for,
    )
