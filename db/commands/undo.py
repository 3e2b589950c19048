"""Undo and redo: the rows of a recorded change turned back, or written again."""

from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from db.clock import now_utc
from db.commands.recorder import CommandGroup, Details, refresh_after, touched, write_entry
from db.commands.rows import RECORDED, RowDelta, apply_deltas, first_conflict, load_deltas, runs_of
from db.errors import ChangeConflictError
from db.records import ChangeSet, HistoryEntry
from db.repositories.history import next_redo, next_undo
from db.schema import changes


class UndoCommands(CommandGroup):
    """Takes changes back, newest first, whoever made them, over restarts too."""

    def undo(self) -> ChangeSet | None:
        """Take back the newest change; None where there is nothing to undo.

        The details are those of the change with its name as "command". Raises
        ChangeConflictError, and changes nothing, where something else has since changed what
        would be restored.
        """
        with self._database.write() as connection:
            entry = next_undo(connection)
            if entry is None:
                return None
            deltas = [
                delta.reversed for delta in reversed(load_deltas(connection, entry.change_id))
            ]
            return self._apply_entry(connection, "undo", entry, deltas, "undone")

    def redo(self) -> ChangeSet | None:
        """Do again what was undone last; None where there is nothing to redo.

        Raises ChangeConflictError as ``undo`` does.
        """
        with self._database.write() as connection:
            entry = next_redo(connection)
            if entry is None:
                return None
            deltas = load_deltas(connection, entry.change_id)
            return self._apply_entry(connection, "redo", entry, deltas, "done")

    def _apply_entry(
        self,
        connection: Connection,
        command: str,
        entry: HistoryEntry,
        deltas: list[RowDelta],
        state: str,
    ) -> ChangeSet:
        conflict = ChangeConflictError(
            "redo-conflict" if command == "redo" else "undo-conflict",
            time=entry.changed_at,
            change=entry.command,
        )
        try:
            for run in runs_of(deltas):
                if first_conflict(connection, run) is not None:
                    raise conflict
                apply_deltas(connection, run)
            if _contradicts(connection, deltas):
                raise conflict
        except IntegrityError as error:
            # Another row has come to need a label that would go, or has taken its name.
            raise conflict from error
        refresh_after(connection, deltas)
        connection.execute(
            update(changes).where(changes.c.id == entry.change_id).values(state=state)
        )
        details: Details = {**entry.details, "command": entry.command}
        change_id = write_entry(
            connection, command, details, self._curator, now_utc(), False, entry.change_id
        )
        image_ids, label_ids = touched(deltas)
        return ChangeSet(
            change_id,
            command,
            details,
            image_ids=image_ids,
            label_ids=label_ids,
            undoable=False,
        )


def _contradicts(connection: Connection, deltas: list[RowDelta]) -> bool:
    """Whether a table finds that its rows as they are back do not fit others."""
    return any(
        one.conflicts(connection, [delta for delta in deltas if delta.table == name])
        for name, one in RECORDED.items()
        if one.conflicts is not None
    )
