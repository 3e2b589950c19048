"""The plots of a data card as PNG, on white: support, labels per image, labels together, split."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.exchange.card.facts import CardFacts, LabelFacts, together_labels
from engine.exchange.card.texts import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LABELS = 40
MOST_PER_IMAGE = 20
NAME_CHARS = 34
WIDTH_IN = 8.0
ROW_IN = 0.24
DPI = 130
BLUE, MUTED, GRID, TEXT = "#0072b2", "#5b5b5e", "#e3e3e1", "#1c1c1d"
PART_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
FONTS = (
    "DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Arabic",
    "Noto Sans Devanagari", "Noto Sans Thai", "Droid Sans Fallback", "WenQuanYi Zen Hei",
    "Arial Unicode MS", "Hiragino Sans", "PingFang SC", "Microsoft YaHei", "Yu Gothic",
    "Malgun Gothic", "Segoe UI", "Nirmala UI", "Leelawadee UI",
)  # fmt: skip
"""Those of them that a computer has are used; together they write most scripts."""

SUPPORT, PER_IMAGE = "card/support.png", "card/labels_per_image.png"
TOGETHER, SPLIT = "card/labels_together.png", "card/split.png"


def write_plots(folder: Path, facts: CardFacts) -> list[tuple[str, str]]:
    """Draw what there is to draw below ``folder``; (path, what it shows). Raises OSError."""
    carried = [one for one in facts.labels if one.images]
    made: list[tuple[str, str]] = []
    if not carried:
        return made
    (folder / "card").mkdir(exist_ok=True)
    with _drawn():
        figures = [
            (SUPPORT, "Images of each label", _support(carried[:MOST_LABELS])),
            (PER_IMAGE, "Labels per image", _per_image(facts)),
        ]
        if len(facts.together) > 1:
            figures.append((TOGETHER, "Labels that are on an image together", _together(facts)))
        if len(facts.parts) > 1:
            figures.append((SPLIT, "Parts of each label", _split(facts, carried[:MOST_LABELS])))
        for path, shown, figure in figures:
            figure.savefig(folder / path, dpi=DPI, metadata={"Software": None})
            made.append((path, shown))
    return made


def _support(labels: Sequence[LabelFacts]) -> "Figure":
    figure, axes = _figure(1.1 + ROW_IN * len(labels))
    counts = [one.images for one in labels]
    rows = range(len(labels))
    axes.barh(rows, counts, color=BLUE, height=0.72)
    for row, count in enumerate(counts):
        axes.annotate(
            f"{count:,}".replace(",", " "), (count, row), (4, 0), textcoords="offset points",
            va="center", fontsize=8, color=MUTED,
        )  # fmt: skip
    _name_rows(axes, labels)
    axes.set_xlabel("Images")
    axes.margins(x=0.1)
    axes.set_title(f"Images of the {len(labels)} most frequent labels")
    return figure


def _per_image(facts: CardFacts) -> "Figure":
    figure, axes = _figure(3.4)
    most = min(MOST_PER_IMAGE, max(facts.labels_per_image))
    counts = [0] * (most + 1)
    for labels, images in facts.labels_per_image.items():
        counts[min(labels, most)] += images
    axes.bar(range(most + 1), counts, color=BLUE, width=0.8)
    names = [str(place) for place in range(most + 1)]
    if max(facts.labels_per_image) > most:
        names[-1] += " or more"
    axes.set_xticks(range(most + 1), names)
    axes.grid(visible=False, axis="x")
    axes.set_xlabel("Labels")
    axes.set_ylabel("Images")
    axes.set_title("Labels per image")
    return figure


def _together(facts: CardFacts) -> "Figure":
    labels = together_labels(facts)
    counts = np.array(facts.together, dtype=np.float64)
    shares = counts / np.maximum(1, np.diag(counts))[:, None]
    np.fill_diagonal(shares, np.nan)
    side_in = 3.4 + ROW_IN * len(labels)
    figure, axes = _figure(side_in - 0.3, width_in=side_in + 0.9)
    shown = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.grid(visible=False)
    names = [_shown_name(one, place) for place, one in enumerate(labels, 1)]
    axes.set_xticks(range(len(labels)), names, rotation=90, fontsize=8, color=TEXT)
    axes.set_yticks(range(len(labels)), names, fontsize=8)
    axes.set_title("Of the images of the row's label, how many carry the column's")
    bar = figure.colorbar(shown, ax=axes, shrink=0.6, pad=0.02)
    bar.ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    return figure


def _split(facts: CardFacts, labels: Sequence[LabelFacts]) -> "Figure":
    figure, axes = _figure(1.5 + ROW_IN * (len(labels) + 1))
    rows = np.arange(len(labels) + 1)
    counts = np.array(
        [list(facts.parts.values())]
        + [[one.parts.get(part, 0) for part in facts.parts] for one in labels],
        dtype=np.float64,
    )
    shares = counts / np.maximum(1, counts.sum(axis=1))[:, None]
    before = np.zeros(len(rows))
    for place, part in enumerate(facts.parts):
        colour = PART_COLOURS[place % len(PART_COLOURS)]
        axes.barh(rows, shares[:, place], left=before, color=colour, height=0.72, label=part)
        before += shares[:, place]
    names = [_shown_name(one, place) for place, one in enumerate(labels, 1)]
    axes.set_yticks(rows, ["All images", *names], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.margins(y=0.01)
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.set_title("Parts of each label", pad=26)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(facts.parts), borderaxespad=0.2)
    return figure


def _name_rows(axes: "Axes", labels: Sequence[LabelFacts]) -> None:
    names = [_shown_name(one, place) for place, one in enumerate(labels, 1)]
    axes.set_yticks(range(len(labels)), names, fontsize=8)
    axes.invert_yaxis()
    axes.margins(y=0.01)
    axes.grid(visible=False, axis="y")


def _shown_name(label: LabelFacts, place: int) -> str:
    """The label's name as far as there is room and a font; else its English name, or its number
    in the card's table."""
    for name in (label.levels[-1] if label.levels else "", label.english_name):
        plain = one_line(name)
        short = plain if len(plain) <= NAME_CHARS else plain[: NAME_CHARS - 1] + "…"
        if short and all(ord(sign) in _signs() for sign in short if sign != " "):
            return short
    return f"Label {place}"


@cache
def _fonts() -> tuple[str, ...]:
    from matplotlib import font_manager

    present = {one.name for one in font_manager.fontManager.ttflist}
    return tuple(name for name in FONTS if name in present)


@cache
def _signs() -> frozenset[int]:
    """What the fonts can write."""
    from matplotlib import font_manager

    found: set[int] = set()
    for name in _fonts():
        path = font_manager.findfont(name, fallback_to_default=False)
        found.update(font_manager.get_font(path).get_charmap())
    return frozenset(found)


def _figure(height_in: float, width_in: float = WIDTH_IN) -> "tuple[Figure, Axes]":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


@contextmanager
def _drawn() -> Iterator[None]:
    """Figures made inside look so; nothing outside changes. Names are never read as formulas."""
    import matplotlib as mpl

    settings: dict[str, object] = {
        "font.family": list(_fonts()),
        "text.parse_math": False,
        "text.color": TEXT,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": MUTED,
        "axes.titlecolor": TEXT,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": 9.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "xtick.color": MUTED,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "ytick.color": TEXT,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield
