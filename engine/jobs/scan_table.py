"""The keyword table of a scan: the one given now, or the one that an earlier scan was given."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.archive.keyword_table import TableOptions, TableRow, read_table
from engine.errors import InputError
from engine.exchange.registry import format_of, read_export
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
        if not path.is_file():
            raise InputError("scan-no-table", path=path)
        chosen = dataclasses.asdict(options or TableOptions())
        # Checked here, before the long work, and kept only when it can be read.
        next(_rows_of(path, TableOptions(**chosen)), None)
        settings.set(TABLE_SETTING, {"path": str(path.absolute()), "options": chosen})
        return _rows_of(path, TableOptions(**chosen))
    kept = settings.get(TABLE_SETTING)
    if kept is None:
        return iter(())
    path = Path(kept["path"])
    if not path.is_file():
        notes.append((str(path), Message("scan-table-gone")))
        return iter(())
    return _rows_of(path, TableOptions(**kept["options"]))


def check_keyword_table(path: Path, options: TableOptions | None = None) -> None:
    """Raise InputError where the table of a scan to come could not be read."""
    for _ in _rows_of(path, options or TableOptions()):
        pass


def _rows_of(path: Path, options: TableOptions) -> Iterator[TableRow]:
    """Rows of a keyword table, or of a file this program exported."""
    if options != TableOptions() or format_of(path) is None:
        yield from read_table(path, options)
        return
    for number, image in enumerate(read_export(path), start=2):
        levels = tuple(labelling.levels for labelling in image.labellings)
        yield TableRow(number, image.file, levels, image.title)
