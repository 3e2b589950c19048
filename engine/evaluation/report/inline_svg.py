"""A plot inside a page: one drawing whose colours follow the reader's choice of dark or light."""

import re
from html import escape

from engine.evaluation.report.records import Curve

CURVE_PX = 60, 24
"""How fine the small curves in tables are drawn, width and height."""

_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_COORDINATES = re.compile(r'(?<= )(d|x|y)="([^"]*)"')
_TRANSLATIONS = re.compile(r"(?<=translate\()[^)]*")
_DECIMALS = re.compile(r"-?\d+\.\d+")
_NOT_SHOWN = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r' (?:width|height)="[0-9.]+pt"')
_GROUP_NAMES = re.compile(r'(<g)\s+id="[^"]*"')
_STYLE = re.compile(r'(?<= style=")[^"]*')
_BETWEEN = re.compile(r">\s+<")
_LETTER = re.compile(r"DejaVuSans-(Bold-)?(?=[0-9a-f]+\")")
_PLACED = re.compile(r'<use href="(#[^"]*)" transform="translate\(([^ )]*) 0\)"/>')
_SHAPE = re.compile(r'<path id="([gb][0-9a-f]+)"[^>]*/>')


def inline_svg(
    light: bytes, dark: bytes, description: str, *, letters: set[str] | None = None
) -> str:
    """The drawing as HTML. ``light`` and ``dark`` are the same SVG of matplotlib, but for colours.

    Coordinates keep a tenth of a point, a fifth of a pixel on a wide screen, and what no reader
    sees goes: names of groups, comments, and who drew it. ``letters``: the shapes of those that
    drawings before it on the page brought; they are not brought again, and its own are added.
    """
    text = light.decode()
    pairs = set(zip(_COLOUR.findall(text), _COLOUR.findall(dark.decode()), strict=True))
    text = _COLOUR.sub(lambda found: f"var(--{found[0][1:]})", text)
    svg = _NOT_SHOWN.sub("", text[text.index("<svg") :])
    head, closing, body = svg.partition(">")
    svg = f'{_SIZE.sub("", head)} role="img" aria-label="{escape(description)}"{closing}{body}'
    svg = _COORDINATES.sub(lambda found: f'{found[1]}="{_rounded(found[2])}"', svg)
    svg = _TRANSLATIONS.sub(lambda found: _rounded(found[0]), svg)
    svg = _STYLE.sub(lambda found: found[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = _BETWEEN.sub("><", _GROUP_NAMES.sub(r"\1", svg)).strip()
    svg = _small_letters(svg, set() if letters is None else letters)
    return f'<div class="plot"><style>{_variables(pairs)}</style>{svg}</div>'


def _small_letters(svg: str, known: set[str]) -> str:
    """The drawing with short names for the shapes of letters, each brought once."""

    def brought(shape: re.Match[str]) -> str:
        if shape[1] in known:
            return ""
        known.add(shape[1])
        return shape[0]

    svg = _LETTER.sub(lambda found: "b" if found[1] else "g", svg.replace("xlink:href=", "href="))
    svg = _SHAPE.sub(brought, _PLACED.sub(r'<use href="\1" x="\2"/>', svg))
    return svg.replace("<defs></defs>", "")


def curve_svg(curve: Curve, level: float | None = None) -> str:
    """A small drawing of a line within [0, 1] by [0, 1], and of a dotted one at ``level``; in the
    page's own colours (class ``curve``)."""
    steps = _corners(
        [(round(CURVE_PX[0] * x), _down(y)) for x, y in zip(curve.x, curve.y, strict=True)]
    )
    dotted = "" if level is None else f'<path d="M0 {_down(level)}H{CURVE_PX[0]}"/>'
    line = "L".join(f"{x} {y}" for x, y in steps)
    return (
        f'<svg class="curve" viewBox="0 0 {CURVE_PX[0]} {CURVE_PX[1]}">'
        f'{dotted}<path d="M{line}"/></svg>'
    )


def _corners(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points without those in the midst of a level or an upright stretch."""
    kept: list[tuple[int, int]] = []
    for point in points:
        if len(kept) > 1 and any(
            kept[-2][axis] == kept[-1][axis] == point[axis] for axis in (0, 1)
        ):
            kept[-1] = point
        elif point not in kept[-1:]:
            kept.append(point)
    return kept


def _down(share: float) -> int:
    return round(CURVE_PX[1] * (1 - share))


def _variables(pairs: set[tuple[str, str]]) -> str:
    """What the colours are in both looks, each called by what it is in light; paper is white."""
    in_light, in_dark = (
        "".join(f"--{pair[0][1:]}:{pair[look]};" for pair in sorted(pairs)) for look in (0, 1)
    )
    return (
        f":root{{{in_light}}}@media screen and (prefers-color-scheme: dark){{:root{{{in_dark}}}}}"
    )


def _rounded(numbers: str) -> str:
    numbers = " ".join(numbers.split())
    return _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), numbers)
