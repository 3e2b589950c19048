"""What commands on labels would do, in numbers, before anybody runs them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from db.connection import Database
from db.dialect import id_set
from db.errors import CatalogueError
from db.names import (
    LabelNames,
    child_named,
    moves_of_deletion,
    names_of,
    refuse_taken_place,
    shared_names,
)
from db.records import VocabularyEntry
from db.repositories.keyword_list_plan import plan_keyword_list
from db.schema import aliases, decisions, keywords, labellings, labels
from db.text import name_key


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What merging ``sources`` (names) into ``target`` does.

    ``images`` carry a source; ``images_gained`` of them do not carry the target yet and
    ``images_joined`` do; ``images_after`` carry the target in the end. ``decisions`` on a source
    follow it, of which ``decisions_dropped`` give way to one on the target or to the label
    itself. ``children`` (names) come to lie below the target, and ``aliases`` become its aliases.
    """

    target: str
    sources: tuple[str, ...]
    images: int
    images_gained: int
    images_joined: int
    images_after: int
    decisions: int
    decisions_dropped: int
    children: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeleteEffect:
    """What deleting ``labels`` (names) does.

    ``labellings`` go from ``images``, of which ``images_without`` carry no label then.
    ``decisions`` and ``aliases`` (names) go too; ``children`` (names) move up; ``keywords`` found
    in files stay without a label.
    """

    labels: tuple[str, ...]
    images: int
    images_without: int
    labellings: int
    decisions: int
    children: tuple[str, ...]
    aliases: tuple[str, ...]
    keywords: int


@dataclass(frozen=True, slots=True)
class SplitEffect:
    """What splitting images off ``label`` does: ``images`` leave it, ``images_left`` stay.

    ``images_ignored`` do not carry it. ``decisions``: accepted suggestions of it that become
    rejected ones.
    """

    label: str
    images: int
    images_left: int
    images_ignored: int
    decisions: int


@dataclass(frozen=True, slots=True)
class MoveEffect:
    """What moving ``labels`` (names) below ``parent`` ("" is the top) does.

    ``below`` labels that lie below them go along. ``images_gained`` images come to carry a label
    below the parent, or one of those above it, that did not.
    """

    labels: tuple[str, ...]
    parent: str
    below: int
    images_gained: int


@dataclass(frozen=True, slots=True)
class KeywordListEffect:
    """What taking in a keyword list does.

    ``created`` labels are new and ``known`` keywords are labels already, of which ``moved`` come
    to lie elsewhere; ``aliases`` and English names (``named``) are added and ``grouping`` labels
    get or lose their brackets.
    Left out: ``repeated`` keywords stand in the list before, ``unusable`` ones have no name or
    one too long, ``aliases_taken`` belong to another label, and ``moves_refused`` are labels that
    would lie below themselves.
    """

    created: int
    known: int
    moved: int
    aliases: int
    grouping: int
    repeated: int
    unusable: int
    aliases_taken: tuple[str, ...]
    moves_refused: tuple[str, ...]
    named: int = 0


