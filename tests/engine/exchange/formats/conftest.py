"""Images to export, and the libraries that open what is written."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.exchange.content import ExportContent
from engine.exchange.records import ExchangedImage
from tests.exchanging import PART_NAMES, FolderPictures, archive_images, content_of


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def images(archive: Path) -> list[ExchangedImage]:
    return archive_images(archive)


@pytest.fixture
def content(archive: Path, images: list[ExchangedImage]) -> ExportContent:
    return content_of(images, pictures=FolderPictures(archive), parts=PART_NAMES)


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The library, with its caches where the test may write."""
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    return datasets


@pytest.fixture
def careless() -> Iterator[None]:
    """Of webdataset, which leaves the closing of its files to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()
