"""What two encoders make of the same captions: whose image each finds further up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import ranks
from engine.evaluation.retrieval.words import Alike

MOST_CHANGES = 200


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
    the second; ``gained`` and ``lost`` are those that change most, by 1 / rank.
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
        gained=some([int(row) for row in order[:MOST_CHANGES] if change[row] > 0]),
        lost=some([int(row) for row in order[::-1][:MOST_CHANGES] if change[row] < 0]),
        trained=trained,
    )
