"""Conditions as SQL: those of an ImageFilter over the images table, and of pairs in two tables."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Exists,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union,
)

from db.dialect import before_first, captions_with_words, holds
from db.records import ImageFilter, ImageShape, Status
from db.repositories.hierarchy import labels_below
from db.schema import (
    aliases,
    captions,
    decisions,
    duplicate_members,
    images,
    labellings,
    labels,
    open_suggestions,
    suggestions,
)
from db.text import caption_query, name_key, search_fold


def in_use() -> ColumnElement[bool]:
    """The image is not set aside for another: it counts for everything that curators work on."""
    return images.c.keeper_id.is_(None)


def readable_in_use() -> ColumnElement[bool]:
    """The image is in use and can be read: one that can be labelled, learned from, suggested for.

    Every list, figure and queue of images to work with asks this and not for the status alone.
    """
    return and_(images.c.status == "ok", in_use())


def filter_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    """What must hold of an image for the filter to show it, each as one condition."""
    conditions = status_conditions(wanted.status)
    if wanted.duplicates_of is not None:
        if wanted.status is Status.ANY:
            conditions.clear()
        conditions.append(images.c.id.in_(_duplicates_of(wanted.duplicates_of)))
    if wanted.folder:
        # "0" is the character after "/": everything that begins with the folder and a slash.
        below = and_(images.c.folder >= wanted.folder + "/", images.c.folder < wanted.folder + "0")
        conditions.append(or_(images.c.folder == wanted.folder, below))
    conditions.extend(_label_conditions(wanted))
    conditions.extend(_suggestion_conditions(wanted))
    conditions.extend(_file_conditions(wanted))
    conditions.extend(_caption_conditions(wanted))
    key = name_key(wanted.text)
    # The longest word first, which is in the fewest images: the others are looked for in those.
    words = sorted(search_fold(wanted.text).split(), key=len, reverse=True)
    found = [_contains(word, of_each=place > 0) for place, word in enumerate(words)]
    if any(not any(map(str.isalnum, word)) for word in key.split()):
        # "black - white" is first of all what a label is called; "-" alone is in every other path.
        called = _is_called(key)
        found = [or_(and_(called.exists(), _carries(called)), and_(~called.exists(), *found))]
    conditions.extend(found)
    return conditions


def _duplicates_of(image_id: int) -> CompoundSelect[Any]:
    """The ids of an image's cluster, its keeper and what is set aside for any of them."""
    keeper = func.coalesce(images.c.keeper_id, images.c.id)
    kept = select(keeper).where(images.c.id == image_id).scalar_subquery()
    cluster = select(duplicate_members.c.cluster_id).where(duplicate_members.c.image_id == kept)
    members = select(duplicate_members.c.image_id).where(
        duplicate_members.c.cluster_id.in_(cluster)
    )
    other = images.alias("of_them")
    of_them = or_(other.c.id == kept, other.c.id.in_(members))
    aside = images.alias("aside")
    set_aside = select(aside.c.id).join(other, aside.c.keeper_id == other.c.id).where(of_them)
    return union(select(other.c.id).where(of_them), set_aside)


def _label_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    """Which labels the image carries, and where they are from."""
    made_so = _made_so(wanted, labellings)
    conditions: list[ColumnElement[bool]] = []
    for label_id in wanted.label_ids:
        carries = _carrying(labels_below(label_id, f"family_{label_id}")).where(*made_so)
        conditions.append(images.c.id.in_(carries))
    if wanted.any_label_ids:
        families = [labels_below(one, f"any_{one}") for one in wanted.any_label_ids]
        conditions.append(or_(*(images.c.id.in_(_carrying(family)) for family in families)))
    for label_id in wanted.no_label_ids:
        conditions.append(images.c.id.not_in(_carrying(labels_below(label_id, f"no_{label_id}"))))
    if made_so and not wanted.label_ids:
        labelled = images.c.id.in_(select(labellings.c.image_id).where(*made_so))
        decided = images.c.id.in_(select(decisions.c.image_id).where(*_made_so(wanted, decisions)))
        conditions.append(labelled if wanted.source is not None else or_(labelled, decided))
    return conditions


