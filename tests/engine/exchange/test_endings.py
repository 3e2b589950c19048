"""A file's ending stands for a format."""

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.exchange.registry import check_suffix, format_for, format_named


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a.TTL", "skos-turtle"),
        ("a.rdf", "skos"),
        ("a.ndjson", "jsonl"),
        ("a.parquet", "parquet"),
        ("a.csv", "csv-long"),
        ("a", "csv-long"),
    ],
)
def test_a_file_s_ending_stands_for_a_format(file: str, name: str) -> None:
    assert format_for(Path(file)).name == name
    check_suffix(format_named(name), Path(file))
    if Path(file).suffix:
        with pytest.raises(InputError, match="ends as another format does"):
            check_suffix(format_named("jsonl" if name == "skos" else "skos"), Path(file))


def test_an_ending_of_no_format_is_refused() -> None:
    with pytest.raises(InputError, match=r"name it .csv, .jsonl, .ndjson, .parquet, .rdf, .ttl"):
        format_for(Path("a.xyz"))
