"""Lists of captions into a catalogue, from every kind of file that people have."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.errors import InputError
from engine.jobs.captions.from_lists import CaptionSummary, import_captions
from engine.progress import NeverCancelled, run_job

PATHS = ("birds/eagle.jpg", "birds/crane.jpg", "ship.png")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "a.nabolag.sqlite", tmp_path / "archive") as made:
        made.commands.import_images(
            [
                ScannedImage(path.encode(), bytes([at]) * 32, 1, 1, title=f"Title {at}")
                for at, path in enumerate(PATHS)
            ]
        )
        yield made


def taken_in(catalogue: Catalogue, file: Path, **options: bool) -> CaptionSummary:
    return run_job(import_captions(catalogue, cancel=NeverCancelled(), file=file, **options))


def captions(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    return {
        PATHS[image_id - 1]: [(one.text, one.language) for one in own]
        for image_id, own in catalogue.captions.of_images(range(1, 4)).items()
        if own
    }


LISTS = {
    "list.csv": (
        'file,caption,language\nbirds/eagle.jpg,"En ørn, sett\nfra båten",nb\n'
        "birds/eagle.jpg,'=odd,\nship.png,A ship,en\nno.jpg,x,\n"
    ),
    "list.jsonl": "\n".join(
        json.dumps(one)
        for one in (
            {"file": "birds/eagle.jpg", "captions": ["En ørn, sett\nfra båten", "=odd"]},
            {"image": "ship.png", "text": "A ship", "language": "en"},
            {"file_name": "no.jpg", "caption": "x"},
        )
    ),
    "coco.json": json.dumps(
        {
            "images": [
                {"id": 7, "file_name": "eagle.jpg"},
                {"id": 9, "file_name": "ship.png"},
                {"id": 11, "file_name": "no.jpg"},
            ],
            "annotations": [
                {"image_id": 7, "caption": "En ørn, sett\nfra båten"},
                {"image_id": 9, "caption": "A ship", "language": "en"},
                {"image_id": 7, "caption": "=odd"},
                {"image_id": 11, "caption": "x"},
            ],
        }
    ),
    "karpathy.json": json.dumps(
        {
            "images": [
                {"filename": "eagle.jpg", "sentences": [{"raw": "En ørn, sett\nfra båten"}]},
                {"filename": "eagle.jpg", "sentences": [{"raw": "=odd"}]},
                {"filename": "ship.png", "sentences": [{"raw": "A ship", "lang": "en"}]},
                {"filename": "no.jpg", "sentences": []},
            ]
        }
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_kind_of_list_brings_its_captions(
    catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(LISTS[name], encoding="utf-8")

    assert taken_in(catalogue, tmp_path / name, dry_run=True).images == 2
    assert catalogue.captions.count() == 0
    summary = taken_in(catalogue, tmp_path / name)

    found = captions(catalogue)
    assert [text for text, _ in found["birds/eagle.jpg"]] == ["En ørn, sett\nfra båten", "=odd"]
    assert found["ship.png"] == [("A ship", "en")]
    assert (summary.images, summary.captions, summary.rejected_rows) == (2, 3, 1)
    assert catalogue.images.get(1).title == "Title 0"
    assert taken_in(catalogue, tmp_path / name).captions == 0
    catalogue.commands.undo()
    assert catalogue.captions.count() == 0


def test_what_an_image_does_not_take_is_said(catalogue: Catalogue, tmp_path: Path) -> None:
    said = ["a ship of words " * 1_500, *(f"ship {at}" for at in range(120))]
    (tmp_path / "a.jsonl").write_text(json.dumps({"file": "ship.png", "captions": said}))

    summary = taken_in(catalogue, tmp_path / "a.jsonl", dry_run=True)

    assert (summary.found, summary.rejected_rows) == (100, 0)
    told = [f"{place}: {note}" for place, note in summary.notes]
    assert told == [
        "row 1: ship.png: 3,999 characters were left out of the caption “a ship of words a ship "
        "of words a ship o …”: 20,000 are kept.",
        "row 1: ship.png: 21 captions were left out: an image takes 100 of one place.",
    ]


def test_texts_beside_pictures_are_captions(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "birds").mkdir()
    (folder / "birds" / "eagle.txt").write_text("\ufeffan eagle, sky\n", encoding="utf-8")
    (folder / "birds" / "crane.jpg.txt").write_text("a crane", encoding="utf-8")
    (folder / "ship.caption").symlink_to("/dev/zero")

    assert taken_in(catalogue, folder).captions == 2

    found = {path: [text for text, _ in own] for path, own in captions(catalogue).items()}
    assert found == {"birds/eagle.jpg": ["an eagle, sky"], "birds/crane.jpg": ["a crane"]}
    assert [one.field for one in catalogue.captions.of_image(1)] == ["txt"]


def test_texts_that_cannot_be_read_leave_the_others(catalogue: Catalogue, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "birds").mkdir()
    (folder / "birds" / "eagle.txt").write_bytes("en ørn".encode("latin-1"))
    (folder / "birds" / "crane.txt").write_bytes("a crane".encode("utf-16"))
    (folder / "ship.txt").write_bytes(b"a ship " * 60_000)

    summary = taken_in(catalogue, folder)
    assert captions(catalogue)["birds/crane.jpg"][0][0] == "a crane"
    assert (summary.captions, summary.rejected_rows) == (1, 2)
    said = " ".join(str(reason) for _, reason in summary.notes)
    assert "eagle.txt is not UTF-8" in said
    assert "ship.txt is larger than 256 KiB" in said


def test_who_wrote_a_caption_and_when_is_kept(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Path;Text;Author;Time;Lang\nship.png;A ship;Kari;1999-05-01;en_GB\n", encoding="utf-8"
    )
    taken_in(catalogue, tmp_path / "a.csv")

    (one,) = catalogue.captions.of_image(3)
    assert (one.author, one.made_at, one.language, one.language_from, one.source) == (
        "Kari",
        "1999-05-01",
        "en-gb",
        "stated",
        "table",
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "file,words\na,b\n", "captions-no-columns"),
        ("a.csv", "", "captions-no-columns"),
        ("a.json", "{", "captions-no-json"),
        ("a.json", "[" * 100_000, "captions-no-json"),
        ("a.json", '{"images": 3}', "captions-no-list"),
        ("a.json", '[{"caption": "x"}]', "captions-wrong-entry"),
        ("a.json", '{"annotations": [{"image_id": [], "caption": "x"}]}', "captions-wrong-entry"),
        ("a.json", '{"images": [3], "annotations": [{"image_id": 3}]}', "captions-wrong-entry"),
        ("a.jsonl", '{"file": "ship.png", "caption": "x"}\n[]\n', "captions-wrong-entry"),
        ("a.jsonl", "{\n", "captions-wrong-entry"),
        ("a.csv", "file,caption\n\xff\n", "table-wrong-encoding"),
    ],
)
def test_what_is_no_list_of_captions_is_one_sentence(
    catalogue: Catalogue, tmp_path: Path, name: str, content: str, code: str
) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1"))

    with pytest.raises(InputError) as refused:
        taken_in(catalogue, tmp_path / name)

    assert refused.value.message.code == code
    assert catalogue.captions.count() == 0


@pytest.mark.parametrize(
    "line",
    ['{"file": "ship.png", "captions": [3, null, [], {"raw": 7}]}', '{"file": "ship.png"}'],
)
def test_entries_without_a_caption_bring_none(
    catalogue: Catalogue, tmp_path: Path, line: str
) -> None:
    (tmp_path / "a.jsonl").write_text(line)
    assert taken_in(catalogue, tmp_path / "a.jsonl").captions == 0
