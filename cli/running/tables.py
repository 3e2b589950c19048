"""Tables that a command writes: where to, in which format, and standard output as a place."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from cli.output.streams import put_bytes
from cli.output.words import answer, note
from engine.errors import InputError

STANDARD = Path("-")
"""What stands for standard input or output in place of a file."""

TABLES = (".csv", ".jsonl")


def _check_ending(out: Path | None, endings: Sequence[str]) -> None:
    if out is not None and out != STANDARD and out.suffix.casefold() not in endings:
        raise InputError("cli-ending-unknown", file=out.name, endings=list(endings))


@contextmanager
def table_place(out: Path | None, *, as_json: bool) -> Iterator[Path | None]:
    """As ``table_places`` for one table."""
    with table_places([out], as_json=as_json) as (place,):
        yield place


@contextmanager
def table_places(
    outs: Sequence[Path | None], *, as_json: bool, endings: Sequence[str] = TABLES
) -> Iterator[list[Path | None]]:
    """Where to write each of the tables that are asked for at ``outs``: there, or, for ``-``, at a
    place whose content goes to standard output in the end, as CSV. Raises InputError for an ending
    of no format and where two tables, or one and a JSON document, would go to standard output."""
    for out in outs:
        _check_ending(out, endings)
    printed = outs.count(STANDARD)
    if printed > 1:
        raise InputError("cli-one-table-on-standard-output")
    if printed and as_json:
        raise InputError("cli-one-on-standard-output")
    with tempfile.TemporaryDirectory() if printed else nullcontext("") as folder:
        place = Path(folder) / "table.csv"
        yield [place if out == STANDARD else out for out in outs]
        if printed and place.exists():  # not where nothing was to be written
            put_bytes(place.read_bytes())


def tell(value: object, lines: Sequence[str], outs: Sequence[Path | None], as_json: bool) -> None:
    """Tell what was done; beside a table on standard output, on stderr."""
    if STANDARD in outs:
        # Where the table is for the moment concerns nobody.
        note("\n".join(one for one in lines if not ("written to" in one or "listed in" in one)))
    else:
        answer(value, lines, as_json)
