"""The keyword table of a scan: the one given now, or the one that an earlier scan was given."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.archive.keyword_table import TableOptions, TableRow
from engine.archive.table_matching import MatchedTable
from engine.errors import InputError
from engine.jobs.keyword_rows import check_rows, read_rows
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue

TABLE_SETTING = "scan.keyword_table"

Notes = list[tuple[str | Message, Message]]


def scan_rows(
    catalogue: "Catalogue", path: Path | None, options: TableOptions | None, notes: Notes
) -> Iterator[TableRow]:
    """The rows of the table given now, which is remembered, else of one given to an earlier scan.

    Adds to ``notes`` where the earlier one is not read. Raises InputError where the one given now
    cannot be read.
    """
    settings = catalogue.settings
    if path is not None:
        if not path.exists():
            raise InputError("scan-no-table", path=path)
        chosen = dataclasses.asdict(options or TableOptions())
        # Checked here, before the long work, and kept only when it can be read.
        check_rows(path, TableOptions(**chosen))
        settings.set(TABLE_SETTING, {"path": str(path.absolute()), "options": chosen})
        return read_rows(path, TableOptions(**chosen))
    kept = settings.get(TABLE_SETTING)
    if kept is None:
        return iter(())
    path = Path(kept["path"])
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


def table_notes(table: MatchedTable) -> Notes:
    """What to say of how a table fitted: another folder that it meant, rows that fit no file."""
    notes: Notes = []
    if table.other_folder is not None:
        notes.append((Message("table-rest"), table.other_folder.message))
    notes += table.rejected
    more = table.rejected_rows - len(table.rejected)
    if more > 0:
        notes.append((Message("table-rest"), Message("table-more-rows", {"count": more})))
    return notes
