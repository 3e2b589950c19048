"""Duplicates as tables: pairs with their probability, clusters with who stays, and answers."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TextIO

from engine.cells import file_cell, file_of_cell, safe_cell
from engine.errors import InputError
from engine.table_file import BYTE_ORDER_MARK, column_names, has_columns, open_table

PAIR_COLUMNS = ("file_a", "file_b", "similarity", "probability", "done")
CLUSTER_COLUMNS = ("file", "cluster", "keeper", "probability", "relation", "likely_relation")
ANSWER_COLUMNS = ("file_a", "file_b", "answer")
KEEPER_COLUMNS = ("file", "keeper")
ASIDE_COLUMNS = ("file", "keeper", "cluster", "probability", "relation")
YES = ("yes", "true", "1", "x")

Answer = Literal["same", "different", "copy", "variant", "series"]
ANSWERS: dict[str, Answer] = {
    "yes": "same",
    "same": "same",
    "no": "different",
    "different": "different",
    "not the same": "different",
    "copy": "copy",
    "variant": "variant",
    "series": "series",
}
"""What a table may say, and what it means."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """``similarity``: cosine; ``probability`` that the two are duplicates, None where not known;
    ``done``: what was done to ``file_b`` against the other, "" where nothing is known.
    Files are spelled as on disk; bytes that are no UTF-8 are lone surrogates (PEP 383)."""

    file_a: str
    file_b: str
    similarity: float
    probability: float
    done: str = ""


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One image of a cluster. ``probability`` that it is the same as the keeper, None where nothing
    says so. ``relation`` to it as a curator answered, "" where nobody did and for the keeper
    itself; ``likely_relation`` as far as the program can tell, for people only."""

    file: str
    cluster: str
    keeper: bool
    probability: float | None
    relation: str = ""
    likely_relation: str = ""


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A file that is set aside, and the one that stays for it. ``probability`` that they are the
    same, None where nobody measured or said it."""

    file: str
    keeper: str
    cluster: str
    probability: float | None
    relation: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What was said of two files."""

    file_a: str
    file_b: str
    answer: Answer


def write_pairs(stream: TextIO, rows: Iterable[PairRow], *, raw: bool = False) -> int:
    """Write pairs as CSV to a text stream opened with ``newline=""``; how many there were.

    ``raw`` leaves out the apostrophe before cells that a spreadsheet could take for a formula.
    """
    cell = str if raw else safe_cell
    table = _started(stream, PAIR_COLUMNS)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        files = (file_cell(one, cell) for one in (row.file_a, row.file_b))
        table.writerow((*files, f"{row.similarity:.6f}", f"{row.probability:.6f}", cell(row.done)))
    return count


def write_clusters(stream: TextIO, rows: Iterable[ClusterRow], *, raw: bool = False) -> int:
    """Write clusters as CSV, one row an image; how many rows. Otherwise as ``write_pairs``."""
    cell = str if raw else safe_cell
    table = _started(stream, CLUSTER_COLUMNS)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        keeper = "yes" if row.keeper else "no"
        table.writerow(
            (
                file_cell(row.file, cell),
                cell(row.cluster),
                keeper,
                "" if row.probability is None else f"{row.probability:.6f}",
                row.relation,
                row.likely_relation,
            )
        )
    return count


def write_aside(stream: TextIO, rows: Iterable[AsideRow], *, raw: bool = False) -> int:
    """Write files that are set aside as CSV; how many. Otherwise as ``write_pairs``."""
    cell = str if raw else safe_cell
    table = _started(stream, ASIDE_COLUMNS)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007
        files = (file_cell(one, cell) for one in (row.file, row.keeper))
        sure = "" if row.probability is None else f"{row.probability:.6f}"
        table.writerow((*files, cell(row.cluster), sure, row.relation))
    return count


