"""Which captions name labels: those of their image, and those that the encoder sees in it."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from db.records import LabelRecord
from db.text import search_fold
from engine.evaluation.retrieval.pairs import FloatArray, IntArray
from engine.evaluation.retrieval.verdict import Words
from engine.language.word_forms import base_forms

TOP_LABELS = 5
"""So many labels count as seen in an image."""
IMAGES_AT_A_TIME = 4_096
_WORD = re.compile(r"\w+")


class LabelNames:
    """Finds the labels whose names, all words of them in any order, are in a text."""

    def __init__(self, labels: Sequence[LabelRecord], language: str = "en") -> None:
        self._language = language
        self._names: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for label in labels:
            names = {label.name, label.english_name, label.automatic_name, *label.aliases}
            for name in names:
                words = _WORD.findall(search_fold(name.replace("_", " ")))
                if words:
                    self._names[words[0]].append((frozenset(words), label.id))

    def named(self, text: str) -> set[int]:
        """The labels that a text names; plural and definite forms count too."""
        words = set(_WORD.findall(search_fold(text)))
        forms = words | {base for word in words for base in base_forms(word, self._language)}
        return {
            label_id
            for word in forms
            for needed, label_id in self._names.get(word, ())
            if needed <= forms
        }


def word_overlap(
    texts: Sequence[str],
    owner: IntArray,
    labels: Sequence[LabelRecord],
    carried: Mapping[int, IntArray],
    seen: Sequence[set[int]],
    *,
    seed: int = 0,
) -> Words:
    """Shares of captions that name labels.

    ``owner``: each caption's image; ``carried``: the images that carry each label; ``seen``: the
    labels that the encoder sees in each image, empty where there is nothing to see with.
    """
    names = LabelNames(labels)
    named = [names.named(text) for text in texts]
    own: dict[int, set[int]] = defaultdict(set)
    for label_id, rows in carried.items():
        for row in rows:
            own[int(row)].add(label_id)
    others = owner[np.random.default_rng(seed).permutation(len(owner))]
    labelled = [at for at in range(len(texts)) if own[int(owner[at])] and own[int(others[at])]]
    looked = [at for at in range(len(texts)) if seen]

    def share(captions: Sequence[int], images: IntArray, of: Mapping[int, set[int]]) -> float:
        hits = sum(bool(named[at] & of[int(images[at])]) for at in captions)
        return hits / max(1, len(captions))

    in_sight = dict(enumerate(seen))
    return Words(
        share(labelled, owner, own),
        share(labelled, others, own),
        len(labelled),
        share(looked, owner, in_sight),
        share(looked, others, in_sight),
        len(looked),
    )


def labels_seen(images: FloatArray, labels: FloatArray, label_ids: Sequence[int]) -> list[set[int]]:
    """The labels nearest to each image, five at most; [] where there are too few to choose from."""
    if len(label_ids) < 2 * TOP_LABELS:
        return []
    found = []
    for start in range(0, len(images), IMAGES_AT_A_TIME):
        likeness = images[start : start + IMAGES_AT_A_TIME] @ labels.T
        for row in np.argpartition(-likeness, TOP_LABELS, axis=1)[:, :TOP_LABELS]:
            found.append({label_ids[column] for column in row})
    return found
