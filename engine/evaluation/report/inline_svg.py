"""A plot inside a page: one drawing whose colours follow the reader's choice of dark or light."""

import re
from html import escape

from engine.evaluation.report.records import Curve

CURVE_PX = 90, 36
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


def inline_svg(light: bytes, dark: bytes, description: str) -> str:
    """The drawing as HTML. ``light`` and ``dark`` are the same SVG of matplotlib, but for colours.

    Coordinates keep a tenth of a point, a fifth of a pixel on a wide screen, and what no reader
    sees goes: names of groups, comments, and who drew it.
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
    return f'<div class="plot"><style>{_variables(pairs)}</style>{svg}</div>'


def curve_svg(curve: Curve, level: float | None = None) -> str:
    """A small drawing of a line within [0, 1] by [0, 1], and of a dotted one at ``level``; in the
    page's own colours (class ``curve``)."""
    steps = [f"{CURVE_PX[0] * x:.0f} {_down(y)}" for x, y in zip(curve.x, curve.y, strict=True)]
    steps = [one for number, one in enumerate(steps) if one != steps[number - 1] or not number]
    dotted = "" if level is None else f'<path d="M0 {_down(level)}H{CURVE_PX[0]}"/>'
    return (
        f'<svg class="curve" viewBox="0 0 {CURVE_PX[0]} {CURVE_PX[1]}" aria-hidden="true">'
        f'{dotted}<path d="M{"L".join(steps)}"/></svg>'
    )


def _down(share: float) -> str:
    return f"{CURVE_PX[1] * (1 - share):.0f}"


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
