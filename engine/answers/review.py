"""Suggestions and evidence for one image at a time, following every decision at once.

No torch and no process of its own: the Review page calls this in its compute lane. The references
stay in memory (4 bytes x feature size each: 0.5 GB for 100 000 of 1280), and every change of
labels is carried over to them in milliseconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ChangeSet, ImageRecord
from engine.answers.duplicates.groups import image_groups
from engine.answers.duplicates.model import settle
from engine.answers.encoded_file import encoded_file
from engine.answers.fitted import Asked, FittedSuggester, fitted_suggester
from engine.answers.language import label_texts
from engine.answers.pairs import NoCaptionsError
from engine.answers.references import (
    DEFAULT_SUGGESTER,
    MAXIMUM_PER_IMAGE,
    WEAK_PER_IMAGE,
    NoReferencesError,
    label_matrix,
    minimum_images,
)
from engine.errors import InputError
from engine.evaluation.thresholds import WEAKEST_PROBABILITY
from engine.features.store import FeaturesByHash
from engine.suggesters.base import FloatArray, References

REMEMBERED = 64
"""Images whose scores and similar references are kept, until something changes."""


NEW_IMAGE = -1
"""The id that ``suggest_file`` answers with and ``evidence`` takes for a file of no catalogue."""


class Message(StrEnum):
    """Why there are no suggestions; empty where there are some."""

    NONE = ""
    NO_REFERENCES = "no references"
    REFERENCES_NOT_ENCODED = "references not encoded"
    NO_WORDS = "no words"
    NO_CAPTIONS = "no captions"
    IMAGE_NOT_ENCODED = "image not encoded"
    IMAGE_NOT_READABLE = "image not readable"
    IMAGE_GONE = "image gone"
    NOTHING_CERTAIN_ENOUGH = "nothing certain enough"
    ALL_DECIDED = "all decided"


MESSAGE_TEXTS: dict[Message, str] = {
    Message.NONE: "",
    Message.NO_REFERENCES: "No labelled images yet: label a few first.",
    Message.REFERENCES_NOT_ENCODED: "The labelled images are not encoded yet: encode the archive.",
    Message.NO_WORDS: "The encoder in use knows no words: choose another suggester or encoder.",
    Message.NO_CAPTIONS: "There are no captions to go by: choose another suggester.",
    Message.IMAGE_NOT_ENCODED: "This image is not encoded yet: encode the archive.",
    Message.IMAGE_NOT_READABLE: "This image cannot be read, so nothing can be suggested for it.",
    Message.IMAGE_GONE: "This image is no longer in the catalogue.",
    Message.NOTHING_CERTAIN_ENOUGH: "Nothing is similar enough to suggest a label.",
    Message.ALL_DECIDED: "Every suggestion for this image is decided.",
}
"""The sentences in English; the window shows its own translations."""


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """A label with its confidence in [0, 1], which the evidence adds up to.

    ``probability`` is how likely the suggestion is right: the confidence calibrated on labelled
    images, None where tuning has not done that. ``name_similarity`` is the cosine in [-1, 1]
    between the image and what the label is called, and ``name_share`` the part of the confidence
    that is the name's, for suggesters that go by names. ``threshold`` is the label's.
    """

    label_id: int
    label_name: str
    confidence: float
    probability: float | None = None
    name_similarity: float | None = None
    name_share: float | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A reference image behind a suggestion; see ``WeightedReference``."""

    image_id: int
    weight: float
    similarity: float
    carries_label: bool


