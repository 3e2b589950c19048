import csv
import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.archive.keyword_table import TableRow
from engine.archive.table_matching import match_rows
from engine.errors import InputError
from engine.exchange.export_format import ExportFormat
from engine.exchange.records import ExchangedImage, ExchangedLabelling, ExchangedSuggestion
from engine.exchange.registry import (
    FORMATS,
    format_named,
    format_of,
    read_export,
)
from messages.message import Message
from messages.sentences import LANGUAGES, sentence
from tests.exchanging import SamePicture, content_of, picture, write_format

WITH_LABELS = [one.name for one in FORMATS if one.reader is not None and one.name != "csv-captions"]
TAKEN_AT = "2019-05-01T12:00:00"
"""Without a time, no image is in a package of camera traps."""
NASTY = [
    "a;b",
    'say "hi"',
    "two\nlines",
    "\r",
    "=1+1",
    "'=1+1",
    "@x",
    "🚚",
    "شاحنة",
    "label:x",
    "file",
]

names = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12
)
labellings = st.builds(
    ExchangedLabelling,
    levels=st.lists(names, min_size=1, max_size=3).map(tuple),
    source=st.sampled_from(["imported", "curator", "accepted", "merged", "rule"]),
    decider=names,
    decided_at=st.just("2026-11-22T10:00:00Z"),
    confidence=st.none() | st.floats(0, 1),
    probability=st.none() | st.floats(0, 1),
)
images = st.lists(
    st.builds(
        ExchangedImage,
        file=names,
        labellings=st.lists(labellings, max_size=4, unique_by=lambda one: one.levels).map(tuple),
        title=names | st.just(""),
        reviewed_at=st.sampled_from(["", "2026-11-22T10:00:00Z"]),
    ),
    max_size=5,
    unique_by=lambda image: image.file,
)


def written(
    path: Path,
    found: list[ExchangedImage],
    name: str,
    *,
    labels: list[tuple[str, ...]] | None = None,
    **given: bool,
) -> Path:
    with_pictures = format_named(name).pictures == "always"
    pictures = SamePicture(picture(path.parent / "same.png")) if with_pictures else None
    write_format(name, path, content_of(found, pictures=pictures, labels=labels), **given)
    return path


def merged(path: Path) -> dict[str, set[ExchangedLabelling]]:
    found: dict[str, set[ExchangedLabelling]] = {}
    for image in read_export(path):
        found.setdefault(image.file, set()).update(image.labellings)
    return found


@given(images)
def test_long_csv_and_jsonl_come_back_with_everything(
    tmp_path_factory: pytest.TempPathFactory, found: list[ExchangedImage]
) -> None:
    folder = tmp_path_factory.mktemp("export")
    expected = {image.file: set(image.labellings) for image in found}

    assert merged(written(folder / "a.csv", found, "csv-long")) == expected
    assert list(read_export(written(folder / "a.jsonl", found, "jsonl"))) == found


told = st.builds(
    replace,
    st.builds(ExchangedImage, file=names, title=names | st.just("")),
    labellings=st.lists(labellings, max_size=4, unique_by=lambda one: one.levels).map(tuple),
    suggestions=st.lists(
        st.builds(
            ExchangedSuggestion,
            levels=st.lists(names, min_size=1, max_size=3).map(tuple),
            confidence=st.floats(0, 1),
            probability=st.none() | st.floats(0, 1),
        ),
        max_size=2,
    ).map(tuple),
    reviewed_at=st.sampled_from(["", "2026-11-22T10:00:00Z"]),
    captured_at=st.sampled_from(["", "2019-05-01T12:00:00"]),
    sha256=st.sampled_from(["", "ab" * 32]),
    width_px=st.none() | st.integers(1, 2**20),
    height_px=st.none() | st.integers(1, 2**20),
    size_bytes=st.none() | st.integers(0, 2**40),
)


