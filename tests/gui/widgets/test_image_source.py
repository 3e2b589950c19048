"""Pictures decoded ahead in child processes, from real files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from engine.archive.decode import DecodeLimits
from gui.widgets.image_source import MAX_FULL_PIXELS, ImageSource, Wanted, full_box, to_image
from gui.widgets.viewing.image_view import Detail
from tests.kill_workers import killed_by, killed_in_pairs

WAIT_MS = 20_000


@pytest.fixture
def source(qtbot: QtBot) -> Iterator[ImageSource]:
    made = ImageSource(DecodeLimits(memory_bytes=256 * 1024**2, timeout_s=15.0))
    yield made
    made.close()


def photo(folder: Path, name: str, size: tuple[int, int], colour: tuple[int, int, int]) -> Path:
    path = folder / name
    Image.new("RGB", size, colour).save(path)
    return path


def test_to_image_keeps_every_pixel_of_an_odd_sized_array() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    image = to_image(pixels)
    for y in range(5):
        for x in range(7):
            colour = image.pixelColor(x, y)
            assert (colour.red(), colour.green(), colour.blue()) == tuple(pixels[y, x])


def test_what_is_wanted_is_decoded_to_the_screen_and_the_rest_forgotten(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = [
        Wanted(number, photo(tmp_path, f"{number}.png", (2000, 1000), (200, number, 10)))
        for number in range(1, 5)
    ]
    first = Wanted(1, wanted[0].path, on_show=True)
    source.want([first, *wanted[1:3]], QSize(500, 500))
    qtbot.waitUntil(lambda: all(source.picture(n) is not None for n in (1, 2, 3)), timeout=WAIT_MS)
    picture = source.picture(1)
    assert picture is not None
    assert (picture.width(), picture.height()) == (512, 256)
    assert picture.pixelColor(5, 5).red() == 200
    source.want([Wanted(3, wanted[2].path, on_show=True), wanted[3]], QSize(500, 500))
    assert source.picture(1) is None
    assert source.picture(3) is not None
    qtbot.waitUntil(lambda: source.picture(4) is not None, timeout=WAIT_MS)


def test_a_larger_view_gets_a_larger_picture_and_a_small_file_is_never_enlarged(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    large = Wanted(1, photo(tmp_path, "large.png", (3000, 3000), (1, 2, 3)), on_show=True)
    small = Wanted(2, photo(tmp_path, "small.png", (40, 30), (1, 2, 3)))
    source.want([large, small], QSize(300, 300))
    qtbot.waitUntil(lambda: source.picture(2) is not None, timeout=WAIT_MS)
    source.want([large, small], QSize(900, 900))
    qtbot.waitUntil(
        lambda: (p := source.picture(1)) is not None and p.width() == 1024, timeout=WAIT_MS
    )
    picture = source.picture(2)
    assert picture is not None
    assert (picture.width(), picture.height()) == (40, 30)


def test_the_full_size_is_decoded_when_asked_for_and_given_up_afterwards(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    one = Wanted(1, photo(tmp_path, "one.png", (2000, 1500), (9, 8, 7)), on_show=True)
    two = Wanted(2, photo(tmp_path, "two.png", (20, 15), (9, 8, 7)), on_show=True)
    source.want([one], QSize(300, 300))
    source.want_full(1, 2000, 1500)
    qtbot.waitUntil(lambda: source.picture(1, Detail.FULL) is not None, timeout=WAIT_MS)
    full = source.picture(1, Detail.FULL)
    assert full is not None
    assert full.width() == 2000
    source.want([two, Wanted(1, one.path)], QSize(300, 300))
    assert source.picture(1, Detail.FULL) is None


def test_a_broken_file_says_why_and_others_go_on(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 nothing of an image")
    good = photo(tmp_path, "good.png", (10, 10), (0, 0, 0))
    missing = tmp_path / "missing.png"
    told: dict[int, str] = {}
    source.failed.connect(lambda image_id, sentence: told.update({image_id: sentence}))
    source.want(
        [Wanted(1, broken, on_show=True), Wanted(2, missing), Wanted(3, good)], QSize(300, 300)
    )
    # In whatever order the workers end.
    qtbot.waitUntil(lambda: source.picture(3) is not None and len(told) > 1, timeout=WAIT_MS)
    assert set(told) == {1, 2}
    assert "not there" in told[2]
    assert source.failure(1) == told[1]


def test_an_image_over_the_limit_is_refused_with_a_sentence(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    huge = tmp_path / "huge.png"
    Image.new("1", (9000, 9000)).save(huge)
    source.want([Wanted(1, huge, on_show=True)], QSize(300, 300))
    qtbot.waitUntil(lambda: bool(source.failure(1)), timeout=WAIT_MS)
    assert "81 million pixels" in source.failure(1)


@pytest.mark.parametrize("size", [(100, 100), (6000, 4000), (20_000, 11_000), (60_000, 3)])
def test_a_zoomed_picture_never_has_more_pixels_than_the_limit(size: tuple[int, int]) -> None:
    width, height = full_box(*size)
    assert width * height <= MAX_FULL_PIXELS * 1.001
    if size[0] * size[1] <= MAX_FULL_PIXELS:
        assert (width, height) == size


@pytest.mark.parametrize("seed", range(2))
def test_pictures_come_although_those_who_read_them_are_killed(
    source: ImageSource, tmp_path: Path, qtbot: QtBot, seed: int
) -> None:
    source.warm_up()
    wanted = [
        Wanted(number, photo(tmp_path, f"{number}.png", (2000, 1000), (9, number, 9)), number == 1)
        for number in range(1, 13)
    ]
    told: list[str] = []
    source.failed.connect(lambda _, sentence: told.append(sentence))
    with killed_in_pairs(seed, pairs=3) as killed:
        qtbot.waitUntil(lambda: bool(killed), timeout=WAIT_MS)
        source.want(wanted, QSize(500, 500))
        qtbot.waitUntil(
            lambda: all(source.picture(item.image_id) for item in wanted) and len(killed) > 1,
            timeout=2 * WAIT_MS,
        )
    assert told == []


def test_a_picture_that_kills_is_named_and_the_next_ones_come(
    source: ImageSource, tmp_path: Path, qtbot: QtBot
) -> None:
    killer = tmp_path / "killer.png"
    pixels = np.random.default_rng(0).integers(0, 256, (3000, 3000, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(killer, compress_level=1)
    good = photo(tmp_path, "good.png", (10, 10), (0, 0, 0))
    with killed_by(killer):
        source.want([Wanted(1, killer, on_show=True), Wanted(2, good)], QSize(300, 300))
        qtbot.waitUntil(
            lambda: bool(source.failure(1)) and source.picture(2) is not None, timeout=2 * WAIT_MS
        )
    assert "crashed" in source.failure(1)
