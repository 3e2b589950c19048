"""What was done to a copy is found and named; unlike pictures do not agree."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance

from engine.duplicates.differences import DIFFERENCE_CODES, Difference
from engine.duplicates.registration import Registration, register
from engine.duplicates.turns import TURNS, opposite, turned
from tests.engine.duplicates.pictures import (
    ByteArray,
    bordered,
    compressed,
    cropped,
    drawing,
    looked,
    photograph,
    resized,
)

MAKERS = [drawing, photograph]
Maker = Callable[[int], ByteArray]


def codes(found: Registration) -> set[str]:
    return {one.code for one in found.differences}


def amount(found: Registration, code: str) -> float:
    value = next(one.amount for one in found.differences if one.code == code)
    assert value is not None
    return value


def brightened(picture: ByteArray) -> ByteArray:
    return np.asarray(ImageEnhance.Brightness(Image.fromarray(picture)).enhance(0.7))


def greyed(picture: ByteArray) -> ByteArray:
    return np.asarray(Image.fromarray(picture).convert("L").convert("RGB"))


def written_over(picture: ByteArray) -> ByteArray:
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).rectangle((60, 90, 180, 120), fill=(200, 20, 20))
    return np.asarray(image)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: one, set()),
        (lambda one: compressed(one, 40), set()),
        (lambda one: resized(one, 0.5), {"smaller"}),
        (lambda one: resized(one, 2.0), {"larger"}),
        (lambda one: one[:, ::-1], {"mirrored"}),
        (lambda one: np.rot90(one), {"turned"}),
        (greyed, {"grey"}),
        (brightened, {"darker"}),
        (bordered, {"border"}),
        (written_over, {"retouched"}),
    ],
    ids=[
        "same",
        "jpeg",
        "half",
        "double",
        "mirrored",
        "turned",
        "grey",
        "darker",
        "border",
        "text",
    ],
)
def test_what_was_done_is_named(
    make: Maker, change: Callable[[ByteArray], ByteArray], expected: set[str]
) -> None:
    picture = make(3)
    found = register(looked(picture), looked(change(picture)))
    assert expected <= codes(found)
    unexpected = {"mirrored", "turned", "cropped", "extended", "stretched", "border"} - expected
    assert not unexpected & codes(found)
    assert found.agreement > (0.6 if expected == {"retouched"} else 0.9)
    assert found.contained > 0.9


@pytest.mark.parametrize("make", MAKERS)
def test_a_crop_is_found_where_it_was_cut(make: Maker) -> None:
    picture = make(5)
    rows, columns = picture.shape[:2]
    part = picture[
        round(rows * 0.2) : round(rows * 0.9), round(columns * 0.1) : round(columns * 0.8)
    ]
    found = register(looked(picture), looked(part))
    assert found.agreement > 0.9
    assert codes(found) <= {"cropped", "retouched"}
    # Of a drawing the common part is told without its margin.
    left, top, right, bottom = found.first_box
    assert left >= 0.1 - 0.02
    assert top >= 0.2 - 0.02
    assert right <= 0.8 + 0.02
    assert bottom <= 0.9 + 0.02
    assert found.scale == pytest.approx(1, abs=0.03)
    back = register(looked(part), looked(picture))
    assert "extended" in codes(back) or make is drawing


def test_half_size_and_cropped_are_both_told() -> None:
    picture = photograph(8, 400, 300)
    found = register(looked(picture), looked(resized(cropped(picture, 0.15), 0.5)))
    assert {"cropped", "smaller"} <= codes(found)
    assert amount(found, "smaller") == pytest.approx(0.5, abs=0.02)
    assert amount(found, "cropped") == pytest.approx(1 - 0.7 * 0.7, abs=0.04)
    assert found.first_box == pytest.approx((0.15, 0.15, 0.85, 0.85), abs=0.02)


@pytest.mark.parametrize("turn", range(TURNS))
def test_every_turn_is_found(turn: int) -> None:
    picture = drawing(11)
    found = register(looked(picture), looked(turned(picture, turn)))
    assert found.turn == opposite(turn)
    assert found.agreement > 0.95
    assert np.array_equal(turned(turned(picture, turn), found.turn), picture)


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_turn_known_from_hashes_changes_nothing(turn: int) -> None:
    first, second = looked(photograph(2)), looked(turned(photograph(2), turn))
    hinted = register(first, second, likely_turn=opposite(turn))
    assert hinted.turn == register(first, second).turn


def test_a_wrong_hint_does_not_lead_astray() -> None:
    picture = drawing(4)
    assert register(looked(picture), looked(np.rot90(picture)), likely_turn=6).agreement > 0.95


def test_nearly_symmetrical_pictures_are_mirrored_only_where_that_leaves_less() -> None:
    half = photograph(6, 130, 200)
    picture = np.concatenate([half, half[:, ::-1]], axis=1)
    picture[80:110, 40:60] = (250, 240, 30)
    assert register(looked(picture), looked(compressed(picture, 50))).turn == 0
    assert register(looked(picture), looked(picture[:, ::-1])).turn == 4
    # Where nothing tells it, it is upright.
    whole = np.concatenate([half, half[:, ::-1]], axis=1)
    assert register(looked(whole), looked(compressed(whole[:, ::-1], 50))).turn == 0


@pytest.mark.parametrize("make", MAKERS)
def test_unlike_pictures_do_not_agree(make: Maker) -> None:
    pictures = [looked(make(seed)) for seed in range(20, 26)]
    agreements = [
        register(one, other).agreement * register(one, other).coverage
        for place, one in enumerate(pictures)
        for other in pictures[place + 1 :]
    ]
    assert max(agreements) < 0.75
    assert float(np.median(agreements)) < 0.5


def test_flat_and_tiny_pictures_are_no_trouble() -> None:
    flat = looked(np.full((50, 80, 3), 200, dtype=np.uint8))
    for other in (flat, looked(drawing(1)), looked(np.zeros((1, 1, 3), dtype=np.uint8))):
        for found in (register(flat, other), register(other, flat)):
            assert 0 <= found.agreement <= 1
            assert set(codes(found)) <= set(DIFFERENCE_CODES)


def test_a_difference_is_stored_with_its_amount() -> None:
    assert Difference("smaller", 0.50001).document() == {"code": "smaller", "amount": 0.5}
    assert Difference("grey").document() == {"code": "grey"}
