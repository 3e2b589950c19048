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
class SuggesterKind:
    """A suggester with the hyperparameters and the threshold it has before any tuning.

    ``fixed`` hyperparameters are what makes it this kind; no tuning touches them.
    """

    name: str
    description: str
    factory: Callable[..., Suggester]
    threshold: float
    tunable: bool
    fixed: Hyperparameters = field(default_factory=dict)

    def create(self, hyperparameters: Hyperparameters | None = None) -> Suggester:
        """An unfitted suggester; hyperparameters it does not have are ignored."""
        defaults = hyperparameters_of(self.factory())
        chosen: dict[str, Any] = {
            name: value for name, value in (hyperparameters or {}).items() if name in defaults
        }
        return self.factory(**{**chosen, **self.fixed})


SUGGESTERS: Mapping[str, SuggesterKind] = {
    kind.name: kind
    for kind in (
        SuggesterKind(
            NEIGHBOR_SEARCH,
            "labels of the most similar labelled images, weighted by how similar they are",
            NeighborSearch,
            threshold=0.1434,
            tunable=True,
        ),
        SuggesterKind(
            ONE_NEAREST,
            "the labels of the single most similar labelled image",
            NeighborSearch,
            threshold=0.5,
            tunable=False,
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
