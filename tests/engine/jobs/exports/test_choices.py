"""Which images, labels and suggestions an export has, and in which parts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.records import FoundKeyword, ImageFilter, ScannedImage, SuggestionRun
from engine.answers.exporting.presets import last_exports
from engine.answers.exporting.settings import ExportSettings, SplitSettings, shares_of
from engine.errors import InputError
from engine.exchange.registry import format_named
from engine.jobs.exports.content import ImagesOut
from engine.jobs.exports.export import ExportSummary, export_dataset
from engine.progress import NeverCancelled, run_job

LINES = ExportSettings(format="jsonl", card=False)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Ten images: all imported as vehicles|trucks, the first three reviewed, one more labelled by
    a curator, the last without labels and with suggestions."""
    (tmp_path / "archive").mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive", curator="kari") as opened:
        truck = FoundKeyword(("kjøretøy", "lastebil"), "csv")
        opened.commands.import_images(
            [
                ScannedImage(f"{n}.jpg".encode(), bytes([n]) * 32, 1, 1, keywords=(truck,))
                for n in range(9)
            ]
            + [ScannedImage(b"9.jpg", b"9" * 32, 1, 1)]
        )
        ids = opened.images.ids()
        opened.commands.mark_reviewed(ids[:3], True)
        opened.commands.label_images([ids[4]], add_names=["rød"])
        lorry, red = (label_id(opened, name) for name in ("lastebil", "rød"))
        opened.commands.set_english_name(lorry, "truck")
        opened.suggestions.replace_all(
            SuggestionRun("neighbor-mix", "e", {}, 0.1),
            [
                (ids[9], lorry, 0.8, 0.9),
                (ids[9], red, 0.3, 0.4),
                (ids[4], lorry, 0.9, 0.99),
                (ids[0], red, 0.05, 0.1, True),
            ],
        )
        yield opened


def label_id(catalogue: Catalogue, name: str) -> int:
    found = catalogue.labels.find(name)
    assert found is not None
    return found.id


def export(
    catalogue: Catalogue, settings: ExportSettings, **options: Any
) -> tuple[ExportSummary, dict[str, dict[str, Any]]]:
    """What the export said, and what it wrote by file."""
    destination = catalogue.path.parent / "out.jsonl"
    summary = run_job(
        export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            settings=settings,
            overwrite=True,
            **options,
        )
    )
    lines = destination.read_text(encoding="utf-8").splitlines() if destination.exists() else []
    return summary, {image["file"]: image for image in map(json.loads, lines)}


def parts_of(catalogue: Catalogue, split: SplitSettings) -> dict[str, str]:
    """The part of every image, by its file."""
    with catalogue.snapshot() as snapshot:
        for _ in snapshot.take():
            pass
        settings = replace(LINES, split=split)
        images = ImagesOut(catalogue, snapshot, format_named("jsonl"), settings)
        return {image.file: image.part for image in images}


def labels_of(image: dict[str, Any]) -> list[str]:
    return ["|".join(label["path"]) for label in image["labels"]]


@pytest.mark.parametrize(
    ("state", "files"),
    [
        ("any", range(10)),
        ("labelled", range(9)),
        ("decided", [0, 1, 2, 4]),
        ("reviewed", [0, 1, 2]),
    ],
)
def test_only_images_of_a_state(catalogue: Catalogue, state: Any, files: list[int]) -> None:
    summary, found = export(catalogue, replace(LINES, state=state))

    assert sorted(found) == [f"{n}.jpg" for n in files]
    assert summary.images == len(files)


def test_only_what_a_filter_and_a_selection_leave(catalogue: Catalogue) -> None:
    with_red = ImageFilter(label_ids=(label_id(catalogue, "rød"),))
    ids = catalogue.images.ids()

    assert sorted(export(catalogue, replace(LINES, images=with_red))[1]) == ["4.jpg"]
    assert sorted(export(catalogue, LINES, image_ids=ids[3:5])[1]) == ["3.jpg", "4.jpg"]
    both = export(catalogue, replace(LINES, images=with_red), image_ids=ids[:4])
    assert both[1] == {}


def test_only_labels_that_a_curator_gave(catalogue: Catalogue) -> None:
    _, found = export(catalogue, replace(LINES, sources="decided"))

    assert {file: labels_of(image) for file, image in found.items() if image["labels"]} == {
        "4.jpg": ["rød"]
    }


def test_labels_on_too_few_images_stay_out(catalogue: Catalogue) -> None:
    summary, found = export(catalogue, replace(LINES, least_images=2))

    assert labels_of(found["4.jpg"]) == ["kjøretøy|lastebil"]
    assert summary.labels == 1


def test_parents_and_english_names(catalogue: Catalogue) -> None:
    catalogue.commands.set_english_name(label_id(catalogue, "kjøretøy"), "vehicle")

    _, found = export(catalogue, replace(LINES, parents=True, names="english"))

    assert labels_of(found["0.jpg"]) == ["vehicle|truck", "vehicle"]
    assert found["0.jpg"]["labels"][1]["source"] == "parent"
    assert labels_of(found["4.jpg"]) == ["vehicle|truck", "rød", "vehicle"]


