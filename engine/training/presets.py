"""The settings of a training, and those that papers report, by name."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from engine.training.schedules import Schedule, ScheduleKind

Part = Literal["whole", "last-blocks", "low-rank"]
"""Of a model that is fine-tuned."""
MIXES = 11
"""Shares of what was trained, from 0 to 1, that a mix is chosen from."""
LossName = Literal["cross-entropy", "sigmoid"]


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """``batch_size``: pairs that are told apart from one another at a time. ``decay``: AdamW's,
    of weights alone. ``patience``: validations without a better one until the course ends, 0 for
    never. ``validations_per_epoch``: at least 1. ``clip_norm``: of all gradients together.
    ``sweep_rates``: peaks that are tried ``sweep_steps`` steps each before; none for no sweep.
    ``most_steps``: where the course ends before its epochs do, 0 for nowhere.
    """

    loss: LossName = "cross-entropy"
    batch_size: int = 512
    epochs: int = 30
    rate: float = 1e-3
    schedule: ScheduleKind = "cosine"
    warm_share: float = 0.1
    first_share: float = 0.0
    last_share: float = 0.0
    betas: tuple[float, float] = (0.9, 0.98)
    epsilon: float = 1e-8
    decay: float = 0.2
    clip_norm: float = 1.0
    patience: int = 5
    validations_per_epoch: int = 1
    sweep_rates: tuple[float, ...] = ()
    sweep_steps: int = 200
    most_steps: int = 0

    def at(self, peak: float) -> Schedule:
        """The course of the rate with this peak."""
        return Schedule(self.schedule, peak, self.warm_share, self.first_share, self.last_share)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for checkpoints and cards."""
        return asdict(self)


HEADS = TrainingSettings()
"""Heads on cached features."""

PRESETS: dict[str, TrainingSettings] = {
    "default": HEADS,
    # Ours, for models of open_clip's: what a pretrained one bears, and its low-rank adaptations.
    "fine-tuning": TrainingSettings(batch_size=256, epochs=10, rate=1e-5),
    "low-rank": TrainingSettings(batch_size=256, epochs=10, rate=2e-4, decay=0.01),
    # Andreasson & Raj 2022 (000): all of a CLIP on 18 million pairs of social media.
    "social-media": TrainingSettings(
        batch_size=33_280,
        epochs=18,
        rate=2e-8,
        schedule="one-cycle",
        warm_share=0.3,
        first_share=0.5,
        last_share=0.5,
        decay=0.2,
    ),
    # Theisen & Scheirer (001): two projections of a dual encoder, early stopping, no schedule.
    "dual-encoder": TrainingSettings(
        batch_size=32,
        epochs=50,
        rate=5e-5,
        schedule="flat",
        warm_share=0.0,
        betas=(0.9, 0.999),
        decay=0.0,
    ),
    # Kim & Lopez (003): the run they chose by its losses.
    "memes": TrainingSettings(
        batch_size=16,
        epochs=10,
        rate=1e-5,
        schedule="flat",
        warm_share=0.0,
        betas=(0.9, 0.999),
        decay=0.01,
    ),
}
"""Source of each: the paper named beside it; what it does not state is ours."""


def with_changes(settings: TrainingSettings, **changes: Any) -> TrainingSettings:  # noqa: ANN401
    """The settings with some of them changed; those that are None stay."""
    return replace(settings, **{name: one for name, one in changes.items() if one is not None})
