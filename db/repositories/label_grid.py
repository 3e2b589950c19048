"""The grid of a label: all images that it is suggested for, or in doubt on, the surest first."""

from sqlalchemy import (
    ColumnElement,
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
from db.repositories.filters import pair_is_in
from db.schema import decisions, images, label_errors, labellings, labels, suggestions


class LabelGridRepository:
    """What waits for an answer, by label.

    Open are pairs of readable images and labels of the vocabulary that nobody has decided on.
    Suggestions are of images that nobody has reviewed and that do not carry the label; doubts are
    of reviewed ones too, as in their queues.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, label_id: int, choice: GridChoice) -> list[GridRow]:
        """The open images of a label, the surest first; where it is probably wrong, the least
        sure. Of a pair that is both suggested and in doubt the doubt counts: it knows the image's
        other labels."""
        found = _open_pairs(choice, label_id)
        query = select(found.c.image_id, found.c.confidence, found.c.share, found.c.calibrated)
        share = found.c.share if choice.mode is GridMode.WRONG else found.c.share.desc()
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(share, found.c.rank, found.c.image_id))
            by_image: dict[int, GridRow] = {}
            for image_id, confidence, share_of, calibrated in rows:
                by_image.setdefault(
                    image_id, GridRow(image_id, confidence, share_of, bool(calibrated))
                )
        return list(by_image.values())

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
            return [WaitingImages(*tuple(row)) for row in connection.execute(query)]


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


def _suggested(choice: GridChoice, label_id: int | None) -> Select[tuple[object, ...]]:
    image = exists().where(
        images.c.id == suggestions.c.image_id,
        images.c.status == "ok",
        images.c.reviewed_at.is_(None),
    )
    query = select(
        suggestions.c.image_id,
        suggestions.c.label_id,
        suggestions.c.confidence,
        func.coalesce(suggestions.c.probability, suggestions.c.confidence).label("share"),
        cast(suggestions.c.probability.is_not(None), Integer).label("calibrated"),
        (-suggestions.c.confidence).label("rank"),
    ).where(
        _of_label(suggestions.c.label_id, label_id),
        ~pair_is_in(labellings, suggestions),
        ~pair_is_in(decisions, suggestions),
        image,
    )
    if not choice.weak:
        query = query.where(suggestions.c.weak.is_(False))
    if not choice.labelled:
        came_with_labels = exists().where(
            labellings.c.image_id == suggestions.c.image_id, labellings.c.source == "imported"
        )
        query = query.where(~came_with_labels)
    return query


def _doubts(mode: GridMode, label_id: int | None) -> Select[tuple[object, ...]]:
    carried = pair_is_in(labellings, label_errors)
    return select(
        label_errors.c.image_id,
        label_errors.c.label_id,
        label_errors.c.probability.label("confidence"),
        label_errors.c.probability.label("share"),
        literal(1).label("calibrated"),
        (-label_errors.c.score).label("rank"),
    ).where(
        _of_label(label_errors.c.label_id, label_id),
        label_errors.c.kind == mode.value,
        exists().where(images.c.id == label_errors.c.image_id, images.c.status == "ok"),
        carried if mode is GridMode.WRONG else ~carried,
        ~pair_is_in(decisions, label_errors),
    )


def _of_label(column: ColumnElement[int], label_id: int | None) -> ColumnElement[bool]:
    """The label asked for; of all labels those that are there."""
    return column.in_(select(labels.c.id)) if label_id is None else column == label_id
