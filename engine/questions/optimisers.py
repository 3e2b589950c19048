"""One linear layer on the merged pair, learned by an optimiser: settings beside each other.

The preset ``paper`` has the six runs of paper 003 ("memes"): Adam at 5e-6 and 1e-5, AdamW and SGD
(momentum 0.9) at 1e-5, batches of 8, 16 and 32, 10 epochs. What the paper leaves open: the layers
(one here), the loss (binary cross-entropy here) and how image and text are merged. It trains the
whole of a CLIP at these rates; a layer on features that stay moves by next to nothing in so few
steps, and says so in its figures. ``usual`` has rates that fit a layer. The loss of a yes weighs as
much more as there are more noes where ``balanced`` is set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.questions.models import Examples, QuestionModel
from engine.words_and_pictures import merged

if TYPE_CHECKING:
    import torch

FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

Optimiser = Literal["adam", "adamw", "sgd"]
OPTIMISERS: tuple[Optimiser, ...] = get_args(Optimiser)
MOMENTUM = 0.9
PAPERS_EPOCHS = 10
USUAL_EPOCHS = 60
TYPED = re.compile(r"(?P<optimiser>\w+):(?P<rate>[^:]+):(?P<batch>\d+)(?::(?P<epochs>\d+))?")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a layer is learned: rate above 0, pictures a step, passes over all of them."""

    optimiser: Optimiser
    rate: float
    batch: int
    epochs: int = PAPERS_EPOCHS
    balanced: bool = False

    @property
    def name(self) -> str:
        """Such as "adam 1e-05, batch 16, 10 epochs"."""
        weighed = ", balanced" if self.balanced else ""
        return f"{self.optimiser} {self.rate:g}, batch {self.batch}, {self.epochs} epochs{weighed}"


PRESETS: Mapping[str, tuple[Setting, ...]] = {
    "paper": (
        Setting("adam", 5e-6, 16),
        Setting("adam", 1e-5, 16),
        Setting("adamw", 1e-5, 16),
        Setting("sgd", 1e-5, 16),
        Setting("adam", 5e-6, 8),
        Setting("adam", 5e-6, 32),
    ),
    "usual": (
        Setting("adam", 1e-3, 16, USUAL_EPOCHS),
        Setting("adam", 1e-2, 16, USUAL_EPOCHS),
        Setting("adamw", 1e-2, 16, USUAL_EPOCHS),
        Setting("sgd", 1e-1, 16, USUAL_EPOCHS),
        Setting("adam", 1e-2, 16, USUAL_EPOCHS, balanced=True),
    ),
}


def typed_settings(text: str) -> tuple[Setting, ...]:
    """A preset by name, or settings with commas between: adam:1e-3:16, or with epochs
    adam:1e-3:16:40. Raises InputError where it is neither."""
    if text in PRESETS:
        return PRESETS[text]
    return tuple(_typed(one.strip()) for one in text.split(","))


def _typed(text: str) -> Setting:
    found = TYPED.fullmatch(text.casefold())
    try:
        if found is None or found["optimiser"] not in OPTIMISERS:
            raise ValueError
        rate, batch = float(found["rate"]), int(found["batch"])
        epochs = int(found["epochs"] or USUAL_EPOCHS)
        if not (0 < rate < np.inf and batch > 0 and epochs > 0):
            raise ValueError
    except ValueError:
        raise InputError("question-setting-unknown", setting=text, presets=list(PRESETS)) from None
    optimiser = next(one for one in OPTIMISERS if one == found["optimiser"])
    return Setting(optimiser, rate, batch, epochs)


def layer_of(setting: Setting, *, seed: int = 0) -> QuestionModel:
    """The layer learned with this setting; its probabilities are its own, not calibrated."""

    def run(
        learned: Examples, yes: BoolArray, asked: Examples, archive: FloatArray | None
    ) -> FigureArray:
        import torch

        rows = torch.from_numpy(merged(learned.pairs, "all"))
        truths = torch.from_numpy(yes.astype(np.float32))
        layer = _layer(rows, truths, setting, seed)
        with torch.inference_mode():
            odds = layer(torch.from_numpy(merged(asked.pairs, "all")))[:, 0]
            return np.asarray(torch.sigmoid(odds).numpy(), dtype=np.float64)

    return run


def _layer(
    rows: "torch.Tensor", truths: "torch.Tensor", setting: Setting, seed: int
) -> "torch.nn.Linear":
    import torch

    generator = torch.Generator().manual_seed(seed)
    layer = torch.nn.Linear(rows.shape[1], 1)
    with torch.no_grad():  # the same start whatever else draws numbers
        bound = rows.shape[1] ** -0.5
        for values in layer.parameters():
            values.uniform_(-bound, bound, generator=generator)
    weight = (len(truths) - truths.sum()) / truths.sum() if setting.balanced else None
    loss = torch.nn.BCEWithLogitsLoss(pos_weight=weight)
    optimiser = _optimiser(layer.parameters(), setting)
    for _ in range(setting.epochs):
        order = torch.randperm(len(rows), generator=generator)
        for start in range(0, len(rows), setting.batch):
            own = order[start : start + setting.batch]
            optimiser.zero_grad()
            loss(layer(rows[own])[:, 0], truths[own]).backward()
            optimiser.step()
    return layer


def _optimiser(
    parameters: "Iterator[torch.nn.Parameter]", setting: Setting
) -> "torch.optim.Optimizer":
    import torch

    if setting.optimiser == "adam":
        return torch.optim.Adam(parameters, lr=setting.rate)
    if setting.optimiser == "adamw":
        return torch.optim.AdamW(parameters, lr=setting.rate)
    return torch.optim.SGD(parameters, lr=setting.rate, momentum=MOMENTUM)


def models_of(settings: Sequence[Setting]) -> dict[str, QuestionModel]:
    """A layer for each setting, by its name."""
    return {one.name: layer_of(one) for one in settings}
