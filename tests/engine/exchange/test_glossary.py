"""Glossaries as an expert's spreadsheet or translation program writes them."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InputError
from engine.exchange.glossary import GLOSSARY_FORMATS, read_glossary, write_glossary
from engine.exchange.glossary_records import GlossaryEntry

ENTRIES = [
    GlossaryEntry("kjøretøy|lastebil", "lastebil", "lorry", "truck"),
    GlossaryEntry("=1+1", "=1+1", "@SUM(A1)", "-cmd"),
    GlossaryEntry("'=1", "'=1", "", "+47"),
    GlossaryEntry("a, b", 'so "called"; c', "", "one\\two"),
    GlossaryEntry("<b>&amp;", "<b>&amp;", "", "x > y"),
    GlossaryEntry("شاحنة", "شاحنة", "", ""),
]


def written(entries: list[GlossaryEntry], kind: str, language: str = "nb") -> str:
    stream = io.StringIO(newline="")
    assert write_glossary(stream, entries, kind, language=language) == len(entries)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("kind", GLOSSARY_FORMATS)
@pytest.mark.parametrize("language", ["nb", "", "en"])
def test_what_is_written_is_read(kind: str, language: str, tmp_path: Path) -> None:
    file = tmp_path / f"names.{kind}"
    file.write_text(written(ENTRIES, kind, language), encoding="utf-8", newline="")
    found = read_glossary(file)
    names = [(one.original, one.automatic, one.manual) for one in found]
    assert names == [(one.original, one.automatic, one.manual) for one in ENTRIES]


NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
).map(lambda text: " ".join(text.split()))


@settings(max_examples=30)
@given(st.lists(st.tuples(NAMES.filter(bool), NAMES, NAMES), max_size=5))
def test_any_name_survives_every_format(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    entries = [GlossaryEntry(name, name, automatic, manual) for name, automatic, manual in rows]
    for kind in GLOSSARY_FORMATS:
        file = tmp_path_factory.getbasetemp() / f"any.{kind}"
        file.write_text(written(entries, kind), encoding="utf-8", newline="")
        if kind == "tbx" and not entries:
            continue  # a term base without a term is refused
        found = [(one.original, one.automatic, one.manual) for one in read_glossary(file)]
        assert found == rows


def test_no_cell_is_a_formula() -> None:
    for kind in ("csv", "tsv"):
        text = written(ENTRIES, kind).removeprefix("\ufeff")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter="," if kind == "csv" else "\t")
        assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]


@pytest.mark.parametrize(
    "content",
    [
        b"name;English\nlastebil;truck\n",
        "\ufefforiginal,manual\r\nlastebil,truck\r\n".encode(),
        "original\tautomatic\tmanual\nlastebil\tlorry\ttruck\n".encode("utf-16"),
        b'"Label","EN"\n"lastebil"," truck "\n\n,\n',
    ],
)
def test_what_spreadsheets_make_of_it_is_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_bytes(content)
    (entry,) = read_glossary(file)
    assert (entry.original or entry.label, entry.manual) == ("lastebil", "truck")


TBX_3 = """<?xml version="1.0"?>
<!DOCTYPE tbx SYSTEM "TBXcoreStructV03.dtd">
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="nb-NO"><termSec><term>lastebil</term></termSec>
<termSec><term>lastevogn</term></termSec></langSec>
<langSec xml:lang="en-GB"><termSec><term>truck</term></termSec><termSec><term>lorry</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def test_term_bases_of_other_programs_are_read(tmp_path: Path) -> None:
    file = tmp_path / "names.tbx"
    file.write_text(TBX_3, encoding="utf-8")
    assert read_glossary(file) == [
        GlossaryEntry("", "lastebil", "", "lorry"),
        GlossaryEntry("", "lastevogn", "", "lorry"),
    ]


LAUGHS = (
    '<!DOCTYPE m [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{i + 1} "{f"&a{i or str()};" * 10}">' for i in range(9))
    + "]><martif><termEntry>&a9;</termEntry></martif>"
)
OUTSIDE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m><termEntry>&x;</termEntry></m>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.tbx", LAUGHS.encode(), "declares entities"),
        ("a.tbx", OUTSIDE.encode(), "declares entities"),
        ("a.tbx", b"not xml", "is no whole TBX file"),
        ("a.tbx", b"<html/>", "no term entries"),
        ("a.csv", b"file,keywords\na,b\n", "heads one column"),
        ("a.csv", b"", "heads one column"),
        ("a.csv", "name,english\nb\xe5t,boat".encode("latin-1"), "not UTF-8"),
        ("a.doc", b"", "name it .csv"),
    ],
)
def test_what_is_no_glossary_is_refused_before_it_is_expanded(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_glossary(file)
