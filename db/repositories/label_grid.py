"""The grid of a label: all images that it is suggested for, or in doubt on, the surest first."""

from typing import Any

from sqlalchemy import (
    Float,
    Integer,
    Select,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)

from db.connection import Database
from db.records import GridChoice, GridMode, GridRow, WaitingImages
from db.repositories.filters import pair_is_in, readable_in_use
from db.repositories.open_suggestions import shown_share
from db.schema import (
    FOUND_SOURCES,
    decisions,
    images,
    label_errors,
    labellings,
    labels,
    suggestions,
)


class LabelGridRepository:
    """What waits for an answer, by label.

    Open are pairs of readable images and labels of the vocabulary that nobody has decided on.
    Suggestions are of images that nobody has reviewed and that do not carry the label; doubts are
    of reviewed ones too, as in their queues.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, label_id: int, choice: GridChoice, limit: int | None = None) -> list[GridRow]:
        """The open images of a label, the surest first; where it is probably wrong, the least
        sure. Of a pair that is both suggested and in doubt the doubt counts: it knows the image's
        other labels.

        The first ``limit`` alone are there at once, however many there are, unless others are
        mixed in.
        """
        if choice.mode is GridMode.SUGGESTED and not choice.missing and not choice.weak:
            # The calibration rises with the confidence, by which the index is in order.
            query = _suggested(choice, label_id).order_by(
                suggestions.c.confidence.desc(), suggestions.c.image_id.desc()
            )
        else:
            found = _open_pairs(choice, label_id)
            share = found.c.share if choice.mode is GridMode.WRONG else found.c.share.desc()
            query = select(found).order_by(share, found.c.rank, found.c.image_id)
        with self._database.read() as connection:
            rows = connection.execute(query.limit(limit))
            return [GridRow(row[0], row[2], row[3], bool(row[4])) for row in rows]

    def waiting(self, choice: GridChoice, line: float) -> list[WaitingImages]:
        """Of every label with open images how many there are with a share of at least ``line``,
        and below it, in the order of ids."""
        found = _open_pairs(choice)
        likely = found.c.share >= line
        share = cast(found.c.share, Float)
        query = (
            select(
                found.c.label_id,
                func.sum(case((likely, 1), else_=0)),
                func.sum(case((likely, share), else_=0.0)),
                func.sum(case((likely, 0), else_=1)),
                func.sum(case((likely, 0.0), else_=share)),
            )
            .group_by(found.c.label_id)
            .order_by(found.c.label_id)
        )
        with self._database.read() as connection:
            known = set(connection.scalars(select(labels.c.id)))
            rows = [WaitingImages(*tuple(row)) for row in connection.execute(query)]
        return [row for row in rows if row.label_id in known]


def _open_pairs(choice: GridChoice, label_id: int | None = None) -> Subquery:
    """(image_id, label_id, confidence, share, calibrated, rank) of one label, or of all."""
    if choice.mode is not GridMode.SUGGESTED:
        return _doubts(choice.mode, label_id).subquery("found")
    suggested = _suggested(choice, label_id)
    if not choice.missing:
        return suggested.subquery("found")
    in_doubt = exists().where(
        label_errors.c.image_id == suggestions.c.image_id,
        label_errors.c.label_id == suggestions.c.label_id,
        label_errors.c.kind == "missing",
    )
    return union_all(_doubts(GridMode.MISSING, label_id), suggested.where(~in_doubt)).subquery(
        "found"
    )


def _suggested(choice: GridChoice, label_id: int | None) -> Select[Any]:
    query = select(
        suggestions.c.image_id,
        suggestions.c.label_id,
        suggestions.c.confidence,
        shown_share.label("share"),
        cast(suggestions.c.probability.is_not(None), Integer).label("calibrated"),
        (-suggestions.c.confidence).label("rank"),
    ).where(~pair_is_in(labellings, suggestions), ~pair_is_in(decisions, suggestions))
    if not choice.weak:
        query = query.where(suggestions.c.weak.is_(False))
    image = [readable_in_use(), images.c.reviewed_at.is_(None)]
    if not choice.labelled:
        came_with_labels = exists().where(
            labellings.c.image_id == images.c.id, labellings.c.source.in_(FOUND_SOURCES)
        )
        image.append(~came_with_labels)
    if label_id is None:
        # Image by image, each asked about once: an eighth of the time.
        return query.where(suggestions.c.image_id.in_(select(images.c.id).where(*image)))
    of_pair = exists().where(images.c.id == suggestions.c.image_id, *image)
    return query.where(suggestions.c.label_id == label_id, of_pair)


def _doubts(mode: GridMode, label_id: int | None) -> Select[Any]:
    carried = pair_is_in(labellings, label_errors)
    query = select(
        label_errors.c.image_id,
        label_errors.c.label_id,
        label_errors.c.probability.label("confidence"),
        label_errors.c.probability.label("share"),
        literal(1).label("calibrated"),
        (-label_errors.c.score).label("rank"),
    ).where(
        label_errors.c.kind == mode.value,
        exists().where(images.c.id == label_errors.c.image_id, readable_in_use()),
        carried if mode is GridMode.WRONG else ~carried,
        ~pair_is_in(decisions, label_errors),
    )
    return query if label_id is None else query.where(label_errors.c.label_id == label_id)
