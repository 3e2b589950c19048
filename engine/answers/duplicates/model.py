"""From what was measured of pairs and what a curator said of some to probabilities and clusters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.duplicate_records import (
    AnsweredPair,
    DuplicateGraph,
    DuplicatePair,
    FoundCluster,
    LikelyPair,
)
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.choices import DuplicateChoices, duplicate_choices
from engine.duplicates.clusters import HOLD, Linked, clusters
from engine.duplicates.pair_measures import PairMeasures
from engine.duplicates.pair_model import PairModel

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

EXACT = 1e-9
"""A probability or uncertainty that changed by no more is left as it is stored. All others are
written: what is stored is what the answers say, whichever way they came and went."""


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """All pairs of a catalogue with what was measured of them, and which a curator has judged.

    ``judged``: (P,) bool; ``truths``: (P,) bool, meaningful where judged. ``measured``: (P,) bool;
    what was not is only named by another program, teaches nothing and is not asked about.
    """

    pairs: Sequence[DuplicatePair]
    measures: PairMeasures
    judged: BoolArray
    truths: BoolArray
    measured: BoolArray

    def __len__(self) -> int:
        return len(self.pairs)


def measures_of(pairs: Sequence[DuplicatePair]) -> PairMeasures:
    """What was measured of pairs, NaN where nothing was."""

    def column(name: str) -> NDArray[np.float64]:
        values = (getattr(pair, name) for pair in pairs)
        return np.array([np.nan if one is None else one for one in values], dtype=np.float64)

    return PairMeasures(**{name: column(name) for name in PairMeasures.__slots__})


def judged_pairs(catalogue: Catalogue, choices: DuplicateChoices) -> JudgedPairs:
    """All pairs that were found, with the curator's answers."""
    pairs = catalogue.duplicates.pairs()
    answers = {one[:2]: one.answer for one in catalogue.duplicates.answers()}
    said = [answers.get(pair[:2]) for pair in pairs]
    measured = np.array([pair.is_measured for pair in pairs], dtype=bool)
    return JudgedPairs(
        pairs,
        measures_of(pairs),
        np.array([one is not None for one in said], dtype=bool) & measured,
        np.array([one is not None and choices.is_duplicate(one) for one in said], dtype=bool),
        measured,
    )


def fitted_model(catalogue: Catalogue, found: JudgedPairs) -> PairModel:
    """The model of what a duplicate is, after all answers; the encoder's prior without any."""
    encoder = current_encoder(catalogue)
    model = PairModel(encoder[0] if encoder else "")
    if found.judged.any():
        model.fit(found.measures[found.judged], found.truths[found.judged])
    return model


def rescore(catalogue: Catalogue) -> int:
    """Learn from all answers, give every pair its probability by that, and cluster anew; how many
    pairs changed. Some seconds where there are very many pairs."""
    choices = duplicate_choices(catalogue)
    found = judged_pairs(catalogue, choices)
    changed = 0
    if len(found):
        model = fitted_model(catalogue, found)
        said = model.probability(found.measures)
        before = np.array([(pair.probability, pair.uncertainty) for pair in found.pairs])
        stated = _at_least_stated(found, said.probability, choices)
        after = np.stack([stated, said.uncertainty], axis=1)
        is_changed = np.abs(after - before).max(axis=1) > EXACT
        rows = np.flatnonzero(is_changed & _is_searched(catalogue, found.pairs))
        changed = len(rows)
        catalogue.duplicates.rescore(
            [
                (*found.pairs[row][:2], probability, uncertainty)
                for row, (probability, uncertainty) in zip(
                    rows.tolist(), after[rows].tolist(), strict=True
                )
            ]
        )
    cluster_all(catalogue, choices)
    return changed


def _at_least_stated(
    found: JudgedPairs, probability: FloatArray, choices: DuplicateChoices
) -> FloatArray:
    """The probabilities (P,), those of pairs that another program named no lower than it states:
    they are suspected, but never certain by that alone."""
    stated = np.array([pair.stated for pair in found.pairs])
    known = np.where(found.measured, probability, 0.0)
    return np.asarray(np.maximum(known, np.minimum(stated, np.nextafter(choices.upper, 0))))


def _is_searched(catalogue: Catalogue, pairs: Sequence[DuplicatePair]) -> BoolArray:
    """(P,) whether each pair is of a search that came to its end, or another program named it.

    A search that was stopped leaves what it had measured, for the next one to go on with.
    """
    run = catalogue.duplicates.run()
    compared = catalogue.duplicates.compared(run.encoder) if run is not None else set()
    return np.array(
        [compared.issuperset(pair[:2]) or bool(pair.named_by) for pair in pairs], dtype=bool
    )


def cluster_all(catalogue: Catalogue, choices: DuplicateChoices) -> None:
    """Work out all clusters anew."""
    graph = catalogue.duplicates.graph()
    catalogue.duplicates.replace_clusters(graph, found_clusters(graph, choices))


def settle(catalogue: Catalogue) -> frozenset[int]:
    """Bring the clusters up to date that commands, undo and scans have touched; the images whose
    clusters may be others now. To be called before clusters are shown. Where the catalogue is
    open to be read, they stay as they are."""
    if catalogue.reads_only:
        return frozenset()
    choices = duplicate_choices(catalogue)
    return catalogue.duplicates.settle(
        lambda graph: found_clusters(graph, choices),
        least_probability=HOLD,
        suspected=choices.lower,
    )


def found_clusters(graph: DuplicateGraph, choices: DuplicateChoices) -> list[FoundCluster]:
    """The clusters of the images of a graph."""
    if len(graph.members) < 2:
        return []
    ids = np.array(graph.members, dtype=np.int64)
    left, right = _rows(ids, graph.pairs)
    linked = Linked(
        left,
        right,
        np.array([pair.probability for pair in graph.pairs], dtype=np.float64),
        same=_answered(ids, graph.answers, choices, duplicate=True),
        different=_answered(ids, graph.answers, choices, duplicate=False),
    )
    return [
        FoundCluster(
            members=tuple(graph.members[row] for row in one.members),
            probability=one.probability,
            weakest=(graph.members[one.weakest[0]], graph.members[one.weakest[1]]),
            certain=one.certain and not one.conflict,
        )
        for one in clusters(linked, lower=choices.lower, upper=choices.upper)
    ]


def _answered(
    ids: IntArray, answers: Iterable[AnsweredPair], choices: DuplicateChoices, *, duplicate: bool
) -> IntArray:
    """(A, 2) rows of the pairs that were judged so."""
    wanted = [one for one in answers if choices.is_duplicate(one.answer) == duplicate]
    return np.stack(_rows(ids, wanted), axis=1)


def _rows(
    ids: IntArray, pairs: Sequence[LikelyPair] | Sequence[AnsweredPair]
) -> tuple[IntArray, IntArray]:
    """Where the images of pairs stand among ascending ids."""
    sides = np.array([pair[:2] for pair in pairs], dtype=np.int64).reshape(-1, 2)
    return np.searchsorted(ids, sides[:, 0]), np.searchsorted(ids, sides[:, 1])