@pytest.mark.parametrize(
    "name", ["jsonl", "parquet", "imagefolder", "hf-parquet", "webdataset", "croissant"]
)
@settings(max_examples=40)
@given(found=st.lists(told, max_size=4, unique_by=lambda image: image.file))
def test_all_that_is_known_of_an_image_comes_back(
    name: str, found: list[ExchangedImage], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("export") / f"a{format_named(name).suffix}"

    written(path, found, name)

    if found:
        back = {image.file: image for image in read_export(path)}
        assert back == {image.file: image for image in found}


@given(images)
def test_wide_csv_comes_back_with_every_label(
    tmp_path_factory: pytest.TempPathFactory, found: list[ExchangedImage]
) -> None:
    path = tmp_path_factory.mktemp("export") / "a.csv"
    has_labels = any(image.labellings for image in found)
    written(path, found, "csv-wide")

    if has_labels:
        read = {image.file: image for image in read_export(path)}
        for image in found:
            assert read[image.file].title == image.title
            assert read[image.file].reviewed_at == image.reviewed_at
            assert {one.levels for one in read[image.file].labellings} == {
                one.levels for one in image.labellings
            }


@pytest.mark.parametrize("name", ["csv-long", "csv-wide"])
def test_raw_leaves_cells_as_they_are(tmp_path: Path, name: str) -> None:
    image = ExchangedImage("=1.jpg", (ExchangedLabelling(("truck",), "curator"),))
    for raw, expected in ((True, "=1.jpg"), (False, "'=1.jpg")):
        path = written(tmp_path / "a.csv", [image], name, raw=raw)

        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert list(csv.reader(stream))[1][0] == expected


def test_long_csv_is_what_the_documentation_says(tmp_path: Path) -> None:
    image = ExchangedImage(
        "a/b.jpg", (ExchangedLabelling(("vehicle", "truck"), "accepted", "kari", "T", 0.25, 0.5),)
    )

    path = written(tmp_path / "a.csv", [image, ExchangedImage("c.jpg")], "csv-long")

    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "file,label,label_path,source,decider,confidence,decided_at,probability,title,split",
        "a/b.jpg,truck,vehicle|truck,accepted,kari,0.25,T,0.5,,",
        "c.jpg,,,,,,,,,",
    ]


def test_wide_csv_has_a_column_for_every_label_there_is(tmp_path: Path) -> None:
    image = ExchangedImage("a.jpg", (ExchangedLabelling(("truck",)),), "a title")

    path = written(tmp_path / "a.csv", [image], "csv-wide", labels=[("truck",), ("vehicle", "bus")])

    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "file,title,reviewed_at,split,label:truck,label:vehicle|bus",
        "a.jpg,a title,,,1,0",
    ]


def test_jsonl_is_one_object_a_line(tmp_path: Path) -> None:
    labelling = ExchangedLabelling(("vehicle", "truck"), "curator", "kari", "T", None)

    path = written(tmp_path / "a.jsonl", [ExchangedImage("å.jpg", (labelling,))], "jsonl")

    assert json.loads(path.read_text(encoding="utf-8")) == {
        "file": "å.jpg",
        "title": "",
        "reviewed_at": None,
        "split": None,
        "sha256": None,
        "width_px": None,
        "height_px": None,
        "size_bytes": None,
        "captured_at": None,
        "captions": [],
        "suggestions": [],
        "labels": [
            {
                "name": "truck",
                "path": ["vehicle", "truck"],
                "source": "curator",
                "decider": "kari",
                "confidence": None,
                "decided_at": "T",
                "probability": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("file,keywords\na.jpg,truck;bus\n", None),
        ("file,label,label_path,source,decider,confidence,decided_at\n", "csv-long"),
        ("\ufefffile,title,reviewed_at,label:truck\n", "csv-wide"),
        ("", None),
    ],
)
def test_exports_are_known_by_their_header(tmp_path: Path, text: str, expected: str | None) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")

    found = format_of(path)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "3",
        '{"file": 3, "labels": []}',
        '{"labels": []}',
        '{"file": "a", "labels": [{"path": []}]}',
        '{"file": "a", "labels": [{"path": "ab"}]}',
        '{"file": "a", "labels": [{"path": ["\\ud800"]}]}',
        '{"file": "a", "labels": [{"path": ["b"], "confidence": "x"}]}',
        "[" * 9000,
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"file": "a.jpg", "labels": []}\n' + line + "\n", encoding="utf-8")

    with pytest.raises(InputError, match="Line 2"):
        list(read_export(path))


