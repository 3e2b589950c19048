"""A catalogue from somebody else whose rows lead out of the archive."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.archive.decode import DEFAULT_LIMITS
from engine.archive.stored_file import StoredFile
from engine.archive.viewing import ViewRequest, decode_for_view
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.encoding.encoder_input import InputRequest, read_input
from engine.errors import InputError
from engine.jobs.check import check_catalogue
from engine.jobs.encode import encode_archive
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job

HOSTILE = (b"../secret.png", b"link.png")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, name in enumerate(("a.png", "b.png", "c.png")):
        colours = np.random.default_rng(number).integers(0, 256, (60, 80, 3), dtype=np.uint8)
        Image.fromarray(colours).save(folder / name)
    return folder


@pytest.fixture
def hostile(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    """Two of its three rows lead to secret files; their contents, sizes and times are right."""
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        shutil.move(archive / "b.png", tmp_path / "secret.png")
        shutil.move(archive / "c.png", tmp_path / "linked.png")
        (archive / "link.png").symlink_to(tmp_path / "linked.png")
        with closing(sqlite3.connect(catalogue.path)) as connection, connection:
            connection.executemany(
                "UPDATE images SET path_bytes = ? WHERE path_bytes = ?",
                zip(HOSTILE, (b"b.png", b"c.png"), strict=True),
            )
        yield catalogue


def test_an_encoding_opens_none_of_them_and_goes_on(hostile: Catalogue) -> None:
    summary = run_job(encode_archive(hostile, cancel=NeverCancelled()))

    assert summary.encoded == 1
    assert [path for path, _ in summary.failed] == ["../secret.png", "link.png"]
    assert all("not opened" in str(reason) for _, reason in summary.failed)


def test_a_check_opens_none_of_them_and_goes_on(hostile: Catalogue) -> None:
    summary = run_job(check_catalogue(hostile, cancel=NeverCancelled(), hashes=True))

    assert (summary.files_checked, summary.contents_checked) == (3, 1)
    assert len(summary.unreadable) == 2
    assert all("not opened" in str(told) for told in summary.unreadable)


@pytest.mark.parametrize("stored", HOSTILE)
def test_the_viewer_opens_none_of_them(hostile: Catalogue, stored: bytes) -> None:
    source = StoredFile(hostile.archive_dir, stored)
    with pytest.raises(InputError, match="not opened"):
        decode_for_view(ViewRequest(source, 100, 100))


def test_another_copy_of_the_content_is_taken(hostile: Catalogue, archive: Path) -> None:
    content_hash = hashlib.sha256((archive / "a.png").read_bytes()).digest()
    sources = (StoredFile(archive, b"../secret.png"), StoredFile(archive, b"a.png"))
    preprocess = load_encoder(BUILT_IN).preprocess
    pixels = read_input(InputRequest(content_hash, sources, preprocess, DEFAULT_LIMITS))
    assert pixels.shape == (preprocess.size_px, preprocess.size_px, 3)
