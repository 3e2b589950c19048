"""What two encoders make of the same captions: whose image each finds further up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.evaluation.retrieval.pairs import CaptionedImages, IntArray
from engine.evaluation.retrieval.ranks import ranks
from engine.evaluation.retrieval.words import Alike

MOST_CHANGES = 200
MOST_LOOKED_AT = 1_000
"""Of equal captions."""


@dataclass(frozen=True, slots=True)
class RankChange:
    """A caption, and at which rank either encoder finds its image; a half where two share one."""

    text: str
    image_id: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class EncoderComparison:
    """Over all captions whose images both encoders have features of, text to image.

    ``better`` and ``worse`` count captions whose image comes up or down from the first encoder to
    the second; ``gained`` and ``lost`` are those that change most, by 1 / rank, each text once.
    """

    first: str
    second: str
    captions: int
    images: int
    first_mrr: float
    second_mrr: float
    better: int
    worse: int
    gained: tuple[RankChange, ...]
    lost: tuple[RankChange, ...]
    trained: tuple[str, ...] = ()
    """Those of the two that were trained on captions, perhaps on these: their ranks say less."""

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return asdict(self)


def compare(
    names: tuple[str, str],
    first: CaptionedImages,
    second: CaptionedImages,
    texts: Sequence[str],
    image_ids: Sequence[int],
    *,
    alike: Alike = "right",
    trained: tuple[str, ...] = (),
) -> EncoderComparison:
    """``first`` and ``second`` are of the same images and captions in the same rows."""
    before = ranks(first, "text_to_image", alike=alike).first
    after = ranks(second, "text_to_image", alike=alike).first
    change = 1 / after - 1 / before
    order = np.argsort(-change, kind="stable")

    def some(rows: Sequence[int]) -> tuple[RankChange, ...]:
        return tuple(
            RankChange(
                texts[row],
                int(image_ids[int(first.owner[row])]),
                float(before[row]),
                float(after[row]),
            )
            for row in rows
        )

    return EncoderComparison(
        *names,
        captions=len(texts),
        images=len(first.images),
        first_mrr=float((1 / before).mean()),
        second_mrr=float((1 / after).mean()),
        better=int(np.count_nonzero(after < before)),
        worse=int(np.count_nonzero(after > before)),
        gained=some(_one_of_each(second, order[change[order] > 0])),
        lost=some(_one_of_each(first, order[change[order] < 0][::-1])),
        trained=trained,
    )


def _one_of_each(pairs: CaptionedImages, rows: IntArray) -> list[int]:
    """Of these captions one of each text, ``MOST_CHANGES`` at most, in their order: of equal ones
    that whose own image comes first, since a rank is that of any of their images."""
    alike: dict[int, list[int]] = {}
    for row in rows.tolist():
        group = int(pairs.caption_groups[row])
        if group in alike or len(alike) < MOST_CHANGES:
            alike.setdefault(group, []).append(row)
    return [_found_first(pairs, group[:MOST_LOOKED_AT]) for group in alike.values()]


def _found_first(pairs: CaptionedImages, rows: list[int]) -> int:
    """Which of equal captions has the image that is found first."""
    if len(rows) == 1:
        return rows[0]
    own = pairs.images[pairs.owner[rows]] @ pairs.captions[rows[0]]
    return rows[int(np.argmax(own))]
