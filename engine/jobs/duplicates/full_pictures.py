"""Measure the members of clusters at their full size, and find those equal in every pixel."""

from collections import defaultdict
from itertools import combinations

from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair, image_pair
from db.records import ImageRecord
from engine.answers.duplicates.full_picture import (
    KIND,
    FullPicture,
    PictureRequest,
    full_picture_of,
    measure_picture,
)
from engine.answers.limits import decode_workers, limits_from
from engine.archive.decode_pool import NOT_YET, DecodePool
from engine.archive.stored_file import StoredFile
from engine.progress import CancelToken, Job, JobCancelledError, Progress

CLUSTERS_AT_A_TIME = 1_000


def measure_members(catalogue: Catalogue, cancel: CancelToken) -> Job[None]:
    """Measure all images that wait in clusters, once; pairs of equal pixels become certain.

    Files that cannot be read now stay unmeasured. Raises JobCancelledError on request.
    """
    images = _members(catalogue)
    known = _known(catalogue, images)
    missing = list(
        {one.content_hash: one for one in images if one.content_hash not in known}.values()
    )
    if missing and catalogue.archive_dir.is_dir():
        yield from _measure(catalogue, missing, cancel)
        known = _known(catalogue, images)
    _mark_equal(catalogue, images, known)


def _members(catalogue: Catalogue) -> list[ImageRecord]:
    ids = catalogue.duplicates.cluster_ids()
    members = [
        image_id
        for start in range(0, len(ids), CLUSTERS_AT_A_TIME)
        for one in catalogue.duplicates.clusters(ids[start : start + CLUSTERS_AT_A_TIME])
        for image_id in one.members
    ]
    return catalogue.images.get_many(members)


def _known(catalogue: Catalogue, images: list[ImageRecord]) -> dict[bytes, FullPicture]:
    stored = catalogue.marks.get_many(KIND, [one.content_hash for one in images])
    read = {one: full_picture_of(value) for one, value in stored.items()}
    return {one: found for one, found in read.items() if found is not None}


def _measure(catalogue: Catalogue, images: list[ImageRecord], cancel: CancelToken) -> Job[None]:
    limits = limits_from(catalogue.settings)
    requests = [
        PictureRequest(StoredFile(catalogue.archive_dir, one.path_bytes), one.size_bytes, limits)
        for one in images
    ]
    done = 0
    with DecodePool(workers=decode_workers(), limits=limits) as pool:
        for outcome in pool.poll(measure_picture, requests):
            if cancel.is_set():
                raise JobCancelledError("duplicates-stopped")
            if outcome is NOT_YET:
                continue
            if isinstance(outcome, FullPicture):
                catalogue.marks.put_many(KIND, [(images[done].content_hash, outcome.stored())])
            done += 1
            yield Progress("measuring-duplicates", done, len(images))


def _mark_equal(
    catalogue: Catalogue, images: list[ImageRecord], known: dict[bytes, FullPicture]
) -> None:
    """Note which pairs are the same in every pixel."""
    alike: defaultdict[bytes, list[ImageRecord]] = defaultdict(list)
    for one in images:
        if one.content_hash in known:
            alike[known[one.content_hash].pixels_hash].append(one)
    equal = {
        image_pair(one.id, other.id)
        for group in alike.values()
        for one, other in combinations(group, 2)
        if one.content_hash != other.content_hash
    }
    changed: list[DuplicatePair] = [
        pair._replace(
            same_pixels=True,
            probability=1.0,
            uncertainty=0.0,
            differences=({"code": "same-pixels"}, *pair.named_by),
        )
        for pair in catalogue.duplicates.pairs({one for pair in equal for one in pair})
        if pair[:2] in equal and not pair.same_pixels
    ]
    if changed:
        catalogue.duplicates.update_pairs(changed)
