"""Keyword tables as people and programs write them, matched to the files of an archive."""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.archive import keyword_table
from engine.archive.captions import Caption
from engine.archive.keyword_table import TableOptions, TableRow, read_table
from engine.archive.table_matching import match_rows
from engine.errors import InputError
from engine.table_file import MOST_CELL_CHARS


def refusal(call: Callable[[], object]) -> str | None:
    """The sentence with which something is refused, or None."""
    try:
        call()
    except InputError as error:
        return str(error)
    return None


def rows(tmp_path: Path, content: str | bytes, **options: object) -> list[TableRow]:
    path = tmp_path / "keywords.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_table(path, TableOptions(**options)))  # type: ignore[arg-type]


def test_the_plain_table(tmp_path: Path) -> None:
    content = 'file,keywords,title\na.jpg,elg;ås ; ;elg,"En elg, ""stor"""\n\nb/c.jpg,,\n'
    assert rows(tmp_path, content) == [
        TableRow(2, "a.jpg", (("elg",), ("ås",)), 'En elg, "stor"'),
        TableRow(4, "b/c.jpg", ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    found = rows(tmp_path, "file,keywords\na.jpg,ås\n".encode(encoding))
    assert found == [TableRow(2, "a.jpg", (("ås",),))]


def test_other_columns_separators_and_encodings(tmp_path: Path) -> None:
    content = "Bilde|Emneord|Tekst\na.jpg|elg, ås|En elg\n".encode("cp1252")
    found = rows(
        tmp_path,
        content,
        delimiter="|",
        separator=",",
        file_column="Bilde",
        keywords_column="Emneord",
        title_column="Tekst",
        encoding="cp1252",
    )
    assert found == [TableRow(2, "a.jpg", (("elg",), ("ås",)), "En elg")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_itself(tmp_path: Path, delimiter: str) -> None:
    content = f'file{delimiter}caption{delimiter}keywords\na.jpg{delimiter}T{delimiter}"x;y"\n'
    told = (Caption("T", "csv"),)
    assert rows(tmp_path, content) == [TableRow(2, "a.jpg", (("x",), ("y",)), "T", captions=told)]


def test_keywords_stand_between_commas_where_columns_stand_between_semicolons(
    tmp_path: Path,
) -> None:
    found = rows(tmp_path, 'sep=;\nfile;keywords\na.jpg;x, y\nb.jpg;"x;y, z"\nc.jpg;x\n')
    assert [row.keywords for row in found] == [
        (("x",), ("y",)),
        (("x",), ("y, z",)),
        (("x",),),
    ]


def test_line_ends_of_every_system(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        content = f"File,Keywords{end}a.jpg,x{end}b.jpg,y{end}"
        assert [row.file for row in rows(tmp_path, content)] == ["a.jpg", "b.jpg"]


def test_formula_apostrophes_are_taken_away(tmp_path: Path) -> None:
    content = "file,keywords,title\n'-a.jpg,\"'=SUM(A1);'quoted'\",'@home\n"
    assert rows(tmp_path, content) == [
        TableRow(2, "-a.jpg", (("=SUM(A1)",), ("'quoted'",)), "@home")
    ]


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"file,keywords\na.jpg,\xe5s\n", {}, "cp1252"),
        (b"file,keywords\na.jpg,x\n", {"encoding": "no-such"}, "no text encoding called no-such"),
        (b"path,tags\na.jpg,x\n", {}, "no column 'file'; its columns are: path, tags"),
        (b"file,keywords\na.jpg,x\n", {"title_column": "name"}, "no column 'name'"),
        (b"", {}, "no column"),
        (b"file,keywords\na.jpg,x\n", {"delimiter": "::"}, "one character"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(
    tmp_path: Path, content: bytes, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        rows(tmp_path, content, **options)


def test_tables_out_of_all_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_table(tmp_path / "gone.csv"))
    with pytest.raises(InputError, match="a cell of more than a million characters"):
        rows(tmp_path, "file,keywords\na.jpg," + "x" * (MOST_CELL_CHARS + 1) + "\n")
    monkeypatch.setattr(keyword_table, "MAX_ROWS", 3)
    with pytest.raises(InputError, match="more than 3 rows"):
        rows(tmp_path, "file,keywords\n" + "a.jpg,x\n" * 5)
    monkeypatch.setattr(keyword_table, "MAX_TABLE_BYTES", 10)
    with pytest.raises(InputError, match="larger than"):
        rows(tmp_path, "file,keywords\na.jpg,x\n")


def test_nul_bytes_in_a_table_cost_one_row(tmp_path: Path) -> None:
    found = rows(tmp_path, "file,keywords\na\0.jpg,x\nb.jpg,y\n")
    matched = match_rows(found, ["a.jpg", "b.jpg"])
    assert list(matched.entries) == ["b.jpg"]
    assert "NUL" in str(matched.rejected[0][1])


words = st.text(st.characters(categories=["L", "N", "P", "Z"], exclude_characters=";"), max_size=20)


@given(st.lists(st.tuples(words, st.lists(words, max_size=4)), max_size=6))
def test_what_the_csv_module_writes_is_read(table: list[tuple[str, list[str]]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("file", "keywords"))
    writer.writerows((f"f{file}", ";".join(found)) for file, found in table)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "k.csv"
        target.write_text(buffer.getvalue(), encoding="utf-8", newline="")
        read = list(read_table(target))
    assert [row.file for row in read] == [f"f{file}" for file, _ in table]
    for row, (_, found) in zip(read, table, strict=True):
        # The cell as a whole loses the apostrophe of an export, each keyword its spaces.
        assert len(row.keywords) <= len(found)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_one_sentence(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "k.csv"
        target.write_bytes(b"file,keywords\n" + data)
        sentence = refusal(lambda: match_rows(read_table(target), ["a.jpg"]))
    assert sentence is None or sentence.endswith(".")


def test_a_row_with_more_cells_than_columns_is_rejected_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("file,keywords\na.jpg,dog,cat\nb.jpg,dog,,\nc.jpg,cow\n", encoding="utf-8")
    matched = match_rows(read_table(path), ["a.jpg", "b.jpg", "c.jpg"])
    assert sorted(matched.entries) == ["b.jpg", "c.jpg"]
    ((where, reason),) = matched.rejected
    assert str(where) == "row 2: a.jpg"
    assert 'so that "cat" has no column' in str(reason)
