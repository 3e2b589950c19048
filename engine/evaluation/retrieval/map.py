"""The map of a report: images and captions as points, and what they are coloured by."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import InputError
from engine.evaluation.report.records import read_record
from engine.evaluation.report.style import Style, drawn_in
from engine.evaluation.retrieval.projection import METHODS, Method
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Colouring = Literal["folder", "language", "label"]

COLOURINGS: tuple[Colouring, ...] = ("folder", "language", "label")
SIDE_IN = 7.6
WORDS = ("image", "caption", "others", "Map")


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A caption with its ``text``, or an image with "". ``x`` and ``y`` are in [0, 1], ``y``
    downwards; "" where a folder is the root, a language unknown, or there is no label."""

    x: float
    y: float
    image_id: int
    text: str
    folder: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class CaptionMap:
    """``images``: how many with captions there are; the map may show fewer."""

    method: Method
    seed: int
    images: int
    points: tuple[MapPoint, ...]

    def to_json(self) -> str:
        """The map as one JSON document."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def map_name(method: Method) -> str:
    """What its files are called, without their ending."""
    return f"map-{method}"


def read_map(folder: Path, method: Method) -> CaptionMap:
    """The map of a report; InputError where there is none that can be read."""
    path = folder / f"{map_name(method)}.json"
    try:
        found: CaptionMap = read_record(CaptionMap, json.loads(path.read_text(encoding="utf-8")))
        return found
    except OSError as error:
        raise InputError("report-unreadable", path=path, reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("caption-report-unknown", file=path) from error


def maps_there_are(folder: Path) -> tuple[Method, ...]:
    """The methods whose maps a report has."""
    return tuple(one for one in METHODS if (folder / f"{map_name(one)}.json").is_file())


def main_groups(values: Sequence[str], most: int) -> list[str]:
    """The commonest values, "" left out, at most so many, the commonest first."""
    counts = Counter(value for value in values if value)
    return [value for value, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))][:most]


def map_figure(
    shown: CaptionMap, style: Style, say: Callable[[str], str] = str, by: Colouring = "folder"
) -> "Figure":
    """Images as dots, captions as hollow triangles, coloured by folder, language or label."""
    values = [str(getattr(point, by)) for point in shown.points]
    groups = main_groups(values, len(style.series) - 1)
    with drawn_in(style):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(SIDE_IN * 1.3, SIDE_IN), layout="constrained")
        axes = figure.add_subplot()
        for number, group in enumerate([*groups, None]):
            colour = style.quiet if group is None else style.series[number]
            name = say("others") if group is None else group
            for is_text, marker in ((False, "o"), (True, "^")):
                points = [
                    point
                    for point, value in zip(shown.points, values, strict=True)
                    if bool(point.text) == is_text
                    and (value == group or (group is None and value not in groups))
                ]
                axes.scatter(
                    [point.x for point in points],
                    [1 - point.y for point in points],
                    s=16,
                    marker=marker,
                    facecolors="none" if is_text else colour,
                    edgecolors=colour,
                    linewidths=0.9,
                    label=f"{name}, {say('caption' if is_text else 'image')}",
                )
        axes.set_xticks([])
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.set_aspect("equal")
        axes.axis("off")
        axes.set_title(f"{say('Map')}: {shown.method}")
        figure.legend(loc="outside right upper", fontsize=8)
        return figure
