"""The report of a training as a page: what its card says, with the pictures before and after."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.evaluation.report.inline_svg import inline_svg
from engine.evaluation.report.page import Cell, element, page, table
from engine.evaluation.report.style import Style
from engine.evaluation.report.writing import drawn_plots
from engine.evaluation.retrieval.before_after import (
    FIGURES,
    PICTURES_NAME,
    BeforeAfter,
    Picture,
    figures_of,
)
from engine.evaluation.retrieval.report import PAGE_NAME

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDES = ("before", "trained", "after")
ROWS = {
    "image to text, MRR": ("image_to_text", "mrr"),
    "image to text, MRR@100": ("image_to_text", "mrr_at_100"),
    "image to text, Recall@1": ("image_to_text", "top_1"),
    "text to image, MRR": ("text_to_image", "mrr"),
    "text to image, MRR@100": ("text_to_image", "mrr_at_100"),
    "text to image, Recall@1": ("text_to_image", "top_1"),
    "gap of captions and images": ("gap",),
    "labels by their names, zero-shot AUC": ("label_auc",),
    "labels by neighbor search, F": ("neighbor_search_f",),
}


def training_files(card: Mapping[str, Any], shown: BeforeAfter) -> dict[str, bytes]:
    """File contents by name: the page, the pictures as PNG and SVG, and what they show."""
    makers = {f"{name}-before-after": partial(_drawn, name, shown) for name in figures_of(shown)}
    contents, plots = drawn_plots(makers)
    contents[PICTURES_NAME] = shown.as_json().encode()
    body = [
        element("h1", f"Training of {card['name']}"),
        element("p", f"{card['made_at']} · {card['method']} · from {card['base']}", class_="muted"),
        element("p", _data_sentence(card, shown)),
        element("h2", "Before and after"),
        _figures(card),
        '<div class="plots">',
        *(inline_svg(light, dark, name) for name, (light, dark) in plots.items()),
        "</div>",
    ]
    contents[PAGE_NAME] = page(f"Training of {card['name']}", body).encode()
    return contents


def _drawn(name: Picture, shown: BeforeAfter, style: Style) -> "Figure":
    return FIGURES[name](shown, style, str)


def _data_sentence(card: Mapping[str, Any], shown: BeforeAfter) -> str:
    data = card["data"]
    said = (
        f"{data['pairs']} captions of {data['images']} images, {data['train']} to train on; the "
        f"others are held out by {data['split_by']}. Figures and pictures are of {shown.pairs} of "
        "these, which nothing was chosen by."
    )
    if shown.has_map:
        said += (
            f" The map shows {len(shown.before.images)} of them, laid out by {shown.method} with "
            f"seed {shown.seed} on either side."
        )
    return said


def _figures(card: Mapping[str, Any]) -> str:
    figures = card["figures"]
    sides = [one for one in SIDES if one in figures]
    rows = []
    for title, path in ROWS.items():
        values = [_value(figures[side], path) for side in sides]
        if any(value is not None for value in values):
            rows.append([Cell(title), *map(_cell, values)])
    return table(["on captions held out", *sides], rows)


def _cell(value: float | None) -> Cell:
    return Cell("–") if value is None else Cell(f"{value:.3f}", value)


def _value(figures: Mapping[str, Any], path: tuple[str, ...]) -> float | None:
    found: Any = figures
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) else None
