"""Frozen values that repositories hand out and commands take. No SQL, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

from db.captions.records import CaptionSource, FoundCaption, TextRule
from messages.levels import join_levels
from messages.message import Message

ImageStatus = Literal["ok", "unreadable", "missing"]
LabellingSource = Literal["imported", "curator", "accepted", "merged", "rule"]
LabelErrorKind = Literal["wrong", "missing"]
PATH_SOURCES = (
    *("export", "lr:hierarchicalSubject", "digiKam:TagsList", "MicrosoftPhoto:LastKeywordXMP"),
    *("mediapro:CatalogSets", "acdsee:categories"),
)
"""The sources of keywords that are always whole paths, also where they have one level only."""

NameOrigin = Literal["manual", "automatic", "original"]


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One image of the archive.

    ``path`` is for people; ``path_bytes`` (relative to the archive, "/" between the parts, the
    operating system's own bytes) opens the file. ``keeper_id``: the image it is set aside for.
    """

    id: int
    path_bytes: bytes
    path: str
    folder: str
    content_hash: bytes
    size_bytes: int
    modified_ns: int
    width_px: int | None
    height_px: int | None
    format: str | None
    frame_count: int
    title: str
    captured_at: str | None
    status: ImageStatus
    problem: Message | None
    reviewed_at: str | None
    added_at: str = ""
    keeper_id: int | None = None

    @property
    def readable_in_use(self) -> bool:
        """Whether it can be labelled and learned from: readable, and not set aside."""
        return self.status == "ok" and self.keeper_id is None


@dataclass(frozen=True, slots=True)
class ImageCard:
    """What the thumbnail grid shows of an image.

    ``cluster_id``: the likely or certain cluster of duplicates it waits in. ``keeper_id``: whom it
    is set aside for.
    """

    id: int
    path: str
    content_hash: bytes
    width_px: int | None
    height_px: int | None
    status: ImageStatus
    reviewed: bool
    label_count: int
    suggestion_count: int
    keeper_id: int | None = None
    cluster_id: int | None = None

    @property
    def is_duplicate(self) -> bool:
        """Whether it is set aside for another or may be the same as another."""
        return self.keeper_id is not None or self.cluster_id is not None


@dataclass(frozen=True, slots=True)
class FoundKeyword:
    """A keyword as found in a file or table, from the top level down; a flat one has one level.

    ``source`` says where: "csv", "export", "iptc", "dc:subject", "lr:hierarchicalSubject",
    "digiKam:TagsList", with " (x.jpg.xmp)" behind it for a sidecar.
    """

    levels: tuple[str, ...]
    source: str

    @property
    def is_path(self) -> bool:
        """Whether it says where in the hierarchy it is: one level from a field of paths is at the
        top, one from elsewhere is anywhere."""
        return len(self.levels) > 1 or self.source.startswith(PATH_SOURCES)