def test_two_labels_with_one_english_name_are_one(catalogue: Catalogue) -> None:
    made = catalogue.commands.create_label("raud")
    red = label_id(catalogue, "rød")
    catalogue.commands.label_images(catalogue.images.ids()[4:6], add=[*made.label_ids])
    for one in (red, *made.label_ids):
        catalogue.commands.set_english_name(one, "red")

    _, found = export(catalogue, replace(LINES, names="english"))

    assert labels_of(found["4.jpg"]).count("red") == 1
    assert "red" in labels_of(found["5.jpg"])


def test_open_suggestions_leave_as_what_they_are(catalogue: Catalogue) -> None:
    summary, found = export(catalogue, replace(LINES, suggestions_from=0.3))

    assert [labels_of(found[file]) for file in ("9.jpg", "0.jpg")] == [[], ["kjøretøy|lastebil"]]
    assert summary.suggestions == 2
    assert export(catalogue, replace(LINES, suggestions_from=0.5))[0].suggestions == 1
    assert export(catalogue, LINES)[0].suggestions == 0


def test_shares_divide_the_images_and_the_same_seed_divides_alike(catalogue: Catalogue) -> None:
    split = replace(LINES, split=SplitSettings((0.8, 0.0, 0.2)))

    summary, _ = export(catalogue, split)
    again, _ = export(catalogue, split)

    assert summary.parts == {"train": 8, "test": 2}
    assert again == summary


def test_no_file_is_named_after_another_format(catalogue: Catalogue, tmp_path: Path) -> None:
    place = tmp_path / "a.parquet"
    with pytest.raises(InputError, match="ends as another format does"):
        run_job(
            export_dataset(
                catalogue,
                cancel=NeverCancelled(),
                settings=ExportSettings(format="csv-long"),
                destination=place,
            )
        )
    assert not place.exists()


@pytest.mark.parametrize("name", ["coco", "cvat", "label-studio"])
def test_a_part_without_images_has_no_file(catalogue: Catalogue, tmp_path: Path, name: str) -> None:
    settings = ExportSettings(format=name, split=SplitSettings((0.8, 0.0, 0.2)), card=False)
    place = tmp_path / "out"

    run_job(
        export_dataset(catalogue, cancel=NeverCancelled(), settings=settings, destination=place)
    )

    names = [path.stem for path in place.rglob("*_*")]
    assert sorted(name.rpartition("_")[2] for name in names) == ["test", "train"]


def test_duplicates_lie_in_one_part(catalogue: Catalogue) -> None:
    catalogue.commands.import_images(
        [ScannedImage(f"again/{n}.jpg".encode(), bytes([n]) * 32, 1, 1) for n in range(9)]
    )
    split = SplitSettings((0.5, 0.0, 0.5), seed=1)

    for part in ("train", "test"):
        found = parts_of(catalogue, split)
        pairs = [(found[f"{n}.jpg"], found[f"again/{n}.jpg"]) for n in range(9)]
        assert all(first == second for first, second in pairs)
        assert part in found.values()


def test_a_table_says_who_is_in_which_part_and_the_rest_stays_out(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    table = tmp_path / "split.csv"
    table.write_text("file,split\n0.jpg,train\n1.jpg,test\n", encoding="utf-8")

    summary, found = export(catalogue, replace(LINES, split=SplitSettings(file=str(table))))

    assert summary.parts == {"train": 1, "test": 1}
    assert sorted(found) == ["0.jpg", "1.jpg"]


def test_a_dry_run_writes_nothing_and_tells_what_would_be(catalogue: Catalogue) -> None:
    told, found = export(catalogue, replace(LINES, suggestions_from=0.3), dry_run=True)

    assert found == {}
    assert told.destination is None
    assert told.preview is not None
    assert len(told.preview.rows) == 5
    written, _ = export(catalogue, replace(LINES, suggestions_from=0.3))
    counts = ("images", "labelled_images", "labels", "labellings", "suggestions")
    assert [getattr(told, one) for one in counts] == [getattr(written, one) for one in counts]


def test_an_export_is_remembered_with_its_settings(catalogue: Catalogue) -> None:
    export(catalogue, LINES, dry_run=True)
    assert last_exports(catalogue) == []

    settings = replace(LINES, state="reviewed")
    summary, _ = export(catalogue, settings)
    export(catalogue, settings)

    (last,) = last_exports(catalogue)
    assert (last.destination, last.images, last.settings) == (summary.destination, 3, settings)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("80/10/10", (0.8, 0.1, 0.1)),
        ("0.6,0.2,0.2", (0.6, 0.2, 0.2)),
        ("80/20", (0.8, 0.0, 0.2)),
        ("8 : 1 : 1", (0.8, 0.1, 0.1)),
        ("50%/25%/25%", (0.5, 0.25, 0.25)),
    ],
)
def test_shares_as_people_type_them(text: str, shares: tuple[float, float, float]) -> None:
    assert shares_of(text) == pytest.approx(shares)


@pytest.mark.parametrize(
    "text", ["", "80", "a/b", "1/2/3/4", "0/0/0", "-1/1/1", "nan/1/1", "inf/1"]
)
def test_shares_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        shares_of(text)
