"""What a data card tells of the images, counted while they stream by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.exchange.content import ExchangedLabel, Statement
from engine.exchange.export_format import Loader
from engine.exchange.records import ExchangedImage

TOGETHER_LABELS = 30
PROBABILITY_BINS = 10
SOURCES = ("imported", "curator", "accepted", "merged", "rule", "parent")
FOUND = ("imported", "rule")
"""Where the decider is the table, program or words that a labelling came from."""
PARTS = ("train", "validation", "test")
Levels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A label with the images that carry it: all, by where the labelling came from, by part."""

    levels: Levels
    english_name: str
    images: int
    sources: Mapping[str, int]
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Counts of what was exported.

    ``labels``: the most frequent first. ``accepted``: how many accepted suggestions were shown as
    right with a probability in each tenth from 0 to 1; ``accepted_unknown`` those without one.
    ``labels_per_image``: images by how many labels they carry. ``together``: for the first labels
    of ``labels``, at most 30, on how many images both are. ``size_bytes`` is that of the originals.
    """

    images: int
    labelled_images: int
    labellings: int
    suggestions: int
    size_bytes: int
    deciders: int
    sources: Mapping[str, int]
    accepted: tuple[int, ...]
    accepted_unknown: int
    labels: tuple[LabelFacts, ...]
    labels_per_image: Mapping[int, int]
    together: tuple[tuple[int, ...], ...]
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMade:
    """What a data card tells beside the counts; sentences in English, "" for what does not apply.

    ``settings`` by name as a person chose them. ``metadata``: "kept" or "stripped" of picture
    files. ``left_out``: why the picture of an image could not leave, by the image's file.
    ``language`` is the ISO code of the labels' names. ``file`` is the name of an export that the
    card lies beside, which ``writes_folder`` or is a single file.
    """

    format: str
    format_title: str
    program_version: str
    statement: Statement = field(default_factory=Statement)
    settings: Mapping[str, str] = field(default_factory=dict)
    split_rule: str = ""
    duplicate_rule: str = ""
    suggester: str = ""
    encoder: str = ""
    metadata: str = ""
    language: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)
    loaders: tuple[Loader, ...] = ()
    part_files: str = ""
    file: str = ""
    writes_folder: bool = False


class CardCollector:
    """Counts images as they go by. Its memory depends on the labels alone."""

    def __init__(self, labels: Sequence[ExchangedLabel]) -> None:
        self._labels = {one.levels: one for one in labels}
        frequent = sorted(labels, key=lambda one: (-one.images, one.levels))[:TOGETHER_LABELS]
        self._place = {one.levels: place for place, one in enumerate(frequent)}
        self._begin()

    def _begin(self) -> None:
        side = len(self._place)
        self._counts: Counter[str] = Counter()
        self._deciders: set[str] = set()
        self._accepted = [0] * PROBABILITY_BINS
        self._accepted_unknown = 0
        self._sources: dict[Levels, Counter[str]] = {}
        self._by_part: dict[Levels, Counter[str]] = {}
        self._per_image: Counter[int] = Counter()
        self._parts: Counter[str] = Counter()
        self._together = [[0] * side for _ in range(side)]

    def through(self, images: Iterable[ExchangedImage]) -> Iterator[ExchangedImage]:
        """The images, counted; each time they are gone through, counting begins anew."""
        self._begin()
        for image in images:
            self.add(image)
            yield image

    def add(self, image: ExchangedImage) -> None:
        """One more image."""
        carried = list(dict.fromkeys(one.levels for one in image.labellings))
        counts = self._counts
        counts["images"] += 1
        counts["labelled"] += bool(carried)
        counts["labellings"] += len(image.labellings)
        counts["suggestions"] += len(image.suggestions)
        counts["size"] += image.size_bytes or 0
        self._per_image[len(carried)] += 1
        if image.part:
            self._parts[image.part] += 1
        for one in image.labellings:
            self._sources.setdefault(one.levels, Counter())[one.source] += 1
            if one.decider and one.source not in FOUND:
                self._deciders.add(one.decider)
            if one.source == "accepted":
                self._accept(one.probability)
        for levels in carried:
            of_label = self._by_part.setdefault(levels, Counter())
            of_label[""] += 1
            if image.part:
                of_label[image.part] += 1
        places = [self._place[levels] for levels in carried if levels in self._place]
        for row in places:
            counted = self._together[row]
            for column in places:
                counted[column] += 1

    def _accept(self, probability: float | None) -> None:
        if probability is None:
            self._accepted_unknown += 1
        else:
            place = min(PROBABILITY_BINS - 1, max(0, int(probability * PROBABILITY_BINS)))
            self._accepted[place] += 1

    def facts(self) -> CardFacts:
        """What was counted since the last beginning."""
        counts = self._counts
        sources: Counter[str] = Counter()
        for of_label in self._sources.values():
            sources.update(of_label)
        labels = [self._label(levels) for levels in {**self._labels, **self._by_part}]
        labels.sort(key=lambda one: (-one.images, one.levels))
        shown = [
            self._place[one.levels] for one in labels if one.images and one.levels in self._place
        ]
        return CardFacts(
            images=counts["images"],
            labelled_images=counts["labelled"],
            labellings=counts["labellings"],
            suggestions=counts["suggestions"],
            size_bytes=counts["size"],
            deciders=len(self._deciders),
            sources=dict(sources),
            accepted=tuple(self._accepted),
            accepted_unknown=self._accepted_unknown,
            labels=tuple(labels),
            labels_per_image=dict(sorted(self._per_image.items())),
            together=tuple(tuple(self._together[row][column] for column in shown) for row in shown),
            parts={part: self._parts[part] for part in sorted(self._parts, key=_place_of_part)},
        )

    def _label(self, levels: Levels) -> LabelFacts:
        known = self._labels.get(levels)
        by_part = dict(self._by_part.get(levels, {}))
        images = by_part.pop("", 0)
        english = "" if known is None else known.english_name
        return LabelFacts(levels, english, images, dict(self._sources.get(levels, {})), by_part)


def _place_of_part(part: str) -> tuple[int, str]:
    return (PARTS.index(part) if part in PARTS else len(PARTS), part)


def together_labels(facts: CardFacts) -> tuple[LabelFacts, ...]:
    """The labels of the rows and columns of ``facts.together``."""
    return facts.labels[: len(facts.together)]
