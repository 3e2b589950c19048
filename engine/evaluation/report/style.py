"""How plots look: neutral greys, lines that colour-blind people tell apart, dark and light.

Colours are those of Okabe and Ito 2008, "Color universal design", in variants that stand out on
white and on near-black; where they run out, dashes tell lines apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """Named colours as "#rrggbb"; ``series`` are those of the lines."""

    name: str
    background: str
    text: str
    text_muted: str
    grid: str
    quiet: str
    """bars and areas in the background"""
    positive: str
    negative: str
    series: tuple[str, ...]


LIGHT = Style(
    "light",
    background="#ffffff",
    text="#1c1c1d",
    text_muted="#5b5b5e",
    grid="#e3e3e1",
    quiet="#c9c9c6",
    positive="#1463b8",
    negative="#b25a00",
    series=("#0072b2", "#d55e00", "#008a64", "#b0518a", "#7d6a00", "#3d9bd1", "#4d4d4d"),
)
DARK = Style(
    "dark",
    background="#1b1b1c",
    text="#ececed",
    text_muted="#b0b0b5",
    grid="#37373a",
    quiet="#55555a",
    positive="#6db3f8",
    negative="#f0a24e",
    series=("#56b4e9", "#ff9440", "#2fc79a", "#e08cbf", "#e8d34a", "#8fb8ff", "#c4c4c8"),
)
STYLES = {style.name: style for style in (LIGHT, DARK)}

DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)))


def line_look(number: int, style: Style) -> dict[str, object]:
    """Colour and dash of the line of this number; all differ up to 21 lines."""
    turn, place = divmod(number, len(style.series))
    return {"color": style.series[place], "linestyle": DASHES[turn % len(DASHES)]}


@contextmanager
def drawn_in(style: Style) -> Iterator[None]:
    """Figures made inside have this style; nothing outside changes."""
    import matplotlib as mpl

    settings: dict[str, object] = {
        "figure.facecolor": style.background,
        "savefig.facecolor": style.background,
        "axes.facecolor": style.background,
        "axes.edgecolor": style.text_muted,
        "axes.labelcolor": style.text_muted,
        "axes.titlecolor": style.text,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 9.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": style.grid,
        "grid.linewidth": 0.7,
        "text.color": style.text,
        "xtick.color": style.text_muted,
        "ytick.color": style.text_muted,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "lines.linewidth": 1.6,
        "lines.solid_capstyle": "round",
        "font.family": "sans-serif",
        "svg.hashsalt": "nabolag",
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield
