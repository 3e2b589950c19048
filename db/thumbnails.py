"""Thumbnails by content hash in a file of their own. Derived: lost ones are made again."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, select

from db.derived_file import DerivedFile, carry_over, chunks
from db.dialect import upsert

FILE_NAME = "thumbnails.sqlite"

metadata = MetaData()
thumbnails = Table(
    "thumbnails",
    metadata,
    Column("content_hash", LargeBinary, primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
)
key = thumbnails.c.content_hash


class ThumbnailStore:
    """JPEG thumbnails (longest side 320 px), keyed by the content hash of the image."""

    def __init__(self, folder: Path) -> None:
        self._file = DerivedFile(folder / FILE_NAME, metadata)

    def get(self, content_hash: bytes) -> bytes | None:
        """The thumbnail as JPEG, or None where there is none."""
        return self.get_many([content_hash]).get(content_hash)

    def get_many(self, content_hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """The thumbnails there are, by content hash."""
        found: dict[bytes, bytes] = {}

        def read(connection: Connection) -> None:
            for chunk in chunks(content_hashes):
                rows = connection.execute(select(thumbnails).where(key.in_(chunk)))
                found.update((row[0], row[1]) for row in rows)

        self._file.run(read, writes=False)
        return found

    def put_many(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep thumbnails, given as (content hash, JPEG), in the place of older ones."""
        rows = [{"content_hash": content_hash, "jpeg": jpeg} for content_hash, jpeg in items]

        def write(connection: Connection) -> None:
            if rows:
                connection.execute(upsert(thumbnails), rows)

        self._file.run(write, writes=True)

    def missing(self, content_hashes: Iterable[bytes]) -> list[bytes]:
        """Those of the hashes that have no thumbnail, each once, in the order given."""
        wanted = list(dict.fromkeys(content_hashes))
        present: set[bytes] = set()

        def read(connection: Connection) -> None:
            for chunk in chunks(wanted):
                present.update(connection.scalars(select(key).where(key.in_(chunk))))

        self._file.run(read, writes=False)
        return [content_hash for content_hash in wanted if content_hash not in present]

    def carry_over(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        """Let pictures of new content hashes have what those of old ones have: (old, new)."""
        carry_over(self._file, thumbnails, pairs)

    @property
    def path(self) -> Path:
        """The file they are in."""
        return self._file.path

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()
