"""Groups that czkawka and fclones found, in the shapes in which these write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.exchange.duplicate_results import is_json, read_result


def file_entry(path: str, *, hashed: bool = True) -> dict[str, Any]:
    """As czkawka's ``DuplicateEntry``."""
    return {"path": path, "modified_date": 1, "size": 5, "hash": "ab" if hashed else ""}


def image_entry(path: str) -> dict[str, Any]:
    """As czkawka's ``ImagesEntry``."""
    return {
        "path": path,
        "size": 5,
        "width": 4,
        "height": 3,
        "modified_date": 1,
        "hash": [1, 2, 255],
        "similarity": 3,
    }


def groups(tmp_path: Path, document: Any) -> tuple[str, list[list[str]]]:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(document), "utf-8")
    program, rows = read_result(path)
    found: dict[str, list[str]] = {}
    for row in rows:
        assert row.keeper == (row.cluster not in found)
        assert row.probability is None
        assert row.relation == ""
        found.setdefault(row.cluster, []).append(row.file)
    return program, list(found.values())


def test_czkawkas_duplicate_files_are_read(tmp_path: Path) -> None:
    a, b, c, d = (file_entry(f"/archive/{name}.png") for name in "abcd")
    program, found = groups(tmp_path, {"5": [[a, b]], "17": [[c, d], [b, d]]})
    assert program == "czkawka"
    assert [[Path(one).stem for one in group] for group in found] == [
        list("ab"),
        ["c", "d"],
        list("bd"),
    ]


def test_of_folders_of_reference_the_reference_is_the_keeper(tmp_path: Path) -> None:
    files = {"5": [[file_entry("ref"), [file_entry("a"), file_entry("b")]]]}
    assert groups(tmp_path, files)[1] == [["ref", "a", "b"]]
    images = [[image_entry("ref"), [image_entry("a")]], [image_entry("x"), image_entry("y")]]
    assert groups(tmp_path, images)[1] == [["ref", "a"], ["x", "y"]]


def test_what_czkawka_found_by_name_or_size_says_nothing_of_pictures(tmp_path: Path) -> None:
    one, other = (file_entry(name, hashed=False) for name in "ab")
    for document in (
        {"a.png": [one, other]},
        {"5": [one, [other]]},
        [[one, other]],
        [[one, [other]]],
    ):
        with pytest.raises(InputError) as refused:
            groups(tmp_path, document)
        assert refused.value.message.code == "duplicates-json-not-by-content"


def test_a_report_of_fclones_is_read_with_its_escapes(tmp_path: Path) -> None:
    report = {
        "header": {
            "version": "0.34.0",
            "command": ["fclones", "group"],
            "base_dir": "/",
            "stats": None,
        },
        "groups": [
            {
                "file_len": 5,
                "file_hash": "49165422e775f631cca3b09124f8ee89",
                "files": ["/a/blåbær.png", "/a/tab\\tslash\\\\.png", "/a/no\\xfftext.png"],
            }
        ],
    }
    program, found = groups(tmp_path, report)
    assert program == "fclones"
    assert found == [["/a/blåbær.png", "/a/tab\tslash\\.png", "/a/no\udcfftext.png"]]


def test_nothing_found_is_no_error(tmp_path: Path) -> None:
    for document in ({}, [], {"header": {}, "groups": []}):
        assert groups(tmp_path, document)[1] == []


def test_a_result_that_a_windows_shell_wrote_is_read(tmp_path: Path) -> None:
    """PowerShell writes what a program says as UTF-16."""
    path = tmp_path / "result.json"
    for encoding in ("utf-16", "utf-8-sig"):
        path.write_text('{"groups": [{"files": ["å.png", "b.png"]}]}', encoding=encoding)
        assert [row.file for row in read_result(path)[1]] == ["å.png", "b.png"]
    path.rename(other := tmp_path / "result.txt")
    other.write_text("[]", encoding="utf-16")
    assert is_json(other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "duplicates-json-damaged"),
        ('{"5": [[', "duplicates-json-damaged"),
        ("[" * 100_000 + "]" * 100_000, "duplicates-json-damaged"),
        ('[[{"path": "a", "size": NaN}]]', "duplicates-json-damaged"),
        ("[" + "9" * 10_000 + "]", "duplicates-json-damaged"),
        ("3", "duplicates-json-odd"),
        ('"a"', "duplicates-json-odd"),
        ("[1, 2]", "duplicates-json-odd"),
        ('[[{"size": 3}]]', "duplicates-json-odd"),
        ('[[{"path": 7}]]', "duplicates-json-odd"),
        ('[[{"path": "\\ud800.png"}]]', "duplicates-json-odd"),
        ('[[{"path": "a\\u0000.png"}]]', "duplicates-json-odd"),
        ('{"5": {"path": "a"}}', "duplicates-json-odd"),
        ('{"groups": [{"files": "a"}]}', "duplicates-json-odd"),
        ('{"groups": [{"files": ["\\\\ud83d00"]}]}', "duplicates-json-odd"),
        ('{"header": {}, "rows": []}', "duplicates-json-odd"),
        ("[[[[[]]]]]", "duplicates-json-odd"),
    ],
)
def test_damaged_and_foreign_json_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_result(path)
    assert refused.value.message.code == code


def test_json_is_told_from_tables_by_name_or_by_how_it_begins(tmp_path: Path) -> None:
    for name, text, expected in (
        ("a.json", "file,cluster", True),
        ("b.txt", "\ufeff \n [[", True),
        ("c.csv", "file,cluster\n", False),
    ):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert is_json(path) == expected
    with pytest.raises(InputError):
        is_json(tmp_path / "none.txt")
