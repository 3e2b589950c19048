"""What the figures of captions mean, in words: what kind of captions they are, and what to do.

Paper 001 (C-CLIP) tells two kinds apart: *descriptive* captions say what is to be seen,
*commentative* ones add opinion, explanation or an event. Encoders are trained on the first and do
badly on the second: the description-commentary gap. It does not say how to tell the kind of a
caption; ``verdict`` says by which rules that is done here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from messages.message import Message
from messages.stored import from_text, to_text

Kind = Literal["few", "foreign", "descriptive", "mixed", "commentative"]

FEWEST_CAPTIONS = 50
DESCRIPTIVE_TOP_1, COMMENTATIVE_TOP_1 = 0.40, 0.13
"""Recall@1 among 1 000 of ready-made encoders in paper 001, table 2: 0.41 to 0.73 on descriptive
captions (COCO, XM3600), 0.06 to 0.13 on commentative ones (Telegram, tweets)."""
POPULATION = 1_000
DESCRIPTIVE_WORDS, COMMENTATIVE_WORDS = 0.25, 0.08
DESCRIPTIVE_SEPARATION, COMMENTATIVE_SEPARATION = 1.5, 0.5
MOST_FOREIGN = 0.5
SOME_FOREIGN = 0.2
SOME_CUT = 0.1
ABOVE_CHANCE = 2.0
FEWEST_TO_TRAIN = 200
WORSE_GROUP = 0.4
"""A group whose captions are at less than this share of the whole's separation is named."""
GROUP_PAIRS = 30


@dataclass(frozen=True, slots=True)
class Words:
    """Shares in [0, 1] of captions that name a label, on images that have labels or features.

    own: a label that the image carries; seen: one of those that the encoder sees in it first. Each
    beside the same with the captions of other images. ``captions`` were looked at for either.
    """

    own: float
    own_by_chance: float
    own_captions: int
    seen: float
    seen_by_chance: float
    seen_captions: int

    @property
    def overlap(self) -> float | None:
        """How many more captions name what is on their image than on another; None: not known."""
        found = [
            mine - others
            for mine, others, captions in (
                (self.own, self.own_by_chance, self.own_captions),
                (self.seen, self.seen_by_chance, self.seen_captions),
            )
            if captions >= FEWEST_CAPTIONS
        ]
        return max(found) if found else None


