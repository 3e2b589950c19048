"""Reads what the Review page shows; runs in lanes, so there is no Qt in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import QueueOrder, Status, SuggestionRecord
from engine.answers.current_encoder import current_encoder
from engine.answers.decision_probabilities import probabilities_of_decisions
from engine.answers.references import chosen_suggester, has_anything_to_go_by
from gui.review.desk.state import ReviewItem
from gui.review.empty import EmptyFacts

SEARCHED_ORDERS = (
    QueueOrder.TEACHES_MOST,
    QueueOrder.PROBABLY_WRONG,
    QueueOrder.PROBABLY_MISSING,
)
"""The queues that a search of their own fills."""


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An image as the catalogue has it, with the suggestions that the last run left for it.

    ``archive_dir`` is where the archive is now; asking for it takes a query.
    """

    item: ReviewItem
    stored: tuple[SuggestionRecord, ...]
    threshold: float
    suggester: str
    archive_dir: Path


def read_item(catalogue: Catalogue, image_id: int) -> ReadItem | None:
    """Everything about one image; None when it is not in the catalogue any more."""
    try:
        image = catalogue.images.get(image_id)
    except CatalogueError:
        return None
    labellings = tuple(catalogue.labellings.of_image(image_id))
    decisions = tuple(catalogue.labellings.decisions_of(image_id))
    names = {one.label_id: one.label_name for one in labellings}
    for decision in decisions:
        if decision.label_id not in names:
            names[decision.label_id] = catalogue.labels.get(decision.label_id).name
    doubts = tuple(catalogue.queues.of_image(image_id))
    for doubt in doubts:
        if doubt.label_id not in names:
            names[doubt.label_id] = catalogue.labels.get(doubt.label_id).name
    run = catalogue.suggestions.run()
    probabilities = probabilities_of_decisions(catalogue, decisions)
    return ReadItem(
        ReviewItem(
            image,
            labellings,
            decisions,
            names,
            probabilities,
            doubts,
            tuple(one.text for one in catalogue.captions.of_image(image_id)),
        ),
        tuple(catalogue.suggestions.of_image(image_id)),
        run.threshold if run is not None else 0.0,
        run.suggester if run is not None else "",
        catalogue.archive_dir,
    )


def is_done(item: ReviewItem, only_label: int) -> bool:
    """Whether a queue has nothing more to ask about an image; ``only_label`` as ``read_done``."""
    if item.image.keeper_id is not None:
        return True
    if not only_label:
        return item.image.reviewed_at is not None
    closed = {one.label_id for one in item.labellings}
    return only_label in closed | {one.label_id for one in item.decisions}


def read_done(catalogue: Catalogue, image_ids: Sequence[int], only_label: int) -> dict[int, bool]:
    """By image, whether a queue has nothing more to ask about it.

    That is a reviewed one, one that is set aside, or where a queue asks about ``only_label`` alone
    (0: about all) one that carries it or was decided on.
    """
    if only_label:
        waiting = set(catalogue.queues.images(QueueOrder.LABEL, label_id=only_label))
        return {image_id: image_id not in waiting for image_id in image_ids}
    records = catalogue.images.get_many(list(image_ids))
    return {
        record.id: record.reviewed_at is not None or record.keeper_id is not None
        for record in records
    }


def read_facts(catalogue: Catalogue, order: QueueOrder, *, narrowed: bool) -> EmptyFacts:
    """What an empty queue is explained with."""
    searched = order in SEARCHED_ORDERS and not narrowed
    return EmptyFacts(
        image_count=_readable(catalogue),
        encoded=current_encoder(catalogue) is not None,
        can_suggest=has_anything_to_go_by(catalogue, chosen_suggester(catalogue.settings)),
        has_run=(catalogue.queues if searched else catalogue.suggestions).run() is not None,
        narrowed=narrowed,
        searched=order if searched else None,
        unlabelled=order is QueueOrder.UNLABELLED and not narrowed,
    )


def _readable(catalogue: Catalogue) -> int:
    counts = catalogue.images.status_counts()
    broken = counts.get(Status.UNREADABLE, 0) + counts.get(Status.MISSING, 0)
    return counts.get(Status.ANY, 0) - broken
