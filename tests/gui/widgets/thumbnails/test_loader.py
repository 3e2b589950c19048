"""Loading thumbnails: the right size, the wanted ones only, within the memory limit."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from db.records import ScannedImage
from engine.archive.thumbnails import make_thumbnail
from gui.services.context import CatalogueContext
from gui.widgets.thumbnails.loader import ThumbnailLoader, decode_thumbnail


def jpeg(width_px: int, height_px: int, colour: tuple[int, int, int] = (200, 30, 90)) -> bytes:
    pixels = np.empty((height_px, width_px, 3), dtype=np.uint8)
    pixels[:] = colour
    return make_thumbnail(pixels)


@pytest.fixture
def hashes(archive_images: list[ScannedImage]) -> list[bytes]:
    return [image.content_hash for image in archive_images if not image.problem]


@pytest.fixture
def loader(context: CatalogueContext) -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader(context.catalogue.thumbnails)
    yield made
    made.close()


def test_decodes_at_the_size_that_is_shown_and_keeps_the_aspect(qapp: object) -> None:
    image = decode_thumbnail(jpeg(300, 150), (100, 100))
    assert (image.width(), image.height()) == (100, 50)
    colour = QColor(image.pixel(50, 25))
    assert abs(colour.red() - 200) < 6
    assert abs(colour.green() - 30) < 6
    assert abs(colour.blue() - 90) < 6


def test_never_enlarges_and_never_vanishes(qapp: object) -> None:
    assert decode_thumbnail(jpeg(40, 20), (100, 100)).width() == 40
    tall = decode_thumbnail(jpeg(100, 300), (200, 150))
    assert (tall.width(), tall.height()) == (50, 150)
    narrow = decode_thumbnail(jpeg(320, 1), (16, 16))
    assert (narrow.width(), narrow.height()) == (16, 1)


@pytest.mark.qt_log_ignore("JPEG")
@pytest.mark.parametrize("data", [b"", b"not a picture", jpeg(64, 64)[:40]])
def test_what_is_no_jpeg_is_null(qapp: object, data: bytes) -> None:
    assert decode_thumbnail(data, (100, 100)).isNull()


def test_loads_what_is_wanted(qtbot: QtBot, loader: ThumbnailLoader, hashes: list[bytes]) -> None:
    wanted = hashes[:30]
    assert loader.pixmap(wanted[0]) is None
    loader.want(wanted, 100)
    qtbot.waitUntil(lambda: all(loader.pixmap(key) for key in wanted))
    pixmap = loader.pixmap(wanted[3])
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (100, 50)
    assert loader.pixmap(hashes[30]) is None


def test_drops_what_is_no_longer_wanted(
    qtbot: QtBot, loader: ThumbnailLoader, hashes: list[bytes]
) -> None:
    scrolled_past, on_screen = hashes[:60], hashes[60:]
    loader.want(scrolled_past, 100)
    loader.want(on_screen, 100)
    qtbot.waitUntil(lambda: all(loader.pixmap(key) for key in on_screen))
    loaded = sum(loader.pixmap(key) is not None for key in scrolled_past)
    # Only the batches that had begun.
    assert 0 < loaded <= 24


def test_another_size_replaces_the_pixmap(
    qtbot: QtBot, loader: ThumbnailLoader, hashes: list[bytes]
) -> None:
    def width() -> int:
        pixmap = loader.pixmap(hashes[0])
        return pixmap.width() if pixmap is not None else 0

    loader.want(hashes[:1], 60)
    qtbot.waitUntil(lambda: width() == 60)
    used = loader.bytes_used
    loader.want(hashes[:1], 120)
    assert width() == 60
    qtbot.waitUntil(lambda: width() == 120)
    assert loader.bytes_used == 4 * used


def test_memory_stays_within_its_limit(
    qtbot: QtBot, context: CatalogueContext, hashes: list[bytes]
) -> None:
    one = 100 * 50 * 4
    loader = ThumbnailLoader(context.catalogue.thumbnails, limit_bytes=10 * one)
    for key in hashes[:40]:
        loader.want([key], 100)
        qtbot.waitUntil(lambda key=key: loader.pixmap(key) is not None)
        assert loader.bytes_used <= 10 * one
    kept = [key for key in hashes[:40] if loader.pixmap(key) is not None]
    assert kept == hashes[30:40]
    loader.close()


def test_what_has_no_thumbnail_is_asked_for_once_until_there_may_be_one(
    qtbot: QtBot, context: CatalogueContext, loader: ThumbnailLoader
) -> None:
    unknown = b"\1" * 32
    with qtbot.waitSignal(loader.loaded):
        loader.want([unknown], 100)
    assert loader.is_absent(unknown)
    context.catalogue.thumbnails.put_many([(unknown, jpeg(10, 10))])
    loader.forget_absent()
    loader.want([unknown], 100)
    qtbot.waitUntil(lambda: loader.pixmap(unknown) is not None)