def test_what_is_not_an_export_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe\x00file")
    with pytest.raises(InputError, match="not a table that this program exported"):
        list(read_export(path))

    path.write_bytes(b"file,label,label_path,confidence\na.jpg,b,b,much\n")
    with pytest.raises(InputError, match=r"Row 2 has 'much'"):
        list(read_export(path))

    path.write_bytes(b"file,label,label_path\n" + b"a.jpg,b,b\n" * 9000 + b"a.jpg,b,\xff\n")
    with pytest.raises(InputError, match="not UTF-8"):
        list(read_export(path))


def test_the_formats_there_are() -> None:
    names = [one.name for one in FORMATS]
    assert names[:3] == ["csv-long", "csv-wide", "jsonl"]
    assert len(set(names)) == len(names)
    with pytest.raises(InputError, match=f"choose one of {', '.join(names)}"):
        format_named("xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("export_format", FORMATS, ids=lambda one: one.name)
def test_every_format_and_option_has_words_in_every_language(
    export_format: ExportFormat, language: str
) -> None:
    said: list[Message] = [export_format.title]
    for option in export_format.options:
        said += [option.title, *(words for _, words in option.choices)]
        said += [option.about] if option.about is not None else []

    assert all(sentence(one, language) for one in said)


@pytest.mark.parametrize("export_format", FORMATS, ids=lambda one: one.name)
def test_a_preview_shows_the_first_of_what_was_written(
    tmp_path: Path, export_format: ExportFormat
) -> None:
    image = ExchangedImage("a/å.jpg", (ExchangedLabelling(("truck",), "curator"),))
    path = tmp_path / f"a{export_format.suffix}"
    written(path, [image], export_format.name)

    preview = export_format.preview(path)

    assert preview.rows
    assert export_format.writes_folder or any(
        "a/å.jpg" in row[0] or "truck" in row[0] for row in preview.rows
    )
    assert len(preview.header) in (0, len(preview.rows[0]))


def test_code_for_every_library_is_python() -> None:
    """That of PyTorch, datasets and pandas is run where the formats are tested."""
    for one in FORMATS:
        for loader in one.loaders:
            compile(loader.code, one.name, "exec")
        if one.purpose == "training":
            assert {"PyTorch", "TensorFlow"} <= {loader.library for loader in one.loaders}


def test_options_are_checked() -> None:
    csv_long = format_named("csv-long")

    assert csv_long.checked_options({}) == {"raw": False}
    assert csv_long.checked_options({"raw": True}) == {"raw": True}
    assert csv_long.checked_options({"raw": "yes"}) == {"raw": True}
    with pytest.raises(InputError, match="'maybe'; choose one of yes, no"):
        csv_long.checked_options({"raw": "maybe"})
    with pytest.raises(InputError, match="has no options; leave out 'raw'"):
        format_named("jsonl").checked_options({"raw": True})
    with pytest.raises(InputError, match="has no option 'first'; it has primary, nested"):
        format_named("folders").checked_options({"first": "yes"})


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.writes_folder])
def test_a_folder_that_was_begun_before_is_filled(name: str, tmp_path: Path) -> None:
    found = [
        ExchangedImage(f"a/{number}.png", (ExchangedLabelling((f"l{number % 2}",)),))
        for number in range(6)
    ]
    pictures = SamePicture(picture(tmp_path / "same.png"))
    content = content_of(found, pictures=pictures)
    write_format(name, tmp_path / "whole", content)
    begun = tmp_path / "begun"
    begun.mkdir()
    export_format = format_named(name)
    options = export_format.checked_options({})
    steps = export_format.write(begun, content, options)
    for _ in range(3):
        next(steps)
    steps.close()
    for file in begun.rglob("*"):
        if file.is_file():
            file.unlink()

    for _ in export_format.write(begun, content, options):
        pass

    def files(place: Path) -> set[str]:
        return {file.relative_to(place).as_posix() for file in place.rglob("*") if file.is_file()}

    assert files(begun) == files(tmp_path / "whole")


