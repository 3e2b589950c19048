"""What a curator has to do with the suggestions, against typing every label.

Key presses as the Review page takes them: one to accept or to reject a suggestion; a typed label
takes one to open the entry, the letters that tell it from every other label, and Return.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.report.records import CuratorActions

BoolArray = NDArray[np.bool_]


def curator_actions(
    truths: BoolArray, predicted: BoolArray, names: Sequence[str], vocabulary: Sequence[str]
) -> CuratorActions:
    """Average actions per image to arrive at exactly the right labels.

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
    )


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
