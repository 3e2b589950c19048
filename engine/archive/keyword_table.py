"""The keyword table: a CSV of files and their keywords."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.archive.captions import Caption, caption, distinct
from engine.archive.keywords import clean
from engine.cells import original_cell
from engine.errors import InputError
from engine.table_file import MOST_BYTES, open_table, row_problem
from messages.message import Message

MAX_TABLE_BYTES = MOST_BYTES
MAX_ROWS = 5_000_000
TITLE_COLUMNS = ("title", "caption")
CAPTION_COLUMN = "caption"
TABLE_FIELD = "csv"


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a keyword table is written, where it differs from ``file,keywords[,title|caption]``.

    ``separator`` stands between keywords, ``delimiter`` between columns (None: whichever of comma,
    semicolon and tab makes the header fit). Where the same sign stands between columns, keywords
    may stand between commas. ``whole_lines``: cells are keywords as they are, also
    where they look as if they should be taken apart at another separator.
    """

    separator: str = ";"
    delimiter: str | None = None
    file_column: str = "file"
    keywords_column: str = "keywords"
    title_column: str | None = None
    encoding: str = "utf-8"
    whole_lines: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table says of one file; ``keywords`` each from the top level down.

    With ``whole_paths`` one of a single level lies at the top; without, it may lie anywhere.
    ``problem``: why nothing of the row can be taken. ``sha256``: that of the file, in hexadecimal,
    where the table tells it. ``notes`` say what of its captions was left out.
    """

    number: int
    file: str
    keywords: tuple[tuple[str, ...], ...]
    title: str = ""
    whole_paths: bool = False
    problem: Message | None = None
    sha256: str = ""
    captions: tuple[Caption, ...] = ()
    notes: tuple[Message, ...] = ()


def read_table(path: Path, options: TableOptions | None = None) -> Iterator[TableRow]:
    """The rows of a keyword table, top to bottom, empty lines left out.

    Apostrophes that an export put before what looks like a formula are taken away. Raises
    InputError when the table is missing, too large, not in its encoding or lacks a column.
    """
    options = options or TableOptions()
    if not path.exists():
        raise InputError("table-unreadable", path=path, reason=Message("os-no-such-file"))

    def fits(names: Sequence[str]) -> bool:
        found = [clean(name) for name in names]
        return options.file_column in found and options.keywords_column in found

    with open_table(
        path,
        fits=fits,
        delimiter=options.delimiter,
        encoding=options.encoding,
        most_bytes=MAX_TABLE_BYTES,
        takes_long_rows=True,
    ) as table:
        columns = _columns([clean(name) for name in table.header], options, path)
        separators = [options.separator] if options.separator else []
        if table.delimiter in separators:
            # Columns stand between it: only in a cell of quotes can it be between keywords.
            separators.append("," if options.separator != "," else ";")
        for number, row in table.rows:
            if number > MAX_ROWS:
                raise InputError("table-too-many-rows", file=path.name, most=MAX_ROWS)
            problem = row_problem(row, len(table.header))
            yield replace(_row(number, row, columns, separators), problem=problem)


Positions = tuple[int, int, int | None, int | None]


def _columns(header: list[str], options: TableOptions, path: Path) -> Positions:
    """Positions of file, keywords, title and caption; columns are found whatever their case."""
    lower = [name.casefold() for name in header]

    def position(name: str) -> int:
        if name in header:
            return header.index(name)
        if name.casefold() in lower:
            return lower.index(name.casefold())
        raise InputError(
            "table-column-missing",
            file=path.name,
            column=name,
            columns=", ".join(header)[:200],
        )

    if options.title_column is not None:
        title: int | None = position(options.title_column)
    else:
        title = next((lower.index(name) for name in TITLE_COLUMNS if name in lower), None)
    captions = lower.index(CAPTION_COLUMN) if CAPTION_COLUMN in lower else None
    return position(options.file_column), position(options.keywords_column), title, captions


def _row(
    number: int,
    row: list[str],
    columns: Positions,
    separators: Sequence[str],
) -> TableRow:
    def cell(position: int | None) -> str:
        return original_cell(row[position]) if position is not None and position < len(row) else ""

    file_at, keywords_at, title_at, caption_at = columns
    text = cell(keywords_at)
    separator = next((one for one in separators if one in text), None)
    texts = [text] if separator is None else text.split(separator)
    cleaned = (clean(text) for text in texts)
    keywords = tuple(dict.fromkeys((text,) for text in cleaned if text))
    captions, notes = distinct([caption(cell(caption_at), TABLE_FIELD)])
    title = clean(cell(title_at))
    return TableRow(number, cell(file_at), keywords, title, captions=captions, notes=notes)
