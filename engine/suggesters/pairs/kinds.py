"""The suggesters on pairs of images and texts, as the registry lists them.

Starting points are those of the same suggesters on images alone, where
``tests/benchmarks/captioned/words_and_pictures.py`` found none clearly better.
"""

from engine.suggesters.kinds import StartingPoint, SuggesterKind
from engine.suggesters.pairs.on_pairs import (
    KernelRidgeOnPairs,
    LinearProbeOnPairs,
    NeighborSearchOnPairs,
)
from engine.suggesters.pairs.words_and_pictures import WordsAndPictures
from engine.suggesters.regression.kinds import REGULARIZATIONS, RIDGE_TEMPERATURES
from engine.suggesters.search_space import FloatRange, IntRange, SearchSpace, Weights

WORDS_AND_PICTURES = "words-and-pictures"
NEIGHBORS_ON_BOTH = "neighbor-search-on-both"

MOST_NEIGHBORS = 128
TEXT_SHARES = FloatRange(0.0, 1.0)

SEARCH: SearchSpace = {
    "temperature": FloatRange(1.0, 300.0, log=True),
    "max_difference": FloatRange(0.0, 8.0),
    "neighbors": IntRange(1, MOST_NEIGHBORS, log=True),
}
RIDGE: SearchSpace = {"temperature": RIDGE_TEMPERATURES, "regularization": REGULARIZATIONS}
PROBE: SearchSpace = {"strength": FloatRange(0.1, 10_000.0, log=True)}


def _search(name: str, form: str, space: SearchSpace) -> SuggesterKind:
    usual = {"temperature": 68.566, "max_difference": 5.2568, "neighbors": 36}
    built_in = {"temperature": 20.0, "max_difference": 6.0, "neighbors": 36}
    share = {"text_share": 0.3} if "text_share" in space else {}
    return SuggesterKind(
        name,
        NeighborSearchOnPairs,
        StartingPoint({**usual, **share}, 0.1434),
        starts={"built-in": StartingPoint({**built_in, **share}, 0.23)},
        search_space=space,
        fixed={"form": form},
        needs_texts=True,
    )


def _ridge(name: str, form: str) -> SuggesterKind:
    return SuggesterKind(
        name,
        KernelRidgeOnPairs,
        StartingPoint({"temperature": 2.0, "regularization": 0.05}, 0.2),
        search_space=RIDGE,
        fixed={"form": form},
        needs_texts=True,
    )


def _probe(name: str, form: str) -> SuggesterKind:
    return SuggesterKind(
        name,
        LinearProbeOnPairs,
        StartingPoint({"strength": 100.0}, 0.15),
        search_space=PROBE,
        fixed={"form": form},
        has_evidence=False,
        held_out="folds",
        needs_texts=True,
    )


PAIR_KINDS = (
    SuggesterKind(
        WORDS_AND_PICTURES,
        WordsAndPictures,
        StartingPoint({"context_weights": "", "text_share": 0.5}, 0.63),
        starts={"built-in": StartingPoint({"context_weights": "", "text_share": 0.5}, 0.58)},
        search_space={"context_weights": Weights(), "text_share": TEXT_SHARES},
        has_evidence=False,
        needs_names=True,
        needs_texts=True,
    ),
    _search(NEIGHBORS_ON_BOTH, "mix", {**SEARCH, "text_share": TEXT_SHARES}),
    _ridge("kernel-ridge-on-both", "all"),
    _ridge("kernel-ridge-on-sum", "sum"),
    _probe("linear-probe-on-both", "all"),
    _probe("linear-probe-on-sum", "sum"),
    _search("neighbor-search-on-texts", "text", SEARCH),
    _ridge("kernel-ridge-on-texts", "text"),
    _probe("linear-probe-on-texts", "text"),
)
