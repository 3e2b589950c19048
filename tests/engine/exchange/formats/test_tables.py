"""Tables open in what people open tables with, and come back with everything they can hold."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.formats import parquet_rows
from engine.exchange.formats.parquet import ROWS_IN_A_GROUP
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named, format_of, read_export
from messages.levels import join_levels
from tests.exchanging import archive_images, content_of, write_format

PARTS = ("train", "validation", "test")


@pytest.fixture
def images(tmp_path: Path) -> list[ExchangedImage]:
    return archive_images(tmp_path / "archive")


def written(tmp_path: Path, name: str, images: list[ExchangedImage]) -> Path:
    suffix = format_named(name).suffix
    return write_format(name, tmp_path / f"a{suffix}", content_of(images, parts=PARTS))


def labels_of(images: list[ExchangedImage]) -> set[tuple[str, str]]:
    return {(image.file, join_levels(one.levels)) for image in images for one in image.labellings}


def test_pandas_and_polars_open_the_long_table(
    tmp_path: Path, images: list[ExchangedImage]
) -> None:
    path = written(tmp_path, "csv-long", images)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert csv.Sniffer().sniff(stream.read()).delimiter == ","

    for rows in (pd.read_csv(path).to_dict("records"), pl.read_csv(path).to_dicts()):
        decided = [row for row in rows if row["source"] not in ("suggested", None)]
        decided = [row for row in decided if isinstance(row["source"], str)]
        # A cell like a formula has an apostrophe before it.
        found = {(row["file"].removeprefix("''"), row["label_path"]) for row in decided}
        assert {pair for pair in labels_of(images) if "'" not in pair[0]} <= found
        assert {row["split"] for row in rows} == set(PARTS)
        assert {row["confidence"] for row in rows if row["source"] == "suggested"} == {0.75}


def test_the_long_table_comes_back_with_suggestions_as_what_they_are(
    tmp_path: Path, images: list[ExchangedImage]
) -> None:
    back: dict[str, ExchangedImage] = {}
    for row in read_export(written(tmp_path, "csv-long", images)):
        before = back.get(row.file, replace(row, labellings=(), suggestions=()))
        back[row.file] = replace(
            before,
            labellings=before.labellings + row.labellings,
            suggestions=before.suggestions + row.suggestions,
        )

    assert any(one.suggestions for one in images)
    for image in images:
        told = (image.title, image.part, image.labellings, image.suggestions)
        one = back[image.file]
        assert (one.title, one.part, one.labellings, one.suggestions) == told


def test_the_wide_table_is_numbers_and_comes_back(
    tmp_path: Path, images: list[ExchangedImage]
) -> None:
    path = written(tmp_path, "csv-wide", images)
    label = "label:vehicle|truck"

    assert pd.read_csv(path)[label].sum() == 2
    assert pl.read_csv(path)[label].sum() == 2
    back = list(read_export(path))
    assert [(one.file, one.title, one.part) for one in back] == [
        (one.file, one.title, one.part) for one in images
    ]
    assert labels_of(back) == labels_of(images)


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_all_that_is_known_comes_back(
    name: str, tmp_path: Path, images: list[ExchangedImage]
) -> None:
    assert list(read_export(written(tmp_path, name, images))) == images


def test_pandas_and_polars_open_json_lines(tmp_path: Path, images: list[ExchangedImage]) -> None:
    path = written(tmp_path, "jsonl", images)
    for rows in (
        pd.read_json(path, lines=True, dtype=False).to_dict("records"),
        pl.read_ndjson(path).to_dicts(),
    ):
        assert {row["file"]: len(row["labels"]) for row in rows} == {
            one.file: len(one.labellings) for one in images
        }


def test_lines_of_an_older_export_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    label = {"name": "b", "path": ["a", "b"]}
    path.write_text(json.dumps({"file": "x.jpg", "labels": [label]}))

    assert list(read_export(path)) == [ExchangedImage("x.jpg", (ExchangedLabelling(("a", "b")),))]


def test_parquet_opens_in_pandas_polars_and_arrow_with_labels_nested(
    tmp_path: Path, images: list[ExchangedImage]
) -> None:
    path = written(tmp_path, "parquet", images)
    expected = [
        [(list(one.levels), one.decider, one.confidence) for one in image.labellings]
        for image in images
    ]

    for rows in (
        pd.read_parquet(path).to_dict("records"),
        pl.read_parquet(path).to_dicts(),
        pq.read_table(path).to_pylist(),
    ):
        found = [
            [(list(one["path"]), one["decider"], one["confidence"]) for one in row["labels"]]
            for row in rows
        ]
        assert found == expected
        assert [row["split"] for row in rows] == [image.part for image in images]
        assert [row["width_px"] for row in rows] == [image.width_px for image in images]


def test_the_code_for_pytorch_finds_the_pictures_of_the_archive(
    tmp_path: Path, images: list[ExchangedImage], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = next(one.code for one in format_named("jsonl").loaders if one.library == "PyTorch")
    names: dict[str, Any] = {"file": written(tmp_path, "jsonl", images)}

    monkeypatch.chdir(tmp_path / "archive")
    exec(code, names)

    marks = torch.cat([marks for _, marks in names["loader"]])
    train = [image for image in images if image.part == "train"]
    assert marks.sum() == sum(len(image.labellings) for image in train)
    assert len(marks) == len(train)


def test_the_code_for_pandas_counts_the_labels(
    tmp_path: Path, images: list[ExchangedImage]
) -> None:
    (loader,) = format_named("parquet").loaders
    names: dict[str, object] = {"file": written(tmp_path, "parquet", images)}

    exec(loader.code, names)

    marks = names["marks"]
    assert isinstance(marks, pd.DataFrame)
    assert dict(marks.sum()) == {
        "|".join(levels): sum(
            levels in [one.levels for one in image.labellings] for image in images
        )
        for levels in {one.levels for image in images for one in image.labellings}
    }


def test_a_large_table_is_written_and_read_in_groups(tmp_path: Path) -> None:
    count = 2 * ROWS_IN_A_GROUP + 1
    found = [ExchangedImage(f"{number}.jpg") for number in range(count)]

    path = write_format("parquet", tmp_path / "a.parquet", content_of(found))

    assert pq.ParquetFile(path).metadata.num_row_groups == 3
    assert sum(1 for _ in read_export(path)) == count


def test_an_export_that_is_stopped_lets_go_of_its_file(tmp_path: Path) -> None:
    found = [ExchangedImage(f"{number}.jpg") for number in range(5)]
    steps = format_named("parquet").write(tmp_path / "a.parquet", ExportContent(found, 5, []), {})
    next(steps)
    steps.close()

    (tmp_path / "a.parquet").unlink()


def other_columns(path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), path)


def numbers_as_labels(path: Path) -> None:
    pq.write_table(pa.table({"file": ["a.jpg"], "labels": [[1, 2]]}), path)


def no_file(path: Path) -> None:
    pq.write_table(pa.table({"file": pa.array([None], pa.string()), "labels": [None]}), path)


def cut_short(path: Path) -> None:
    write_format("parquet", path, content_of([ExchangedImage("a.jpg")]))
    path.write_bytes(path.read_bytes()[:-9])


def torn_inside(path: Path) -> None:
    label = ExchangedLabelling(("a",), "curator")
    write_format("parquet", path, content_of([ExchangedImage(f"{n}", (label,)) for n in range(99)]))
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(content)


def no_parquet(path: Path) -> None:
    path.write_bytes(b"file,labels\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "damage",
    [other_columns, numbers_as_labels, no_file, cut_short, torn_inside, no_parquet, empty],
    ids=lambda one: one.__name__,
)
def test_a_damaged_parquet_file_is_refused_in_words(damage: object, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    assert callable(damage)
    damage(path)

    found = format_of(path)
    assert found is not None
    assert found.name == "parquet"
    with pytest.raises(InputError, match=r"a\.parquet"):
        list(read_export(path))


def test_a_file_that_unfolds_to_more_than_memory_is_refused_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    many = ExchangedImage("a.jpg", tuple(ExchangedLabelling((f"{n}",)) for n in range(2_000)))
    write_format("parquet", path, content_of([many] * 3))
    assert len(list(read_export(path))) == 3

    monkeypatch.setattr(parquet_rows, "MOST_GROUP_VALUES", 5_999)
    with pytest.raises(InputError, match="more than fits into memory"):
        list(read_export(path))
    monkeypatch.undo()
    monkeypatch.setattr(parquet_rows, "MOST_GROUP_BYTES", 1_000)
    with pytest.raises(InputError, match="more than fits into memory"):
        list(read_export(path))


@pytest.mark.parametrize("column", ["title", "labels"])
def test_a_text_that_is_stored_once_and_meant_often_is_refused_before_it_unfolds(
    column: str, tmp_path: Path
) -> None:
    rows, path = 200, tmp_path / "a.parquet"
    large = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["x" * 2 * 1024**2])
    each = pa.array(range(rows + 1), pa.int32())
    label = pa.StructArray.from_arrays([pa.ListArray.from_arrays(each, large)], ["path"])
    columns = {
        "file": [f"{number}.jpg" for number in range(rows)],
        "title": large if column == "title" else [""] * rows,
        "labels": pa.ListArray.from_arrays(each, label) if column == "labels" else [[]] * rows,
    }
    pq.write_table(pa.table(columns), path)
    assert path.stat().st_size < 1024**2

    with pytest.raises(InputError, match="more than fits into memory"):
        list(read_export(path))
