"""The suggesters by name, as ``--suggester`` and the settings know them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import InputError
from engine.suggesters.base import Suggester, hyperparameters_of
from engine.suggesters.neighbor_search import NeighborSearch

NEIGHBOR_SEARCH = "neighbor-search"
ONE_NEAREST = "1-nn"

Hyperparameters = Mapping[str, float | int | str]


@dataclass(frozen=True)
class StartingPoint:
    """Hyperparameters and threshold before any tuning."""

    hyperparameters: Hyperparameters
    threshold: float


@dataclass(frozen=True)
class SuggesterKind:
    """A suggester by name, with where it starts for an encoder.

    ``start`` serves every encoder that ``starts`` does not name. ``fixed`` hyperparameters are
    what makes it this kind; neither tuning nor settings change them.
    """

    name: str
    description: str
    factory: Callable[..., Suggester]
    start: StartingPoint
    starts: Mapping[str, StartingPoint] = field(default_factory=dict)
    tunable: bool = False
    fixed: Hyperparameters = field(default_factory=dict)

    def starting_point(self, encoder: str) -> StartingPoint:
        """Hyperparameters and threshold to begin with, for the encoder of this name."""
        return self.starts.get(encoder, self.start)

    def create(self, hyperparameters: Hyperparameters | None = None) -> Suggester:
        """An unfitted suggester; hyperparameters it does not have are ignored."""
        known = hyperparameters_of(self.factory())
        chosen: dict[str, Any] = {**self.start.hyperparameters, **(hyperparameters or {})}
        chosen = {name: value for name, value in chosen.items() if name in known}
        return self.factory(**{**chosen, **self.fixed})


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
            tunable=True,
        ),
        SuggesterKind(
            ONE_NEAREST,
            "the labels of the single most similar labelled image",
            NeighborSearch,
            StartingPoint({}, 0.5),
            fixed={"neighbors": 1},
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