class LabelEffects:
    """Foretells commands on the labels of one catalogue. Changes nothing.

    All raise CatalogueError for a label that is not there, where two labels would have one name
    below one parent, and where one would lie below itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_merge(self, source_ids: Sequence[int], target_id: int) -> MergeEffect:
        """What ``commands.merge_labels`` with the same arguments would do."""
        sources = [one for one in dict.fromkeys(source_ids) if one != target_id]
        with self._database.read() as connection:
            names = _names(connection, [*sources, target_id])
            carrying = _images(connection, sources)
            standing = _images(connection, [target_id])
            arriving, kept = _decisions_of_merge(connection, sources, target_id)
            _refuse_merge(connection, sources, target_id)
            return MergeEffect(
                target=names[target_id],
                sources=tuple(names[one] for one in sources),
                images=len(carrying),
                images_gained=len(carrying - standing),
                images_joined=len(carrying & standing),
                images_after=len(carrying | standing),
                decisions=arriving,
                decisions_dropped=arriving - kept,
                children=_children(connection, sources, leaving={target_id}),
                aliases=_new_aliases(connection, sources, target_id),
            )

    def of_delete(self, label_ids: Iterable[int]) -> DeleteEffect:
        """What ``commands.delete_labels`` with the same arguments would do."""
        wanted = list(dict.fromkeys(label_ids))
        with self._database.read() as connection:
            names = _names(connection, wanted)
            moves_of_deletion(connection, wanted)
            images = _images(connection, wanted)
            kept = select(func.count(labellings.c.image_id.distinct())).where(
                labellings.c.image_id.in_(id_set(images)),
                labellings.c.label_id.not_in(id_set(wanted)),
            )
            with_others = int(connection.scalar(kept) or 0)
            return DeleteEffect(
                labels=tuple(names[one] for one in wanted),
                images=len(images),
                images_without=len(images) - with_others,
                labellings=_count(connection, labellings.c.label_id, wanted),
                decisions=_count(connection, decisions.c.label_id, wanted),
                children=_children(connection, wanted),
                aliases=tuple(_aliases(connection, wanted)),
                keywords=_count(connection, keywords.c.label_id, wanted),
            )

    def of_split(self, label_id: int, image_ids: Iterable[int]) -> SplitEffect:
        """What ``commands.split_label`` with the same arguments would do."""
        wanted = set(image_ids)
        with self._database.read() as connection:
            names = _names(connection, [label_id])
            carrying = _images(connection, [label_id])
            moving = carrying & wanted
            accepted = [
                at for at, yes in _verdicts(connection, [label_id])[label_id].items() if yes
            ]
            return SplitEffect(
                label=names[label_id],
                images=len(moving),
                images_left=len(carrying - moving),
                images_ignored=len(wanted - moving),
                decisions=len(moving.intersection(accepted)),
            )

    def of_move(self, label_ids: Iterable[int], parent_id: int | None) -> MoveEffect:
        """What ``commands.set_parents`` with the same arguments would do."""
        wanted = list(dict.fromkeys(label_ids))
        with self._database.read() as connection:
            asked = wanted if parent_id is None else [*wanted, parent_id]
            names = _names(connection, asked)
            tree = {
                row[0]: row[1]
                for row in connection.execute(select(labels.c.id, labels.c.parent_id))
            }
            for label_id in wanted:
                if parent_id is not None and parent_id in _with_all_below(tree, [label_id]):
                    where = {"label": names[label_id], "parent": names[parent_id]}
                    raise CatalogueError("label-below-itself", **where)
                refuse_taken_place(connection, label_id, parent_id)
            moving = _with_all_below(tree, wanted)
            gained: set[int] = set()
            if parent_id is not None:
                there = _images(connection, _with_all_below(tree, [parent_id]))
                gained = _images(connection, moving) - there
            return MoveEffect(
                labels=tuple(names[one] for one in wanted),
                parent="" if parent_id is None else names[parent_id],
                below=len(moving) - len(wanted),
                images_gained=len(gained),
            )

    def of_keyword_list(self, entries: Sequence[VocabularyEntry]) -> KeywordListEffect:
        """What ``commands.import_keyword_list`` with the same entries would do."""
        with self._database.read() as connection:
            plan = plan_keyword_list(connection, entries)
        return KeywordListEffect(
            created=len(plan.created),
            known=plan.known,
            moved=len(plan.moved),
            aliases=len(plan.aliases),
            grouping=len(plan.grouping) + len(plan.grouping_created),
            repeated=plan.repeated,
            unusable=plan.unusable,
            aliases_taken=tuple(plan.aliases_taken),
            moves_refused=tuple(plan.moves_refused),
            named=len(plan.english),
        )


def _names(connection: Connection, label_ids: Iterable[int]) -> dict[int, str]:
    wanted = set(label_ids)
    query = select(labels.c.id, labels.c.name).where(labels.c.id.in_(id_set(wanted)))
    found = {row[0]: row[1] for row in connection.execute(query)}
    if len(found) != len(wanted):
        raise CatalogueError("labels-gone")
    shared = shared_names(connection)
    return {label_id: shared.get(label_id, name) for label_id, name in found.items()}


def _images(connection: Connection, label_ids: Iterable[int]) -> set[int]:
    query = select(labellings.c.image_id).where(labellings.c.label_id.in_(id_set(label_ids)))
    return set(connection.scalars(query))


def _verdicts(connection: Connection, label_ids: Iterable[int]) -> dict[int, dict[int, bool]]:
    """For every label, what was decided on which image."""
    query = select(decisions.c.label_id, decisions.c.image_id, decisions.c.accepted)
    found: dict[int, dict[int, bool]] = {label_id: {} for label_id in label_ids}
    for row in connection.execute(query.where(decisions.c.label_id.in_(id_set(found)))):
        found[row[0]][row[1]] = row[2]
    return found


def _decisions_of_merge(
    connection: Connection, source_ids: Sequence[int], target_id: int
) -> tuple[int, int]:
    """How many decisions are on the sources, and how many of those the target has in the end."""
    verdicts = _verdicts(connection, [*source_ids, target_id])
    carried = _images(connection, [target_id])
    standing = {at: (accepted, False) for at, accepted in verdicts[target_id].items()}
    for source_id in source_ids:
        carried |= _images(connection, [source_id])
        for at, accepted in verdicts[source_id].items():
            standing.setdefault(at, (accepted, True))
        standing = {
            at: (accepted, moved)
            for at, (accepted, moved) in standing.items()
            if accepted or at not in carried
        }
    arriving = sum(len(verdicts[source_id]) for source_id in source_ids)
    return arriving, sum(moved for _, moved in standing.values())


def _children(
    connection: Connection, label_ids: Iterable[int], leaving: Iterable[int] = ()
) -> tuple[str, ...]:
    """The names of what lies right below these labels, but for themselves."""
    wanted = set(label_ids)
    query = (
        select(labels.c.name)
        .where(labels.c.parent_id.in_(id_set(wanted)))
        .where(labels.c.id.not_in(id_set(wanted | set(leaving))))
        .order_by(labels.c.name_key)
    )
    return tuple(connection.scalars(query))


def _child_ids(connection: Connection, label_ids: Iterable[int]) -> list[int]:
    query = select(labels.c.id).where(labels.c.parent_id.in_(id_set(label_ids)))
    return list(connection.scalars(query))


def _new_aliases(
    connection: Connection, source_ids: Sequence[int], target_id: int
) -> tuple[str, ...]:
    """The names of the sources that become the target's: no label there has them yet."""
    names = names_of(connection)
    parent_id = _next_above(names, target_id, source_ids)
    by_key: dict[str, str] = {}
    for source_id in sorted(source_ids, key=lambda one: -len(names.line(one))):
        for name in (names.levels(source_id)[-1], *_aliases(connection, [source_id])):
            by_key.setdefault(name_key(name), name)
    return tuple(
        sorted(
            name
            for name in by_key.values()
            if child_named(connection, parent_id, name) in (None, *source_ids)
        )
    )


