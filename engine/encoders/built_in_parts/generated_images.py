"""Pictures made from random shapes, where real ones would be wanted and none may be shipped.

Half of them are *scenes*: many overlapping shapes of all sizes (after the "dead leaves" model,
whose edges and spectrum resemble those of photographs: Lee, Mumford and Huang, "Occlusion models
for natural images", 2001; there the sizes are in random order, here the large ones lie below),
under uneven light and sensor noise. Half are *drawings*: a few flat shapes and lines on a plain
ground. The built-in encoder's mean was computed from them.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

SCENE_SHAPES = 260
LARGEST_RADIUS = 0.35
SMALLEST_RADIUS = 0.012


def generated_pixels(count: int, size_px: int, *, seed: int = 0) -> NDArray[np.uint8]:
    """(count, size_px, size_px, 3) uint8 RGB; scenes and drawings in turn, the same every time."""
    return np.stack(
        [
            generated_image((size_px, size_px), scene=index % 2 == 0, seed=seed + index)
            for index in range(count)
        ]
    )


def generated_image(size_px: tuple[int, int], *, scene: bool, seed: int) -> NDArray[np.uint8]:
    """One picture of (width, height) as (height, width, 3) uint8 RGB."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size_px, _colour(random) if scene else _ground(random))
    draw = ImageDraw.Draw(image)
    longest_px = max(size_px)
    if not scene:
        for _ in range(int(random.integers(2, 14))):
            _draw_shape(draw, random, size_px, radius_px=longest_px * random.uniform(0.04, 0.3))
        return np.asarray(image)
    # Small shapes last: drawn in random order the large ones would hide them all.
    uniform = np.sort(random.uniform(size=SCENE_SHAPES))
    radii = _power_law(uniform)[::-1] * longest_px
    for radius_px in radii:
        _draw_shape(draw, random, size_px, radius_px=float(radius_px))
    return _photographed(np.asarray(image), random)


def _power_law(uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Radii with density falling as the square, between the smallest and the largest."""
    smallest, largest = 1 / SMALLEST_RADIUS, 1 / LARGEST_RADIUS
    radii: NDArray[np.float64] = 1 / (smallest - uniform * (smallest - largest))
    return radii


def _draw_shape(
    draw: ImageDraw.ImageDraw,
    random: np.random.Generator,
    size_px: tuple[int, int],
    *,
    radius_px: float,
) -> None:
    x, y = random.uniform(0, size_px[0]), random.uniform(0, size_px[1])
    stretch = random.uniform(0.4, 1.0)
    box = (x - radius_px, y - radius_px * stretch, x + radius_px, y + radius_px * stretch)
    fill = _colour(random)
    kind = int(random.integers(4))
    if kind == 0:
        draw.ellipse(box, fill=fill)
    elif kind == 1:
        draw.rectangle(box, fill=fill)
    elif kind == 2:
        corners = int(random.integers(3, 8))
        angles = np.sort(random.uniform(0, 2 * np.pi, corners))
        points = [(x + radius_px * np.cos(a), y + radius_px * stretch * np.sin(a)) for a in angles]
        draw.polygon(points, fill=fill)
    else:
        rising = bool(random.integers(2))
        ends = (box[0], box[3], box[2], box[1]) if rising else box
        draw.line(ends, fill=fill, width=max(1, int(radius_px * 0.12)))


def _colour(random: np.random.Generator) -> Colour:
    """Mostly muted, as most things are."""
    grey = random.uniform(10, 245)
    tint = random.normal(0, 35, 3)
    red, green, blue = np.clip(grey + tint, 0, 255).astype(int).tolist()
    return red, green, blue


def _ground(random: np.random.Generator) -> Colour:
    return (255, 255, 255) if random.uniform() < 0.7 else _colour(random)


def _photographed(pixels: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Light that falls off to one side, and noise."""
    height, width, _ = pixels.shape
    falloff = random.uniform(-0.4, 0.4, 2)
    light = (
        1.0
        + falloff[0] * np.linspace(-1, 1, height, dtype=np.float32)[:, None]
        + falloff[1] * np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    )[..., None]
    noise = random.standard_normal((height, width, 1), dtype=np.float32) * np.float32(4.0)
    lit: NDArray[np.uint8] = np.clip(pixels * light + noise, 0, 255).astype(np.uint8)
    return lit
