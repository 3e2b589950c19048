"""Captions that a scan finds in files, sidecars and tables."""

from pathlib import Path

from db.catalogue import Catalogue
from engine.jobs.scan import METADATA_SETTING, METADATA_VERSION
from tests.engine.archive.metadata.made import packet
from tests.engine.jobs.scan.conftest import Paint, scan

DESCRIBED = (
    "<dc:description><rdf:Alt>"
    '<rdf:li xml:lang="x-default">An eagle above the fjord in the morning</rdf:li>'
    '<rdf:li xml:lang="nb-NO">En ørn</rdf:li></rdf:Alt></dc:description>'
)


def captions(catalogue: Catalogue, path: bytes = b"a.png") -> list[tuple[str, str, str, str]]:
    image = catalogue.images.by_path(path)
    assert image is not None
    return [
        (one.text, one.language, one.language_from, one.field)
        for one in catalogue.captions.of_image(image.id)
    ]


def test_files_and_tables_say_captions(catalogue: Catalogue, archive: Path, paint: Paint) -> None:
    paint("a.png", 1)
    (archive / "a.xmp").write_bytes(packet(DESCRIBED))
    table = archive.parent / "k.csv"
    table.write_text('file,keywords,caption\na.png,elk,"Kari saw it\nfrom the house"\n')

    summary = scan(catalogue, keywords_csv=table)

    assert captions(catalogue) == [
        ("Kari saw it\nfrom the house", "en", "detected", "csv"),
        (
            "An eagle above the fjord in the morning",
            "en",
            "detected",
            "dc:description (a.xmp)",
        ),
        ("En ørn", "nb-no", "stated", "dc:description (a.xmp)"),
    ]
    assert summary.captions == 3
    assert scan(catalogue).captions == 0
    assert [hit.text for hit in catalogue.captions.search("ørn")] == ["En ørn"]


def test_captions_that_an_older_version_left_are_read_once(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    scan(catalogue)
    (archive / "a.xmp").write_bytes(packet(DESCRIBED))
    catalogue.settings.set(METADATA_SETTING, METADATA_VERSION - 1)

    assert scan(catalogue).captions == 2
    assert scan(catalogue).captions == 0


def test_captions_taken_back_or_away_do_not_come_again(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    paint("a.png", 1)
    (archive / "a.xmp").write_bytes(packet(DESCRIBED))
    scan(catalogue)
    (eagle, _) = catalogue.captions.of_image(1)
    catalogue.commands.delete_caption(eagle.id)
    assert scan(catalogue).captions == 0
    catalogue.commands.undo()
    catalogue.commands.undo()
    assert captions(catalogue) == []

    assert scan(catalogue).captions == 0
    assert captions(catalogue) == []
    catalogue.commands.redo()
    assert len(captions(catalogue)) == 2