NO_WORDS = Words(0.0, 0.0, 0, 0.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of the captions: words, tokens as the encoder counts them, and the share beyond what it
    reads, which it cuts. ``limit_tokens`` 0: the encoder's tokens are not known."""

    median_words: float
    most_words: int
    under_five_words: float
    median_tokens: float = 0.0
    limit_tokens: int = 0
    truncated: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict goes by. ``z``: the gap in standard errors. ``top_1``: text to image among
    1 000, None where there are fewer or the encoder is small. ``foreign``: the share of captions in
    languages that the encoder does not read. ``folders``, ``languages``: separation and pairs by
    name and by code.
    """

    captions: int
    separation: float
    z: float
    top_1: float | None
    words: Words
    foreign: float
    truncated: float
    is_small_encoder: bool
    folders: Mapping[str, tuple[float, int]]
    languages: Mapping[str, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of captions, and as kept messages: what that means, why, and what to do."""

    kind: Kind
    headline: str
    reasons: tuple[str, ...]
    advice: tuple[str, ...]

    def said(self) -> list[Message]:
        """All of it as messages, the headline first."""
        return [from_text(text) for text in (self.headline, *self.reasons, *self.advice)]


def verdict(evidence: Evidence) -> Verdict:
    """The rules, in order:

    1. Fewer than 50 captions: too few to say.
    2. More than half in languages that the encoder does not read: foreign. Its figures say nothing
       about what the captions are like.
    3. Else three witnesses speak for descriptive, for commentative, or for neither, and the
       majority has it; mixed where they balance:
       - Recall@1 from text to image among 1 000, of full encoders: at least 0.40, at most 0.13
         (paper 001, table 2, see ``DESCRIPTIVE_TOP_1``);
       - words: by how many percentage points more captions name a label that their image carries,
         or that the encoder sees in it, than captions of other images do: at least 25, at most 8
         (ours; paper 001: "the text simply describes or lists the objects that appear");
       - the gap in standard deviations of wrong pairs: at least 1.5, at most 0.5 (ours; table 4
         has gaps of trained encoders only, and no spread).
       A gap that is less than two standard errors from none speaks for commentative once more.

    Deviation: the paper takes whole collections as of one kind; a catalogue may be mixed.
    """
    kind = _kind(evidence)
    headline = {
        "few": Message("caption-verdict-few", {"captions": evidence.captions}),
        "foreign": Message("caption-verdict-foreign", {"share": evidence.foreign}),
        "descriptive": Message("caption-verdict-descriptive"),
        "mixed": Message("caption-verdict-mixed"),
        "commentative": Message("caption-verdict-commentative"),
    }[kind]
    reasons = () if kind == "few" else _reasons(evidence)
    return Verdict(
        kind,
        to_text(headline),
        tuple(map(to_text, reasons)),
        tuple(map(to_text, _advice(kind, evidence))),
    )


def _kind(evidence: Evidence) -> Kind:
    if evidence.captions < FEWEST_CAPTIONS:
        return "few"
    if evidence.foreign > MOST_FOREIGN:
        return "foreign"
    votes = [
        _vote(evidence.top_1, DESCRIPTIVE_TOP_1, COMMENTATIVE_TOP_1),
        _vote(evidence.words.overlap, DESCRIPTIVE_WORDS, COMMENTATIVE_WORDS),
        _vote(evidence.separation, DESCRIPTIVE_SEPARATION, COMMENTATIVE_SEPARATION),
        -1 if evidence.z < ABOVE_CHANCE else 0,
    ]
    total = sum(votes)
    return "descriptive" if total > 0 else "commentative" if total < 0 else "mixed"


def _vote(value: float | None, descriptive: float, commentative: float) -> int:
    if value is None:
        return 0
    return 1 if value >= descriptive else -1 if value <= commentative else 0


def _reasons(evidence: Evidence) -> list[Message]:
    found = [Message("caption-reason-gap", {"separation": round(evidence.separation, 2)})]
    if evidence.z < ABOVE_CHANCE:
        found.append(Message("caption-reason-chance"))
    if evidence.top_1 is not None:
        found.append(Message("caption-reason-found", {"share": evidence.top_1}))
    words = evidence.words
    if words.own_captions >= FEWEST_CAPTIONS:
        found.append(
            Message(
                "caption-reason-own-labels", {"share": words.own, "chance": words.own_by_chance}
            )
        )
    if words.seen_captions >= FEWEST_CAPTIONS:
        found.append(
            Message(
                "caption-reason-seen-labels", {"share": words.seen, "chance": words.seen_by_chance}
            )
        )
    return found


def _advice(kind: Kind, evidence: Evidence) -> list[Message]:
    if kind == "few":
        return [Message("caption-advice-more")]
    found = []
    if evidence.foreign >= SOME_FOREIGN:
        found.append(Message("caption-advice-languages", {"share": evidence.foreign}))
    if evidence.is_small_encoder:
        found.append(Message("caption-advice-full-encoder"))
    if kind in ("mixed", "commentative"):
        found.append(
            Message("caption-advice-train", {"pairs": evidence.captions})
            if evidence.captions >= FEWEST_TO_TRAIN
            else Message("caption-advice-few-to-train", {"pairs": evidence.captions})
        )
    if evidence.truncated >= SOME_CUT:
        found.append(Message("caption-advice-cut", {"share": evidence.truncated}))
    kind_of_group, worst = _worst_group(evidence)
    if kind_of_group == "language":
        found.append(Message("caption-advice-language", {"language": worst}))
    elif worst:
        found.append(Message("caption-advice-group", {"group": worst}))
    return found or [Message("caption-advice-none")]


def _worst_group(evidence: Evidence) -> tuple[str, str]:
    """Kind and name of the group that is clearly further from its images than the rest, "" for
    none."""
    kinds = {"folder": evidence.folders, "language": evidence.languages}
    large = {
        (kind, name): separation
        for kind, groups in kinds.items()
        for name, (separation, pairs) in groups.items()
        if GROUP_PAIRS <= pairs < evidence.captions
    }
    if not large or evidence.separation <= 0:
        return "", ""
    worst = min(large, key=lambda one: (large[one], one))
    return worst if large[worst] < WORSE_GROUP * evidence.separation else ("", "")
