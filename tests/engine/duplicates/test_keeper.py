"""The keeper is chosen by the rule's parts in order, and why is told."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.duplicates.keeper import (
    DEFAULT_PARTS,
    KeeperRule,
    Member,
    Part,
    Reason,
    choose_keeper,
)

PLAIN = Member("a/one.jpg", 800, 600, 90_000, "jpeg")


def test_the_larger_one_stays() -> None:
    small = replace(PLAIN, path="a/two.jpg", width_px=400, height_px=300)
    choice = choose_keeper([small, PLAIN])
    assert choice.keeper == 1
    assert choice.reasons == (Reason(0, "dimensions"),)


def test_larger_but_upscaled_is_told() -> None:
    large = replace(PLAIN, width_px=1600, height_px=1200, size_bytes=200_000, upscaled=2.0)
    choice = choose_keeper([large, replace(PLAIN, path="b.jpg", upscaled=1.0)])
    assert choice.keeper == 1
    assert choice.reasons == (Reason(0, "not-upscaled", (Part.DIMENSIONS, Part.BYTES)),)


@pytest.mark.parametrize(
    ("part", "better"),
    [
        (Part.FORMAT, {"format": "tiff"}),
        (Part.BYTES, {"size_bytes": 100_000}),
        (Part.SHARPNESS, {"sharpness": 0.4}),
        (Part.LABELS, {"labels": 2}),
        (Part.CAPTURED, {"captured": datetime(2004, 5, 1)}),
        (Part.OLDEST, {"modified": datetime(2001, 1, 1)}),
        (Part.NAME, {"path": "z/One_MASTER.jpg"}),
        (Part.FOLDER, {"path": "z/Originals/2004/one.jpg"}),
    ],
)
def test_each_part_decides(part: Part, better: dict[str, object]) -> None:
    rule = KeeperRule(parts=(part,), name_pattern="*_master.*", folder_pattern="z/originals")
    other = replace(PLAIN, **{"path": "z/zz.jpg", **better})
    choice = choose_keeper([PLAIN, other], rule)
    assert choice.keeper == 1
    assert choice.reasons == (Reason(0, str(part)),)


def test_the_order_of_the_parts_decides() -> None:
    png = replace(PLAIN, path="b.png", format="png", width_px=700)
    assert choose_keeper([PLAIN, png], KeeperRule((Part.DIMENSIONS, Part.FORMAT))).keeper == 0
    assert choose_keeper([PLAIN, png], KeeperRule((Part.FORMAT, Part.DIMENSIONS))).keeper == 1


def test_a_picture_saved_again_without_loss_is_no_better() -> None:
    png = replace(PLAIN, path="b.png", format="png", modified=datetime(2004, 1, 1))
    tiff = replace(
        png, path="a.tiff", format="tiff", size_bytes=900_000, modified=datetime(2010, 1, 1)
    )
    choice = choose_keeper([tiff, PLAIN, png])
    assert choice.keeper == 2
    assert choice.reasons == (Reason(0, "oldest"), Reason(1, "format"))
    # A curator who prefers one says so.
    assert choose_keeper([tiff, png], KeeperRule(formats=("tiff", "png"))).keeper == 0
    # Of one format the larger one may hold more: more colours, more bits.
    assert choose_keeper([png, replace(png, path="c.png", size_bytes=95_000)]).keeper == 1


def test_the_earlier_date_stays_and_a_date_goes_before_none() -> None:
    rule = KeeperRule((Part.CAPTURED,))
    late, early = (
        replace(PLAIN, path=f"{year}.jpg", captured=datetime(year, 1, 1)) for year in (2010, 2004)
    )
    assert choose_keeper([PLAIN, late, early], rule).keeper == 2


def test_an_original_goes_before_any_other_and_all_originals_stay() -> None:
    original = replace(PLAIN, path="o/1.jpg", width_px=10, original=True)
    other = replace(PLAIN, path="o/2.jpg", width_px=20, original=True)
    choice = choose_keeper([PLAIN, original, other])
    assert choice.keeper == 2
    assert choice.stays == (1, 2)
    assert choice.reasons == (
        Reason(0, "original", (Part.DIMENSIONS,)),
        Reason(1, "dimensions"),
    )


def test_equal_ones_are_told_apart_by_their_path() -> None:
    twin = replace(PLAIN, path="a/two.jpg")
    assert choose_keeper([twin, PLAIN]).keeper == 1
    assert choose_keeper([twin, PLAIN]).reasons == (Reason(0, "path"),)


def test_without_members_there_is_no_keeper() -> None:
    with pytest.raises(ValueError, match="empty"):
        choose_keeper([])


MEMBERS = st.builds(
    Member,
    path=st.sampled_from(["a.jpg", "b.jpg", "c/d.jpg", "e.png"]),
    width_px=st.integers(1, 3),
    height_px=st.integers(1, 3),
    size_bytes=st.integers(1, 3),
    format=st.sampled_from(["jpeg", "png", "xcf"]),
    upscaled=st.sampled_from([None, 1.0, 2.0]),
    labels=st.integers(0, 2),
    original=st.booleans(),
)


@given(st.lists(MEMBERS, min_size=1, max_size=6, unique_by=lambda one: one.path), st.randoms())
def test_the_order_of_the_members_does_not_matter(members: list[Member], random: object) -> None:
    kept = members[choose_keeper(members).keeper]
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    choice = choose_keeper(shuffled)
    assert shuffled[choice.keeper] == kept
    assert len(choice.reasons) == len(members) - 1
    assert kept.original or not any(one.original for one in members)
    assert all(part in DEFAULT_PARTS for one in choice.reasons for part in one.but)
