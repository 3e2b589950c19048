"""Scanning and encoding while the processes that read images are killed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import open_features
from engine.jobs.encode import EncodeSummary, encode_archive
from engine.jobs.scan import ScanSummary, scan_archive
from engine.progress import NeverCancelled, run_job
from tests.kill_workers import killed_by, killed_in_pairs

IMAGES = 30


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(IMAGES):
        colours = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        picture = Image.fromarray(colours).resize((800, 600))
        picture.save(folder / f"{number:03}.png", compress_level=1)
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        yield catalogue


@pytest.fixture
def killer(archive: Path) -> Path:
    """An image that takes long enough to read for a killer to notice who does."""
    path = archive / "killer.png"
    pixels = np.random.default_rng(0).integers(0, 256, (2400, 2400, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path, compress_level=1)
    return path


def scan(catalogue: Catalogue) -> ScanSummary:
    return run_job(scan_archive(catalogue, cancel=NeverCancelled()))


def encode(catalogue: Catalogue) -> EncodeSummary:
    return run_job(encode_archive(catalogue, cancel=NeverCancelled()))


def test_a_scan_and_an_encoding_find_every_image(catalogue: Catalogue) -> None:
    with killed_in_pairs(0, pairs=2) as killed:
        scanned = scan(catalogue)
    assert killed
    assert (scanned.added, scanned.problems) == (IMAGES, [])

    with killed_in_pairs(1, pairs=2) as killed:
        encoded = encode(catalogue)
    assert killed
    assert (encoded.encoded, encoded.failed) == (IMAGES, [])
    store = open_features(catalogue)
    assert store is not None
    assert not store.missing([content_hash for _, content_hash in catalogue.images.readable()])


def test_an_image_that_kills_is_named_by_the_scan(catalogue: Catalogue, killer: Path) -> None:
    with killed_by(killer) as killed:
        scanned = scan(catalogue)

    assert len(killed) > 1
    assert [path for path, _ in scanned.problems] == ["killer.png"]
    assert "crashed" in str(scanned.problems[0][1])
    assert scanned.added == IMAGES + 1


def test_an_image_that_kills_is_named_by_the_encoding(catalogue: Catalogue, killer: Path) -> None:
    scan(catalogue)
    with killed_by(killer) as killed:
        encoded = encode(catalogue)

    assert len(killed) > 1
    assert [path for path, _ in encoded.failed] == ["killer.png"]
    assert encoded.encoded == IMAGES
