"""What a kind of suggester is: a model by name, where it starts, and what may be tuned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from engine.language.phrases import weights_text
from engine.suggesters.base import LeavesOneOut, Suggester, UsesNames, hyperparameters_of
from engine.suggesters.search_space import Choice, FloatRange, IntRange, SearchSpace, Weights
from messages.message import Message

if TYPE_CHECKING:
    from engine.suggesters.neighbors.weighed_neighbors import WeighedNeighbors

Hyperparameters = Mapping[str, float | int | str]
CONTEXT_WEIGHTS = "context_weights"
"""The hyperparameter that weighs contexts, of kinds that need names."""
HeldOut = Literal["leave-one-out", "folds"]


@dataclass(frozen=True)
class StartingPoint:
    """Hyperparameters and threshold before any tuning."""

    hyperparameters: Hyperparameters
    threshold: float


@dataclass(frozen=True)
class SuggesterKind:
    """A suggester by name, with where it starts for an encoder.

    ``start`` serves every encoder that ``starts`` does not name. ``fixed`` hyperparameters are
    what makes it this kind; neither tuning nor settings change them. ``search_space``: what tuning
    tries, nothing where there is nothing to tune. ``has_evidence``: whether references add up to
    its scores. ``held_out``: how it scores labelled images unseen (``held_out_scores``): in one
    pass that leaves each one out (the suggester is a ``LeavesOneOut``), or fitted anew by folds.
    ``needs_texts``: its features are pairs of images and their captions, (n, 2d)
    (``engine.words_and_pictures``); it is offered where there are captions.
    ``needs_names``: it is a ``UsesNames``, wants ``References.phrases`` and scores every label of
    the vocabulary, also with no references at all. ``weighs_neighbors``: it is a
    ``WeighedNeighbors``, whose scores and evidence come from one search. ``tunes_by_weighing``:
    weights are those of ``NeighborSearch``, so that tuning finds neighbours once and a trial only
    weighs them anew (``LeaveOneOut``).

    Its sentences are in ``resources/messages/*/suggesters.ftl``: ``suggester-NAME`` what it is
    called, ``suggester-NAME-about`` what it does, ``suggester-NAME-method`` how, technically.
    """

    name: str
    factory: Callable[..., Suggester]
    start: StartingPoint
    starts: Mapping[str, StartingPoint] = field(default_factory=dict)
    search_space: SearchSpace = field(default_factory=dict)
    fixed: Hyperparameters = field(default_factory=dict)
    has_evidence: bool = True
    held_out: HeldOut = "leave-one-out"
    needs_names: bool = False
    needs_texts: bool = False
    weighs_neighbors: bool = False
    tunes_by_weighing: bool = False

    @property
    def title(self) -> Message:
        """What people call it."""
        return Message(f"suggester-{self._said_as}")

    @property
    def about(self) -> Message:
        """What it does, in one plain sentence."""
        return Message(f"suggester-{self._said_as}-about")

    @property
    def method(self) -> Message:
        """How it does it, in technical words."""
        return Message(f"suggester-{self._said_as}-method")

    @property
    def tunable(self) -> bool:
        """Whether there is anything to tune."""
        return bool(self.search_space)

    @property
    def _said_as(self) -> str:
        """The name without the version of the names that an evaluation measures it with."""
        return self.name.partition(" (")[0]

    def weighing(self, weights: Sequence[float], encoder: str, name: str = "") -> "SuggesterKind":
        """This kind where there are so many contexts, which start with these weights.

        Weights are tuned where there are several. ``name``: what it is called then.
        """
        start = self.starting_point(encoder)
        space: dict[str, FloatRange | IntRange | Choice | Weights] = {
            one: replace(allowed, count=len(weights)) if isinstance(allowed, Weights) else allowed
            for one, allowed in self.search_space.items()
            if len(weights) > 1 or not isinstance(allowed, Weights)
        }
        hyperparameters = {**start.hyperparameters, CONTEXT_WEIGHTS: weights_text(weights)}
        return replace(
            self,
            name=name or self.name,
            start=StartingPoint(hyperparameters, start.threshold),
            starts={},
            search_space=space,
        )

    def starting_point(self, encoder: str) -> StartingPoint:
        """Hyperparameters and threshold to begin with, for the encoder of this name."""
        return self.starts.get(encoder, self.start)

    def create(self, hyperparameters: Hyperparameters | None = None) -> Suggester:
        """An unfitted suggester; hyperparameters it does not have are ignored, and so are values of
        another kind: a catalogue may be anybody's."""
        known = hyperparameters_of(self.factory())
        given = {
            name: value
            for name, value in (hyperparameters or {}).items()
            if name in known and _is_of_kind(value, known[name])
        }
        start = {name: one for name, one in self.start.hyperparameters.items() if name in known}
        chosen: dict[str, Any] = {**start, **given}
        return self.factory(**{**chosen, **self.fixed})

    # What a suggester of this kind can do; a test holds every kind against its class.

    def neighbors_of(self, suggester: Suggester) -> "WeighedNeighbors | None":
        """The suggester as one that weighs neighbours; None where the kind does not."""
        return cast("WeighedNeighbors", suggester) if self.weighs_neighbors else None

    def names_of(self, suggester: Suggester) -> UsesNames | None:
        """The suggester as one that goes by names; None where the kind does not."""
        return cast(UsesNames, suggester) if self.needs_names else None

    def leaving_one_out(self, suggester: Suggester) -> LeavesOneOut:
        """The suggester as one that leaves its references out; TypeError for kinds that are
        scored by folds."""
        if self.held_out != "leave-one-out":
            raise TypeError(f"{self.name} cannot leave its own references out")
        return cast(LeavesOneOut, suggester)


def _is_of_kind(value: object, usual: float | str) -> bool:
    """Whether a value can stand in the place of a hyperparameter's usual one."""
    if isinstance(usual, str) or isinstance(value, bool):
        return isinstance(value, type(usual))
    return isinstance(value, int if isinstance(usual, int) else int | float)
