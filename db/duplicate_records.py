"""Frozen values about duplicates that repositories hand out and commands take. No SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

DuplicateAnswer = Literal["copy", "variant", "series", "same", "different"]
"""What a curator says of two images; "same" is a plain yes."""

IMPORTED = "imported"
"""The code, among the differences of a pair, of what another program said of it:
``{"code": "imported", "from": its name, "amount": the probability that it states}``."""

ImagePair = tuple[int, int]
"""The ids of two images, the lower one first."""


def image_pair(one: int, other: int) -> ImagePair:
    """Two images as pairs name them. ValueError where they are one."""
    if one == other:
        raise ValueError(f"image {one} is no duplicate of itself")
    return (one, other) if one < other else (other, one)


class DuplicatePair(NamedTuple):
    """Two images that may be the same; ``image_a`` has the lower id.

    ``similarity`` is the cosine of their features, ``normalized`` that less what each has with its
    nearest others. ``hash_distance``: the least PDQ distance over eight turns, 0 to 256; ``turn``:
    which, 0 upright, 1 to 3 quarter turns, 4 to 7 mirrored. ``agreement`` to
    ``retouched``, 0 to 1 each: what laying them on one another found (PairMeasures in
    engine/duplicates); None where it was not looked at. ``same_pixels``: the same picture in every
    pixel. ``probability`` that they are the same, with its ``uncertainty`` (a standard deviation).
    ``differences``: what was done to the copy, each as {"code": …} with its figures, and who else
    named the pair (``IMPORTED``). A pair that was only named has similarity and normalized 0.
    """

    image_a: int
    image_b: int
    similarity: float
    normalized: float
    hash_distance: int | None = None
    turn: int | None = None
    agreement: float | None = None
    color_agreement: float | None = None
    coverage: float | None = None
    cropped: float | None = None
    contained: float | None = None
    retouched: float | None = None
    same_pixels: bool = False
    probability: float = 0.0
    uncertainty: float = 0.0
    differences: tuple[Mapping[str, Any], ...] = ()

    @property
    def named_by(self) -> tuple[Mapping[str, Any], ...]:
        """What other programs said of the pair."""
        return tuple(one for one in self.differences if one.get("code") == IMPORTED)

    @property
    def stated(self) -> float:
        """The highest probability that another program states, 0 where none named the pair."""
        return max((float(one.get("amount") or 0.0) for one in self.named_by), default=0.0)

    @property
    def is_measured(self) -> bool:
        """Whether a search compared the two pictures."""
        return self.similarity != 0 or self.hash_distance is not None or self.agreement is not None

    def also_named(self, marks: Iterable[Mapping[str, Any]]) -> "DuplicatePair":
        """The same pair, named by these programs too and at least as probable as they say."""
        by_program = {str(one.get("from", "")): one for one in (*self.named_by, *marks)}
        found = [one for one in self.differences if one.get("code") != IMPORTED]
        named = self._replace(differences=(*found, *by_program.values()))
        return named._replace(probability=max(self.probability, named.stated))


class AnsweredPair(NamedTuple):
    """What a curator said of a pair."""

    image_a: int
    image_b: int
    answer: DuplicateAnswer
    decider: str
    decided_at: str


class FoundCluster(NamedTuple):
    """A group of images that are probably the same, as clustering found it.

    ``probability`` is that of its ``weakest`` pair. ``certain``: whether it may be taken unseen.
    """

    members: tuple[int, ...]
    probability: float
    weakest: ImagePair
    certain: bool


@dataclass(frozen=True, slots=True)
class DuplicateCluster:
    """A cluster that waits for a curator; ``members`` by path.

    ``id`` is the lowest id among its members: one that comes back has the id it had.
    """

    id: int
    members: tuple[int, ...]
    probability: float
    weakest: ImagePair
    certain: bool


LIKELY = 0.5
"""Probability of a cluster's weakest pair from which its images are told to be duplicates outside
of the page where they are decided on, and from which one of them counts for all."""


class ClusterOrder(StrEnum):
    """How clusters are listed, certain ones always first: the largest, those in doubt (nearest to
    even chances), or by the path of the first member."""

    SIZE = "size"
    DOUBT = "doubt"
    PATH = "path"


class LikelyPair(NamedTuple):
    """A pair of images as far as clusters are made of it."""

    image_a: int
    image_b: int
    probability: float


@dataclass(frozen=True, slots=True)
class DuplicateGraph:
    """Images in use that may be the same, with all that speaks for or against.

    ``pairs`` and ``answers`` are those between ``members``. ``touched`` are the members and those
    that left; their clusters give way. ``seen``: the newest change that this knows of.
    """

    members: tuple[int, ...]
    pairs: tuple[LikelyPair, ...]
    answers: tuple[AnsweredPair, ...]
    touched: frozenset[int]
    seen: int


@dataclass(frozen=True, slots=True)
class DuplicateRun:
    """How duplicates were searched for: the encoder's fingerprint and whatever belongs to it."""

    encoder: str
    details: Mapping[str, Any] = field(default_factory=dict)
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class KeptImage:
    """One image that stays for others that are set aside."""

    keeper_id: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HandedLabel:
    """A label that the keeper gets, and the image it comes from."""

    label_id: int
    from_image_id: int


@dataclass(frozen=True, slots=True)
class ContradictingLabel:
    """A label that some of the images carry and a curator rejected for others of them."""

    label_id: int
    carried_by: tuple[int, ...]
    rejected_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """What setting images aside would give their keeper.

    ``labels`` are handed. ``contradicting`` ones are not, unless somebody asks for each: the
    keeper keeps what it has of them. ``title``: what it is called from then on, "" for no change;
    it comes from ``title_from``.
    """

    keeper_id: int
    others: tuple[int, ...]
    labels: tuple[HandedLabel, ...]
    contradicting: tuple[ContradictingLabel, ...]
    title: str = ""
    title_from: int | None = None


@dataclass(frozen=True, slots=True)
class DuplicateCounts:
    """How much there is: clusters that wait, certain ones among them, the images in them, answered
    pairs, and images set aside."""

    clusters: int
    certain: int
    images: int
    answers: int
    set_aside: int
