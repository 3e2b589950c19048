"""What the tests of the window share: catalogues made by real commands, with real thumbnails."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.archive.thumbnails import make_thumbnail
from gui.services.context import CatalogueContext, open_context

MakeContext = Callable[[Sequence[ScannedImage]], CatalogueContext]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Preferences of a test are its own."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "settings"))


@pytest.fixture
def british_numbers(qapp: object) -> Iterator[None]:
    """Numbers and dates as in Britain, whatever the machine's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def picture(number: int, width_px: int, height_px: int) -> bytes:
    """A thumbnail of one colour, another for each number."""
    pixels = np.empty((height_px, width_px, 3), dtype=np.uint8)
    pixels[:] = (40 * number % 256, 90 * number % 256, 170)
    return make_thumbnail(pixels)


def scanned(path: str, *keywords: str | tuple[str, ...], **values: object) -> ScannedImage:
    """A readable file with its keywords; a tuple is a hierarchical one."""
    found = tuple(
        FoundKeyword((keyword,) if isinstance(keyword, str) else keyword, "csv")
        for keyword in keywords
    )
    defaults: dict[str, object] = {
        "content_hash": hashlib.sha256(path.encode()).digest(),
        "size_bytes": 1000,
        "modified_ns": 1_700_000_000_000_000_000,
        "width_px": 200,
        "height_px": 100,
        "format": "JPEG",
    }
    return ScannedImage(path.encode(), keywords=found, **(defaults | values))  # type: ignore[arg-type]


@pytest.fixture
def make_context(tmp_path: Path, qapp: object) -> Iterator[MakeContext]:
    """Makes a catalogue of these images with thumbnails, and opens it for the window."""
    opened: list[CatalogueContext] = []

    def make(images: Sequence[ScannedImage]) -> CatalogueContext:
        archive = tmp_path / "archive"
        archive.mkdir(exist_ok=True)
        catalogue = Catalogue.create(
            tmp_path / f"test{len(opened)}.nabolag.sqlite", archive, curator="kari"
        )
        if images:
            catalogue.commands.import_images(images)
        catalogue.thumbnails.put_many(
            (image.content_hash, picture(number, image.width_px or 4, image.height_px or 4))
            for number, image in enumerate(images)
            if not image.problem
        )
        context = open_context(catalogue)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def archive_images() -> list[ScannedImage]:
    """72 images: 30 ships, 30 trucks below vehicles, 11 without labels, one unreadable.

    Ids follow this order, and so do the paths. The label "truck" has "vehicle" above it.
    """
    ships = [scanned(f"boats/ferry {n:02d}.jpg", "ship") for n in range(1, 31)]
    trucks = [
        scanned(f"cars/kamaz {n:02d}.jpg", ("vehicle", "truck"), *(["Kamaz"] if n <= 10 else []))
        for n in range(1, 31)
    ]
    others = [scanned(f"other/thing {n:02d}.jpg") for n in range(1, 12)]
    broken = scanned(
        "other/zz broken.jpg", problem="The file is cut short.", width_px=None, height_px=None
    )
    return [*ships, *trucks, *others, broken]


@pytest.fixture
def context(make_context: MakeContext, archive_images: list[ScannedImage]) -> CatalogueContext:
    """The catalogue of ``archive_images``, open."""
    return make_context(archive_images)
