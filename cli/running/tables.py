"""Tables that a command writes: where to, in which format, and standard output as a place."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cli.output.streams import put_bytes
from engine.errors import InputError

STANDARD = Path("-")
"""What stands for standard input or output in place of a file."""

TABLES = (".csv", ".jsonl")


def checked_ending(
    out: Path | None, endings: Sequence[str] = TABLES, *, standard: bool = True
) -> None:
    """Raise InputError for a file whose ending names no format that is written; ``standard``:
    ``-`` is standard output."""
    if out is None or (standard and out == STANDARD):
        return
    if out.suffix.casefold() not in endings:
        raise InputError("cli-ending-unknown", file=out.name, endings=list(endings))


@contextmanager
def table_place(out: Path | None, *, as_json: bool) -> Iterator[Path | None]:
    """Where to write a table that is asked for at ``out``: there, or, for ``-``, at a place whose
    content goes to standard output in the end, as CSV. Raises InputError for an ending of no format
    and where the table and a JSON document would both go to standard output."""
    checked_ending(out)
    if out != STANDARD:
        yield out
        return
    if as_json:
        raise InputError("cli-one-on-standard-output")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "table.csv"
        yield place
        put_bytes(place.read_bytes())
