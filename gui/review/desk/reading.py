"""Reads what the Review page shows; runs in lanes, so there is no Qt in it."""

from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import QueueOrder, Status, SuggestionRecord
from db.repositories.suggestions import SUGGESTION_ORDERS
from engine.answers.current_encoder import current_encoder
from engine.answers.decision_probabilities import probabilities_of_decisions
from engine.answers.references import chosen_suggester, has_anything_to_go_by
from gui.review.desk.state import ReviewItem
from gui.review.empty import EmptyFacts


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
        ReviewItem(image, labellings, decisions, names, probabilities, doubts),
        tuple(catalogue.suggestions.of_image(image_id)),
        run.threshold if run is not None else 0.0,
        run.suggester if run is not None else "",
        catalogue.archive_dir,
    )


def read_facts(catalogue: Catalogue, order: QueueOrder, *, narrowed: bool) -> EmptyFacts:
    """What an empty queue is explained with."""
    searched = order not in SUGGESTION_ORDERS and not narrowed
    return EmptyFacts(
        image_count=_readable(catalogue),
        encoded=current_encoder(catalogue) is not None,
        can_suggest=has_anything_to_go_by(catalogue, chosen_suggester(catalogue.settings)),
        has_run=(catalogue.queues if searched else catalogue.suggestions).run() is not None,
        narrowed=narrowed,
        searched=order if searched else None,
    )


def _readable(catalogue: Catalogue) -> int:
    counts = catalogue.images.status_counts()
    broken = counts.get(Status.UNREADABLE, 0) + counts.get(Status.MISSING, 0)
    return counts.get(Status.ANY, 0) - broken
