"""The arithmetic of the grid against looking at every square."""

from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.thumbnails.layout import GAP_PX, LEAST_CELL_PX, GridLayout

layouts = st.builds(GridLayout.fit, st.integers(0, 400), st.integers(60, 900), st.integers(40, 320))


@given(layout=layouts)
def test_squares_fill_the_width_and_do_not_overlap(layout: GridLayout) -> None:
    corners = [layout.corner(position) for position in range(layout.count)]
    assert len(set(corners)) == layout.count
    for left, top in corners:
        assert left >= 0
        assert top + layout.cell_px <= layout.height_px


@given(layout=layouts.filter(lambda layout: layout.count > 0), data=st.data())
def test_a_point_in_a_square_is_found(layout: GridLayout, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, layout.count - 1))
    left, top = layout.corner(position)
    x = left + data.draw(st.integers(0, layout.cell_px - 1))
    y = top + data.draw(st.integers(0, layout.cell_px - 1))
    assert layout.position_at(x, y) == position
    assert layout.position_at(left - 1, y) != position


@given(layout=layouts, top=st.integers(-500, 5000), height=st.integers(1, 2000))
def test_visible_squares(layout: GridLayout, top: int, height: int) -> None:
    bottom = top + height
    expected = {
        position
        for position in range(layout.count)
        if layout.corner(position)[1] < bottom and layout.corner(position)[1] + layout.cell_px > top
    }
    found = layout.positions_at(top, bottom)
    assert expected <= set(found)
    # No more than the rows that touch the stretch or the gap beside it.
    assert len(found) <= len(expected) + 2 * layout.columns


@given(layout=layouts, data=st.data())
def test_rubber_band(layout: GridLayout, data: st.DataObject) -> None:
    left, right = sorted(data.draw(st.tuples(st.integers(0, 900), st.integers(0, 900))))
    top, bottom = sorted(data.draw(st.tuples(st.integers(0, 5000), st.integers(0, 5000))))
    expected = [
        position
        for position in range(layout.count)
        for x, y in [layout.corner(position)]
        if x <= right and x + layout.cell_px > left and y <= bottom and y + layout.cell_px > top
    ]
    assert layout.positions_in(left, top, right, bottom).tolist() == expected


@given(
    width=st.integers(60, 2000),
    wanted=st.integers(40, 400),
    height=st.integers(LEAST_CELL_PX + 2 * GAP_PX, 900),
)
def test_a_whole_square_fits_into_the_height(width: int, wanted: int, height: int) -> None:
    layout = GridLayout.fit(1, width, wanted, height)
    assert layout.height_px <= height
    # None is made smaller than it has to be.
    assert (
        layout.columns == 1
        or GridLayout.fit(1, width, wanted).columns == layout.columns
        or ((width - GAP_PX) // (layout.columns - 1) - GAP_PX > height - 2 * GAP_PX - 1)
    )


@given(
    width=st.integers(60, 2000),
    wanted=st.integers(40, 400),
    height=st.integers(LEAST_CELL_PX + 2 * GAP_PX, 1200),
)
def test_a_page_shows_whole_rows_and_covers_no_less_than_usual(
    width: int, wanted: int, height: int
) -> None:
    usual = GridLayout.fit(1, width, wanted, height)
    page = GridLayout.fit_page(1, width, wanted, height)
    assert page.covered(height) >= usual.covered(height)
    assert page == usual or page.cell_px >= max(LEAST_CELL_PX, 0.75 * wanted)
    assert page.whole_rows(height) * page.pitch_px + GAP_PX <= height


def test_a_third_row_is_shown_where_a_little_less_makes_room_for_it() -> None:
    width, height = 941, 560
    assert GridLayout.fit(1, width, 152, height).whole_rows(height) == 2
    page = GridLayout.fit_page(1, width, 152, height)
    assert (page.columns, page.whole_rows(height)) == (6, 3)
