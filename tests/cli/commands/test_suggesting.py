"""Suggestions for single images and tables of them, with any suggester."""

import csv
from pathlib import Path

from tests.command_line import Command


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_image_is_asked_about_with_any_suggester(command: Command, suggested: Path) -> None:
    said = {
        name: command("suggest", suggested, "--image", "many/00031.jpg", "--suggester", name)
        for name in ("1-nn", "neighbor-search")
    }
    wrong = command("suggest", suggested, "--image", "many/00031.jpg", "--suggester", "oracle")

    assert {one.code for one in said.values()} == {0}
    assert said["1-nn"].out != said["neighbor-search"].out
    assert (wrong.code, "oracle" in wrong.err) == (2, True)


def test_a_table_of_one_image_has_its_rows_of_the_whole_table(
    command: Command, suggested: Path, tmp_path: Path
) -> None:
    one, whole = tmp_path / "one.csv", tmp_path / "all.csv"
    assert command("suggest", suggested, "--no-tune", "--out", whole).code == 0
    file = next(row["file"] for row in rows_of(whole) if row["label"])

    written = command("suggest", suggested, "--image", file, "--out", one)

    assert written.code == 0, written.err
    assert rows_of(one) == [row for row in rows_of(whole) if row["file"] == file]
    assert f"1 open suggestion written to {one}" in written.out


def test_several_images_are_listed_in_a_file_and_come_from_anywhere(
    command: Command, suggested: Path, tmp_path: Path
) -> None:
    outside, listed = tmp_path / "from elsewhere.jpg", tmp_path / "files.txt"
    outside.write_text("many 31", encoding="utf-8")
    listed.write_text(f"many/00031.jpg\n{outside}\n", encoding="utf-8")

    both = command("suggest", suggested, "--images", listed, "--json").document["images"]

    assert [one["file"] for one in both] == ["many/00031.jpg", str(outside)]
    assert both[0]["suggestions"] == both[1]["suggestions"]
    assert {"probability", "confidence", "label_path"} <= set(both[0]["suggestions"][0])
