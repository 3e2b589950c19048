"""Tables of spreadsheets and files that are none."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.archive.keyword_table import read_table
from engine.errors import InputError
from engine.evaluation.splits import read_split
from engine.exchange.glossary import read_glossary
from engine.exchange.keyword_list import read_keyword_list
from engine.exchange.registry import read_export
from engine.language.context_table import read_contexts
from engine.table_file import MOST_ROW_CHARS, first_header, open_table

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "keyword table": ("a.csv", lambda path: list(read_table(path))),
    "export": ("a.csv", lambda path: list(read_export(path))),
    "JSON lines": ("a.jsonl", lambda path: list(read_export(path))),
    "glossary": ("a.csv", read_glossary),
    "term base": ("a.tbx", read_glossary),
    "keyword list": ("a.txt", read_keyword_list),
    "split": ("a.csv", read_split),
    "contexts": ("a.csv", read_contexts),
}
reader = pytest.mark.parametrize(("name", "read"), READERS.values(), ids=READERS.keys())
posix_only = pytest.mark.skipif(os.name != "posix", reason="pipes and devices lie elsewhere")


def read(path: Path, content: str | bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with open_table(path) as table:
        return table.header, list(table.rows)


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_the_line_that_tells_excel_the_separator_is_no_header(first: str, tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", first + "file;keywords\r\na.jpg;b,c\r\n")
    assert found == (["file", "keywords"], [(2, ["a.jpg", "b,c"])])


@pytest.mark.parametrize("blank", ["\n", ";;;\r\n", "\n\n", '""\n'])
def test_blank_lines_before_the_header_are_passed_over(blank: str, tmp_path: Path) -> None:
    header, rows = read(tmp_path / "a.csv", blank + "file;x\na.jpg;y\n;\nb.jpg;z\n")
    above = blank.count("\n")
    assert header == ["file", "x"]
    assert rows == [(2 + above, ["a.jpg", "y"]), (4 + above, ["b.jpg", "z"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_hold_line_breaks_also_in_the_header(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    rows = [["file", "key\nwords"], ["å.jpg", "two\r\nlines"]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    found = read(tmp_path / "a.csv", stream.getvalue().encode(encoding))
    assert found == (rows[0], [(2, rows[1])])


def test_a_quote_that_is_never_closed_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="quotation mark that is never closed"):
        read(tmp_path / "a.csv", 'file,x\na.jpg,"' + "y\n" * 600_000)
    with pytest.raises(InputError, match="opened in row 3 and never closed"):
        read(tmp_path / "a.csv", 'file,x\na.jpg,5" wide\nb.jpg,"an eagle\nc.jpg,a crane\n')


@reader
def test_a_line_without_end_is_refused_before_it_is_read(
    name: str, read: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(300 * 1024**2)  # 300 MiB of NUL, of which the disk holds nothing
    with pytest.raises(InputError):
        read(path)


def test_how_much_of_a_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"file,")
        for _ in range(20):
            stream.write(b"x" * 1024**2 + b",")
    assert first_header(path) == []
    with pytest.raises(InputError, match="more than 16 million characters"), open_table(path):
        pass
    assert path.stat().st_size > MOST_ROW_CHARS


@reader
@posix_only
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_only_files_are_read(
    kind: str, name: str, read: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / name
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(InputError):
        read(path)


@posix_only
def test_a_pipe_is_named_as_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(InputError, match="a pipe or a device, not a file"):
        list(read_table(tmp_path / "a.csv"))
    with pytest.raises(InputError, match="it is a folder"):
        list(read_table(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells how much memory was used")
def test_a_header_of_hundreds_of_megabytes_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"x," * 512 * 1024)
    asked = (
        "import resource, sys; from pathlib import Path;"
        "from engine.table_file import first_header;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "first_header(Path(sys.argv[1]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, path], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 200 * 1024  # KiB
