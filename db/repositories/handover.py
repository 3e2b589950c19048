"""What images that are set aside give their keeper: labels and titles."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from db.dialect import id_set
from db.duplicate_records import ContradictingLabel, HandedLabel, Handover, KeptImage
from db.errors import CatalogueError
from db.schema import decisions, images, labellings

NEAREST_FIRST = ("curator", "accepted", "imported", "merged", "rule")
"""Which of several images a label comes from: where a person gave it, else where it was found."""


def whole_groups(connection: Connection, kept: Sequence[KeptImage]) -> list[KeptImage]:
    """The same with the images that are set aside for the others by now: they follow.

    ValueError where an image is to be kept and set aside, or is in two groups. CatalogueError
    where one is not there.
    """
    given = [image_id for one in kept for image_id in (one.keeper_id, *_others(one))]
    if len(given) != len(set(given)):
        raise ValueError("an image is in two groups of duplicates")
    rows = connection.execute(select(images.c.id).where(images.c.id.in_(id_set(given))))
    if len(rows.all()) != len(given):
        raise CatalogueError("some-images-gone")
    followers: dict[int, list[int]] = defaultdict(list)
    query = (
        select(images.c.keeper_id, images.c.id)
        .where(images.c.keeper_id.in_(id_set(given)))
        .order_by(images.c.sort_key, images.c.id)
    )
    for keeper_id, image_id in connection.execute(query):
        followers[keeper_id].append(image_id)
    named = set(given)
    return [
        KeptImage(
            one.keeper_id,
            (
                *_others(one),
                *(
                    image_id
                    for other in _others(one)
                    for image_id in followers[other]
                    if image_id not in named
                ),
            ),
        )
        for one in kept
    ]


def read_handovers(connection: Connection, kept: Sequence[KeptImage]) -> list[Handover]:
    """What each keeper gets of its others, and of those that are set aside for them by now.

    A label that any of the images carries and nobody rejected for any of them is handed, unless
    the keeper has it. The title comes from the first that has one, where the keeper has none.
    """
    groups = whole_groups(connection, kept)
    every = {image_id for one in groups for image_id in (one.keeper_id, *one.others)}
    carried: dict[int, dict[int, str]] = defaultdict(dict)
    query = select(labellings.c.image_id, labellings.c.label_id, labellings.c.source)
    for image_id, label_id, source in connection.execute(
        query.where(labellings.c.image_id.in_(id_set(every)))
    ):
        carried[image_id][label_id] = source
    rejected: dict[int, set[int]] = defaultdict(set)
    refused = select(decisions.c.image_id, decisions.c.label_id).where(
        decisions.c.accepted.is_(False), decisions.c.image_id.in_(id_set(every))
    )
    for image_id, label_id in connection.execute(refused):
        rejected[image_id].add(label_id)
    titled = select(images.c.id, images.c.title).where(
        images.c.id.in_(id_set(every)), images.c.title != ""
    )
    titles = {row[0]: row[1] for row in connection.execute(titled)}
    return [_handover(one, carried, rejected, titles) for one in groups]


def _others(kept: KeptImage) -> list[int]:
    return [one for one in dict.fromkeys(kept.others) if one != kept.keeper_id]


def _handover(
    kept: KeptImage,
    carried: dict[int, dict[int, str]],
    rejected: dict[int, set[int]],
    titles: dict[int, str],
) -> Handover:
    members = (kept.keeper_id, *kept.others)
    carried_by = _by_label((one, carried[one]) for one in members if one in carried)
    rejected_by = _by_label((one, rejected[one]) for one in members if one in rejected)
    own = carried.get(kept.keeper_id, {})
    title_from = next((one for one in kept.others if one in titles), None)
    if kept.keeper_id in titles:
        title_from = None
    return Handover(
        kept.keeper_id,
        kept.others,
        labels=tuple(
            HandedLabel(label_id, source_of(label_id, carriers, carried))
            for label_id, carriers in sorted(carried_by.items())
            if label_id not in own and label_id not in rejected_by
        ),
        contradicting=tuple(
            ContradictingLabel(label_id, tuple(carriers), tuple(rejected_by[label_id]))
            for label_id, carriers in sorted(carried_by.items())
            if label_id in rejected_by
        ),
        title="" if title_from is None else titles[title_from],
        title_from=title_from,
    )


def source_of(label_id: int, carriers: Sequence[int], carried: dict[int, dict[int, str]]) -> int:
    """Which of the images that carry a label it comes from; the first of equals."""
    return min(carriers, key=lambda one: NEAREST_FIRST.index(carried[one][label_id]))


def _by_label(pairs: Iterable[tuple[int, Iterable[int]]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for image_id, label_ids in pairs:
        for label_id in label_ids:
            found[label_id].append(image_id)
    return found
