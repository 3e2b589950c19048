"""The keyword table of a scan: the one given now, or the one that an earlier scan was given."""

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db.identity import IDENTITY_SETTING, new_identity
from engine.archive.keyword_table import TableOptions, TableRow
from engine.archive.table_matching import MatchedTable
from engine.errors import InputError
from engine.jobs.keyword_rows import check_rows, read_rows
from engine.personal_notes import keep_note, kept_note
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue

TABLE_SETTING = "scan.keyword_table"
NOTES = "keyword_tables"
"""Of tables that this person named."""

Notes = list[tuple[str | Message, Message]]


def scan_rows(
    catalogue: "Catalogue", path: Path | None, options: TableOptions | None, notes: Notes
) -> Iterator[TableRow]:
    """The rows of the table given now, which is remembered, else of one given to an earlier scan.

    A catalogue from somebody else may name any file: only a table that this person named on this
    computer is read again. Adds to ``notes`` where the earlier one is not read.
    Raises InputError where the one given now cannot be read.
    """
    settings = catalogue.settings
    if path is not None:
        if not path.exists():
            raise InputError("scan-no-table", path=path)
        chosen = dataclasses.asdict(options or TableOptions())
        # Checked here, before the long work, and kept only when it can be read.
        check_rows(path, TableOptions(**chosen))
        settings.set(TABLE_SETTING, {"path": str(path.absolute()), "options": chosen})
        _keep_as_own(catalogue, path)
        return read_rows(path, TableOptions(**chosen))
    kept = settings.get(TABLE_SETTING)
    if kept is None:
        return iter(())
    path = Path(kept["path"])
    if not _is_own(catalogue, path):
        notes.append((str(path), Message("scan-table-of-others")))
        return iter(())
    if not path.is_file():
        notes.append((str(path), Message("scan-table-gone")))
        return iter(())
    if catalogue.history.is_undone(int(kept.get("import_id", 0))):
        notes.append((str(path), Message("scan-table-undone")))
        return iter(())
    return read_rows(path, TableOptions(**kept["options"]))


def remember_import(catalogue: "Catalogue", import_id: int) -> None:
    """Say which change brought what the remembered table holds: while that is undone, later scans
    do not bring it again."""
    kept = catalogue.settings.get(TABLE_SETTING)
    if kept is not None and import_id:
        catalogue.settings.set(TABLE_SETTING, {**kept, "import_id": import_id})


def _keep_as_own(catalogue: "Catalogue", path: Path) -> None:
    if not catalogue.identity:  # it was made before catalogues had one
        catalogue.settings.set(IDENTITY_SETTING, new_identity())
    with suppress(OSError):  # it is read now, and asked for again the next time
        keep_note(NOTES, catalogue.identity, {"path": str(path.absolute())})


def _is_own(catalogue: "Catalogue", path: Path) -> bool:
    note = kept_note(NOTES, catalogue.identity)
    return note is not None and note.get("path") == str(path)


def table_notes(table: MatchedTable) -> Notes:
    """What to say of how a table fitted: another folder that it meant, rows that fit no file, and
    captions that were left out or cut."""
    notes: Notes = []
    if table.other_folder is not None:
        notes.append((Message("table-rest"), table.other_folder.message))
    notes += table.rejected
    more = table.rejected_rows - len(table.rejected)
    if more > 0:
        notes.append((Message("table-rest"), Message("table-more-rows", {"count": more})))
    notes += table.notes
    more = table.noted - len(table.notes)
    if more > 0:
        notes.append((Message("table-rest"), Message("captions-more-left-out", {"count": more})))
    return notes
