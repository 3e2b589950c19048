"""What has changed since a moment, for those who follow the changes of other processes."""

from sqlalchemy import select

from db.commands.recorder import changes_use, touched
from db.commands.rows import load_deltas, row_count
from db.connection import Database
from db.records import ChangeSet
from db.schema import changes


def changes_since(database: Database, change_id: int, most_rows: int) -> ChangeSet:
    """All changes after this one as if they were one, numbered as the newest.

    ``images_unknown`` where they have more rows than ``most_rows``, or the file is a backup now.
    """
    images: set[int] = set()
    labels: set[int] = set()
    in_use_changed = False
    rows = 0
    newest = change_id
    with database.read() as connection:
        later = select(changes).where(changes.c.id > change_id).order_by(changes.c.id)
        for one in connection.execute(later).all():
            newest = one.id
            # What undo turns back stands with the change that it took back.
            written_in = [one.id, *([] if one.target_id is None else [one.target_id])]
            rows += sum(row_count(connection, each) for each in written_in)
            if rows > most_rows or one.command == "restore_backup":
                return ChangeSet(_newest(database), "", {}, images_unknown=True)
            for each in written_in:
                deltas = load_deltas(connection, each)
                found = touched(deltas)
                images |= found[0]
                labels |= found[1]
                in_use_changed |= changes_use(deltas)
    return ChangeSet(
        newest,
        "",
        {},
        image_ids=frozenset(images),
        label_ids=frozenset(labels),
        in_use_changed=in_use_changed,
    )


def _newest(database: Database) -> int:
    with database.read() as connection:
        query = select(changes.c.id).order_by(changes.c.id.desc()).limit(1)
        return int(connection.scalar(query) or 0)
