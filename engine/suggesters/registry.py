"""The suggesters by name, as ``--suggester`` and the settings know them."""

from collections.abc import Mapping

from engine.errors import InputError
from engine.suggesters.fused import Fused
from engine.suggesters.kinds import Hyperparameters, StartingPoint, SuggesterKind
from engine.suggesters.language_image import LanguageImage
from engine.suggesters.leave_one_out import MOST_NEIGHBORS
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.nets.kinds import NET_KINDS
from engine.suggesters.pairs.kinds import PAIR_KINDS
from engine.suggesters.regression.kinds import (
    REGRESSION_KINDS,
    REGULARIZATIONS,
    RIDGE_TEMPERATURES,
)
from engine.suggesters.search_space import FloatRange, IntRange, Weights

__all__ = [
    "FUSED",
    "LANGUAGE_IMAGE",
    "NEIGHBOR_SEARCH",
    "ONE_NEAREST",
    "SUGGESTERS",
    "Hyperparameters",
    "StartingPoint",
    "SuggesterKind",
    "suggester_kind",
]

FUSED = "fused"
LANGUAGE_IMAGE = "language-image"
NEIGHBOR_SEARCH = "neighbor-search"
ONE_NEAREST = "1-nn"

FUSED_RIDGE = {"temperature": 3.0, "regularization": 0.1}
FUSED_NAMES = {**FUSED_RIDGE, "sharpness": 0.7, "trust": 0.8, "sharing": 0.9}

SUGGESTERS: Mapping[str, SuggesterKind] = {
    kind.name: kind
    for kind in (
        SuggesterKind(
            NEIGHBOR_SEARCH,
            NeighborSearch,
            # Thesis table 4.3, found with CLIP's features.
            StartingPoint(
                {"temperature": 68.566, "max_difference": 5.2568, "neighbors": 36}, 0.1434
            ),
            # The built-in encoder's features are centred, so similarities spread more widely than
            # CLIP's and a lower temperature suits them. Found by leave-one-out on 3 376 clip-art
            # images with 1 426 labels: F2 63.2 % (thesis's values 61.4 %, 1-NN 60.1 %, the best
            # that tuning finds 63.3 %).
            # ``tests/benchmarks/suggesting.py`` prints these figures.
            starts={
                "built-in": StartingPoint(
                    {"temperature": 20.0, "max_difference": 6.0, "neighbors": 36}, 0.23
                )
            },
            search_space={
                "temperature": FloatRange(1.0, 300.0, log=True),
                "max_difference": FloatRange(0.0, 8.0),
                "neighbors": IntRange(1, MOST_NEIGHBORS, log=True),
            },
            weighs_neighbors=True,
            tunes_by_weighing=True,
        ),
        SuggesterKind(
            ONE_NEAREST,
            NeighborSearch,
            StartingPoint({}, 0.5),
            fixed={"neighbors": 1},
            weighs_neighbors=True,
            tunes_by_weighing=True,
        ),
        *NET_KINDS,
        *REGRESSION_KINDS,
        SuggesterKind(
            LANGUAGE_IMAGE,
            LanguageImage,
            # CLIP's cosines of pictures with what they show lie around 0.25 to 0.3.
            StartingPoint({"context_weights": ""}, 0.63),
            # One or two suggestions an image on the sample archive, three in ten of them right.
            # ``tests/benchmarks/language.py`` prints what comes of it.
            starts={"built-in": StartingPoint({"context_weights": ""}, 0.58)},
            search_space={"context_weights": Weights()},
            has_evidence=False,
            needs_names=True,
        ),
        SuggesterKind(
            FUSED,
            Fused,
            # What CLIP's and the built-in encoder's cosines are like before any image tells.
            StartingPoint({**FUSED_NAMES, "level": 0.2, "spread": 0.03}, 0.2),
            starts={"built-in": StartingPoint({**FUSED_NAMES, "level": 0.0, "spread": 0.1}, 0.2)},
            # Contexts weigh what they weigh in the catalogue: the names alone tell more of them.
            search_space={
                "temperature": RIDGE_TEMPERATURES,
                "regularization": REGULARIZATIONS,
                "sharpness": FloatRange(0.2, 3.0, log=True),
                "trust": FloatRange(0.0, 1.0),
                "sharing": FloatRange(0.0, 1.0),
            },
            held_out="folds",
            needs_names=True,
        ),
        *PAIR_KINDS,
    )
}


def suggester_kind(name: str) -> SuggesterKind:
    """The kind of this name; raises InputError with the names there are."""
    try:
        return SUGGESTERS[name]
    except KeyError:
        raise InputError(
            "suggester-unknown", suggester=name, suggesters=tuple(SUGGESTERS)
        ) from None
