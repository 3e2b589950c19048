"""What a file would change in a catalogue, label by label and image by image, before it does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.catalogue import Catalogue
from db.commands.answers import GivenLabel, RefusedLabel
from db.errors import CatalogueError
from db.records import LabellingRecord
from engine.archive.table_matching import MatchedTable, TableEntry
from engine.exchange.records import Answer, ExchangedImage, ExchangedLabelling
from engine.jobs.keyword_rows import export_rows

MOST_TOLD = 1_000
IMAGES_AT_A_TIME = 1_000
Levels = tuple[str, ...]
EXPORT_DECIDER = "export"


@dataclass(frozen=True, slots=True)
class LabelDifference:
    """One label: on how many images it would be put, from how many taken, on how many it is and
    stays, and from how many it stays away because a curator rejected it there later or at all.
    ``is_new``: the label would be made."""

    levels: Levels
    is_new: bool
    added: int = 0
    removed: int = 0
    stays: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ImageDifference:
    """One image: the labels that would be put on and taken off, suggestions that would be
    rejected, and the labels that stay."""

    path: str
    added: tuple[Levels, ...] = ()
    removed: tuple[Levels, ...] = ()
    rejected: tuple[Levels, ...] = ()
    stays: tuple[Levels, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything would change."""
        return bool(self.added or self.removed or self.rejected)


@dataclass(slots=True)
class Difference:
    """``labels`` in the order of their levels; ``images`` those that change, the first thousand of
    ``changed_images``. ``answered``: how many images somebody looked through elsewhere;
    ``rejected``: how many suggestions would be."""

    labels: list[LabelDifference] = field(default_factory=list)
    images: list[ImageDifference] = field(default_factory=list)
    changed_images: int = 0
    answered: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Compared:
    """The difference as it is told, and as ``take_answers`` makes it true."""

    told: Difference = field(default_factory=Difference)
    given: list[GivenLabel] = field(default_factory=list)
    refused: list[RefusedLabel] = field(default_factory=list)


@dataclass(slots=True)
class Said:
    """What a file says of one image, all its rows together."""

    path: str
    labels: dict[Levels, ExchangedLabelling] = field(default_factory=dict)
    answer: Answer | None = None

    def add(self, image: ExchangedImage) -> None:
        """One more row. Who answers later says more."""
        for labelling in image.labellings:
            there = self.labels.get(labelling.levels)
            if there is None or there.decided_at < labelling.decided_at:
                self.labels[labelling.levels] = labelling
        if image.answer is not None:
            others = image.answer.others | (
                frozenset() if self.answer is None else self.answer.others
            )
            self.answer = Answer(others, image.answer.decider, image.answer.decided_at)


def said_by_export(file: Path, table: MatchedTable) -> dict[str, Said]:
    """What an export says of each image of the archive, by path."""
    path_of = {number: path for path, entry in table.entries.items() for number in entry.rows}
    found: dict[str, Said] = {}
    for number, image in export_rows(file):
        path = path_of.get(number)
        if path is not None:
            found.setdefault(path, Said(path)).add(image)
    return found


def said_by_table(table: MatchedTable) -> dict[str, Said]:
    """What a keyword table says of each image of the archive, by path."""
    return {
        path: Said(path, {levels: ExchangedLabelling(levels) for levels in entry.keywords})
        for path, entry in table.entries.items()
    }


def compared(
    catalogue: Catalogue,
    said: Mapping[str, Said],
    ids: Mapping[str, int],
    entries: Mapping[str, TableEntry],
    *,
    removals: bool = True,
) -> Iterator[tuple[int, Compared]]:
    """What would change, worked out a thousand images at a time: how many are done, and all that
    is found so far.

    Of an image that somebody answered about, what they gave is given, unless a curator rejected it
    here later; with ``removals`` what they were asked about and did not give is taken off, unless
    it was put on here later, and an open suggestion of it is rejected. Of any other image only
    labels are given that nobody decided on or took off here.
    """
    comparison = _Comparison(_KnownLabels(catalogue, said.values(), entries), removals)
    order = sorted(said.values(), key=lambda one: ids[one.path])
    yield 0, comparison.made
    for start in range(0, len(order), IMAGES_AT_A_TIME):
        part = order[start : start + IMAGES_AT_A_TIME]
        state = _State.of(catalogue, [ids[one.path] for one in part])
        for one in part:
            comparison.add(one, ids[one.path], state)
        yield start + len(part), comparison.finished()


@dataclass(frozen=True, slots=True)
class _State:
    """What the catalogue says of some images."""

    labellings: Mapping[int, Sequence[LabellingRecord]]
    rejections: Mapping[tuple[int, int], str]
    suggestions: Mapping[tuple[int, int], float]
    keywords: Mapping[int, set[tuple[str, str]]]

    @classmethod
    def of(cls, catalogue: Catalogue, image_ids: list[int]) -> "_State":
        return cls(
            catalogue.labellings.of_images(image_ids),
            catalogue.labellings.rejections_of(image_ids),
            catalogue.suggestions.open_pairs(image_ids),
            catalogue.images.keywords_of_many(image_ids),
        )


