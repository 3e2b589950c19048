"""Which label a keyword of a file becomes."""

import json
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, or_, select

from db.commands.recorder import ChangeRecorder
from db.commands.vocabulary import create_label_row
from db.names import names_of
from db.records import PATH_SOURCES
from db.schema import change_rows, changes, keywords, labels
from db.text import name_key

MOVING_COMMANDS = ("set_parent", "set_parents", "merge_labels", "import_keyword_list")
"""The commands by which a curator puts labels elsewhere."""


class KeywordLabels:
    """Finds the labels of keywords, and creates those that are missing.

    A keyword with levels, and one from a field that holds whole paths, names its place: the label
    of that name or alias below the levels above, each found the same way. Where none is there, it
    is the label of that name that a curator has moved away from there, or merged into another;
    else a label at the top that nobody has arranged, made of keywords without levels, comes to lie
    there, if no other label has its name; else a new one does.

    A keyword without levels is one of the levels of a path that the same image has; else the label
    at the top of that name or alias, else the one that a curator has moved from there, else the
    only one anywhere. Where there is none, or several, a label of its own is made at the top: it is
    never put silently below one of several.
    """

    def __init__(self, recorder: ChangeRecorder) -> None:
        self._recorder = recorder
        self._names = names_of(recorder.connection)
        self._former: Mapping[int | None, Sequence[int]] | None = None
        self._loose: dict[int, bool] = {}
        self.created = 0

    def at_path(self, levels: Sequence[str], *, create: bool) -> int | None:
        """The label at the end of a whole path; None where it is not there nor to be created."""
        parent_id: int | None = None
        for level in levels:
            label_id = self._names.child(parent_id, level)
            if label_id is None:
                label_id = self._moved_from(parent_id, level)
            if label_id is None and not create:
                return None
            if label_id is None and parent_id is not None:
                label_id = self._nested(parent_id, level)
            if label_id is None:
                label_id = self._create(level, parent_id)
                self._loose[label_id] = False
            parent_id = label_id
        return parent_id

    def flat(self, name: str, paths: Sequence[Sequence[str]] = (), *, create: bool) -> int | None:
        """The label of a keyword without levels; ``paths`` are those that its image has too."""
        for path in paths:
            for depth, level in enumerate(path, start=1):
                if name_key(level) == name_key(name):
                    return self.at_path(path[:depth], create=create)
        label_id = self._names.child(None, name)
        if label_id is None:
            label_id = self._moved_from(None, name)
        found = self._names.named(name)
        if label_id is None and len(found) == 1:
            (label_id,) = found
        if label_id is None and create:
            label_id = self._create(name, None)
            self._loose[label_id] = True
        return label_id

    def _create(self, name: str, parent_id: int | None) -> int:
        row = create_label_row(self._recorder, name, parent_id=parent_id)
        label_id = int(row["id"])
        self._names.add(label_id, parent_id, [str(row["name"])])
        self.created += 1
        return label_id

    def _moved_from(self, parent_id: int | None, name: str) -> int | None:
        """The label of this name that a curator has taken from below a parent, the last one."""
        found = self._names.named(name)
        if not found:
            return None
        if self._former is None:
            self._former = former_children(self._recorder.connection)
        there = self._former.get(parent_id, ())
        return next((label_id for label_id in there if label_id in found), None)

    def _nested(self, parent_id: int, name: str) -> int | None:
        """Put the only label of this name below a parent, if nobody has said where it belongs."""
        found = self._names.named(name)
        if len(found) != 1:
            return None
        (label_id,) = found
        if not self._is_loose(label_id) or label_id in self._names.line(parent_id):
            return None
        rows = self._recorder.rows("labels", labels.c.id == label_id)
        self._recorder.update("labels", rows, {"parent_id": parent_id})
        self._names.move(label_id, parent_id)
        return label_id

    def _is_loose(self, label_id: int) -> bool:
        """At the top, moved by no curator, and of no keyword that says that it is at the top."""
        if self._names.parent(label_id) is not None:
            return False
        if label_id not in self._loose:
            if self._former is None:
                self._former = former_children(self._recorder.connection)
            said = self._recorder.values(
                keywords.c.id,
                keywords.c.label_id == label_id,
                keywords.c.text.not_like("%|%"),
                or_(*(keywords.c.source.like(f"{source}%") for source in PATH_SOURCES)),
            )
            moved = any(label_id in there for there in self._former.values())
            self._loose[label_id] = not said and not moved
        return self._loose[label_id]


def former_children(connection: Connection) -> dict[int | None, list[int]]:
    """By parent (None: the top), the labels that curators have moved away from below it.

    For a merged label stands the one it was merged into. The last moved come first; those that
    are there again, and labels that are gone, are left out.
    """
    place = {row[0]: row[1] for row in connection.execute(select(labels.c.id, labels.c.parent_id))}
    merged: dict[int, int] = {}
    found: dict[int | None, list[int]] = {}
    query = (
        select(changes.c.id, changes.c.command, changes.c.details)
        .where(changes.c.command.in_(MOVING_COMMANDS), changes.c.state == "done")
        .order_by(changes.c.id.desc())
    )
    for change_id, command, details in connection.execute(query).fetchall():
        before, gone = _moves_of(connection, change_id)
        if command == "merge_labels":
            merged |= dict.fromkeys(gone, int(json.loads(details)["label_id"]))
        for label_id, parent_id in before.items():
            now = _follow(label_id, merged.get)
            if now in place and (now != label_id or place[now] != parent_id):
                there = found.setdefault(parent_id, [])
                if now not in there:
                    there.append(now)
    return found


def _moves_of(connection: Connection, change_id: int) -> tuple[dict[int, int | None], list[int]]:
    """The labels a change moved or removed, with their parents before, and the removed ones."""
    before: dict[int, int | None] = {}
    gone: list[int] = []
    query = (
        select(change_rows.c.row_key, change_rows.c.before, change_rows.c.after)
        .where(change_rows.c.change_id == change_id, change_rows.c.table_name == "labels")
        .order_by(change_rows.c.position)
    )
    for key, was, became in connection.execute(query):
        label_id = int(json.loads(key)[0])
        row = json.loads(was) if was is not None else {}
        if "parent_id" in row:
            before.setdefault(label_id, row["parent_id"])
        if became is None:
            gone.append(label_id)
    return before, gone


def _follow(label_id: int, after: Callable[[int], int | None]) -> int:
    seen = {label_id}
    while (following := after(label_id)) is not None and following not in seen:
        seen.add(following)
        label_id = following
    return label_id
