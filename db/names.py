"""Which label a name means: the one place that decides it.

Labels are told apart by their name and the label above them: "crane" below "birds" is not "crane"
below "machines". Below one label, and at the top, a name belongs to one label, as its name or as
an alias. A label is found by its names alone where that is enough, and by its path always.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from db.dialect import id_set
from db.errors import CatalogueError
from db.schema import aliases, labels
from db.text import clean_name, name_key
from messages.levels import LEVEL_SEPARATOR, join_levels, split_levels


class LabelNames:
    """The names and places of all labels of a catalogue."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}
        self._named: dict[str, set[int]] = defaultdict(set)

    def add(self, label_id: int, parent_id: int | None, names: Iterable[str]) -> None:
        """Take in a label with its name and then its aliases."""
        own, *others = names
        self._names[label_id] = own
        self._parents[label_id] = parent_id
        for name in (own, *others):
            self._named[name_key(name)].add(label_id)

    def __iter__(self) -> Iterator[int]:
        """The ids of all labels."""
        return iter(self._names)

    def move(self, label_id: int, parent_id: int | None) -> None:
        """Put a label below another."""
        self._parents[label_id] = parent_id

    def parent(self, label_id: int) -> int | None:
        """The label above; None for one at the top."""
        return self._parents.get(label_id)

    def named(self, name: str) -> frozenset[int]:
        """All labels with this name or alias."""
        return frozenset(self._named.get(name_key(name), ()))

    def child(self, parent_id: int | None, name: str) -> int | None:
        """The label with this name or alias right below another, or at the top with None."""
        found = self.named(name)
        return next((one for one in found if self._parents[one] == parent_id), None)

    def meant(self, text: str) -> tuple[int, ...]:
        r"""The labels that a text may mean: none, the one, or several that it does not tell apart.

        A text is a name or alias, else a path: names from above down with "|" between them
        (``birds|crane``; ``\|`` where a name holds one). A path may leave out levels at its
        beginning. Of several labels the one whose whole path the text is, is meant: of "crane" at
        the top and "crane" below "birds", "crane" means the first.
        """
        levels = split_levels(text)
        by_path = self.ending_with(levels)
        if any(len(self.line(one)) == len(levels) for one in by_path):
            return by_path
        return self.ending_with((text,)) or by_path

    def line(self, label_id: int) -> list[int]:
        """The label and all above it, from the bottom up."""
        line: list[int] = []
        at: int | None = label_id
        # A damaged file may hold a circle.
        while at is not None and at in self._names and at not in line:
            line.append(at)
            at = self._parents[at]
        return line

    def levels(self, label_id: int) -> tuple[str, ...]:
        """The names from the top of the hierarchy down to the label."""
        return tuple(self._names[one] for one in reversed(self.line(label_id)))

    def path(self, label_id: int) -> str:
        """The levels as one text, which ``meant`` takes back."""
        return join_levels(self.levels(label_id))

    def is_shared(self, label_id: int) -> bool:
        """Whether the name alone may mean another label."""
        name = self._names[label_id]
        return len(self.named(name)) > 1 or self.meant(name) != (label_id,)

    def shown(self, label_id: int) -> str:
        """What people read: the name, or the path where the name alone may mean another label."""
        return self.path(label_id) if self.is_shared(label_id) else self._names[label_id]

    def ending_with(self, levels: Sequence[str]) -> tuple[int, ...]:
        """The labels whose path ends with these names, or the one whose whole path they are."""
        found = [one for one in self.named(levels[-1]) if self._goes_by(one, levels)]
        whole = [one for one in found if len(self.line(one)) == len(levels)]
        # Aliases of several labels at different places may make up one path.
        return tuple(sorted(whole or found, key=lambda one: (self.levels(one), one)))

    def _goes_by(self, label_id: int, levels: Sequence[str]) -> bool:
        line = self.line(label_id)
        return len(line) >= len(levels) and all(
            one in self._named.get(name_key(level), ())
            for one, level in zip(line, reversed(levels), strict=False)
        )


