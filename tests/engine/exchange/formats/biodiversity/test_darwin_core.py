"""Darwin Core archives are read by a reader of others."""

from dataclasses import replace
from pathlib import Path

from dwca.read import DwCAReader

from engine.exchange.formats.biodiversity.darwin_core import AC, DWC
from engine.exchange.records import ExchangedLabelling
from tests.exchanging import FolderPictures, archive_images, content_of, write_format

URI = f"{AC}accessURI"


def test_a_reader_of_others_finds_occurrences_with_their_pictures(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    place = write_format("darwin-core", tmp_path / "out", content_of(images, pictures=pictures))

    found = []
    with DwCAReader(str(place)) as archive:
        assert archive.descriptor.core.type == f"{DWC}Occurrence"
        for row in archive:
            (picture,) = row.extensions
            assert picture.rowtype == f"{AC}Multimedia"
            original = next(
                image for image in images if image.sha256 == picture.data[f"{AC}hashValue"]
            )
            copied = (place / picture.data[URI]).read_bytes()
            assert copied == (tmp_path / "archive" / original.file).read_bytes()
            found.append(
                (
                    original.file,
                    row.data[f"{DWC}scientificName"],
                    row.data[f"{DWC}higherClassification"],
                    row.data[f"{DWC}identifiedBy"],
                    row.data[f"{DWC}basisOfRecord"],
                )
            )
        assert len({row.id for row in archive}) == len(found)
    expected = [
        (image.file, one.levels[-1], " | ".join(one.levels[:-1]), one.decider, "HumanObservation")
        for image in images
        for one in image.labellings
    ]
    expected.append(("a.jpg", "bus", "vehicle", "neighbor-mix", "MachineObservation"))
    assert sorted(found) == sorted(expected)


def test_labels_may_be_names_in_everyday_language(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    content = content_of(images)
    content = replace(
        content, labels=[replace(one, english_name="in English") for one in content.labels]
    )

    for given, scientific, vernacular in (
        ("scientific", "truck", "in English"),
        ("vernacular", "", "truck"),
    ):
        place = write_format("darwin-core", tmp_path / given, content, **{"names-are": given})
        with DwCAReader(str(place)) as archive:
            row = next(iter(archive))
            assert row.data[f"{DWC}scientificName"] == scientific
            assert row.data[f"{DWC}vernacularName"] == vernacular


def test_awkward_names_come_through(tmp_path: Path) -> None:
    image = archive_images(tmp_path / "archive")[0]
    names = ['=1+1,"x"', "a;b", "<&>", "🚚", "\\"]
    images = [
        replace(image, file=f"{name}.jpg", labellings=(ExchangedLabelling((name,)),))
        for name in names
    ]

    place = write_format("darwin-core", tmp_path / "out", content_of(images))

    with DwCAReader(str(place)) as archive:
        assert [row.data[f"{DWC}scientificName"] for row in archive] == names
