"""A small archive of drawings with copies of some, scanned, with features of the thumbnails."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from db.catalogue import Catalogue
from engine.answers.current_encoder import open_features
from engine.jobs.duplicates.find import DuplicateSummary, find_duplicates
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job

ORIGINALS = 12
COPIES = {
    "copies/same file.png": 0,
    "copies/other container.bmp": 1,
    "copies/half size.png": 2,
    "copies/quality.jpg": 3,
    "copies/mirrored.png": 4,
}


def drawing(seed: int) -> Image.Image:
    """Shapes of many colours; two seeds have nothing in common."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (360, 280), tuple(rng.integers(120, 256, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, w, h = rng.integers((0, 0, 30, 30), (320, 240, 160, 140))
        draw = pen.ellipse if rng.random() < 0.5 else pen.rectangle
        draw((x, y, x + w, y + h), fill=tuple(rng.integers(0, 256, 3)))
    return image


def paint(archive: Path) -> None:
    """The originals, and the copies of ``COPIES``."""
    for number in range(ORIGINALS):
        (archive / "box").mkdir(parents=True, exist_ok=True)
        drawing(number).save(archive / "box" / f"{number:02}.png")
    (archive / "copies").mkdir()
    for name, number in COPIES.items():
        image = drawing(number)
        if "half" in name:
            image = image.resize((180, 140))
        if "mirrored" in name:
            image = ImageOps.mirror(image)
        image.save(archive / name, quality=40)


def encode(catalogue: Catalogue) -> None:
    """Features for what has none: the thumbnail at 6 x 6 pixels, without its mean."""
    catalogue.settings.set("encoder.name", "thumbnails")
    catalogue.settings.set("encoder.fingerprint", "thumbnails")
    catalogue.settings.set("encoder.row_length", ["thumbnails", 108])
    store = open_features(catalogue)
    assert store is not None
    for content_hash in store.missing([one for _, one in catalogue.images.readable()]):
        jpeg = catalogue.thumbnails.get(content_hash)
        assert jpeg is not None
        with Image.open(io.BytesIO(jpeg)) as picture:
            small = np.asarray(picture.convert("RGB").resize((6, 6), Image.Resampling.BOX))
        vector = small.astype(np.float32).ravel() - small.mean()
        store.append([content_hash], (vector / np.linalg.norm(vector))[None, :])


def scan(catalogue: Catalogue) -> None:
    run_job(scan_archive(catalogue, cancel=NeverCancelled()))
    encode(catalogue)


def find(catalogue: Catalogue, *, anew: bool = False) -> DuplicateSummary:
    return run_job(find_duplicates(catalogue, cancel=NeverCancelled(), anew=anew))


def image_id(catalogue: Catalogue, path: str) -> int:
    record = catalogue.images.by_path(path.encode())
    assert record is not None
    return record.id


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive with its catalogue beside it, scanned and encoded, to be copied."""
    folder = tmp_path_factory.mktemp("duplicates")
    paint(folder / "archive")
    with Catalogue.create(folder / "a.nabolag.sqlite", folder / "archive") as catalogue:
        scan(catalogue)
    return folder


@pytest.fixture(scope="session")
def searched(scanned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a search."""
    folder = tmp_path_factory.mktemp("searched") / "copy"
    shutil.copytree(scanned, folder)
    with Catalogue.open(folder / "a.nabolag.sqlite") as catalogue:
        find(catalogue)
    return folder


@pytest.fixture
def catalogue(scanned: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """Scanned, not searched."""
    yield from _copied(scanned, tmp_path)


@pytest.fixture
def found(searched: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """Scanned and searched."""
    yield from _copied(searched, tmp_path)


def _copied(folder: Path, tmp_path: Path) -> Iterator[Catalogue]:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with Catalogue.open(copy / "a.nabolag.sqlite") as opened:
        # Where the first archive is still there, it would go on using that one.
        opened.commands.set_archive_dir(copy / "archive")
        yield opened
