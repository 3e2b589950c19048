"""Tells whether a file is a catalogue, and of which version, without changing it; and which one."""

import re
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from db.connection import open_file, translated
from db.errors import CatalogueError, NewerCatalogueError
from db.file.shape import require_shape
from db.migrations import runner
from db.setting_values import stored_setting
from messages.os_reasons import reason_of

# "Nabo" in ASCII, in the header of every catalogue (https://sqlite.org/fileformat2.html#apid).
APPLICATION_ID = 0x4E61626F
IDENTITY_SETTING = "catalogue.identity"
"""What tells a catalogue from all others wherever its file lies; a copy keeps it. Catalogues made
before there was one get it when a window opens them."""
PLACE_SETTING = "catalogue.place"
"""Where a catalogue lay when it was made, or when pictures were last written into: at another
place it has moved, or it is a copy of the one that is still there."""

SQLITE_MAGIC = b"SQLite format 3\x00"
HEADER_SIZE = 100


def new_identity() -> str:
    """An identity that no other catalogue has: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def original_of(path: Path, identity: str, place: str) -> Path | None:
    """Where the catalogue lies that the one at ``path`` is a copy of; None where it is none, or
    nobody can tell. ``place`` is what its setting says."""
    if not identity or not place:
        return None
    other = Path(place)
    try:
        if not other.is_absolute() or not other.is_file() or other.samefile(path):
            return None
        _require_header(other)
        with closing(open_file(other)) as connection:
            query = "SELECT value FROM settings WHERE key = ?"
            row = connection.execute(query, (IDENTITY_SETTING,)).fetchone()
    except (OSError, ValueError, sqlite3.Error, CatalogueError):
        return None
    is_sound, held = (False, None) if row is None else stored_setting(IDENTITY_SETTING, row[0])
    return other if is_sound and held == identity else None


def require_catalogue(path: Path) -> str:
    """The schema version of a catalogue that this program can open.

    Raises NewerCatalogueError for one of a newer version, and CatalogueError for a file that is
    missing, empty, no catalogue, cut short, damaged, or holds programs that are not ours; each
    sentence says what to do.
    """
    _require_header(path)
    with translated(path), closing(open_file(path)) as connection:
        try:
            application_id = connection.execute("PRAGMA application_id").fetchone()[0]
            if application_id != APPLICATION_ID:
                raise CatalogueError("catalogue-of-another-program", path=path)
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            version = _known_version(path, rows)
            require_shape(connection, path, version)
        except sqlite3.OperationalError as error:
            if str(error).startswith(("no such table", "no such column")):
                raise CatalogueError("catalogue-damaged", path=path) from error
            raise
        except UnicodeDecodeError as error:
            # What the file says of its tables, or SQLite of them, is no text.
            raise CatalogueError("catalogue-damaged", path=path) from error
    return version


def _known_version(path: Path, rows: list[tuple[object]]) -> str:
    version = rows[0][0] if len(rows) == 1 else None
    if not isinstance(version, str) or re.fullmatch("0+", version):
        raise CatalogueError("catalogue-damaged", path=path)
    if not re.fullmatch("[0-9]{1,9}", version) or int(version) > int(runner.SCHEMA_VERSION):
        raise NewerCatalogueError(
            "catalogue-newer", path=path, tables=version[:40], known=runner.SCHEMA_VERSION
        )
    return version


def _require_header(path: Path) -> None:
    """Refuse what cannot be a sound SQLite file by its first bytes and its size."""
    if path.is_dir():
        raise CatalogueError("catalogue-is-folder", path=path)
    try:
        with path.open("rb") as file:
            header = file.read(HEADER_SIZE)
            size_bytes = file.seek(0, 2)
    except FileNotFoundError as error:
        raise CatalogueError("catalogue-missing", path=path) from error
    except OSError as error:
        raise CatalogueError("catalogue-unreadable", path=path, reason=reason_of(error)) from error
    if not header:
        raise CatalogueError("catalogue-empty", path=path)
    if not header.startswith(SQLITE_MAGIC):
        raise CatalogueError("no-catalogue", path=path)
    if _is_cut_short(header, size_bytes) and left_journal(path) is None:
        raise CatalogueError("catalogue-damaged", path=path)


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
