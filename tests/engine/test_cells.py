import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cells import original_cell, safe_cell

DANGEROUS = "=+-@\t\r"
texts = st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=+-@\t\r|\\a;\n\"")


@pytest.mark.parametrize("first", DANGEROUS)
def test_no_dangerous_character_comes_first(first: str) -> None:
    assert safe_cell(first + "1+1") == f"'{first}1+1"


@pytest.mark.parametrize("text", ["", "truck", "'tis", "a=b", "'", "Åse–Marie", "１"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(texts)
def test_every_cell_comes_back_and_is_safe(text: str) -> None:
    cell = safe_cell(text)

    assert not cell.startswith(tuple(DANGEROUS))
    assert original_cell(cell) == text


@given(st.lists(texts, min_size=2, max_size=4))
def test_a_cell_survives_the_csv_module_too(values: list[str]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([safe_cell(value) for value in values])
    stream.seek(0)

    (row,) = csv.reader(stream)

    assert [original_cell(cell) for cell in row] == values
