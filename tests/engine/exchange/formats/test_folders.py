"""Folders per label are loaded by torchvision and by Keras' rule, and come back as they are now."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from torchvision.datasets import ImageFolder

from engine.errors import InputError
from engine.exchange.export_format import OptionValue
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_of, read_export
from tests.exchanging import (
    PART_NAMES,
    FolderPictures,
    archive_images,
    content_of,
    picture,
    write_format,
)


def exported(
    tmp_path: Path,
    images: list[ExchangedImage],
    parts: tuple[str, ...] = (),
    **options: OptionValue,
) -> Path:
    pictures = FolderPictures(tmp_path / "archive")
    content = content_of(images, pictures=pictures, parts=parts)
    return write_format("folders", tmp_path / "out", content, **options)


def keras_classes(folder: Path) -> dict[str, set[str]]:
    """Pictures by class, as ``image_dataset_from_directory`` finds them: the folders at the top
    are the classes, and all below belongs to them."""
    found = {}
    for below in sorted(folder.iterdir()):
        if below.is_dir():
            walked = [file for _, _, files in os.walk(below) for file in files]
            found[below.name] = {file for file in walked if file.lower().endswith((".jpg", ".png"))}
    return found


def test_several_labels_are_refused_unless_one_is_primary(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")

    with pytest.raises(InputError, match=r"^2 images have several labels .* such as 2019/a.jpg"):
        exported(tmp_path, images)


@pytest.mark.parametrize(
    ("listed", "folders"),
    [
        ("truck, rød\\|blå, machines|crane", ("vehicle_truck", "machines_crane")),
        ('"RØD\\|BLÅ",machines|crane,truck', ("rød_blå~*", "machines_crane")),
        ("animals|crane\nvehicle|truck", ("vehicle_truck", "animals_crane")),
    ],
)
def test_the_first_of_a_list_is_the_folder(
    tmp_path: Path, listed: str, folders: tuple[str, str]
) -> None:
    images = archive_images(tmp_path / "archive")

    place = exported(tmp_path, images, primary=listed)

    for file, label in zip(("2019_a.jpg", "2020_a.jpg"), folders, strict=True):
        assert len(list(place.glob(f"train/{label}/{file}"))) == 1
    back = {one.file: one.labellings for one in read_export(place)}
    assert all(back[one.file] == one.labellings for one in images if one.labellings)


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ("truck,", r"^One image has several labels and none that is to count \(2020/a.jpg\)"),
        ("crane", r"Several labels are called ‘crane’: animals\|crane, machines\|crane"),
        ("truck,lorry", "The export has no label ‘lorry’"),
        (" , ", "The option primary cannot be ' , '"),
    ],
)
def test_a_list_that_does_not_say_it_is_refused(tmp_path: Path, listed: str, sentence: str) -> None:
    images = archive_images(tmp_path / "archive")

    with pytest.raises(InputError, match=sentence):
        exported(tmp_path, images, primary=listed)


def test_a_label_called_as_a_rule_is_named_with_a_comma(tmp_path: Path) -> None:
    made = picture(tmp_path / "archive" / "a.jpg")
    labels = tuple(ExchangedLabelling((name,)) for name in ("alpha", "first", "rarest"))

    place = exported(tmp_path, [ExchangedImage(made.name, labels)], primary="first,")

    assert (place / "train" / "first" / "a.jpg").is_file()


@pytest.mark.parametrize(
    ("primary", "label"),
    [("first", "rød_blå~*"), ("deepest", "vehicle_truck"), ("rarest", "rød_blå~*")],
)
def test_the_primary_label_is_the_folder(tmp_path: Path, primary: str, label: str) -> None:
    images = archive_images(tmp_path / "archive")

    place = exported(tmp_path, images, primary=primary)

    (found,) = place.glob(f"train/{label}/2019_a.jpg")
    assert found.read_bytes() == (tmp_path / "archive" / "2019" / "a.jpg").read_bytes()


@pytest.mark.parametrize("nested", [False, True])
def test_loaders_find_classes_and_parts(tmp_path: Path, nested: bool) -> None:
    images = archive_images(tmp_path / "archive")

    place = exported(tmp_path, images, PART_NAMES, primary="deepest", nested=nested)

    classes = set()
    for part in PART_NAMES:
        dataset = ImageFolder(place / part, allow_empty=True)
        expected = sum(image.part == part and bool(image.labellings) for image in images)
        assert len(dataset) == expected
        by_rule = keras_classes(place / part)
        assert sorted(by_rule) == dataset.classes
        assert {(Path(file).name, dataset.classes[at]) for file, at in dataset.samples} == {
            (file, name) for name, files in by_rule.items() for file in files
        }
        classes.add(tuple(dataset.classes))
        assert dataset[0][0].size[1] == 30
    (same,) = classes
    assert len(same) == (3 if nested else 4)


def test_without_a_split_all_is_for_training(tmp_path: Path) -> None:
    place = exported(tmp_path, archive_images(tmp_path / "archive"), primary="deepest")

    (place / "card").mkdir()  # where the plots of a data card are
    picture(place / "card" / "support.png")
    assert len(ImageFolder(place / "train")) == 5
    assert len(list(read_export(place))) == 5


def test_what_nobody_moved_comes_back_whole(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")

    place = exported(tmp_path, images, PART_NAMES, primary="first")

    assert {image.file: image for image in read_export(place)} == {
        image.file: ExchangedImage(
            image.file, image.labellings, part=image.part, sha256=image.sha256
        )
        for image in images
        if image.labellings
    }


def test_a_moved_picture_has_the_label_of_its_new_folder(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    place = exported(tmp_path, images, primary="deepest") / "train"
    moved = place / "vehicle_bus" / "2019_b.png"
    moved.rename(place / "vehicle_truck" / "2019_b.png")
    (place / "new").mkdir()
    (place / "vehicle_truck" / "2019_a.jpg").rename(place / "new" / "2019_a.jpg")

    back = {image.file: image for image in read_export(place.parent)}

    assert back["2019/b.png"].labellings == (ExchangedLabelling(("vehicle", "truck"), "curator"),)
    assert back["2019/b.png"].answer is not None
    assert back["2019/b.png"].answer.others == {("vehicle", "bus")}
    assert {one.levels for one in back["2019/a.jpg"].labellings} == {("rød|blå",), ("new",)}
    assert back["2020/a.jpg"].answer is None


def test_folders_of_others_are_labels(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "vehicle")

    found = format_of(tmp_path)
    assert found is not None
    assert found.name == "folders"
    assert {(image.file, image.labellings[0].levels) for image in read_export(tmp_path)} == {
        (Path(image.file).name, ("vehicle", *Path(image.file).parts[:-1])) for image in images
    }


def test_labels_that_no_folder_can_be_called_keep_apart(tmp_path: Path) -> None:
    names = ["a/b", "a_b", "A_B", "..", ".", "con", "test", "x. ", "x", "é", "e\u0301"]
    template = archive_images(tmp_path / "archive")[0]
    images = [
        replace(template, labellings=(ExchangedLabelling((name,)),), file="2019/a.jpg")
        for name in names
    ]

    place = exported(tmp_path, images) / "train"

    folders = [folder for folder in place.iterdir() if folder.is_dir()]
    assert len({folder.name.casefold() for folder in folders}) == len(names)
    assert all(folder.parent == place for folder in place.rglob("*") if folder.is_dir())


@pytest.mark.parametrize("line", ["3", "{}", '{"picture": "a", "primary": [], "file": "a"}', "["])
def test_a_damaged_index_is_refused_in_words(tmp_path: Path, line: str) -> None:
    archive_images(tmp_path / "x")
    (tmp_path / "files.jsonl").write_text(line)

    with pytest.raises(InputError, match=r"Image 1 of files.jsonl"):
        list(read_export(tmp_path))
