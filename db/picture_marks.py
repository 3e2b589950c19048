"""What was measured of pictures, by content hash, in a file of its own. Derived, as thumbnails."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, select

from db.derived_file import DerivedFile, carry_over, chunks
from db.dialect import upsert

FILE_NAME = "picture_marks.sqlite"

metadata = MetaData()
marks = Table(
    "marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("content_hash", LargeBinary, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


class PictureMarks:
    """Bytes of several kinds, keyed by the content hash of the image; what they hold is up to
    whoever measures."""

    def __init__(self, folder: Path) -> None:
        self._file = DerivedFile(folder / FILE_NAME, metadata)

    def get_many(self, kind: str, content_hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """The marks of one kind that there are, by content hash."""
        found: dict[bytes, bytes] = {}

        def read(connection: Connection) -> None:
            of_kind = select(marks.c.content_hash, marks.c.value).where(marks.c.kind == kind)
            for chunk in chunks(content_hashes):
                rows = connection.execute(of_kind.where(marks.c.content_hash.in_(chunk)))
                found.update((row[0], row[1]) for row in rows)

        self._file.run(read, writes=False)
        return found

    def put_many(self, kind: str, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep marks of one kind, given as (content hash, value), in the place of older ones."""
        rows = [{"kind": kind, "content_hash": one, "value": value} for one, value in items]

        def write(connection: Connection) -> None:
            if rows:
                connection.execute(upsert(marks), rows)

        self._file.run(write, writes=True)

    def carry_over(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Let pictures of new content hashes have the marks of old ones: (old, new)."""
        carry_over(self._file, marks, pairs)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()
