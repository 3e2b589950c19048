"""Reads what the Questions page shows; runs in lanes, so there is no Qt in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.questions.records import Answer, AnswerRecord
from db.records import ImageRecord
from engine.answers.questions.queue import QuestionQueue

MOST_DUPLICATES = 8
"""Duplicates of an image that are shown beside it."""


@dataclass(frozen=True, slots=True)
class ToldImage:
    """An image that is asked about, with what helps to answer.

    ``duplicates`` are images that are probably the same, or set aside for it, each with its answer
    to the question. ``archive_dir`` is where the archive is now; asking for it takes a query.
    """

    image: ImageRecord
    captions: tuple[str, ...]
    duplicates: tuple[tuple[ImageRecord, Answer | None], ...]
    given: AnswerRecord | None
    archive_dir: Path


def read_told(catalogue: Catalogue, question_id: int, image_id: int) -> ToldImage | None:
    """Everything about one image; None when it is not in the catalogue any more."""
    try:
        image = catalogue.images.get(image_id)
    except CatalogueError:
        return None
    captions = tuple(one.text for one in catalogue.captions.of_image(image_id))
    return ToldImage(
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


@dataclass(frozen=True, slots=True)
class Learned:
    """What the answers of a question say of the answered images themselves: the probability of a
    yes by image id, of each by a head that has not seen it."""

    held_out: Mapping[int, float]


def learn(queue: QuestionQueue) -> Learned | None:
    """Let a queue learn; None while there are too few yeses or noes.

    Raises InputError where nothing is encoded.
    """
    fitted = queue.learn()
    return None if fitted is None else Learned(fitted.held_out())