def _refuse_merge(connection: Connection, source_ids: Sequence[int], target_id: int) -> None:
    """Raise CatalogueError where a label would come to lie beside one of the same name."""
    names = names_of(connection)
    line = names.line(target_id)
    refuse_taken_place(connection, target_id, _next_above(names, target_id, source_ids))
    for child in _child_ids(connection, source_ids):
        if child in line[1:] and child not in source_ids:
            refuse_taken_place(connection, child, _next_above(names, child, source_ids))
        elif child not in (*source_ids, target_id):
            refuse_taken_place(connection, child, target_id)


def _next_above(names: LabelNames, label_id: int, going: Sequence[int]) -> int | None:
    return next((one for one in names.line(label_id)[1:] if one not in going), None)


def _aliases(connection: Connection, label_ids: Iterable[int]) -> list[str]:
    query = select(aliases.c.name).where(aliases.c.label_id.in_(id_set(label_ids)))
    return list(connection.scalars(query.order_by(aliases.c.name_key)))


def _count(connection: Connection, column: ColumnElement[int], label_ids: Iterable[int]) -> int:
    query = select(func.count()).where(column.in_(id_set(label_ids)))
    return int(connection.scalar(query) or 0)


def _with_all_below(parents: dict[int, int | None], label_ids: Iterable[int]) -> set[int]:
    children: dict[int, list[int]] = {}
    for label_id, parent_id in parents.items():
        if parent_id is not None:
            children.setdefault(parent_id, []).append(label_id)
    found: set[int] = set()
    waiting = list(label_ids)
    while waiting:
        label_id = waiting.pop()
        if label_id not in found:
            found.add(label_id)
            waiting.extend(children.get(label_id, ()))
    return found
