"""How well the encoder finds the images of each label by what the label is called, and how well it
would under another name.

The features, who carries what and the vectors of names are loaded once; a new name then costs the
encoding of its phrases and one product, which is milliseconds for 10 000 images.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from db.records import LabelRecord
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.answers.language import LanguageSettings
    from engine.language.label_texts import LabelText

FloatArray = NDArray[np.float32]
EncodeLabels = Callable[[Sequence["LabelText"]], FloatArray]
"""n labels' names and prompts to (n, d) float32, rows of length 1."""

EncodeNames = Callable[[Sequence[str]], FloatArray]
"""n names to (n, d) float32, rows of length 1."""

LOW_AUC = 0.6
"""Below this a name finds its images hardly better than chance, however many images say so."""

CHANCE = 0.5
FEWEST_IMAGES = 3
"""Of fewer images nothing can be said."""

_Key = tuple[int, "LabelText", bytes]
"""A label, what it is called, and the rows of its images."""


@dataclass(frozen=True, slots=True)
class NameFigure:
    """Zero-shot ROC AUC of a label's name in [0, 1] with its 95 % interval, and how many images
    carry the label."""

    auc: float
    low: float
    high: float
    positives: int

    @property
    def is_usable(self) -> bool:
        """Whether the encoder can use the name: AUC of 0.6 or more, and surely better than chance.

        Not surely: the interval reaches down to 0.5.
        """
        return self.auc >= LOW_AUC and self.low > CHANCE


@dataclass(frozen=True, slots=True, eq=False)
class EncodedImages:
    """The labelled images that have features: (N, d) float32 unit rows and their content hashes,
    of one encoder (name, fingerprint)."""

    features: FloatArray
    content_hashes: tuple[bytes, ...]
    encoder: tuple[str, str] = ("", "")


class NameFigures:
    """Answers for one state of a catalogue; not thread-safe, for one lane.

    An image counts for a label that it carries and for all labels above that; the others are the
    images that carry labels, but not this one. Labels on fewer than 3 images, or on all, get none.
    """

    def __init__(
        self,
        labels: Sequence[LabelRecord],
        images: EncodedImages,
        pairs: Iterable[tuple[int, int]],
        encode: EncodeLabels,
        encode_names: EncodeNames,
        language: "LanguageSettings | None" = None,
        known: "NameFigures | None" = None,
    ) -> None:
        """``pairs``: (row of ``images``, label id). ``encode`` follows ``language``;
        ``encode_names`` takes names as they are.

        What ``known`` computed in the same language of the same images is taken over.
        """
        self.images = images
        self.language = language
        self._texts = {label.id: label_text_of(label) for label in labels}
        self._rows_of = _rows_of_labels(labels, pairs)
        self._encode = encode
        self._encode_names = encode_names
        self._vectors: dict[LabelText, FloatArray] = {}
        self._bare: dict[LabelText, FloatArray] = {}
        self._figures: dict[_Key, NameFigure | None] = {}
        if known is not None and known.language == language:
            if known.images.encoder == images.encoder:
                self._vectors |= known._vectors
                self._bare |= known._bare
            if known.images is images:
                self._figures |= known._figures

    def pending(self) -> list[int]:
        """The labels whose figures are yet to be computed, those on most images first."""
        sizes = {label_id: len(rows) for label_id, rows in self._rows_of.items()}
        waiting = [
            label_id
            for label_id in self._texts
            if FEWEST_IMAGES <= sizes.get(label_id, 0) < len(self.images.features)
            and self._key(label_id) not in self._figures
        ]
        return sorted(waiting, key=lambda label_id: -sizes[label_id])

    def compute(self, label_ids: Iterable[int]) -> dict[int, NameFigure]:
        """Encode what these labels are called; the figures of those that have one.

        Raises InputError for an encoder without a text tower.
        """
        wanted = [label_id for label_id in label_ids if label_id in self._texts]
        texts = dict.fromkeys(self._texts[label_id] for label_id in wanted)
        new = [text for text in texts if text not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._encode(new), strict=True))
        found = {
            label_id: self._figure(label_id, self._vectors[self._texts[label_id]])
            for label_id in wanted
        }
        self._figures |= {self._key(label_id): figure for label_id, figure in found.items()}
        return {label_id: figure for label_id, figure in found.items() if figure is not None}

    def known(self) -> dict[int, NameFigure]:
        """The figures there are, by label id."""
        found = ((label_id, self._figures.get(self._key(label_id))) for label_id in self._texts)
        return {label_id: figure for label_id, figure in found if figure is not None}

    def of_text(self, label_id: int, name: str, prompts: str) -> NameFigure | None:
        """The figure that a label would have if it were called ``name``, with these prompts."""
        from engine.language.label_texts import LabelText, prompts_of

        if label_id not in self._texts or not (name.strip() or prompts.strip()):
            return None
        (vector,) = self._encode([LabelText(name, prompts_of(prompts))])
        return self._figure(label_id, vector)

    def similar(self, label_id: int, count: int) -> list[int]:
        """The labels whose names mean most nearly the same, the nearest first; not itself.

        Encodes the bare names, once: a second for a few hundred of them.
        """
        if label_id not in self._texts:
            return []
        ids = list(self._texts)
        new = list(dict.fromkeys(text for text in self._texts.values() if text not in self._bare))
        if new:
            vectors = self._encode_names([text.name for text in new])
            self._bare |= dict(zip(new, vectors, strict=True))
        matrix = np.stack([self._bare[self._texts[one]] for one in ids])
        cosines = matrix @ self._bare[self._texts[label_id]]
        order = [ids[place] for place in np.argsort(-cosines, kind="stable")]
        return [one for one in order if one != label_id][:count]

    def _key(self, label_id: int) -> _Key:
        rows = self._rows_of.get(label_id)
        return label_id, self._texts[label_id], b"" if rows is None else rows.tobytes()

    def _figure(self, label_id: int, vector: FloatArray) -> NameFigure | None:
        from engine.language.zero_shot import zero_shot

        rows = self._rows_of.get(label_id)
        if rows is None or len(rows) < FEWEST_IMAGES or not vector.any():
            return None
        truths = np.zeros(len(self.images.features), dtype=np.bool_)
        truths[rows] = True
        found = zero_shot(self.images.features, vector, truths)
        if found is None:
            return None
        return NameFigure(found.auc, found.low, found.high, found.positives)


