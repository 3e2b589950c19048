"""Where a picture lies in its view: fitting, zooming to a point, dragging. Pure arithmetic.

Lengths named ``view`` are in the window's logical pixels, ``image`` in pixels of the original.
"""

from dataclasses import dataclass, replace

MAX_FIT_SCALE = 3.0
"""A small picture is enlarged at most this much when fitted: beyond it only blur is added."""

MAX_ZOOM_SCALE = 16.0


@dataclass(frozen=True, slots=True)
class Size:
    """A width and a height, both above zero."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the view or in the image."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """How an image is seen: ``scale`` view pixels an image pixel, ``center`` (in image pixels)
    at the middle of the view. ``fitted`` follows the view's size, and enlarges by
    ``largest_fit`` at most."""

    image: Size
    view: Size
    scale: float
    center: Point
    fitted: bool
    largest_fit: float = MAX_FIT_SCALE

    @property
    def fit_scale(self) -> float:
        """The scale that shows the whole image."""
        return fit_scale(self.image, self.view, self.largest_fit)


def fit_scale(image: Size, view: Size, largest_fit: float = MAX_FIT_SCALE) -> float:
    """The scale that shows the whole image, enlarging by ``largest_fit`` at most."""
    return min(view.width / image.width, view.height / image.height, largest_fit)


def fit(image: Size, view: Size, largest_fit: float = MAX_FIT_SCALE) -> Viewport:
    """The whole image in the middle of the view."""
    center = Point(image.width / 2, image.height / 2)
    scale = fit_scale(image, view, largest_fit)
    return Viewport(image, view, scale, center, fitted=True, largest_fit=largest_fit)


def same_part(viewport: Viewport, other: Viewport) -> Viewport:
    """``viewport`` moved to the part of its image that ``other`` shows of its own.

    Parts are measured by the fitted image: pictures of different sizes that fill their views alike
    show their subject at one scale.
    """
    if other.fitted:
        return fit(viewport.image, viewport.view, viewport.largest_fit)
    center = Point(
        other.center.x / other.image.width * viewport.image.width,
        other.center.y / other.image.height * viewport.image.height,
    )
    scale = other.scale / other.fit_scale * viewport.fit_scale
    return _kept_inside(replace(viewport, scale=scale, center=center, fitted=False))


def image_rectangle(viewport: Viewport) -> Rectangle:
    """Where the whole image lies, in view coordinates."""
    return Rectangle(
        viewport.view.width / 2 - viewport.center.x * viewport.scale,
        viewport.view.height / 2 - viewport.center.y * viewport.scale,
        viewport.image.width * viewport.scale,
        viewport.image.height * viewport.scale,
    )


def image_point(viewport: Viewport, point: Point) -> Point:
    """The image pixel under a point of the view; may lie outside the image."""
    return Point(
        viewport.center.x + (point.x - viewport.view.width / 2) / viewport.scale,
        viewport.center.y + (point.y - viewport.view.height / 2) / viewport.scale,
    )


def zoom_to(viewport: Viewport, scale: float, at: Point) -> Viewport:
    """Change the scale so that the image pixel under ``at`` stays there, as far as the edges let.

    The scale stays between the fitted one (or the original size, where that is smaller) and
    ``MAX_ZOOM_SCALE``; more where already the fitted one enlarges by more than ``MAX_FIT_SCALE``.
    """
    smallest = min(viewport.fit_scale, 1.0)
    largest = MAX_ZOOM_SCALE * max(1.0, viewport.fit_scale / MAX_FIT_SCALE)
    scale = min(max(scale, smallest), largest)
    pixel = image_point(viewport, at)
    center = Point(
        pixel.x - (at.x - viewport.view.width / 2) / scale,
        pixel.y - (at.y - viewport.view.height / 2) / scale,
    )
    return _kept_inside(replace(viewport, scale=scale, center=center, fitted=False))


def pan(viewport: Viewport, right: float, down: float) -> Viewport:
    """Drag the image by view pixels; its edges never leave the view's edges behind."""
    center = Point(
        viewport.center.x - right / viewport.scale, viewport.center.y - down / viewport.scale
    )
    return _kept_inside(replace(viewport, center=center))


def resized(viewport: Viewport, view: Size) -> Viewport:
    """The same picture in a view of another size."""
    if viewport.fitted:
        return fit(viewport.image, view, viewport.largest_fit)
    return _kept_inside(replace(viewport, view=view))


def can_pan(viewport: Viewport) -> bool:
    """Whether any of the image lies outside the view."""
    rectangle = image_rectangle(viewport)
    slack = 0.5
    return (
        rectangle.width > viewport.view.width + slack
        or rectangle.height > viewport.view.height + slack
    )


def _kept_inside(viewport: Viewport) -> Viewport:
    return replace(
        viewport,
        center=Point(
            _kept_in_span(
                viewport.center.x, viewport.image.width, viewport.view.width / viewport.scale
            ),
            _kept_in_span(
                viewport.center.y, viewport.image.height, viewport.view.height / viewport.scale
            ),
        ),
    )


def _kept_in_span(center: float, length: float, seen: float) -> float:
    if seen >= length:
        return length / 2
    return min(max(center, seen / 2), length - seen / 2)