@pytest.mark.parametrize("name", WITH_LABELS)
@settings(max_examples=25)
@given(labels=st.lists(st.lists(names, min_size=1, max_size=3).map(tuple), unique=True, max_size=6))
def test_every_label_comes_back_whatever_it_is_called(
    name: str, labels: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = [
        ExchangedImage(f"{number}.png", (ExchangedLabelling(levels),), captured_at=TAKEN_AT)
        for number, levels in enumerate(labels)
    ]
    suffix = format_named(name).suffix
    path = written(tmp_path_factory.mktemp("labels") / f"a{suffix}", found, name)
    if labels:
        assert {
            image.file: {one.levels for one in image.labellings} for image in read_export(path)
        } == {image.file: {image.labellings[0].levels} for image in found}


def read_as_table(path: Path, paths: list[str]) -> dict[str, set[tuple[str, ...]]]:
    """The labels that a scan would give to the files of these paths."""
    rows = [
        TableRow(number, image.file, tuple(one.levels for one in image.labellings))
        for number, image in enumerate(read_export(path), start=2)
    ]
    matched = match_rows(rows, paths)
    assert matched.rejected == ()
    return {file: set(entry.keywords) for file, entry in matched.entries.items()}


ODD_NAMES = [
    b"bl\xe5b\xe6r.jpg",
    "café.jpg".encode(),
    unicodedata.normalize("NFD", "café.jpg").encode(),
    b" leading.jpg",
    b"leading.jpg",
    b"back\\slash.jpg",
    b"back/slash.jpg",
    b"\\xE5.jpg",
    b"\\x5CxE5.jpg",
    b"\xe5.jpg",
    b"a:colon.jpg",
    b"C:/drive.jpg",
    b"'=1.jpg",
    b"=1.jpg",
    b"line\nbreak.jpg",
    b"return\r.jpg",
    b"trailing.jpg ",
    "\ufeffmark.jpg".encode(),
    b"2019/IMG.jpg",
    b"2020/img.JPG",
    b"IMG.jpg",
]
part = (
    st.binary(min_size=1, max_size=8) | st.sampled_from(b"\\ \xe5 x5C : ' = \r ;".split(b" "))
).map(lambda name: name.replace(b"\0", b"0").replace(b"/", b"_"))
file_names = st.sampled_from(ODD_NAMES) | st.lists(
    part.filter(lambda name: name not in (b"", b".", b"..")), min_size=1, max_size=3
).map(b"/".join)


@pytest.mark.parametrize("name", WITH_LABELS)
@given(files=st.lists(file_names, unique=True, max_size=len(ODD_NAMES)) | st.just(ODD_NAMES))
def test_every_file_comes_back_whatever_it_is_called(
    name: str, files: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    paths = [os.fsdecode(file) for file in files]
    found = [
        ExchangedImage(path, (ExchangedLabelling((f"label {number}",)),), captured_at=TAKEN_AT)
        for number, path in enumerate(paths)
    ]
    export_format = format_named(name)

    path = written(tmp_path_factory.mktemp("odd") / f"a{export_format.suffix}", found, name)
    # Whatever the names are, it is text.
    for file in [path] if path.is_file() else path.rglob("*"):
        if file.is_file() and file.suffix not in (".png", ".parquet", ".tar"):
            file.read_text(encoding="utf-8")
    if files:
        expected = {path: {(f"label {number}",)} for number, path in enumerate(paths)}
        assert read_as_table(path, paths) == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["csv-long", "csv-wide"])
def test_an_export_saved_by_a_spreadsheet_comes_back(
    name: str, encoding: str, delimiter: str, tmp_path: Path
) -> None:
    labels = (
        ExchangedLabelling(("a;b, c",), "accepted", "kari", "T", 0.25),
        ExchangedLabelling(("vehicle", "truck"), "curator", "kari", "T"),
    )
    found = [ExchangedImage("å/x.jpg", labels), ExchangedImage("two\nlines.jpg")]
    original = written(tmp_path / "a.csv", found, name)
    with original.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    if delimiter == ";":  # as in countries with a decimal comma
        rows = [[cell.replace("0.25", "0,25") for cell in row] for row in rows]
    saved = tmp_path / "saved.csv"
    with saved.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([[""] * 3, *rows, [""] * 3])

    read = merged(saved)

    assert set(read) == {"å/x.jpg", "two\nlines.jpg"}
    assert {one.levels for one in read["å/x.jpg"]} == {one.levels for one in labels}
    if name == "csv-long":
        assert read["å/x.jpg"] == set(labels)


@pytest.mark.parametrize("name", ["csv-long", "csv-wide"])
def test_spreadsheets_are_told_that_an_export_is_utf8(name: str, tmp_path: Path) -> None:
    assert written(tmp_path / "a.csv", [], name).read_bytes().startswith(b"\xef\xbb\xbffile,")
