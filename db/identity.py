"""Tells whether a file is a catalogue, and of which version, without changing it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from db.connection import damaged_sentence, open_file, translated
from db.errors import CatalogueError, NewerCatalogueError
from db.migrations import runner

# "Nabo" in ASCII, in the header of every catalogue (https://sqlite.org/fileformat2.html#apid).
APPLICATION_ID = 0x4E61626F
SQLITE_MAGIC = b"SQLite format 3\x00"
HEADER_SIZE = 100


def require_catalogue(path: Path) -> str:
    """The schema version of a catalogue that this program can open.

    Raises NewerCatalogueError for one of a newer version, and CatalogueError for a file that is
    missing, empty, no catalogue, cut short or damaged; each sentence says what to do.
    """
    _require_header(path)
    with translated(path), closing(open_file(path)) as connection:
        try:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            if application_id != APPLICATION_ID:
                raise CatalogueError(
                    f"{path} is an SQLite file, but not a catalogue of Nabolag. "
                    "Choose a file whose name ends in .nabolag.sqlite."
                )
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                raise CatalogueError(damaged_sentence(path)) from error
            raise
    if row is None:
        raise CatalogueError(damaged_sentence(path))
    version = str(row[0])
    if not version.isdigit() or int(version) > int(runner.SCHEMA_VERSION):
        raise NewerCatalogueError(
            f"{path} was written by a newer version of Nabolag (tables {version}, this program "
            f"knows {runner.SCHEMA_VERSION}) and was left as it is. Update Nabolag to open it."
        )
    return version


def _require_header(path: Path) -> None:
    """Refuse what cannot be a sound SQLite file by its first bytes and its size."""
    if path.is_dir():
        raise CatalogueError(
            f"{path} is a folder. Choose the catalogue itself, a file whose name ends in "
            ".nabolag.sqlite."
        )
    try:
        with path.open("rb") as file:
            header = file.read(HEADER_SIZE)
            size_bytes = file.seek(0, 2)
    except FileNotFoundError as error:
        raise CatalogueError(
            f"There is no catalogue {path}. Check the name, or create it first."
        ) from error
    except OSError as error:
        raise CatalogueError(
            f"{path} cannot be read ({error.strerror}). Check that you may read it."
        ) from error
    if not header:
        raise CatalogueError(
            f"{path} is empty. Restore a backup of the catalogue, or delete the file and create "
            "the catalogue again."
        )
    if not header.startswith(SQLITE_MAGIC):
        raise CatalogueError(
            f"{path} is not a catalogue. Choose a file whose name ends in .nabolag.sqlite."
        )
    if _is_cut_short(header, size_bytes) and left_journal(path) is None:
        raise CatalogueError(damaged_sentence(path))


def _is_cut_short(header: bytes, size_bytes: int) -> bool:
    """The file is smaller than its header says (https://sqlite.org/fileformat2.html, 1.3)."""
    if len(header) < HEADER_SIZE:
        return True
    page_bytes = int.from_bytes(header[16:18], "big")
    page_bytes = 65_536 if page_bytes == 1 else page_bytes
    pages = int.from_bytes(header[28:32], "big")
    counts_agree = header[24:28] == header[92:96]
    return counts_agree and size_bytes < pages * page_bytes


def left_journal(path: Path) -> Path | None:
    """The journal or log that a crash left, which SQLite will complete the file from, if any."""
    for other in (Path(f"{path}-journal"), Path(f"{path}-wal")):
        if other.exists() and other.stat().st_size > 0:
            return other
    return None
