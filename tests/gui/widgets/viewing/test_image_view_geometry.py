"""Fitting, zooming and dragging: what must hold for every image and view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.viewing import image_view_geometry as geometry
from gui.widgets.viewing.image_view_geometry import Point, Size, Viewport

sizes = st.builds(Size, st.integers(1, 20_000).map(float), st.integers(1, 20_000).map(float))
views = st.builds(Size, st.integers(50, 4000).map(float), st.integers(50, 4000).map(float))
fractions = st.floats(0, 1)


@given(sizes, views)
def test_a_fitted_image_is_whole_in_the_middle_and_not_blown_up(image: Size, view: Size) -> None:
    viewport = geometry.fit(image, view)
    shown = geometry.image_rectangle(viewport)
    assert shown.width <= view.width * (1 + 1e-9)
    assert shown.height <= view.height * (1 + 1e-9)
    assert viewport.scale <= geometry.MAX_FIT_SCALE
    assert shown.x == pytest.approx(view.width - shown.x - shown.width, abs=1e-6)
    assert shown.y == pytest.approx(view.height - shown.y - shown.height, abs=1e-6)
    filled = max(shown.width / view.width, shown.height / view.height)
    assert filled == pytest.approx(1) or viewport.scale == geometry.MAX_FIT_SCALE
    assert not geometry.can_pan(viewport)


@given(sizes, views, fractions, fractions, st.floats(1.01, 40))
def test_zooming_in_keeps_the_pixel_under_the_pointer(
    image: Size, view: Size, right: float, down: float, factor: float
) -> None:
    fitted = geometry.fit(image, view)
    shown = geometry.image_rectangle(fitted)
    at = Point(shown.x + right * shown.width, shown.y + down * shown.height)
    zoomed = geometry.zoom_to(fitted, fitted.scale * factor, at)
    before, after = geometry.image_point(fitted, at), geometry.image_point(zoomed, at)
    grown = geometry.image_rectangle(zoomed)
    if grown.width >= view.width and grown.height >= view.height and image.width > 1:
        held_x = grown.x < -1e-6 and grown.x + grown.width > view.width + 1e-6
        held_y = grown.y < -1e-6 and grown.y + grown.height > view.height + 1e-6
        # At an edge the picture stays against it in place of showing what is not there.
        if held_x:
            assert after.x == pytest.approx(before.x, abs=1e-6 * image.width + 1e-6)
        if held_y:
            assert after.y == pytest.approx(before.y, abs=1e-6 * image.height + 1e-6)


@given(sizes, views, st.floats(0.01, 100), st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_dragging_never_shows_what_is_beyond_an_edge(
    image: Size, view: Size, factor: float, right: float, down: float
) -> None:
    zoomed = geometry.zoom_to(geometry.fit(image, view), factor, Point(0, 0))
    moved = geometry.pan(zoomed, right, down)
    shown = geometry.image_rectangle(moved)
    for start, length, room in (
        (shown.x, shown.width, view.width),
        (shown.y, shown.height, view.height),
    ):
        slack = 1e-6 * max(length, room)
        if length >= room:
            assert start <= slack
            assert start + length >= room - slack
        else:
            assert start == pytest.approx((room - length) / 2, abs=slack)


@given(sizes, views, views)
def test_a_fitted_image_stays_fitted_when_the_view_changes(
    image: Size, before: Size, after: Size
) -> None:
    assert geometry.resized(geometry.fit(image, before), after) == geometry.fit(image, after)


def test_a_zoomed_image_keeps_its_scale_when_the_view_changes() -> None:
    fitted = geometry.fit(Size(4000, 3000), Size(800, 600))
    zoomed = geometry.zoom_to(fitted, 1.0, Point(400, 300))
    larger = geometry.resized(zoomed, Size(1000, 700))
    assert larger.scale == 1.0
    assert larger.center == zoomed.center


def test_a_small_image_is_enlarged_three_times_at_most() -> None:
    assert geometry.fit(Size(200, 100), Size(2000, 2000)).scale == 3.0
    assert geometry.fit(Size(4000, 100), Size(2000, 2000)).scale == 0.5


def test_zoom_stops_at_its_limits() -> None:
    viewport: Viewport = geometry.fit(Size(4000, 3000), Size(800, 600))
    assert geometry.zoom_to(viewport, 0.0001, Point(0, 0)).scale == viewport.scale
    assert geometry.zoom_to(viewport, 999, Point(0, 0)).scale == geometry.MAX_ZOOM_SCALE
