"""Titles of images as captions: catalogues made before there were captions have titles alone."""

from collections.abc import Iterator

from db.captions.records import FoundCaption
from db.catalogue import Catalogue
from engine.archive.captions import caption
from engine.jobs.captions.from_lists import CaptionSummary, take_in
from engine.jobs.image_batches import found_captions
from engine.progress import CancelToken, Job, Progress

FIELD = "title"
IMAGES_AT_A_TIME = 1_000


def captions_of_titles(
    catalogue: Catalogue, *, cancel: CancelToken, dry_run: bool = False
) -> Job[CaptionSummary]:
    """Give every image in use that has a title a caption that says the same, one change.

    One that has that caption already, or had it before somebody changed it, gets none. The summary
    counts the titles; ``captions`` are the new ones, not counted in a dry run.
    """
    yield Progress("importing-captions", 0, 0)
    found = dict(_of_titles(catalogue))
    summary = CaptionSummary(dry_run, len(found), len(found))
    if not dry_run:
        yield from take_in(catalogue, found, summary, cancel)
    return summary


def _of_titles(catalogue: Catalogue) -> Iterator[tuple[int, tuple[FoundCaption, ...]]]:
    ids = catalogue.images.ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        for image in catalogue.images.get_many(ids[start : start + IMAGES_AT_A_TIME]):
            title = caption(image.title, FIELD)
            if title is not None and image.readable_in_use:
                yield image.id, found_captions([title], "table")
