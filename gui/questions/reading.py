"""Reads what the Questions page shows; runs in lanes, so there is no Qt in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.questions.records import Answer, AnswerRecord, ChosenBy
from db.records import ImageRecord

MOST_DUPLICATES = 8
"""Duplicates of an image that are shown beside it."""


class AskOrder(StrEnum):
    """Which images come first."""

    UNCERTAIN = "uncertain"
    LIKELY = "likely"
    RANDOM = "random"

    @property
    def chosen_by(self) -> ChosenBy:
        """What an answer keeps of why the image was asked about."""
        reasons: dict[AskOrder, ChosenBy] = {
            AskOrder.UNCERTAIN: "uncertain",
            AskOrder.LIKELY: "likely",
            AskOrder.RANDOM: "random",
        }
        return reasons[self]


@dataclass(frozen=True, slots=True)
class AskedImage:
    """An image that is asked about, with what helps to answer.

    ``duplicates`` are images that are probably the same, or set aside for it, each with its answer
    to the question. ``archive_dir`` is where the archive is now; asking for it takes a query.
    """

    image: ImageRecord
    captions: tuple[str, ...]
    duplicates: tuple[tuple[ImageRecord, Answer | None], ...]
    given: AnswerRecord | None
    archive_dir: Path


def read_queue(
    catalogue: Catalogue,
    question_id: int,
    order: AskOrder,
    probabilities: Mapping[int, float],
) -> list[int]:
    """The images without an answer, the one to ask about first at the head.

    Images that nothing is predicted for come last, in random order, which is the same at every
    reading of a question. Without ``probabilities`` every order is that one.
    """
    answered = set(catalogue.questions.answered_ids(question_id))
    open_ids = [one for one, _hash in catalogue.images.readable_in_use() if one not in answered]
    by_chance = np.random.default_rng(question_id).random(max(open_ids, default=0) + 1)
    drawn = sorted(open_ids, key=lambda one: by_chance[one])
    if order is AskOrder.RANDOM or not probabilities:
        return drawn
    return sorted(drawn, key=lambda one: _place(order, probabilities.get(one)))


def _place(order: AskOrder, probability: float | None) -> float:
    if probability is None:
        return 2.0
    return abs(probability - 0.5) if order is AskOrder.UNCERTAIN else 1.0 - probability


def read_asked(catalogue: Catalogue, question_id: int, image_id: int) -> AskedImage | None:
    """Everything about one image; None when it is not in the catalogue any more."""
    try:
        image = catalogue.images.get(image_id)
    except CatalogueError:
        return None
    captions = tuple(one.text for one in catalogue.captions.of_image(image_id))
    return AskedImage(
        image,
        captions or tuple(filter(None, (image.title,))),
        _duplicates(catalogue, question_id, image_id),
        catalogue.questions.answer(question_id, image_id),
        catalogue.archive_dir,
    )


def _duplicates(
    catalogue: Catalogue, question_id: int, image_id: int
) -> tuple[tuple[ImageRecord, Answer | None], ...]:
    found = list(catalogue.duplicates.set_aside_for([image_id]).get(image_id, []))
    cluster = catalogue.duplicates.clusters_of([image_id]).get(image_id)
    if cluster is not None:
        for one in catalogue.duplicates.clusters([cluster]):
            found += [other for other in one.members if other != image_id]
    images = catalogue.images.get_many(found[:MOST_DUPLICATES])
    of_images = catalogue.questions.of_images([one.id for one in images])
    return tuple((one, _answer(of_images[one.id], question_id)) for one in images)


def _answer(records: list[AnswerRecord], question_id: int) -> Answer | None:
    return next((one.answer for one in records if one.question_id == question_id), None)
