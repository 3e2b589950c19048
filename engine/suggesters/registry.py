"""The suggesters by name, as ``--suggester`` and the settings know them."""

from collections.abc import Mapping

from engine.errors import InputError
from engine.suggesters.kinds import Hyperparameters, StartingPoint, SuggesterKind
from engine.suggesters.language_image import LanguageImage
from engine.suggesters.leave_one_out import MOST_NEIGHBORS
from engine.suggesters.neighbor_search import NeighborSearch
from engine.suggesters.net_kinds import NET_KINDS
from engine.suggesters.regression_kinds import REGRESSION_KINDS
from engine.suggesters.search_space import FloatRange, IntRange, Weights

__all__ = [
    "LANGUAGE_IMAGE",
    "NEIGHBOR_SEARCH",
    "ONE_NEAREST",
    "SUGGESTERS",
    "Hyperparameters",
    "StartingPoint",
    "SuggesterKind",
    "suggester_kind",
]

LANGUAGE_IMAGE = "language-image"
NEIGHBOR_SEARCH = "neighbor-search"
ONE_NEAREST = "1-nn"

SUGGESTERS: Mapping[str, SuggesterKind] = {
    kind.name: kind
    for kind in (
        SuggesterKind(
            NEIGHBOR_SEARCH,
            "labels of the most similar labelled images, weighted by how similar they are",
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
        ),
        SuggesterKind(
            ONE_NEAREST,
            "the labels of the single most similar labelled image",
            NeighborSearch,
            StartingPoint({}, 0.5),
            fixed={"neighbors": 1},
        ),
        *NET_KINDS,
        *REGRESSION_KINDS,
        SuggesterKind(
            LANGUAGE_IMAGE,
            "labels whose names an image looks like; needs no labelled images",
            LanguageImage,
            StartingPoint({"context_weights": ""}, 0.63),
            starts={"built-in": StartingPoint({"context_weights": ""}, 0.6)},
            search_space={"context_weights": Weights()},
            has_evidence=False,
            needs_names=True,
        ),
    )
}


def suggester_kind(name: str) -> SuggesterKind:
    """The kind of this name; raises InputError with the names there are."""
    try:
        return SUGGESTERS[name]
    except KeyError:
        raise InputError(
            f"There is no suggester {name!r}; choose one of {', '.join(SUGGESTERS)}."
        ) from None
