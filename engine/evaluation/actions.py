"""What a curator has to do with the suggestions, against typing every label.

One image at a time, key presses as the Review page takes them: one to accept or to reject a
suggestion; a typed label takes one to open the entry, the letters that tell it from every other
label, and Return.

By grid, label after label: the images a label is suggested for come ``GRID_IMAGES`` to a page,
those it is probable enough for ticked. One key takes a page (Enter), one mends a tick that is
wrong or missing (a click, or Space; moving the cursor counts as no key, because a click moves it
and ticks in one). What no grid showed is typed as above.

Moving on to the next image or page by itself is counted in neither way of working.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.report.records import CuratorActions

GRID_IMAGES = 48
"""Images on one page of a grid."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class InGrid:
    """shown: (n, C) bool, the images that each label's grid shows; ticked: (n, C) bool, those of
    them that are ticked to begin with."""

    shown: BoolArray
    ticked: BoolArray


def curator_actions(
    truths: BoolArray,
    predicted: BoolArray,
    in_grid: InGrid,
    names: Sequence[str],
    vocabulary: Sequence[str],
) -> CuratorActions:
    """Average actions per image to arrive at exactly the right labels, in both ways of working.

    truths, predicted: (n, C) bool; names: (C,) of the columns; vocabulary: every label's name,
    among which a typed one has to be told apart.
    """
    images = max(1, len(truths))
    typing = keys_to_type(names, vocabulary)
    missed = truths & ~predicted
    accepted = float(np.count_nonzero(truths & predicted) / images)
    rejected = float(np.count_nonzero(~truths & predicted) / images)
    return CuratorActions(
        accepted=accepted,
        rejected=rejected,
        typed=float(np.count_nonzero(missed) / images),
        labels=float(np.count_nonzero(truths) / images),
        keys=float(accepted + rejected + (missed.sum(axis=0) * typing).sum() / images),
        keys_typing_everything=float((truths.sum(axis=0) * typing).sum() / images),
        keys_by_grid=_keys_by_grid(truths, in_grid, typing) / images,
    )


def _keys_by_grid(truths: BoolArray, in_grid: InGrid, typing: NDArray[np.float64]) -> float:
    """Keys for all images: pages, ticks to mend, and labels that no grid showed to type."""
    pages = -(-in_grid.shown.sum(axis=0) // GRID_IMAGES)
    mended = np.count_nonzero(in_grid.shown & (in_grid.ticked != truths))
    not_shown = (truths & ~in_grid.shown).sum(axis=0)
    return float(pages.sum() + mended + (not_shown * typing).sum())


def keys_to_type(names: Sequence[str], vocabulary: Sequence[str]) -> NDArray[np.float64]:
    """(C,) key presses to enter each name: its shortest prefix that no other name of the
    vocabulary begins with (all of it where it begins another name), and two more."""
    folded = sorted({_folded(name) for name in (*vocabulary, *names)})
    place = {name: number for number, name in enumerate(folded)}
    keys = []
    for name in map(_folded, names):
        number = place[name]
        around = folded[max(0, number - 1) : number] + folded[number + 1 : number + 2]
        shared = max((_shared_prefix(name, other) for other in around), default=0)
        keys.append(min(len(name), shared + 1) + 2)
    return np.array(keys, dtype=np.float64)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _shared_prefix(left: str, right: str) -> int:
    for length, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return length
    return min(len(left), len(right))
