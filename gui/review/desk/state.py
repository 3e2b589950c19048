"""What the Review page shows and sends, decided without Qt's widgets: records in, values out.

The page keeps what is saved (``ReviewItem``), what the suggester says (``ImageSuggestions``) and
what is on its way to the catalogue (``Pending``); everything on screen follows from the three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from db.records import (
    AcceptedLabel,
    DecisionRecord,
    ImageRecord,
    LabelError,
    LabelErrorKind,
    LabellingRecord,
    LabellingSource,
)
from engine.answers.review import ImageSuggestions
from gui.words.amounts import percent as percent

MAX_DIGIT = 9


Shares = Mapping[int, tuple[int, float]]
"""By whole percent: how many suggestions show it, and what their probabilities add up to."""


def right_of_100(shares: Shares, level_percent: int) -> int | None:
    """How many of 100 suggestions that show ``level_percent`` or more are right, as far as the
    calibration says; None where there are none."""
    taken = [one for percentage, one in shares.items() if percentage >= level_percent]
    count = sum(number for number, _ in taken)
    return percent(sum(total for _, total in taken) / count) if count else None


class RowState(StrEnum):
    """What has been decided on a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One image with what the catalogue knows about it.

    ``label_names`` has the names of all labels in ``labellings`` and ``decisions``;
    ``probabilities`` says how likely decided labels were right, where that is known.
    """

    image: ImageRecord
    labellings: tuple[LabellingRecord, ...]
    decisions: tuple[DecisionRecord, ...]
    label_names: Mapping[int, str]
    probabilities: Mapping[int, float] = field(default_factory=dict)
    doubts: tuple[LabelError, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """What was done and is not saved yet. Names in ``added_names`` are of labels being created."""

    states: Mapping[int, RowState] = field(default_factory=dict)
    added: Mapping[int, str] = field(default_factory=dict)
    added_names: tuple[str, ...] = ()
    removed: frozenset[int] = frozenset()


NOTHING_PENDING = Pending()


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion as it is shown.

    ``digit`` 0: none; ``ticked``: Enter takes it, where it is open; ``probability``: how likely
    it is right, None where that is not known; ``previous``: the share shown before the suggestions
    were worked out anew, where it differs; ``doubt``: it is in question because the image probably
    carries it wrongly, or lacks it.
    Accepting a "wrong" one keeps the label, rejecting takes it off. ``name_similarity``: the
    cosine between the image and what the label is called, where the suggester goes by that.
    """

    digit: int
    label_id: int
    label_name: str
    confidence: float
    state: RowState
    ticked: bool
    previous: float | None = None
    probability: float | None = None
    doubt: LabelErrorKind | None = None
    name_similarity: float | None = None

    @property
    def shown(self) -> float:
        """The share on screen: the probability, or the bare confidence without one."""
        return self.confidence if self.probability is None else self.probability


@dataclass(frozen=True, slots=True)
class Explained:
    """The label whose similar images are being compared, and the percentage it began with."""

    label_id: int
    label_name: str
    percent: int


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label the image carries. ``label_id`` 0: it is being created."""

    label_id: int
    label_name: str
    source: LabellingSource
    decider: str
    confidence: float | None
    saving: bool


def label_rows(item: ReviewItem, pending: Pending, curator: str) -> tuple[LabelRow, ...]:
    """The labels of the image, the imported ones first, then in the order they were given."""
    rows: list[LabelRow] = []
    shown: set[int] = set()

    for labelling in sorted(item.labellings, key=_labelling_order):
        state = pending.states.get(labelling.label_id, RowState.ACCEPTED)
        if labelling.label_id in pending.removed or state is not RowState.ACCEPTED:
            continue
        shown.add(labelling.label_id)
        rows.append(
            LabelRow(
                labelling.label_id,
                labelling.label_name,
                labelling.source,
                labelling.decider,
                item.probabilities.get(labelling.label_id),
                saving=False,
            )
        )
    for label_id, name in pending.added.items():
        if label_id not in shown:
            rows.append(LabelRow(label_id, name, "curator", curator, None, saving=True))
    for name in pending.added_names:
        rows.append(LabelRow(0, name, "curator", curator, None, saving=True))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class LabelDifferences:
    """The names of the labels that both of two images have, and that only one has."""

    both: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]


def label_differences(first: Sequence[LabelRow], second: Sequence[LabelRow]) -> LabelDifferences:
    """What two images have in common, in the order of their rows."""

    def names(rows: Sequence[LabelRow], others: Sequence[LabelRow], *, in_both: bool) -> list[str]:
        ids = {row.label_id for row in others if row.label_id}
        return [row.label_name for row in rows if (row.label_id in ids) is in_both]

    return LabelDifferences(
        tuple(names(first, second, in_both=True)),
        tuple(names(first, second, in_both=False)),
        tuple(names(second, first, in_both=False)),
    )


def _labelling_order(labelling: LabellingRecord) -> tuple[bool, str, str]:
    found = labelling.source in ("imported", "rule")
    return (not found, "" if found else labelling.decided_at, labelling.label_name)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which open suggestions Enter takes: those likely enough, and what a person chose instead.

    A suggestion that shows ``level_percent`` or more is ticked; ``chosen`` says by label id what
    digits ticked and unticked. With ``only``, a label's id, only that label is ticked.
    """

    level_percent: int = 50
    chosen: Mapping[int, bool] = field(default_factory=dict)
    only: int = 0

    def has(self, label_id: int, shown: float, *, kept: bool) -> bool:
        """Whether a suggestion that shows this share is ticked.

        ``kept``: accepting it leaves the label where it is, which is the answer meant by going on.
        """
        if label_id in self.chosen:
            return self.chosen[label_id]
        if self.only:
            return label_id == self.only
        return kept or percent(shown) >= self.level_percent