def child_named(
    connection: Connection,
    parent_id: int | None,
    name: str,
    *,
    without_aliases_of: Collection[int] = (),
) -> int | None:
    """The label with this name or alias right below another, or at the top with None.

    ``without_aliases_of``: labels whose aliases are about to go.
    """
    key = name_key(name)
    also_named = select(aliases.c.label_id).where(
        aliases.c.name_key == key, aliases.c.label_id.not_in(without_aliases_of)
    )
    query = select(labels.c.id).where(
        (labels.c.name_key == key) | labels.c.id.in_(also_named),
        func.coalesce(labels.c.parent_id, 0) == (parent_id or 0),
    )
    return connection.scalars(query).first()


def _all_names(connection: Connection, label_id: int) -> list[str]:
    """The name of a label and its aliases."""
    own = select(labels.c.name).where(labels.c.id == label_id)
    others = select(aliases.c.name).where(aliases.c.label_id == label_id)
    return list(connection.scalars(own.union_all(others)))


def refuse_taken_place(
    connection: Connection,
    label_id: int,
    parent_id: int | None,
    *,
    without_aliases_of: Collection[int] = (),
) -> None:
    """Raise CatalogueError where a label has a name or alias of another right below a parent, but
    for the aliases of some (see ``child_named``)."""
    for name in _all_names(connection, label_id):
        other = child_named(connection, parent_id, name, without_aliases_of=without_aliases_of)
        if other is not None and other != label_id:
            names = names_of(connection)
            raise CatalogueError(
                "label-place-taken", label=names.path(label_id), other=names.path(other)
            )


def moves_of_deletion(
    connection: Connection, label_ids: Collection[int]
) -> list[tuple[int, int | None]]:
    """Where the labels right below these go when these go all at once: (label, its next label above
    that stays).

    Raises CatalogueError where one of its names is taken there by another label: one that stays,
    one that comes too, or the name of one that goes.
    """
    going = set(label_ids)
    names = names_of(connection)
    children = select(labels.c.id).where(labels.c.parent_id.in_(id_set(going)))
    moves: list[tuple[int, int | None]] = []
    coming: dict[tuple[int | None, str], int] = {}
    for child in connection.scalars(children.order_by(labels.c.id)).all():
        if child in going:
            continue
        above = next((one for one in names.line(child)[1:] if one not in going), None)
        refuse_taken_place(connection, child, above, without_aliases_of=going)
        for key in {name_key(one) for one in _all_names(connection, child)}:
            other = coming.setdefault((above, key), child)
            if other != child:
                raise CatalogueError(
                    "label-place-taken", label=names.path(child), other=names.path(other)
                )
        moves.append((child, above))
    return moves


def meant_label(connection: Connection, text: str) -> int | None:
    """The label that a name or path means; None where there is none.

    Raises CatalogueError where it may be one of several.
    """
    return meant_among(names_of(connection), text)


def meant_among(names: LabelNames, text: str) -> int | None:
    """As ``meant_label``, of names that were read for many texts."""
    found = names.meant(text)
    if len(found) > 1:
        paths = ", ".join(names.path(one) for one in found)
        raise CatalogueError("label-name-ambiguous", name=clean_name(text), labels=paths)
    return found[0] if found else None


def names_of(connection: Connection) -> LabelNames:
    """The names of all labels as they are now."""
    others: dict[int, list[str]] = defaultdict(list)
    for label_id, name in connection.execute(select(aliases.c.label_id, aliases.c.name)):
        others[label_id].append(name)
    found = LabelNames()
    for row in connection.execute(select(labels.c.id, labels.c.parent_id, labels.c.name)):
        found.add(row.id, row.parent_id, (row.name, *others[row.id]))
    return found


def shared_names(connection: Connection) -> dict[int, str]:
    """What people read of the labels whose name alone may mean another label: their path."""
    of_all = select(labels.c.name_key).union_all(select(aliases.c.name_key)).subquery()
    doubled = select(of_all.c.name_key).group_by(of_all.c.name_key).having(func.count() > 1)
    like_a_path = labels.c.name.contains(LEVEL_SEPARATOR) | labels.c.name.contains("\\")
    query = select(labels.c.id).where(labels.c.name_key.in_(doubled) | like_a_path)
    found = list(connection.scalars(query))
    if not found:
        return {}
    names = names_of(connection)
    return {label_id: names.path(label_id) for label_id in found if names.is_shared(label_id)}
