"""Rows of tables find their files, and never one that they do not mean."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.archive.keyword_table import TableRow
from engine.archive.table_matching import (
    MOST_REPORTED,
    TableEntry,
    checked_path,
    match_rows,
)
from engine.errors import InputError


def match(paths: list[str], *files: str) -> tuple[dict[str, TableEntry], list[str]]:
    found = match_rows([TableRow(n, file, (("x",),)) for n, file in enumerate(files, 2)], paths)
    return dict(found.entries), [str(reason) for _, reason in found.rejected]


def test_a_row_whose_path_is_gone_finds_the_one_file_of_its_content() -> None:
    paths = ["new/a.jpg", "b.jpg", "c/x.jpg", "d/x.jpg"]
    hashes = {"new/a.jpg": "aa", "b.jpg": "bb", "c/x.jpg": "cc", "d/x.jpg": "cc"}
    rows = [
        TableRow(2, "old/z.jpg", (("moved",),), sha256="aa"),
        TableRow(3, "b.jpg", (("there",),), sha256="aa"),
        TableRow(4, "gone/y.jpg", (("of two",),), sha256="cc"),
        TableRow(5, "gone/q.jpg", (("unknown",),), sha256="dd"),
    ]

    found = match_rows(rows, paths, None, hashes)

    assert {path: one.keywords for path, one in found.entries.items()} == {
        "new/a.jpg": (("moved",),),
        "b.jpg": (("there",),),
    }
    assert found.rejected_rows == 2


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("images/a.jpg", "images/a.jpg"),
        ("./images/a.jpg", "images/a.jpg"),
        ("images\\a.jpg", "images/a.jpg"),
        ("IMAGES/A.JPG", "images/a.jpg"),
        ("a.jpg", "images/a.jpg"),
        ("images/a\u030as.jpg", "images/ås.jpg"),
        ("images/ås.jpg", "images/ås.jpg"),
    ],
)
def test_rows_find_their_file(file: str, path: str) -> None:
    entries, rejected = match(["images/a.jpg", "images/ås.jpg", "images/b.jpg"], file)
    assert (list(entries), rejected) == ([path], [])


def test_a_decomposed_file_name_is_found_by_a_composed_row() -> None:
    entries, _ = match(["images/a\u030as.jpg"], "images/\u00e5s.jpg")
    assert list(entries) == ["images/a\u030as.jpg"]


def test_a_name_that_several_files_have_is_not_guessed() -> None:
    entries, rejected = match(["x/a.jpg", "y/a.jpg"], "a.jpg", "z/b.jpg")
    assert entries == {}
    assert "several files" in rejected[0]
    assert "no such file" in rejected[1]


@pytest.mark.parametrize(
    "file",
    [
        "../a.jpg",
        "images/../../a.jpg",
        "/etc/a.jpg",
        "\\\\server\\share\\a.jpg",
        "C:\\a.jpg",
        "c:a.jpg",
        "images/a.jpg\0",
        "",
        ".",
        "..\\a.jpg",
    ],
)
def test_paths_that_lead_elsewhere_are_rejected_and_reported(file: str) -> None:
    entries, rejected = match(["images/a.jpg", "a.jpg"], file)
    assert entries == {}
    assert len(rejected) == 1


def test_several_rows_of_one_file_are_one_entry() -> None:
    matched = match_rows(
        [
            TableRow(2, "a.jpg", (("x",),)),
            TableRow(3, "A.jpg", (("y",), ("x",)), "T"),
            TableRow(4, "a.jpg", (), "U"),
        ],
        ["a.jpg"],
    )
    assert matched.entries == {"a.jpg": TableEntry((("x",), ("y",)), "T")}


@given(st.text(max_size=60))
def test_checked_paths_never_lead_out(text: str) -> None:
    try:
        path = checked_path(text)
    except InputError:
        return
    assert not Path(path).is_absolute()
    assert ".." not in path.split("/")
    assert "\0" not in path
    assert (Path("/archive") / path).resolve().is_relative_to("/archive")


def test_a_row_that_names_a_folder_fits_only_there() -> None:
    entries, rejected = match(
        ["2020/IMG_0001.jpg", "2020/IMG_0002.jpg"], "2019/IMG_0001.jpg", "2020/IMG_0002.jpg"
    )
    assert list(entries) == ["2020/IMG_0002.jpg"]
    assert rejected == ["There is no such file in the archive."]


def test_one_row_alone_is_no_reason_to_look_in_another_folder() -> None:
    entries, rejected = match(["IMG_0001.jpg", "b/x.jpg"], "2019/IMG_0001.jpg", "x/b/x.png")
    assert (entries, len(rejected)) == ({}, 2)


def table_of(*files: str) -> list[TableRow]:
    return [TableRow(number, file, (("x",),)) for number, file in enumerate(files, start=2)]


def test_a_table_written_as_seen_from_above_fits_what_is_there_and_tells_the_rest() -> None:
    inside = [f"2019/IMG_{number:04}.jpg" for number in range(310)]
    outside = [f"2020/IMG_{number:04}.jpg" for number in range(90)]
    paths = [path.removeprefix("2019/") for path in inside]

    found = match_rows(table_of(*inside, *outside), paths)

    assert set(found.entries) == set(paths)
    assert found.other_folder is not None
    assert (found.other_folder.kind, found.other_folder.prefix) == ("removed", "2019")
    assert "310" in str(found.other_folder.message)
    assert found.rejected_rows == len(found.rejected) == 90
    assert str(found.rejected[0][0]) == "row 312: 2020/IMG_0000.jpg"


def test_a_table_written_as_seen_from_below_fits_too() -> None:
    # 90 of the names are elsewhere too, so that without the folder nobody could tell.
    names = [f"IMG_{number:04}.jpg" for number in range(400)]
    paths = [f"2019/{name}" for name in names] + [f"copies/{name}" for name in names[:90]]

    found = match_rows(table_of(*names), paths)

    assert set(found.entries) == {f"2019/{name}" for name in names}
    assert found.rejected == ()
    assert found.other_folder is not None
    assert (found.other_folder.kind, found.other_folder.prefix) == ("added", "2019")


def test_paths_of_another_computer_lose_what_leads_to_its_archive() -> None:
    files = [f"C:\\Users\\kari\\Bilder\\2019\\{name}.jpg" for name in "abc"]
    found = match_rows(table_of(*files), ["2019/a.jpg", "2019/b.jpg", "2019/c.jpg"])
    assert len(found.entries) == 3
    assert found.other_folder is not None
    assert found.other_folder.prefix == "C:/Users/kari/Bilder"


def test_more_rows_that_fit_as_they_are_outvote_another_folder() -> None:
    paths = ["a/1.jpg", "a/2.jpg", "a/3.jpg", "8.jpg", "9.jpg"]
    found = match_rows(table_of("a/1.jpg", "a/2.jpg", "a/3.jpg", "b/8.jpg", "b/9.jpg"), paths)
    assert set(found.entries) == {"a/1.jpg", "a/2.jpg", "a/3.jpg"}
    assert found.other_folder is None


def test_absolute_paths_inside_the_archive_are_as_good_as_relative_ones(tmp_path: Path) -> None:
    root = tmp_path / "photos"
    files = [str(root / "a" / "x.jpg"), str(tmp_path / "other" / "x.jpg")]
    found = match_rows(table_of(*files), ["a/x.jpg"], root)
    assert list(found.entries) == ["a/x.jpg"]
    assert [str(reason) for _, reason in found.rejected] == [
        "The path is not relative to the archive folder."
    ]


@pytest.mark.parametrize("file", [" leading.jpg", "back\\slash.jpg", "a:colon.jpg", "bl\udce5.jpg"])
def test_a_name_spelled_exactly_is_always_found(file: str) -> None:
    entries, _ = match(["leading.jpg", "back/slash.jpg", "colon.jpg", file], file)
    assert list(entries) == [file]


def test_two_spellings_of_one_name_are_two_files() -> None:
    composed, decomposed = "caf\u00e9.jpg", "cafe\u0301.jpg"
    for file in (composed, decomposed):
        assert list(match([composed, decomposed], file)[0]) == [file]


def test_a_table_that_fits_nothing_is_not_listed_without_end() -> None:
    found = match_rows(table_of(*(f"{number}.jpg" for number in range(3_000))), ["a.jpg"])
    assert len(found.rejected) == MOST_REPORTED
    assert found.rejected_rows == 3_000
