"""Conditions as SQL: those of an ImageFilter over the images table, and of pairs in two tables."""

from sqlalchemy import ColumnElement, CompoundSelect, Exists, Table, and_, exists, func, or_, select

from db.dialect import holds
from db.records import ImageFilter, Status
from db.repositories.hierarchy import labels_below
from db.schema import aliases, images, labellings, labels, open_suggestions
from db.text import name_key, search_fold


def filter_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    """What must hold of an image for the filter to show it, each as one condition."""
    conditions = status_conditions(wanted.status)
    if wanted.folder:
        # "0" is the character after "/": everything that begins with the folder and a slash.
        below = and_(images.c.folder >= wanted.folder + "/", images.c.folder < wanted.folder + "0")
        conditions.append(or_(images.c.folder == wanted.folder, below))
    for label_id in wanted.label_ids:
        family = labels_below(label_id, f"family_{label_id}")
        carries = select(labellings.c.image_id).where(labellings.c.label_id.in_(family))
        if wanted.source is not None:
            carries = carries.where(labellings.c.source == wanted.source)
        conditions.append(images.c.id.in_(carries))
    if wanted.source is not None and not wanted.label_ids:
        conditions.append(
            images.c.id.in_(
                select(labellings.c.image_id).where(labellings.c.source == wanted.source)
            )
        )
    key = name_key(wanted.text)
    found = [_contains(word) for word in search_fold(wanted.text).split()]
    if any(not any(map(str.isalnum, word)) for word in key.split()):
        # "black - white" is first of all what a label is called; "-" alone is in every other path.
        called = _is_called(key)
        found = [or_(and_(called.exists(), _carries(called)), and_(~called.exists(), *found))]
    conditions.extend(found)
    return conditions


def pair_is_in(table: Table, row_of: Table) -> Exists:
    """Whether ``table`` has the (image, label) of a row of ``row_of``."""
    return exists().where(
        table.c.image_id == row_of.c.image_id, table.c.label_id == row_of.c.label_id
    )


def status_conditions(status: Status) -> list[ColumnElement[bool]]:
    """What a status means.

    Labelled and unlabelled images are readable ones; together with the unreadable and the missing
    ones they make up all images. Suggested means: readable, not reviewed, with open suggestions.
    """
    readable = images.c.status == "ok"
    if status is Status.ANY:
        return []
    if status in (Status.UNREADABLE, Status.MISSING):
        return [images.c.status == status.value]
    if status is Status.REVIEWED:
        return [readable, images.c.reviewed_at.is_not(None)]
    if status is Status.SUGGESTED:
        return [
            readable,
            images.c.reviewed_at.is_(None),
            images.c.id.in_(select(open_suggestions.c.image_id)),
        ]
    labelled = exists().where(labellings.c.image_id == images.c.id)
    return [readable, labelled if status is Status.LABELLED else ~labelled]


def _contains(word: str) -> ColumnElement[bool]:
    """The folded word occurs in path, title, or a name of a label the image carries."""
    named = select(labels.c.id).where(holds(_searched(labels.c.name_key), word))
    also_named = select(aliases.c.label_id).where(holds(_searched(aliases.c.name_key), word))
    return or_(holds(images.c.search_key, word), _carries(named.union(also_named)))


def _is_called(key: str) -> CompoundSelect[tuple[int]]:
    """The labels with this folded name or alias."""
    named = select(labels.c.id).where(labels.c.name_key == key)
    return named.union(select(aliases.c.label_id).where(aliases.c.name_key == key))


def _carries(label_ids: CompoundSelect[tuple[int]]) -> ColumnElement[bool]:
    """The image carries one of these labels."""
    carrying = select(labellings.c.image_id).where(labellings.c.label_id.in_(label_ids))
    return images.c.id.in_(carrying)


def _searched(key: ColumnElement[str]) -> ColumnElement[str]:
    """The folded name as ``search_fold`` folds it."""
    return func.replace(key, "ß", "ss")
