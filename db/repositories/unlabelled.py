"""The images that nobody is done with, in the order in which they give most for a key."""

from sqlalchemy import Connection, and_, case, exists, func, select

from db.dialect import read_ids
from db.records import ImageFilter
from db.repositories.filters import filter_conditions, pair_is_in, readable_in_use
from db.repositories.open_suggestions import shown_share
from db.schema import FOUND_SOURCES, decisions, images, labellings, labels, suggestions


def unlabelled_queue(connection: Connection, filter: ImageFilter, level_percent: int) -> list[int]:
    """The readable images that came without a label and nobody has reviewed, those first that
    give most right labels a key when what reaches ``level_percent`` is ticked.

    Those that somebody has given a label by now, in the grid or in the Library, follow the others:
    they may lack more.

    With p the probability of a suggestion (its confidence where there is none), an image with
    ticked suggestions is expected to give sum(p) right labels for one key that takes them and
    sum(1 - p) keys that untick the wrong ones. Images without ticked ones follow, the likeliest
    suggestion first, then those without a suggestion; ties go by path.
    """
    # As it is shown: 49.6 % is 50 % on screen.
    ticked = shown_share >= (level_percent - 0.5) / 100
    right = func.sum(case((ticked, shown_share), else_=0.0))
    keys = 1.0 + func.sum(case((ticked, 1.0 - shown_share), else_=0.0))
    # A label that is gone, or was rejected for the image, is no suggestion. Image by image, so that
    # the suggestions of others are not looked at.
    is_open = and_(
        suggestions.c.image_id == images.c.id,
        suggestions.c.weak.is_(False),
        exists().where(labels.c.id == suggestions.c.label_id),
        ~pair_is_in(decisions, suggestions),
        ~pair_is_in(labellings, suggestions),
    )
    carries_one = labellings.c.image_id == images.c.id
    query = (
        select(images.c.id)
        .outerjoin_from(images, suggestions, is_open)
        .where(
            readable_in_use(),
            images.c.reviewed_at.is_(None),
            ~exists().where(carries_one, labellings.c.source.in_(FOUND_SOURCES)),
            *filter_conditions(filter),
        )
        .group_by(images.c.id)
        .order_by(
            exists().where(carries_one),
            func.coalesce(right / keys, 0.0).desc(),
            func.coalesce(func.max(shown_share), 0.0).desc(),
            images.c.sort_key,
        )
    )
    return read_ids(connection, query)
