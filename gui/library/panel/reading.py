"""What the label panel shows of a selection, read off-thread in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.catalogue import Catalogue
from db.records import HistoryEntry, ImageRecord, LabellingRecord

HISTORY_LIMIT = 30


@dataclass(frozen=True, slots=True)
class ImageDetails:
    """Everything known of one image."""

    image: ImageRecord
    labellings: list[LabellingRecord]
    keywords: list[tuple[str, str]]
    """(text, source)"""
    history: list[HistoryEntry]
    probabilities: dict[int, float]
    """How likely accepted suggestions were right, by label id, where that is known."""


@dataclass(frozen=True, slots=True)
class SelectionDetails:
    """How many of the selected images carry each label; all of a single one."""

    image_ids: tuple[int, ...]
    label_counts: dict[int, int]
    single: ImageDetails | None = None


def read_selection(catalogue: Catalogue, image_ids: Sequence[int]) -> SelectionDetails:
    """Read what the panel shows of these images. Safe in any thread."""
    ids = tuple(image_ids)
    if len(ids) != 1:
        return SelectionDetails(ids, catalogue.labels.counts_for(ids) if ids else {})
    labellings = catalogue.labellings.of_image(ids[0])
    single = ImageDetails(
        image=catalogue.images.get(ids[0]),
        labellings=labellings,
        keywords=catalogue.images.keywords_of(ids[0]),
        history=catalogue.history.of_image(ids[0])[:HISTORY_LIMIT],
        probabilities=_probabilities(catalogue, labellings),
    )
    return SelectionDetails(ids, {labelling.label_id: 1 for labelling in labellings}, single)


def _probabilities(catalogue: Catalogue, labellings: Sequence[LabellingRecord]) -> dict[int, float]:
    if all(one.confidence is None for one in labellings):
        return {}
    # Loads numerics, which the library does without until then.
    from engine.answers.decision_probabilities import probabilities_of_decisions

    decisions = catalogue.labellings.decisions_of(labellings[0].image_id)
    return probabilities_of_decisions(catalogue, decisions)