class _KnownLabels:
    """Which labels the levels of a file mean, and how the labels here are called."""

    def __init__(
        self, catalogue: Catalogue, said: Iterable[Said], entries: Mapping[str, TableEntry]
    ) -> None:
        whole: set[Levels] = set()
        flat: set[Levels] = set()
        for one in said:
            is_whole = entries[one.path].whole_paths
            for levels in (*one.labels, *(one.answer.others if one.answer else ())):
                (whole if is_whole or len(levels) > 1 else flat).add(levels)
        self._ids = catalogue.labels.at_paths(whole)
        self._ids |= {levels: _named(catalogue, levels[0]) for levels in flat - whole}
        self.levels_of = catalogue.labels.levels()

    def id(self, levels: Levels) -> int | None:
        """The label, None where it is not there."""
        return self._ids.get(levels)


def _named(catalogue: Catalogue, name: str) -> int | None:
    try:
        found = catalogue.labels.find(name)
    except CatalogueError:  # it may be one of several, and so becomes one of its own
        return None
    return None if found is None else found.id


class _Comparison:
    """Puts what a file says of images beside what the catalogue says of them."""

    def __init__(self, known: _KnownLabels, removals: bool) -> None:
        self.made = Compared()
        self._known = known
        self._removals = removals
        self._counts: dict[Levels, Counter[str]] = {}

    def finished(self) -> Compared:
        """All that was found, the labels counted."""
        self.made.told.labels = [
            LabelDifference(levels, self._known.id(levels) is None, **count)
            for levels, count in sorted(self._counts.items())
        ]
        return self.made

    def add(self, said: Said, image_id: int, state: _State) -> None:
        """One more image."""
        carried = {one.label_id: one for one in state.labellings[image_id]}
        fates: dict[Levels, str] = {}
        for levels, labelling in said.labels.items():
            label_id = self._known.id(levels)
            fates[levels] = _fate(labelling, said.answer, label_id, image_id, carried, state)
            if fates[levels] == "added":
                self.made.given.append(_given(labelling, image_id, label_id, said.answer))
        if said.answer is not None:
            self.made.told.answered += 1
            if self._removals:
                fates |= self._refused(said, said.answer, image_id, carried, state)
        self._tell(said.path, fates, carried)

    def _refused(
        self,
        said: Said,
        answer: Answer,
        image_id: int,
        carried: Mapping[int, LabellingRecord],
        state: _State,
    ) -> dict[Levels, str]:
        """What becomes of the labels that an answer leaves out."""
        fates: dict[Levels, str] = {}
        given = {self._known.id(levels) for levels in said.labels}
        for levels in sorted(answer.others):
            label_id = self._known.id(levels)
            if label_id is None or label_id in given:
                continue
            confidence = state.suggestions.get((image_id, label_id))
            if label_id in carried:
                later = _is_later(carried[label_id].decided_at, answer.decided_at)
                fates[levels] = "stays" if later else "removed"
            elif confidence is not None:
                fates[levels] = "rejected"
                self.made.told.rejected += 1
            if fates.get(levels) in ("removed", "rejected"):
                self.made.refused.append(
                    RefusedLabel(
                        image_id, label_id, confidence or 0.0, answer.decider, answer.decided_at
                    )
                )
        return fates

    def _tell(
        self, path: str, fates: Mapping[Levels, str], carried: Mapping[int, LabellingRecord]
    ) -> None:
        for levels, fate in fates.items():
            if fate != "rejected":
                self._counts.setdefault(levels, Counter())[fate] += 1

        def of(wanted: str) -> tuple[Levels, ...]:
            return tuple(levels for levels, fate in fates.items() if fate == wanted)

        mentioned = {self._known.id(levels) for levels in fates}
        others = (self._known.levels_of[one] for one in carried if one not in mentioned)
        image = ImageDifference(
            path, of("added"), of("removed"), of("rejected"), (*of("stays"), *others)
        )
        if image.changes:
            self.made.told.changed_images += 1
            if len(self.made.told.images) < MOST_TOLD:
                self.made.told.images.append(image)


def _fate(
    labelling: ExchangedLabelling,
    answer: Answer | None,
    label_id: int | None,
    image_id: int,
    carried: Mapping[int, LabellingRecord],
    state: _State,
) -> str:
    """What becomes of a label that a file gives an image."""
    if label_id in carried:
        return "stays"
    rejected_at = "" if label_id is None else state.rejections.get((image_id, label_id), "")
    if answer is not None:
        decided_at = max(labelling.decided_at, answer.decided_at)
        return "left_out" if rejected_at and _is_later(rejected_at, decided_at) else "added"
    text = "|".join(labelling.levels)
    was_read = any(text == one for one, _ in state.keywords.get(image_id, ()))
    return "left_out" if rejected_at or was_read else "added"


def _is_later(here: str, elsewhere: str) -> bool:
    """Whether something was decided here after it was elsewhere; an answer without a time was
    given after all."""
    return bool(elsewhere) and here > elsewhere


def _given(
    labelling: ExchangedLabelling, image_id: int, label_id: int | None, answer: Answer | None
) -> GivenLabel:
    if labelling.source in ("curator", "accepted") and labelling.decider:
        who = ("curator", labelling.decider, labelling.decided_at)
    elif answer is not None:
        who = ("curator", answer.decider, answer.decided_at)
    else:
        who = ("imported", EXPORT_DECIDER, "")
    return GivenLabel(image_id, labelling.levels, label_id, *who)