@dataclass(frozen=True, slots=True)
class ImageSuggestions:
    """What is suggested for one image now, most confident first.

    Labels it carries and labels a curator has decided on are left out. ``message`` says why
    ``suggestions`` is empty. ``threshold`` is that of labels without one of their own. ``weak``
    are the labels below their threshold with ``WEAKEST_PROBABILITY`` or more, likeliest first; none
    without a calibration.
    ``borrowed_evidence``: the suggester has lost the link to references, and the evidence is that
    of neighbor search.
    """

    image_id: int
    suggestions: tuple[ShownSuggestion, ...]
    threshold: float
    suggester: str
    message: Message = Message.NONE
    borrowed_evidence: bool = False
    weak: tuple[ShownSuggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSuggestions:
    """What is suggested for an image of no catalogue, and the references behind a label's id."""

    found: ImageSuggestions
    evidence: Callable[[int], tuple[ShownEvidence, ...]]


class ReviewSession:
    """Suggests for single images, with the references held in memory.

    ``suggester``: who is asked, as it is in force; None for the one that made the stored
    suggestions. Not thread-safe: call it from one thread (lane). It loads at the first question.
    """

    def __init__(self, catalogue: Catalogue, suggester: str | None = None) -> None:
        self.catalogue = catalogue
        self._suggester = suggester
        self._loaded: FittedSuggester | None = None
        self._empty_because: Message | None = None
        self._names: dict[int, str] = {}
        self._found: dict[int, Asked] = {}

    def load(self) -> None:
        """Read the references, unless they are there."""
        if self._loaded is not None or self._empty_because is not None:
            return
        try:
            self._loaded = fitted_suggester(self.catalogue, self._suggester)
        except NoReferencesError as error:
            self._empty_because = (
                Message.REFERENCES_NOT_ENCODED if error.labelled else Message.NO_REFERENCES
            )
        except NoCaptionsError:
            self._empty_because = Message.NO_CAPTIONS
        except InputError:
            self._empty_because = Message.NO_WORDS

    def reload(self) -> None:
        """Forget the references; the next question reads them again."""
        self._loaded = None
        self._empty_because = None
        self._found.clear()
        self._names.clear()

    @property
    def suggester(self) -> str:
        """Who answers: the name of the one that is loaded, else of the one that was asked for."""
        return self._asked_for if self._loaded is None else self._loaded.settings.kind.name

    @property
    def _asked_for(self) -> str:
        return self._suggester or DEFAULT_SUGGESTER

    def suggest(self, image_id: int, text: str | None = None) -> ImageSuggestions:
        """Suggestions for one image from the references as they are now.

        ``text``: what is said of it, in place of its captions, for suggesters that read texts;
        ``evidence`` then tells of that. InputError for others.
        """
        self.load()
        loaded = self._loaded
        if loaded is None:
            return ImageSuggestions(
                image_id, (), 0.0, self._asked_for, self._empty_because or Message.NONE
            )
        asked = self._asked(loaded, image_id, text)
        if isinstance(asked, Message):
            settings = loaded.settings
            return ImageSuggestions(image_id, (), settings.threshold, settings.kind.name, asked)
        closed = {one.label_id for one in self.catalogue.labellings.of_image(image_id)}
        closed |= {one.label_id for one in self.catalogue.labellings.decisions_of(image_id)}
        return self._answer(loaded, image_id, asked, closed)

    def suggest_file(self, path: Path, text: str | None = None) -> ImageSuggestions:
        """Suggestions for any image file, encoded here and now unless its content is known, with
        what is said of it (``FittedSuggester.with_text``).

        ``evidence(NEW_IMAGE, label_id)`` then tells of it. Loads the encoder: seconds, not
        milliseconds. Raises InputError where the file cannot be read.
        """
        self.load()
        loaded = self._loaded
        if loaded is None:
            message = self._empty_because or Message.NONE
            return ImageSuggestions(NEW_IMAGE, (), 0.0, self._asked_for, message)
        feature = loaded.with_text(encoded_file(self.catalogue, loaded.store, path), text)
        (asked,) = loaded.ask(feature[None, :], np.array([NEW_IMAGE]))
        self._found[NEW_IMAGE] = asked
        return self._answer(loaded, NEW_IMAGE, asked, closed=set())

    @property
    def reads_texts(self) -> bool:
        """Whether what is said of a picture counts; False where there is nothing to go by yet."""
        return self._loaded is not None and self._loaded.settings.kind.needs_texts

    def suggest_features(
        self, features: FloatArray, texts: Sequence[str] = ()
    ) -> list[NewSuggestions]:
        """Suggestions for (q, d) features, rows of length 1, of images of no catalogue.

        ``texts``: q of them, what is said of each image, "" for nothing; suggesters that read none
        leave them out.
        """
        self.load()
        loaded = self._loaded
        if loaded is None:
            message = self._empty_because or Message.NONE
            nothing = ImageSuggestions(NEW_IMAGE, (), 0.0, self._asked_for, message)
            return [NewSuggestions(nothing, lambda label_id: ())] * len(features)
        if self.reads_texts:
            said = texts or [""] * len(features)
            rows = [loaded.with_text(one, text) for one, text in zip(features, said, strict=True)]
            features = np.stack(rows)
        asked = loaded.ask(features, np.full(len(features), NEW_IMAGE, dtype=np.int64))
        return [
            NewSuggestions(
                self._answer(loaded, NEW_IMAGE, one, closed=set()),
                partial(_shown_evidence, loaded, one),
            )
            for one in asked
        ]

    def evidence(self, image_id: int, label_id: int) -> tuple[ShownEvidence, ...]:
        """The references behind one label for one image, heaviest first, for and against.

        The weights of those that carry the label add up to its confidence in ``suggest``, unless
        the evidence is borrowed. Empty where nothing can be suggested for the image.
        """
        self.load()
        loaded = self._loaded
        if loaded is None:
            return ()
        asked = self._asked(loaded, image_id)
        if isinstance(asked, Message):
            return ()
        return _shown_evidence(loaded, asked, label_id)

    def refresh(self, change: ChangeSet) -> None:
        """Follow a change of the catalogue (also an undo): only touched images are read again."""
        self._found.clear()
        if change.label_ids:
            self._names.clear()
        if self._loaded is None or change.images_unknown:
            self.reload()
            return
        if change.label_ids and not self._loaded.goes_by(label_texts(self.catalogue)):
            self.reload()
            return
        self._follow(self._loaded, sorted(change.image_ids))

    def _answer(
        self,
        loaded: FittedSuggester,
        image_id: int,
        asked: Asked,
        closed: set[int],
    ) -> ImageSuggestions:
        confident, weak = self._split(loaded, asked)
        open_ones = [one for one in confident if one[0] not in closed][:MAXIMUM_PER_IMAGE]
        weak_ones = [one for one in weak if one[0] not in closed][:WEAK_PER_IMAGE]
        message = Message.NONE
        if not open_ones:
            message = Message.ALL_DECIDED if confident else Message.NOTHING_CERTAIN_ENOUGH
        settings = loaded.settings
        return ImageSuggestions(
            image_id,
            tuple(self._shown(loaded, asked, *one) for one in open_ones),
            settings.threshold,
            settings.kind.name,
            message,
            loaded.borrows_evidence,
            tuple(self._shown(loaded, asked, *one) for one in weak_ones),
        )

    def _shown(
        self, loaded: FittedSuggester, asked: Asked, label_id: int, confidence: float
    ) -> ShownSuggestion:
        return ShownSuggestion(
            label_id,
            self._name(label_id),
            confidence,
            loaded.settings.shown.probability(confidence, label_id),
            *_of_name(loaded, asked, label_id),
            loaded.settings.shown.thresholds.of(label_id),
        )

    def _asked(
        self, loaded: FittedSuggester, image_id: int, text: str | None = None
    ) -> Asked | Message:
        """What the suggester says of an image; remembered until something changes."""
        if text is None and image_id in self._found:
            return self._found[image_id]
        feature = self._feature(loaded.store, image_id)
        if isinstance(feature, Message):
            return feature
        if not loaded.has_references_for(image_id):
            return Message.NO_REFERENCES
        feature = loaded.with_text(feature, text)
        (asked,) = loaded.ask(feature[None, :], np.array([image_id]))
        if len(self._found) >= REMEMBERED:
            self._found.clear()
        self._found[image_id] = asked
        return asked

    def _feature(self, store: FeaturesByHash, image_id: int) -> FloatArray | Message:
        try:
            record = self.catalogue.images.get(image_id)
        except CatalogueError:
            return Message.IMAGE_GONE
        features, found = store.rows([record.content_hash])
        if found[0]:
            feature: FloatArray = features[0]
            return feature
        readable = record.status == "ok"
        return Message.IMAGE_NOT_ENCODED if readable else Message.IMAGE_NOT_READABLE

    def _split(
        self, loaded: FittedSuggester, asked: Asked
    ) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
        """(label id, confidence) of the labels at or above their threshold, most confident first,
        and of the weak ones, likeliest first."""
        if not asked.scores:
            return [], []
        columns = np.fromiter(asked.scores, np.int64, len(asked.scores))
        confidences = np.fromiter(asked.scores.values(), np.float64, len(columns))
        usable = loaded.supported(minimum_images(self.catalogue))[columns]
        columns, confidences = columns[usable], confidences[usable]
        ids = np.array(loaded.columns.ids, dtype=np.int64)[columns]
        shown = loaded.settings.shown
        thresholds = shown.row(ids.tolist())
        above = confidences >= thresholds
        weak = np.zeros_like(above)
        likely = shown.probabilities(confidences, thresholds)
        if likely is not None:
            weak = ~above & (likely >= WEAKEST_PROBABILITY)
        ranks = confidences if likely is None else likely

        def ordered(chosen: NDArray[np.bool_], by: NDArray[np.float64]) -> list[tuple[int, float]]:
            order = np.lexsort((ids[chosen], -by[chosen]))
            pairs = zip(
                ids[chosen][order].tolist(), confidences[chosen][order].tolist(), strict=True
            )
            return list(pairs)

        return ordered(above, confidences), ordered(weak, ranks)

    def _name(self, label_id: int) -> str:
        if label_id not in self._names:
            self._names = {label.id: label.shown for label in self.catalogue.labels.all()}
        return self._names.get(label_id, "")

    def _follow(self, loaded: FittedSuggester, image_ids: list[int]) -> None:
        equal = self.catalogue.images.equal_files(image_ids)
        touched = sorted({*equal, *loaded.same_as(equal), *self._clustered(equal)})
        labellings = self.catalogue.labellings.of_images(touched)
        records = self.catalogue.images.get_many(touched)
        labelled = [
            record for record in records if record.readable_in_use and labellings.get(record.id)
        ]
        groups = image_groups(
            self.catalogue,
            [record.id for record in labelled],
            [record.content_hash for record in labelled],
        )
        kept: dict[int, ImageRecord] = {}
        label_ids: dict[int, list[int]] = {}
        # One that is a reference stays it.
        order = sorted(
            zip(groups.same.tolist(), labelled, strict=True),
            key=lambda one: not loaded.is_reference(one[1].id),
        )
        for group, record in order:
            kept.setdefault(group, record)
            carried = [one.label_id for one in labellings[record.id]]
            label_ids[group] = list(dict.fromkeys([*label_ids.get(group, ()), *carried]))
        self._update_references(loaded, list(kept.values()), [label_ids[group] for group in kept])
        loaded.fold({record.id: kept[group].id for group, record in order}, touched)
        kept_ids = {record.id for record in kept.values()}
        gone = [image_id for image_id in touched if image_id not in kept_ids]
        loaded.forget(np.array(gone, dtype=np.int64))
        if len(loaded) == 0 and not loaded.settings.kind.needs_names:
            self.reload()

    def _clustered(self, image_ids: set[int]) -> set[int]:
        """The images of the clusters that these wait in."""
        duplicates = self.catalogue.duplicates
        settle(self.catalogue)
        numbers = sorted(set(duplicates.clusters_of(image_ids).values()))
        return {member for one in duplicates.clusters(numbers) for member in one.members}

    def _update_references(
        self, loaded: FittedSuggester, records: list[ImageRecord], label_ids: list[list[int]]
    ) -> None:
        features, found = loaded.store.rows([record.content_hash for record in records])
        rows = np.flatnonzero(found)
        if len(rows) == 0:
            return
        labels = label_matrix([label_ids[row] for row in rows], loaded.columns)
        ids = np.array([records[row].id for row in rows], dtype=np.int64)
        loaded.update(References(features[rows], labels, ids))


def _shown_evidence(
    loaded: FittedSuggester, asked: Asked, label_id: int
) -> tuple[ShownEvidence, ...]:
    column = loaded.columns.get(label_id)
    return tuple(
        ShownEvidence(one.image_id, one.weight, one.similarity, one.carries_label)
        for one in asked.evidence(-1 if column is None else column)
    )


def _of_name(
    loaded: FittedSuggester, asked: Asked, label_id: int
) -> tuple[float | None, float | None]:
    """How similar an image is to the label's name, and the name's share of the confidence."""
    column = loaded.columns.get(label_id)
    if column is None:
        return None, None
    return asked.name_similarity(column), asked.name_share(column)