def read_answers(path: Path) -> list[AnswerRow]:
    """What a table says of pairs: ``file_a,file_b,answer`` with yes, no, copy, variant or series.

    Raises InputError for a file that is missing or no such table, and for an unknown answer.
    """
    found = []
    with open_table(path, fits=lambda header: has_columns(header, ANSWER_COLUMNS)) as table:
        places = _places(table.header, ANSWER_COLUMNS, path)
        for line, row in table.rows:
            first, second, said = _cells(row, places, path, line)
            answer = ANSWERS.get(said.strip().casefold())
            if answer is None:
                raise InputError(
                    "duplicates-answer-odd", file=path.name, line=line, answer=said[:40]
                )
            found.append(AnswerRow(file_of_cell(first), file_of_cell(second), answer))
    return found


def read_files(path: Path) -> list[str]:
    """The column ``file`` of a table, such as ``write_aside`` writes; all else is passed over.

    Raises InputError for a file that is missing or no such table.
    """
    columns = CLUSTER_COLUMNS[:1]
    with open_table(path, fits=lambda header: has_columns(header, columns)) as table:
        places = _places(table.header, columns, path)
        return [file_of_cell(_cells(row, places, path, line)[0]) for line, row in table.rows]


def read_keepers(path: Path) -> dict[str, str]:
    """By file the one that stays for it, of a table such as ``write_aside`` writes.

    Rows of a file that stays for itself are passed over. Raises InputError for a file that is
    missing or no such table, and where one is given two keepers.
    """
    found: dict[str, str] = {}
    with open_table(path, fits=lambda header: has_columns(header, KEEPER_COLUMNS)) as table:
        places = _places(table.header, KEEPER_COLUMNS, path)
        for line, row in table.rows:
            file, keeper = map(file_of_cell, _cells(row, places, path, line))
            if file == keeper:
                continue
            if found.setdefault(file, keeper) != keeper:
                raise InputError("duplicates-two-keepers", file=file)
    return found


def read_clusters(path: Path) -> list[ClusterRow]:
    """The clusters of a table with the columns ``file`` and ``cluster``; others may be missing.

    ``likely_relation`` is not read: it is no answer. Raises InputError for a file that is missing
    or no such table, and for an unknown relation or a probability that is none.
    """
    rows = []
    with open_table(path, fits=lambda header: has_columns(header, CLUSTER_COLUMNS[:2])) as table:
        needed = _places(table.header, CLUSTER_COLUMNS[:2], path)
        names = column_names(table.header)
        more = {name: names.index(name) for name in CLUSTER_COLUMNS[2:5] if name in names}
        for line, row in table.rows:
            file, cluster = _cells(row, needed, path, line)
            said = {name: row[at].strip() for name, at in more.items() if at < len(row)}
            relation = said.get("relation", "").casefold()
            if relation and relation not in ANSWERS:
                raise InputError(
                    "duplicates-answer-odd", file=path.name, line=line, answer=relation[:40]
                )
            keeper = said.get("keeper", "")
            is_keeper = keeper.casefold() in YES or (keeper != "" and keeper == file)
            probability = _probability(said.get("probability", ""), path, line)
            rows.append(ClusterRow(file_of_cell(file), cluster, is_keeper, probability, relation))
    return rows


def _probability(cell: str, path: Path, line: int) -> float | None:
    """A probability as it is written, None for an empty cell."""
    if not cell:
        return None
    try:
        found = float(cell.replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:  # NaN neither
        raise InputError("duplicates-probability-odd", file=path.name, line=line, said=cell[:40])
    return found


def _started(stream: TextIO, columns: Sequence[str]) -> "csv._writer":  # type: ignore[name-defined]
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream)
    table.writerow(columns)
    return table


def _places(header: Sequence[str], columns: Sequence[str], path: Path) -> list[int]:
    if not has_columns(header, columns):
        raise InputError("duplicates-columns-missing", file=path.name, columns=",".join(columns))
    return [column_names(header).index(name) for name in columns]


def _cells(row: Sequence[str], places: Sequence[int], path: Path, line: int) -> list[str]:
    if len(row) <= max(places):
        raise InputError("duplicates-line-too-short", file=path.name, line=line)
    return [row[at] for at in places]
