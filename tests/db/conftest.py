"""Catalogues for the tests of the database: real files, filled by the real commands."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage, SuggestionRun
from messages.message import plain_text

# Everything that is not derived and not the history itself.
KEPT_TABLES = (
    "settings",
    "images",
    "labels",
    "aliases",
    "keywords",
    "captions",
    "labellings",
    "decisions",
    "questions",
    "question_answers",
    "different_labels",
    "duplicate_answers",
)


def content_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def scanned_image(path: str, *keywords: str | tuple[str, ...], **values: object) -> ScannedImage:
    """A readable file with its keywords; a tuple is a hierarchical one."""
    found = tuple(
        FoundKeyword((keyword,) if isinstance(keyword, str) else keyword, "csv")
        for keyword in keywords
    )
    defaults: dict[str, object] = {
        "content_hash": content_hash(path),
        "size_bytes": 1000,
        "modified_ns": 1_700_000_000_000_000_000,
        "width_px": 640,
        "height_px": 480,
        "format": "JPEG",
    }
    return ScannedImage(path.encode(), keywords=found, **(defaults | values))  # type: ignore[arg-type]


def table_rows(
    path: Path, tables: Sequence[str] = KEPT_TABLES
) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the tables as they are in the file, in the order of their keys."""
    connection = sqlite3.connect(path)
    try:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in tables
        }
    finally:
        connection.close()


@pytest.fixture(scope="session")
def scanned() -> Callable[..., ScannedImage]:
    """``scanned(path, *keywords, **values)`` is a file as a scan finds it."""
    return scanned_image


@pytest.fixture(scope="session")
def kept_rows() -> Callable[..., dict[str, list[tuple[object, ...]]]]:
    """``kept_rows(path)`` is everything in a catalogue that is not derived and not history."""
    return table_rows


@pytest.fixture
def opened() -> Iterator[list[Catalogue]]:
    """Catalogues that are closed at the end of a test."""
    catalogues: list[Catalogue] = []
    yield catalogues
    for catalogue in catalogues:
        catalogue.close()


@pytest.fixture
def make_catalogue(tmp_path: Path, opened: list[Catalogue]) -> Callable[..., Catalogue]:
    """Creates a catalogue by name with these images; closed at the end."""

    def make(*images: ScannedImage, name: str = "test", curator: str = "kari") -> Catalogue:
        archive = tmp_path / f"{name} archive"
        archive.mkdir(exist_ok=True)
        catalogue = Catalogue.create(tmp_path / f"{name}.nabolag.sqlite", archive, curator=curator)
        opened.append(catalogue)
        if images:
            catalogue.commands.import_images(images)
        return catalogue

    return make


@pytest.fixture(scope="session")
def six_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the catalogue that ``catalogue`` is a copy of."""
    folder = tmp_path_factory.mktemp("six")
    archive = folder / "test archive"
    archive.mkdir()
    with Catalogue.create(folder / "test.nabolag.sqlite", archive, curator="kari") as made:
        made.commands.import_images(
            [
                scanned_image(
                    "cars/kamaz 2.jpg",
                    ("vehicle", "truck"),
                    "Kamaz",
                    title="A Kamaz",
                    modified_ns=1,
                ),
                scanned_image(
                    "cars/kamaz 10.jpg",
                    "Kamaz",
                    width_px=2000,
                    height_px=1000,
                    modified_ns=2 * 10**18,
                ),
                scanned_image("cars/old/ford.jpg", "car", captured_at="1999-05-01T10:00:00"),
                scanned_image("boats/ferry.png", "ship", title="Ferje på Ørsta"),
                scanned_image(
                    "boats/broken.jpg",
                    problem=plain_text("The file is cut short."),
                    width_px=None,
                    height_px=None,
                ),
                scanned_image("empty.jpg"),
            ]
        )
        made.suggestions.replace_all(
            SuggestionRun("neighbor-search", "fingerprint", {"temperature": 0.1}, 0.1),
            [
                (1, 4, 0.3),
                (2, 2, 0.9),
                (2, 4, 0.2),
                (3, 2, 0.5),
                (4, 4, 0.6),
                (6, 5, 0.15),
                (6, 2, 0.12),
            ],
        )
    # A copy finds its own beside it, as this one is no longer there.
    archive.rmdir()
    return folder


@pytest.fixture
def catalogue(six_images: Path, tmp_path: Path, opened: list[Catalogue]) -> Catalogue:
    """Six images in three folders, five labels, suggestions on some.

    Ids follow this order: 1 cars/kamaz 2.jpg, 2 cars/kamaz 10.jpg, 3 cars/old/ford.jpg,
    4 boats/ferry.png, 5 boats/broken.jpg (unreadable), 6 empty.jpg. Labels: 1 vehicle,
    2 truck (below vehicle), 3 Kamaz, 4 car, 5 ship.
    """
    shutil.copytree(six_images, tmp_path, dirs_exist_ok=True)
    (tmp_path / "test archive").mkdir()
    opened.append(Catalogue.open(tmp_path / "test.nabolag.sqlite", curator="kari"))
    return opened[-1]
