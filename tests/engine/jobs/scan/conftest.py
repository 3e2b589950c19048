"""An archive to read, and pictures to put into it."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.jobs.scan import ScanSummary, scan_archive
from engine.progress import NeverCancelled, run_job

SAMPLE = Path(__file__).parents[4] / "resources" / "sample_archive"
Paint = Callable[[str, int], Path]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        yield catalogue


@pytest.fixture
def paint(archive: Path) -> Paint:
    """Puts a picture into the archive; the same number gives the same bytes."""

    def put(path: str, number: int) -> Path:
        target = archive / path
        target.parent.mkdir(parents=True, exist_ok=True)
        colours = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(colours).resize((48, 36)).save(target, "PNG")
        return target

    return put


def scan(catalogue: Catalogue, **options: object) -> ScanSummary:
    return run_job(scan_archive(catalogue, cancel=NeverCancelled(), **options))  # type: ignore[arg-type]


def labels_at(catalogue: Catalogue, path: str) -> set[str]:
    image = catalogue.images.by_path(path.encode())
    assert image is not None, path
    return {labelling.label_name for labelling in catalogue.labellings.of_image(image.id)}


def xmp(*keywords: str) -> bytes:
    items = "".join(f"<rdf:li>{keyword}</rdf:li>" for keyword in keywords)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def digest(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"",
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
    }
