"""Where labelled images overtake names: how many of them image models need to be the better ones.

A learning curve is F over the number of labelled images. Between its points it is taken to run
straight over log(1 + images); where several suggesters go by images alone, the best of them
counts at every point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CurvePoints = Sequence[tuple[float, float]]
"""(labelled images, F), by rising number of images."""


@dataclass(frozen=True, slots=True)
class Overtaking:
    """``images``: how many labelled images there are where the curves cross; None where names
    stay ahead up to ``most_images``. ``names``, ``by_images``: the suggesters' names, that by
    images being the best one there."""

    names: str
    by_images: str
    images: float | None
    most_images: float


def overtaking(
    names: tuple[str, CurvePoints], by_images: Sequence[tuple[str, CurvePoints]]
) -> Overtaking | None:
    """Where the best of the curves by images crosses that by names for good.

    None where there is nothing to compare. Without any labelled image nothing can be suggested by
    images alone: these curves begin with F 0 at 0.
    """
    curves = [(name, _with_origin(points)) for name, points in by_images if points]
    if not curves or not names[1]:
        return None
    most = min(max(x for x, _ in names[1]), max(x for _, points in curves for x, _ in points))
    places = sorted({x for _, points in (names, *curves) for x, _ in points if x <= most})
    at = np.log1p(places)
    ahead = np.array([_values(points, at, places[-1]) for _, points in curves])
    lead = ahead.max(axis=0) - _values(names[1], at, most)
    best = int(np.argmax(ahead[:, -1]))
    behind = np.flatnonzero(lead <= 0)
    if len(behind) == 0 or behind[-1] == len(at) - 1:
        return Overtaking(names[0], curves[best][0], None, most)
    before = int(behind[-1])
    share = -lead[before] / (lead[before + 1] - lead[before])
    crossing = float(np.expm1(at[before] + share * (at[before + 1] - at[before])))
    there = int(np.argmax(ahead[:, before + 1]))
    return Overtaking(names[0], curves[there][0], crossing, most)


def _with_origin(points: CurvePoints) -> CurvePoints:
    return points if points[0][0] == 0 else [(0.0, 0.0), *points]


def _values(points: CurvePoints, at: np.ndarray, most: float) -> np.ndarray:
    """F at log(1 + images); -1 beyond a curve's last point."""
    x = np.log1p([one for one, _ in points])
    values = np.interp(at, x, [f_score for _, f_score in points])
    values[at > x[-1] + 1e-9] = -1.0
    return np.asarray(values)
