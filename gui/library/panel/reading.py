"""What the label panel shows of a selection and does to its suggestions, off-thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.catalogue import Catalogue
from db.records import ChangeSet, HistoryEntry, ImageRecord, LabellingRecord
from db.repositories.image_totals import ImageTotals

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
    has_captions: bool = False


@dataclass(frozen=True, slots=True)
class SelectionDetails:
    """How many of the selected images carry each label; all of a single one."""

    image_ids: tuple[int, ...]
    label_counts: dict[int, int]
    single: ImageDetails | None = None
    totals: ImageTotals | None = None
    """Of several images."""


def read_selection(catalogue: Catalogue, image_ids: Sequence[int]) -> SelectionDetails:
    """Read what the panel shows of these images. Safe in any thread."""
    ids = tuple(image_ids)
    if len(ids) != 1:
        if not ids:
            return SelectionDetails(ids, {})
        counts, totals = catalogue.labels.counts_for(ids), catalogue.images.totals(ids)
        return SelectionDetails(ids, counts, totals=totals)
    labellings = catalogue.labellings.of_image(ids[0])
    single = ImageDetails(
        image=catalogue.images.get(ids[0]),
        labellings=labellings,
        keywords=catalogue.images.keywords_of(ids[0]),
        history=catalogue.history.of_image(ids[0])[:HISTORY_LIMIT],
        probabilities=_probabilities(catalogue, labellings),
        has_captions=bool(catalogue.captions.of_image(ids[0])),
    )
    return SelectionDetails(ids, {labelling.label_id: 1 for labelling in labellings}, single)


def _probabilities(catalogue: Catalogue, labellings: Sequence[LabellingRecord]) -> dict[int, float]:
    if all(one.confidence is None for one in labellings):
        return {}
    # Loads numerics, which the library does without until then.
    from engine.answers.decision_probabilities import probabilities_of_decisions

    decisions = catalogue.labellings.decisions_of(labellings[0].image_id)
    return probabilities_of_decisions(catalogue, decisions)


def decide_suggested(
    catalogue: Catalogue, label_id: int, image_ids: Sequence[int], *, accept: bool
) -> ChangeSet | None:
    """Accept or reject a label on all images it is suggested for, in one step.

    None where it is suggested for none of them any more.
    """
    run = catalogue.suggestions.run()
    suggested = catalogue.suggested_labels.confidences(label_id, image_ids)
    if run is None or not suggested:
        return None
    return catalogue.commands.decide_images(
        label_id,
        accepted=suggested if accept else {},
        rejected={} if accept else suggested,
        suggester=run.suggester,
    )
