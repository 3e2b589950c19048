"""What a training did to captions and images, as pictures: the gap and the map, before and after.

Both sides are of the same pairs, none of which was trained on. Source for what is drawn: papers 001
and 004, whose figures have the cosines of true and of wrong pairs, and a map of both encoders.
"""

import json
from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.evaluation.report.records import read_record
from engine.evaluation.report.style import LIGHT, Style, drawn_in
from engine.evaluation.retrieval.gap import Gap, gap
from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray, IntArray
from engine.evaluation.retrieval.projection import FEWEST_POINTS, Method, project
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Say = Callable[[str], str]
Picture = Literal["gap", "map"]

PICTURES_NAME = "before-after.json"
METHOD: Method = "t-sne"
MAP_PAIRS = 300
"""More of them hide each other."""
BINS, FINE_BINS = 40, 2_000
CAPTIONS_AT_A_TIME = 512
METHOD_TITLES: dict[Method, str] = {"t-sne": "t-SNE", "pca": "PCA", "umap": "UMAP"}
MARGINS = -0.02, 1.02
WIDTH_IN, GAP_HEIGHT_IN, MAP_HEIGHT_IN = 9.6, 3.6, 5.0
WORDS = (
    "Before",
    "After",
    "gap",
    "deviations",
    "captions and their own images",
    "captions and other images",
    "Cosine",
    "Share of pairs",
    "Map",
    "image",
    "caption",
    "belong together",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One encoder. ``true`` and ``wrong``: shares of pairs in each of ``BINS`` ranges of cosines.
    Places are in [0, 1], ``y`` downwards, an image's and its caption's at the same index; none
    where there are too few."""

    gap: Gap
    true: tuple[float, ...]
    wrong: tuple[float, ...]
    images: tuple[tuple[float, float], ...]
    captions: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """``low`` and ``high``: between which cosines the ranges lie, of both sides. ``pairs`` were
    measured, and the map may show fewer. Both maps are by one ``method`` and ``seed``."""

    low: float
    high: float
    pairs: int
    method: Method
    seed: int
    before: Side
    after: Side

    def sides(self) -> tuple[tuple[str, Side], ...]:
        """Each with the word for it."""
        return (("Before", self.before), ("After", self.after))

    @property
    def has_map(self) -> bool:
        """Whether there were enough pairs for one."""
        return bool(self.before.images)

    def as_json(self) -> str:
        """What ``read_pictures`` reads."""
        return json.dumps(asdict(self)) + "\n"


def read_pictures(folder: Path) -> BeforeAfter | None:
    """Those of a training; None where it has none, InputError where they cannot be read."""
    path = folder / PICTURES_NAME
    try:
        found: BeforeAfter = read_record(BeforeAfter, json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError("report-unreadable", path=path, reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("caption-report-unknown", file=path) from error
    return found


def before_and_after(
    before: CaptionedImages, after: CaptionedImages, *, seed: int = 0
) -> Generator[tuple[int, int], None, BeforeAfter]:
    """Both sides of the same pairs in the same rows; yields how many rounds are done, of how many.

    Raises ValueError for no pairs.
    """
    counted = [_cosines(one) for one in (before, after)]
    first, last = _bounds(counted)
    chosen = _chosen(len(before.captions), seed)
    places = []
    for number, pairs in enumerate((before, after)):
        layout = _laid_out(pairs, chosen, seed)
        while True:
            try:
                done, rounds = next(layout)
            except StopIteration as end:
                places.append(end.value)
                break
            yield number * rounds + done, 2 * rounds
    sides = [
        Side(gap(pairs), _shares(true, first, last), _shares(wrong, first, last), *placed)
        for pairs, (true, wrong), placed in zip((before, after), counted, places, strict=True)
    ]
    low, high = (2 * edge / FINE_BINS - 1 for edge in (first, last))
    return BeforeAfter(low, high, len(before.captions), METHOD, seed, sides[0], sides[1])


def gap_figure(shown: BeforeAfter, style: Style = LIGHT, say: Say = str) -> "Figure":
    """The cosines of true and of wrong pairs, before and after beside each other."""
    middles = np.linspace(shown.low, shown.high, 2 * BINS + 1)[1::2]
    with drawn_in(style):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH_IN, GAP_HEIGHT_IN), layout="constrained")
        every = figure.subplots(1, 2, sharex=True, sharey=True)
        for axes, (title, side) in zip(every, shown.sides(), strict=True):
            for shares, mean, colour, name in (
                (side.wrong, side.gap.wrong, style.negative, "captions and other images"),
                (side.true, side.gap.true, style.positive, "captions and their own images"),
            ):
                percent = [100 * one for one in shares]
                axes.fill_between(middles, percent, step="mid", color=colour, alpha=0.35)
                axes.step(middles, percent, where="mid", color=colour, linewidth=1.2)
                axes.axvline(mean, color=colour, linestyle=":", label=f"_{name}")
                axes.plot([], [], color=colour, linewidth=4, label=say(name))
            axes.set_title(
                f"{say(title)}: {say('gap')} {side.gap.gap:.3f}, "
                f"{side.gap.separation:.2f} {say('deviations')}"
            )
            axes.set_ylim(bottom=0)
            axes.set_xlabel(say("Cosine"))
            axes.yaxis.set_major_formatter("{x:g} %")
        every[0].set_ylabel(say("Share of pairs"))
        figure.legend(*every[0].get_legend_handles_labels(), loc="outside lower left", ncols=2)
        return figure


def map_figure(shown: BeforeAfter, style: Style = LIGHT, say: Say = str) -> "Figure":
    """Images as dots, captions as hollow triangles, a line between those that belong together."""
    image, caption = style.series[0], style.series[1]
    with drawn_in(style):
        from matplotlib.collections import LineCollection
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH_IN, MAP_HEIGHT_IN), layout="constrained")
        every = figure.subplots(1, 2)
        for axes, (title, side) in zip(every, shown.sides(), strict=True):
            ends = np.array([side.images, side.captions], dtype=np.float64).transpose(1, 0, 2)
            ends[:, :, 1] = 1 - ends[:, :, 1]
            axes.add_collection(
                LineCollection(list(ends), colors=style.quiet, linewidths=0.6, zorder=1)
            )
            axes.scatter(*ends[:, 0].T, s=13, color=image, label=say("image"), zorder=2)
            axes.scatter(
                *ends[:, 1].T,
                s=15,
                marker="^",
                facecolors="none",
                edgecolors=caption,
                linewidths=0.9,
                label=say("caption"),
                zorder=3,
            )
            axes.plot([], [], color=style.quiet, linewidth=1, label=say("belong together"))
            axes.set_aspect("equal")
            axes.set(xlim=MARGINS, ylim=MARGINS)
            axes.axis("off")
            axes.set_title(f"{say(title)}: {say('Map')}, {METHOD_TITLES[shown.method]}")
        figure.legend(*every[0].get_legend_handles_labels(), loc="outside lower left", ncols=3)
        return figure


FIGURES: dict[Picture, Callable[[BeforeAfter, Style, Say], "Figure"]] = {
    "gap": gap_figure,
    "map": map_figure,
}


def figures_of(shown: BeforeAfter) -> tuple[Picture, ...]:
    """The pictures there are."""
    return ("gap", "map") if shown.has_map else ("gap",)


def _cosines(pairs: CaptionedImages) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many true and wrong pairs have their cosine in each of ``FINE_BINS`` ranges of [-1, 1];
    what is wrong as ``gap`` has it."""
    own = np.einsum("ij,ij->i", pairs.images[pairs.owner], pairs.captions)
    true = _counts(own)
    every = np.zeros(FINE_BINS, dtype=np.int64)
    for start in range(0, len(pairs.captions), CAPTIONS_AT_A_TIME):
        part = pairs.captions[start : start + CAPTIONS_AT_A_TIME]
        every += _counts((part @ pairs.images.T).ravel())
    # The same cosine may fall on either side of an edge by how it was added up.
    return true, np.maximum(every - true, 0)


def _counts(cosines: FloatArray) -> NDArray[np.int64]:
    found, _ = np.histogram(np.clip(cosines, -1, 1), FINE_BINS, (-1, 1))
    return found.astype(np.int64)


def _bounds(counted: list[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> tuple[int, int]:
    """The first and the last of the fine ranges that matter, a multiple of ``BINS`` apart."""
    there = np.flatnonzero(sum(true + wrong for true, wrong in counted))
    first, last = int(there[0]), int(there[-1]) + 1
    width = -(-(last - first) // BINS) * BINS
    first = max(0, min(first - (width - (last - first)) // 2, FINE_BINS - width))
    return first, first + width


def _shares(counts: NDArray[np.int64], first: int, last: int) -> tuple[float, ...]:
    found = counts[first:last].reshape(BINS, -1).sum(axis=1) / max(1, int(counts.sum()))
    return tuple(round(float(one), 6) for one in found)


def _chosen(captions: int, seed: int) -> IntArray:
    if captions <= MAP_PAIRS:
        return np.arange(captions)
    return np.sort(np.random.default_rng(seed).choice(captions, MAP_PAIRS, replace=False))


Places = tuple[tuple[float, float], ...]


def _laid_out(
    pairs: CaptionedImages, chosen: IntArray, seed: int
) -> Generator[tuple[int, int], None, tuple[Places, Places]]:
    """Where the images and the captions of these rows lie."""
    images, image = np.unique(pairs.owner[chosen], return_inverse=True)
    if len(images) + len(chosen) < FEWEST_POINTS:
        return (), ()
    points = np.concatenate([pairs.images[images], pairs.captions[chosen]])
    placed = yield from project(points, METHOD, seed=seed)
    found = [(round(float(x), 4), round(float(y), 4)) for x, y in placed]
    return tuple(found[at] for at in image), tuple(found[len(images) :])
