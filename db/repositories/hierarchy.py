"""The tree of labels as SQL: what lies below a label."""

from sqlalchemy import CTE, Select, func, select

from db.schema import labellings, labels


def labels_below(label_id: int, name: str) -> Select[int]:
    """The label and all below it, for ``column.in_(...)``; ``name`` tells several in one query
    apart."""
    tree = select(labels.c.id).where(labels.c.id == label_id).cte(name, recursive=True)
    tree = tree.union(select(labels.c.id).where(labels.c.parent_id == tree.c.id))
    return select(tree.c.id)


def tree_counts(label_id: int | None = None) -> Select[int, int]:
    """For every label with others below it, how many images carry it or one of them."""
    pairs = _pairs(label_id)
    return (
        select(pairs.c.top, func.count(labellings.c.image_id.distinct()))
        .join_from(pairs, labellings, labellings.c.label_id == pairs.c.id)
        .group_by(pairs.c.top)
    )


def _pairs(label_id: int | None) -> CTE:
    """(top, id): every label with others below it, with itself and each of those."""
    parents = select(labels.c.parent_id).where(labels.c.parent_id.is_not(None))
    tops = select(labels.c.id.label("top"), labels.c.id).where(labels.c.id.in_(parents))
    if label_id is not None:
        tops = tops.where(labels.c.id == label_id)
    pairs = tops.cte("pairs", recursive=True)
    return pairs.union(
        select(pairs.c.top, labels.c.id).join_from(pairs, labels, labels.c.parent_id == pairs.c.id)
    )
