"""What is open of the suggestions: neither decided nor labelled. Kept by image, for the queues."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select

from db.dialect import id_set, key_part, key_rows
from db.repositories.filters import pair_is_in
from db.schema import decisions, labellings, labels, open_suggestions, suggestions

shown_share = func.coalesce(suggestions.c.probability, suggestions.c.confidence)
"""What people read beside a suggestion: its probability, or the bare confidence without one."""


def open_query(*columns: ColumnElement[Any]) -> Select[Any]:
    """A query over suggestions of labels that are there, neither decided nor already labelled.

    Weak ones are no suggestions.
    """
    labelled = pair_is_in(labellings, suggestions)
    decided = pair_is_in(decisions, suggestions)
    return (
        select(*columns)
        .select_from(suggestions)
        .join(labels, labels.c.id == suggestions.c.label_id)
        .where(suggestions.c.weak.is_(False), ~labelled, ~decided)
    )


def suggested_images(connection: Connection, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The images that have a suggestion of one of these (image id, label id) pairs."""
    if not pairs:
        return set()
    wanted = key_rows(pairs)
    image_id, label_id = (
        key_part(wanted.c.value, place, column)
        for place, column in enumerate((suggestions.c.image_id, suggestions.c.label_id))
    )
    query = select(suggestions.c.image_id).join_from(
        wanted,
        suggestions,
        and_(suggestions.c.image_id == image_id, suggestions.c.label_id == label_id),
    )
    return set(connection.scalars(query))


def refresh_open_suggestions(
    connection: Connection, image_ids: Iterable[int] | None, label_ids: Iterable[int] = ()
) -> None:
    """Bring ``open_suggestions`` up to date for these images (None: all), and for all images
    with suggestions of these labels."""
    remove = delete(open_suggestions)
    # With max() SQLite takes the bare column from the row that has it
    # (https://sqlite.org/lang_select.html#bareagg).
    add = open_query(
        suggestions.c.image_id,
        func.count(),
        func.max(suggestions.c.confidence),
        suggestions.c.label_id,
    ).group_by(suggestions.c.image_id)
    if image_ids is not None:
        touched = set(image_ids)
        labels_touched = list(label_ids)
        if labels_touched:
            touched.update(
                connection.scalars(
                    select(suggestions.c.image_id).where(
                        suggestions.c.label_id.in_(id_set(labels_touched))
                    )
                )
            )
        if not touched:
            return
        remove = remove.where(open_suggestions.c.image_id.in_(id_set(touched)))
        add = add.where(suggestions.c.image_id.in_(id_set(touched)))
    connection.execute(remove)
    connection.execute(
        insert(open_suggestions).from_select(
            ["image_id", "open_count", "confidence", "label_id"], add
        )
    )