def label_text_of(label: LabelRecord) -> "LabelText":
    """What a label is called in English with its own prompts."""
    from engine.answers.language import label_text

    return label_text(label)


def load_name_figures(catalogue: "Catalogue", known: NameFigures | None = None) -> NameFigures:
    """Load what the figures need: 4 bytes x feature size a labelled image.

    What ``known`` holds and is still right is not loaded again. Raises InputError where nothing
    is encoded yet.
    """
    from engine.answers.current_encoder import current_encoder, open_features
    from engine.answers.language import encoded_labels, language_settings
    from engine.answers.text_encoder import text_encoder_of

    store, encoder = open_features(catalogue), current_encoder(catalogue)
    if store is None or encoder is None:
        raise InputError("images-not-encoded")
    rows = catalogue.labellings.references()
    missing = set(store.missing(rows.content_hashes))
    kept = [place for place, one in enumerate(rows.content_hashes) if one not in missing]
    hashes = tuple(rows.content_hashes[place] for place in kept)
    images = known.images if known is not None else None
    if images is None or (images.encoder, images.content_hashes) != (encoder, hashes):
        features, found = store.rows(list(hashes))
        if not found.all():
            raise InputError("features-changed")
        images = EncodedImages(features, hashes, encoder)
    row_of = {place: row for row, place in enumerate(kept)}
    language = language_settings(catalogue.settings)
    return NameFigures(
        catalogue.labels.all(),
        images,
        [(row_of[place], label_id) for place, label_id in rows.pairs if place in row_of],
        lambda texts: encoded_labels(catalogue, texts, language),
        text_encoder_of(catalogue).encode,
        language,
        known,
    )


def warm_text_encoder(catalogue: "Catalogue") -> None:
    """Have the encoder ready for the next new name; InputError where it takes no words."""
    from engine.answers.text_encoder import text_encoder_of

    text_encoder_of(catalogue).warm()


def _rows_of_labels(
    labels: Iterable[LabelRecord], pairs: Iterable[tuple[int, int]]
) -> dict[int, NDArray[np.intp]]:
    """The rows of each label's images, those of the labels below it among them."""
    parents = {label.id: label.parent_id for label in labels}
    carried: dict[int, set[int]] = defaultdict(set)
    for row, label_id in pairs:
        at: int | None = label_id
        while at is not None and row not in carried[at]:
            carried[at].add(row)
            at = parents.get(at)
    return {label_id: np.array(sorted(of_label)) for label_id, of_label in carried.items()}