DEFAULT_TICKS = Ticks()


def suggestion_rows(
    item: ReviewItem,
    suggested: ImageSuggestions,
    pending: Pending,
    previous: Mapping[int, float] | None = None,
    doubt: LabelErrorKind | None = None,
    ticks: Ticks = DEFAULT_TICKS,
) -> tuple[SuggestionRow, ...]:
    """Suggestions still open together with those decided on before, most confident first; weak
    ones as long as there are digits for them.

    The labels in question, where the queue is about such errors (``doubt``), come before all;
    beside wrong ones nothing new is suggested, so that one thing is asked at a time.

    A label the image carries without having been suggested is no suggestion. ``previous`` maps
    labels to the share shown before the last change of the references.
    """
    found = _Found.of(item, suggested, pending, doubt)
    ordered = found.ordered(suggested, ticks.only)
    similarities = {
        one.label_id: one.name_similarity for one in (*suggested.suggestions, *suggested.weak)
    }
    return tuple(
        SuggestionRow(
            digit=position if position <= MAX_DIGIT else 0,
            label_id=label_id,
            label_name=found.names.get(label_id, ""),
            confidence=found.confidences[label_id],
            state=found.states[label_id],
            ticked=ticks.has(
                label_id,
                found.shown(label_id),
                kept=doubt == "wrong" and label_id in found.in_question,
            ),
            previous=_changed((previous or {}).get(label_id), found.shown(label_id)),
            probability=found.probabilities.get(label_id),
            doubt=doubt if label_id in found.in_question else None,
            name_similarity=similarities.get(label_id),
        )
        for position, label_id in enumerate(ordered, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of every label that gets a row, by label id."""

    states: dict[int, RowState]
    confidences: dict[int, float]
    probabilities: dict[int, float | None]
    names: dict[int, str]
    in_question: frozenset[int]

    @classmethod
    def of(
        cls,
        item: ReviewItem,
        suggested: ImageSuggestions,
        pending: Pending,
        doubt: LabelErrorKind | None,
    ) -> Self:
        everything = (*suggested.suggestions, *suggested.weak)
        carried = {labelling.label_id for labelling in item.labellings} - pending.removed
        confidences = {s.label_id: s.confidence for s in everything}
        probabilities: dict[int, float | None] = dict(item.probabilities)
        probabilities |= {s.label_id: s.probability for s in everything}
        states: dict[int, RowState] = {}
        for label_id in confidences:
            if label_id not in carried and doubt != "wrong":
                states[label_id] = RowState.OPEN
        doubted = [one for one in item.doubts if one.kind == doubt]
        for one in doubted:
            if one.label_id not in confidences:
                probabilities[one.label_id] = one.probability
            confidences.setdefault(one.label_id, one.probability)
            # An edit on its way does not take the label out of the question, it answers it.
            saved = any(labelling.label_id == one.label_id for labelling in item.labellings)
            if saved is (doubt == "wrong"):
                states[one.label_id] = RowState.OPEN
        for decision in item.decisions:
            label_id = decision.label_id
            if decision.accepted and label_id in carried:
                states[label_id] = RowState.ACCEPTED
            elif not decision.accepted and label_id not in carried:
                states[label_id] = RowState.REJECTED
            else:
                continue
            confidences.setdefault(label_id, decision.confidence)
        states |= {key: state for key, state in pending.states.items() if key in states}
        return cls(
            states,
            confidences,
            probabilities,
            dict(item.label_names) | {s.label_id: s.label_name for s in everything},
            frozenset(one.label_id for one in doubted),
        )

    def shown(self, label_id: int) -> float:
        """The share on screen."""
        probability = self.probabilities.get(label_id)
        return self.confidences[label_id] if probability is None else probability

    def ordered(self, suggested: ImageSuggestions, only: int) -> list[int]:
        """The labels as they are listed: those in question, the rest by their share; open weak
        ones only up to the last digit. ``only``, which is what is asked, comes first."""
        weak = {one.label_id for one in suggested.weak} - self.in_question
        ordered = sorted(
            self.states,
            key=lambda key: (-self.shown(key), -self.confidences[key], self.names.get(key, "")),
        )
        ordered.sort(key=lambda key: (key not in self.in_question, key != only))
        spare = [key for key in ordered if key in weak and self.states[key] is RowState.OPEN]
        room = max(MAX_DIGIT - (len(ordered) - len(spare)), 0)
        left_out = set(spare[room:])
        return [key for key in ordered if key not in left_out]


def _changed(previous: float | None, now: float) -> float | None:
    if previous is None or percent(previous) == percent(now):
        return None
    return previous


def toggled_accept(state: RowState) -> RowState:
    """What accepting does to a row: a second time takes it back."""
    return RowState.OPEN if state is RowState.ACCEPTED else RowState.ACCEPTED


def toggled_reject(state: RowState) -> RowState:
    """What rejecting does to a row: a second time takes it back."""
    return RowState.OPEN if state is RowState.REJECTED else RowState.REJECTED


def taken_by_enter(rows: Sequence[SuggestionRow]) -> tuple[SuggestionRow, ...]:
    """What Enter takes: what is ticked and not decided on."""
    return tuple(row for row in rows if row.ticked and row.state is RowState.OPEN)


def rejected_by_reject_all(rows: Sequence[SuggestionRow]) -> tuple[AcceptedLabel, ...]:
    """What "reject all" rejects: every suggestion that is not decided on."""
    return tuple(
        AcceptedLabel(row.label_id, row.confidence) for row in rows if row.state is RowState.OPEN
    )


def row_of(rows: Sequence[SuggestionRow], label_id: int) -> SuggestionRow | None:
    """The row of a label, if there is one."""
    return next((row for row in rows if row.label_id == label_id), None)


def label_of_change(rows: Sequence[SuggestionRow], details: Mapping[str, object]) -> int:
    """The first label on show that a change of an image was about; 0 for none."""
    names: set[object] = set()
    for key in ("accepted", "rejected", "cleared", "added", "removed"):
        value = details.get(key)
        names.update(value if isinstance(value, list) else ())
    return next((row.label_id for row in rows if row.label_name in names), 0)


def next_open(rows: Sequence[SuggestionRow], label_id: int) -> int:
    """The label of the next row that is not decided on, from the top again behind the last.

    ``label_id`` itself where there is none.
    """
    places = [place for place, row in enumerate(rows) if row.label_id == label_id]
    start = places[0] + 1 if places else 0
    for row in (*rows[start:], *rows[:start]):
        if row.state is RowState.OPEN and row.label_id != label_id:
            return row.label_id
    return label_id


def focus_after(rows: Sequence[SuggestionRow], label_id: int, step: int = 0) -> int:
    """The label to focus: ``step`` rows from ``label_id``; the first row where that is not shown.

    0 where there are no rows.
    """
    if not rows:
        return 0
    positions = {row.label_id: position for position, row in enumerate(rows)}
    if label_id not in positions:
        return rows[0].label_id
    return rows[min(max(positions[label_id] + step, 0), len(rows) - 1)].label_id


def percent_shares(shares: Sequence[float], total: int) -> list[int]:
    """Shares in [0, 1] as whole percents that add up to ``total``: largest remainders get the
    rounding's rest, so that what is on screen can be added up by hand.

    ``total`` is the percentage shown for their sum; a share may come out as 0 ("under 1 %").
    """
    exact = [share * 100 for share in shares]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: exact[i] - whole[i], reverse=True)
    rest = total - sum(whole)
    for position in by_remainder[: max(rest, 0)]:
        whole[position] += 1
    for position in reversed(by_remainder):
        if rest >= 0:
            break
        if whole[position] > 0:
            whole[position] -= 1
            rest += 1
    return whole