@dataclass(frozen=True, slots=True)
class ScannedImage:
    """One file as the scan found it; ``problem`` is None for a readable one."""

    path_bytes: bytes
    content_hash: bytes
    size_bytes: int
    modified_ns: int
    width_px: int | None = None
    height_px: int | None = None
    format: str | None = None
    frame_count: int = 1
    title: str = ""
    captured_at: str | None = None
    problem: Message | None = None
    keywords: tuple[FoundKeyword, ...] = ()
    captions: tuple[FoundCaption, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What one imported batch brought. ``keywords_ignored``: those that could not become a label,
    empty or too long. ``import_id``: the change that undo takes back, 0 where there is none."""

    added: int = 0
    updated: int = 0
    labels_created: int = 0
    labellings_added: int = 0
    keywords_ignored: int = 0
    captions_added: int = 0
    import_id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What a rescan compares a file on disk with."""

    image_id: int
    path_bytes: bytes
    content_hash: bytes
    size_bytes: int
    modified_ns: int
    status: ImageStatus


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """An entry of the vocabulary with the number of images that carry it.

    A curator calls it ``english_name`` in English, a translator, which is in ``automatic_from``,
    ``automatic_name``; all "" where there is none. ``prompts`` are the label's own, one a line, in
    place of the contexts. A ``grouping`` label stands in brackets in Lightroom's keyword lists: it
    holds others together and is not written into files. By the ``text_rule`` images get it from
    their captions. ``below_count`` images carry only a label below it. ``above`` are the names of
    the labels above it from the top down; ``is_shared``: the name may mean another one.
    """

    id: int
    name: str
    parent_id: int | None
    english_name: str
    aliases: tuple[str, ...]
    image_count: int
    below_count: int = 0
    automatic_name: str = ""
    automatic_from: str = ""
    prompts: str = ""
    grouping: bool = False
    text_rule: TextRule | None = None
    above: tuple[str, ...] = ()
    is_shared: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        """The names from the top of the hierarchy down to the label."""
        return (*self.above, self.name)

    @property
    def shown(self) -> str:
        """What people read: the name, or the path where another label has the same name."""
        return join_levels(self.levels) if self.is_shared else self.name

    @property
    def name_in_english(self) -> tuple[str, NameOrigin]:
        """The name that language models read, and whether it is that of a person or a machine.

        By hand before automatic, and the name itself where there is neither.
        """
        if self.english_name:
            return self.english_name, "manual"
        if self.automatic_name:
            return self.automatic_name, "automatic"
        return self.name, "original"

    @property
    def total_count(self) -> int:
        """How many images carry it or a label below it."""
        return self.image_count + self.below_count


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A keyword of a list; ``parent`` is the position of the one above it, before it, or None."""

    name: str
    parent: int | None = None
    synonyms: tuple[str, ...] = ()
    grouping: bool = False
    english_name: str = ""


@dataclass(frozen=True, slots=True)
class LabellingRecord:
    """One (image, label) with where it came from; ``label_name`` is what people read of it.

    ``from_image_id``: of a merged one, the duplicate that it came from.
    """

    image_id: int
    label_id: int
    label_name: str
    source: LabellingSource
    decider: str
    decided_at: str
    confidence: float | None
    from_image_id: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A curator's accept or reject of a suggestion."""

    image_id: int
    label_id: int
    accepted: bool
    confidence: float
    suggester: str
    decider: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """(image, label, confidence) at or above its threshold.

    ``probability`` is the calibrated confidence; None where the run had no calibration.
    """

    image_id: int
    label_id: int
    label_name: str
    confidence: float
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class SuggestedLabel:
    """A label that is suggested for ``count`` of some images.

    ``share``: how likely one of these suggestions is right, on average; where not all of them
    are ``calibrated``, with the confidence in the place of what is not known.
    """

    label_id: int
    count: int
    share: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class SuggestionRun:
    """Which suggester made the suggestions now in the catalogue, and how."""

    suggester: str
    encoder: str
    hyperparameters: Mapping[str, float | int | str]
    threshold: float
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class LabelError:
    """A label that an image probably carries wrongly, or probably lacks.

    ``score`` in [0, 1] ranks pairs of one kind, the most suspicious highest. ``probability`` is
    what the other labelled images say: how likely the label belongs to the image.
    """

    image_id: int
    label_id: int
    kind: LabelErrorKind
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class QueueRun:
    """What the queues of label errors and of images that teach most were computed with."""

    suggester: str
    encoder: str
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a command did; broadcast once so that everything on screen can follow.

    ``image_ids`` and ``label_ids`` name what changed; ``images_unknown`` is set where so much
    changed that listing it helps nobody (an import): reload then. ``in_use_changed``: images
    were set aside, or are in use again, and so leave lists or come into them.
    """

    change_id: int
    command: str
    details: Mapping[str, str | int | float | list[int] | list[str]]
    image_ids: frozenset[int] = frozenset()
    label_ids: frozenset[int] = frozenset()
    images_unknown: bool = False
    undoable: bool = True
    in_use_changed: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the audit trail; ``image_path`` where it is about one image that is there."""

    change_id: int
    command: str
    details: Mapping[str, str | int | float | list[int] | list[str]]
    curator: str
    changed_at: str
    undoable: bool
    state: Literal["done", "undone", "dropped"]
    target_id: int | None
    image_path: str = ""


class Status(StrEnum):
    """The status facet of the library; all but the last are of images in use."""

    ANY = "any"
    UNLABELLED = "unlabelled"
    LABELLED = "labelled"
    SUGGESTED = "suggested"
    REVIEWED = "reviewed"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    SET_ASIDE = "set aside"


class ImageOrder(StrEnum):
    """How the library orders images: by folder and name, by name alone, the newest, the largest,
    those with most labels or those with the surest suggestion first."""

    PATH = "path"
    NAME = "name"
    NEWEST = "newest"
    LARGEST = "largest"
    MOST_LABELS = "most labels"
    SUREST = "surest"


class ImageShape(StrEnum):
    """Which side of an image is the longer one."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"


class QueueOrder(StrEnum):
    """How the review queue orders images."""

    UNLABELLED = "unlabelled"
    LEAST_CONFIDENT = "least confident"
    MOST_CONFIDENT = "most confident"
    LABEL = "by label"
    FOLDER = "folder"
    RANDOM = "random"
    TEACHES_MOST = "teaches most"
    PROBABLY_WRONG = "probably wrong"
    PROBABLY_MISSING = "probably missing"


class GridMode(StrEnum):
    """What the grid of a label asks about."""

    SUGGESTED = "suggested"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class GridChoice:
    """Which images the grids show.

    The rest counts for suggested ones. ``weak``: also those below their threshold. ``labelled``:
    also images that came with labels, for whose suggestions the probabilities are too high
    (whoever labelled them saw the image). ``missing``: also those where the label is probably
    missing.
    """

    mode: GridMode = GridMode.SUGGESTED
    weak: bool = False
    labelled: bool = False
    missing: bool = False


class GridRow(NamedTuple):
    """An image in the grid of a label. ``share``: how likely it shows what the label says; the
    confidence where a run had no calibration (``calibrated``)."""

    image_id: int
    confidence: float
    share: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class WaitingImages:
    """How many images wait in the grid of a label, above a line (``likely``) and below it.

    The shares add up to how many of them probably show what the label says.
    """

    label_id: int
    likely: int
    likely_shares: float
    unlikely: int
    unlikely_shares: float

    @property
    def total(self) -> int:
        """How many images wait."""
        return self.likely + self.unlikely


@dataclass(frozen=True, slots=True)
class ImageFilter:
    """Which images the library or the review queue shows; all conditions hold together.

    ``text`` is words; each must occur in the path, the title or the name or an alias of a label
    the image carries. ``folder`` includes the folders below it. Of labels, each stands for itself
    and those below it: the image carries all of ``label_ids``, one of ``any_label_ids`` at least,
    none of ``no_label_ids``. ``suggested_ids`` are labels it has open suggestions of, as in
    Status.SUGGESTED. Days are ISO dates, the last one included, "" for no bound: ``captured`` as
    the camera wrote it, ``decided`` in local time. A side is the longer one. ``duplicates_of``: an
    image, its keeper, its cluster of duplicates, and all set aside for one of these, which are
    shown too where no status is asked for.

    ``source``, ``decider`` and ``decided`` are of one labelling together: of those of
    ``label_ids``, or of any, where a decision counts as well if no source is asked for. So are
    ``caption_languages`` ("no" is "no-NO" too, "" unknown) and ``caption_source`` of one caption.
    """

    text: str = ""
    folder: str | None = None
    label_ids: tuple[int, ...] = ()
    status: Status = Status.ANY
    source: LabellingSource | None = None
    any_label_ids: tuple[int, ...] = ()
    no_label_ids: tuple[int, ...] = ()
    suggested_ids: tuple[int, ...] = ()
    suggestions: bool | None = None
    captured_from: str = ""
    captured_to: str = ""
    formats: tuple[str, ...] = ()
    bytes_from: int | None = None
    bytes_to: int | None = None
    side_from_px: int | None = None
    side_to_px: int | None = None
    shape: ImageShape | None = None
    decider: str = ""
    decided_from: str = ""
    decided_to: str = ""
    duplicates_of: int | None = None
    captions: bool | None = None
    caption_languages: tuple[str, ...] = ()
    caption_source: CaptionSource | None = None


@dataclass(frozen=True, slots=True)
class AcceptedLabel:
    """One suggestion as a curator decided on it."""

    label_id: int
    confidence: float


@dataclass(frozen=True, slots=True)
class ReferenceRows:
    """All labelled, readable images and their labels, for fitting a suggester.

    ``image_ids[i]`` has ``content_hashes[i]``; ``pairs`` holds (position in image_ids, label id).
    """

    image_ids: list[int]
    content_hashes: list[bytes]
    pairs: list[tuple[int, int]]
