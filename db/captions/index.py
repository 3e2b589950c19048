"""The index of the words of all captions: a virtual table of SQLite's FTS5 over ``captions``.

SQLite lets no trigger write to a virtual table where the file is not trusted
(``PRAGMA trusted_schema = OFF``). So triggers, which are plain SQL and see every writer, note in
``caption_queue`` what the index still holds of a row that has changed, and ``index_captions``
works the queue off, in the transaction of the command that has changed them.
"""

from sqlalchemy import Connection

CAPTION_INDEX = """
CREATE VIRTUAL TABLE captions_text USING fts5(
    searchable, content='captions', content_rowid='id', prefix='2 3',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")
"""
"""Of the column ``searchable``, as ``db.text.caption_words`` prepares it."""

CAPTION_TRIGGERS = (
    """
CREATE TRIGGER tr_captions_INSERT AFTER INSERT ON captions
WHEN NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = NEW.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (NEW.id, NULL); END
""",
    """
CREATE TRIGGER tr_captions_UPDATE AFTER UPDATE OF searchable ON captions
WHEN OLD.searchable <> NEW.searchable
AND NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = OLD.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (OLD.id, OLD.searchable); END
""",
    """
CREATE TRIGGER tr_captions_DELETE AFTER DELETE ON captions
WHEN NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = OLD.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (OLD.id, OLD.searchable); END
""",
)

_QUEUE_WORK = (
    "INSERT INTO captions_text (captions_text, rowid, searchable) "
    "SELECT 'delete', caption_id, held FROM caption_queue WHERE held IS NOT NULL",
    "INSERT INTO captions_text (rowid, searchable) "
    "SELECT c.id, c.searchable FROM caption_queue AS q JOIN captions AS c ON c.id = q.caption_id",
    "DELETE FROM caption_queue",
)


def index_captions(connection: Connection) -> None:
    """Bring the index up to date with the captions that have changed. Wants a write transaction."""
    if connection.exec_driver_sql("SELECT 1 FROM caption_queue LIMIT 1").fetchone() is not None:
        for statement in _QUEUE_WORK:
            connection.exec_driver_sql(statement)


def rebuild_index(connection: Connection) -> None:
    """Make the index anew from the captions. Wants a write transaction."""
    connection.exec_driver_sql("INSERT INTO captions_text (captions_text) VALUES ('rebuild')")
    connection.exec_driver_sql("DELETE FROM caption_queue")


def compare_index(connection: Connection) -> None:
    """Hold the index against the captions. Wants a write transaction.

    Raises sqlalchemy.exc.DatabaseError (SQLITE_CORRUPT) where it does not fit.
    """
    connection.exec_driver_sql(
        "INSERT INTO captions_text (captions_text, rank) VALUES ('integrity-check', 1)"
    )