def _made_so(wanted: ImageFilter, table: Table) -> list[ColumnElement[bool]]:
    """By whom, when and how a labelling or decision was made."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.source is not None and table is labellings:
        conditions.append(labellings.c.source == wanted.source)
    if wanted.decider:
        conditions.append(table.c.decider == wanted.decider)
    if wanted.decided_from:
        conditions.append(table.c.decided_at >= _day_begins(wanted.decided_from))
    if wanted.decided_to:
        conditions.append(table.c.decided_at < _day_begins(wanted.decided_to, later_days=1))
    return conditions


def _day_begins(day: str, later_days: int = 0) -> str:
    """When a local day begins, as times are kept: UTC."""
    begin = datetime.combine(date.fromisoformat(day) + timedelta(later_days), time())
    return begin.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _suggestion_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for label_id in wanted.suggested_ids:
        conditions.extend([readable_in_use(), images.c.reviewed_at.is_(None)])
        open_pair = select(suggestions.c.image_id).where(
            suggestions.c.label_id == label_id,
            suggestions.c.weak.is_(False),
            exists().where(labels.c.id == label_id),
            ~pair_is_in(labellings, suggestions),
            ~pair_is_in(decisions, suggestions),
        )
        conditions.append(images.c.id.in_(open_pair))
    if wanted.suggestions is not None:
        suggested = and_(*status_conditions(Status.SUGGESTED))
        conditions.append(suggested if wanted.suggestions else ~suggested)
    return conditions


def _file_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    """What holds of the file: when it was taken, its format, its size, its sides."""
    width, height = images.c.width_px, images.c.height_px
    longer = case((width > height, width), else_=height)
    captured, size = images.c.captured_at, images.c.size_bytes
    conditions = [
        *_between(captured, wanted.captured_from or None, None),
        *_between(size, wanted.bytes_from, wanted.bytes_to),
        *_between(longer, wanted.side_from_px, wanted.side_to_px),
    ]
    if wanted.captured_to:
        # "U" is the letter after "T", which stands between a day and its time.
        conditions.append(captured < f"{wanted.captured_to}U")
    if wanted.formats:
        conditions.append(images.c.format.in_(wanted.formats))
    if wanted.shape is not None:
        shapes = {
            ImageShape.LANDSCAPE: width > height,
            ImageShape.PORTRAIT: width < height,
            ImageShape.SQUARE: width == height,
        }
        conditions.append(shapes[wanted.shape])
    return conditions


def _caption_conditions(wanted: ImageFilter) -> list[ColumnElement[bool]]:
    """Whether the image has captions, and of which language and source."""
    own = [captions.c.text != ""]
    conditions: list[ColumnElement[bool]] = []
    if wanted.captions is not None:
        any_caption = images.c.id.in_(select(captions.c.image_id).where(*own))
        conditions.append(any_caption if wanted.captions else ~any_caption)
    if wanted.caption_languages:
        language, wanted_codes = captions.c.language, wanted.caption_languages
        main = before_first(language, "-")
        own.append(or_(language.in_(wanted_codes), main.in_(wanted_codes)))
    if wanted.caption_source is not None:
        own.append(captions.c.source == wanted.caption_source)
    if len(own) > 1:
        conditions.append(images.c.id.in_(select(captions.c.image_id).where(*own)))
    return conditions


def _between(
    column: ColumnElement[Any], least: str | int | None, most: int | None
) -> list[ColumnElement[bool]]:
    """The bounds that are given, both included."""
    conditions: list[ColumnElement[bool]] = []
    if least is not None:
        conditions.append(column >= least)
    if most is not None:
        conditions.append(column <= most)
    return conditions


def pair_is_in(table: Table, row_of: Table) -> Exists:
    """Whether ``table`` has the (image, label) of a row of ``row_of``."""
    return exists().where(
        table.c.image_id == row_of.c.image_id, table.c.label_id == row_of.c.label_id
    )


def status_conditions(status: Status) -> list[ColumnElement[bool]]:
    """What a status means.

    Labelled and unlabelled images are readable ones; together with the unreadable and the missing
    ones they make up all images in use, which all statuses but the last are of. Suggested means:
    readable, not reviewed, with open suggestions.
    """
    if status is Status.ANY:
        return [in_use()]
    if status is Status.SET_ASIDE:
        return [images.c.keeper_id.is_not(None)]
    if status in (Status.UNREADABLE, Status.MISSING):
        return [in_use(), images.c.status == status.value]
    if status is Status.REVIEWED:
        return [readable_in_use(), images.c.reviewed_at.is_not(None)]
    if status is Status.SUGGESTED:
        return [
            readable_in_use(),
            images.c.reviewed_at.is_(None),
            images.c.id.in_(select(open_suggestions.c.image_id)),
        ]
    labelled = exists().where(labellings.c.image_id == images.c.id)
    return [readable_in_use(), labelled if status is Status.LABELLED else ~labelled]


def _contains(word: str, *, of_each: bool) -> ColumnElement[bool]:
    """The folded word occurs in path, title, or a name of a label the image carries, or begins a
    word of a caption. ``of_each``: the captions of each image are looked at, which is quicker than
    finding the images of all captions with the word where few images are left."""
    named = select(labels.c.id).where(holds(_searched(labels.c.name_key), word))
    also_named = select(aliases.c.label_id).where(holds(_searched(aliases.c.name_key), word))
    conditions = [holds(images.c.search_key, word), _carries(named.union(also_named))]
    if query := caption_query(word):
        found = captions_with_words(query)
        has_word = captions.c.id.in_(select(found.c.id))
        own = select(captions.c.id).where(captions.c.image_id == images.c.id, has_word)
        with_word = images.c.id.in_(select(captions.c.image_id).where(has_word))
        conditions.append(own.exists() if of_each else with_word)
    return or_(*conditions)


def _is_called(key: str) -> CompoundSelect[tuple[int]]:
    """The labels with this folded name or alias."""
    named = select(labels.c.id).where(labels.c.name_key == key)
    return named.union(select(aliases.c.label_id).where(aliases.c.name_key == key))


def _carrying(family: Select[int]) -> Select[int]:
    """The images that carry one of these labels."""
    return select(labellings.c.image_id).where(labellings.c.label_id.in_(family))


def _carries(label_ids: CompoundSelect[tuple[int]]) -> ColumnElement[bool]:
    """The image carries one of these labels."""
    carrying = select(labellings.c.image_id).where(labellings.c.label_id.in_(label_ids))
    return images.c.id.in_(carrying)


def _searched(key: ColumnElement[str]) -> ColumnElement[str]:
    """The folded name as ``search_fold`` folds it."""
    return func.replace(key, "ß", "ss")
