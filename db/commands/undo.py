"""Undo and redo: the rows of a recorded change turned back, or written again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from db.clock import now_utc
from db.commands.recorder import (
    CommandGroup,
    Details,
    StalePlaces,
    changes_use,
    stale_after,
    touched,
    write_entry,
)
from db.commands.rows import RECORDED, RowDelta, load_deltas, row_count
from db.commands.staged import StagedDeltas
from db.errors import ChangeConflictError
from db.records import ChangeSet, HistoryEntry
from db.repositories.history import next_redo, next_undo
from db.schema import changes

ROWS_A_PAGE = 20_000
"""Of the history, read in one transaction: a writer waits for those that read."""

Turn = Literal["undo", "redo"]
NEXT: dict[Turn, Callable[[Connection], HistoryEntry | None]] = {
    "undo": next_undo,
    "redo": next_redo,
}


@dataclass(frozen=True, slots=True)
class _Ready:
    """A change to turn, laid ready without holding anybody up."""

    entry: HistoryEntry
    rows: int
    staged: StagedDeltas
    named: dict[str, list[RowDelta]]
    """The deltas of the tables that look for contradictions, by table."""
    stale: StalePlaces
    image_ids: frozenset[int]
    label_ids: frozenset[int]
    in_use_changed: bool


class UndoCommands(CommandGroup):
    """Takes changes back, newest first, whoever made them, over restarts too."""

    def undo(self) -> ChangeSet | None:
        """Take back the newest change; None where there is nothing to undo.

        The details are those of the change with its name as "command". Raises
        ChangeConflictError, and changes nothing, where something else has since changed what
        would be restored.
        """
        return self._turned("undo")

    def redo(self) -> ChangeSet | None:
        """Do again what was undone last; None where there is nothing to redo.

        Raises ChangeConflictError as ``undo`` does.
        """
        return self._turned("redo")

    def _turned(self, turn: Turn) -> ChangeSet | None:
        with self._database.scratch() as connection:
            ready: _Ready | None = None
            try:
                while True:
                    if ready is not None:
                        _drop(connection, ready)
                    with connection.begin():
                        entry = NEXT[turn](connection)
                    if entry is None:
                        return None
                    ready = _laid_ready(connection, entry, turn)
                    with self._database.write_on(connection):
                        # Somebody may have changed something, or an import have gone on.
                        if NEXT[turn](connection) != ready.entry:
                            continue
                        if row_count(connection, entry.change_id) != ready.rows:
                            continue
                        return self._written(connection, turn, ready)
            finally:
                if ready is not None:
                    _drop(connection, ready)

    def _written(self, connection: Connection, turn: Turn, ready: _Ready) -> ChangeSet:
        entry = ready.entry
        conflict = ChangeConflictError(
            "undo-conflict" if turn == "undo" else "redo-conflict",
            time=entry.changed_at,
            change=entry.command,
        )
        try:
            if not ready.staged.write() or _contradicts(connection, ready.named):
                raise conflict
        except IntegrityError as error:
            # Another row has come to need a label that would go, or has taken its name.
            raise conflict from error
        ready.stale.refresh(connection)
        connection.execute(
            update(changes)
            .where(changes.c.id == entry.change_id)
            .values(state="undone" if turn == "undo" else "done")
        )
        details: Details = {**entry.details, "command": entry.command}
        change_id = write_entry(
            connection, turn, details, self._curator, now_utc(), False, entry.change_id
        )
        return ChangeSet(
            change_id,
            turn,
            details,
            image_ids=ready.image_ids,
            label_ids=ready.label_ids,
            undoable=False,
            in_use_changed=ready.in_use_changed,
        )


def _laid_ready(connection: Connection, entry: HistoryEntry, turn: Turn) -> _Ready:
    deltas: list[RowDelta] = []
    page: list[RowDelta] | None = None
    while page is None or len(page) == ROWS_A_PAGE:
        with connection.begin():
            page = load_deltas(connection, entry.change_id, len(deltas), ROWS_A_PAGE)
        deltas += page
    if turn == "undo":
        deltas = [delta.reversed for delta in reversed(deltas)]
    image_ids, label_ids = touched(deltas)
    return _Ready(
        entry,
        len(deltas),
        StagedDeltas(connection, deltas),
        {
            name: [delta for delta in deltas if delta.table == name]
            for name, one in RECORDED.items()
            if one.conflicts is not None
        },
        stale_after(deltas),
        image_ids,
        label_ids,
        changes_use(deltas),
    )


def _drop(connection: Connection, ready: _Ready) -> None:
    with connection.begin():
        ready.staged.drop()


def _contradicts(connection: Connection, deltas: dict[str, list[RowDelta]]) -> bool:
    """Whether a table finds that its rows as they are back do not fit others."""
    return any(
        one.conflicts(connection, deltas[name])
        for name, one in RECORDED.items()
        if one.conflicts is not None
    )
