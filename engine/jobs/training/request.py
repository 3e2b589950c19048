"""What may be asked of a training, and what came of it; loads no torch."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.training.presets import PRESETS, LossName, TrainingSettings, with_changes
from messages.message import Message

Towers = Literal["both", "image", "text"]
HeadName = Literal["linear", "residual"]

RUNS_FOLDER = "training"
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "heads": (),
    "contrastive": ("part", "blocks", "rank", "strength", "locked_images", "chunk_size"),
    "dual": ("text_tower", "start", "train_images"),
    "wise-ft": (),
}
"""The ways to train, and what each alone understands (``TrainRequest.extra``)."""


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """``bases``: the encoder that training begins from, the one in use where none is named; a mix
    of trained ones takes several. Settings that are None are the preset's. ``not_worse``: take the
    best mix of those that are no worse at the old task. ``clean`` names the steps that captions are
    cleaned in first (``engine.captions.cleaning``); the catalogue keeps what it has. ``finish``:
    end a run that was stopped with the best until there. ``extra``: what one method alone
    understands.
    """

    name: str
    method: str = "heads"
    bases: tuple[str, ...] = ()
    preset: str = "default"
    seed: int = 0
    loss: LossName | None = None
    epochs: int | None = None
    rate: float | None = None
    batch_size: int | None = None
    sweep: bool = False
    head: HeadName = "linear"
    towers: Towers = "both"
    not_worse: bool = False
    finish: bool = False
    clean: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> TrainingSettings:
        """The preset with what was changed; InputError for one that is not there."""
        name = self.preset
        if name == "default" and self.method == "contrastive":
            is_low_rank = self.extra.get("part", "low-rank") == "low-rank"
            name = "low-rank" if is_low_rank else "fine-tuning"
        preset = PRESETS.get(name)
        if preset is None:
            raise InputError(
                "training-preset-unknown", preset=self.preset, presets=", ".join(PRESETS)
            )
        changed = with_changes(
            preset,
            loss=self.loss,
            epochs=self.epochs,
            rate=self.rate,
            batch_size=self.batch_size,
        )
        rates = tuple(changed.rate * times for times in SWEPT_TIMES) if self.sweep else ()
        return with_changes(changed, sweep_rates=rates)

    def options(self) -> dict[str, Any]:
        """As the job takes them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def as_json(self) -> dict[str, Any]:
        """Everything that makes the run what it is, for its folder."""
        asked = asdict(self)
        del asked["finish"]
        if not self.clean:  # as runs have it that began before there was a choice
            del asked["clean"]
        return asked


SWEPT_TIMES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""The rates of a sweep over the one that was asked for."""


@dataclass(frozen=True, slots=True)
class TrainSummary:
    """``helped``: whether anything came of it that is better than the base; if not, no encoder was
    made. ``card`` has all figures; ``folder``: the new encoder's."""

    name: str
    method: str
    helped: bool
    card: Mapping[str, Any]
    folder: Path | None
    run_folder: Path

    @property
    def message(self) -> Message:
        """What came of it."""
        if not self.helped and self.card["training"].get("came_apart"):
            return Message("training-came-apart", {"name": self.name})
        if not self.helped:
            return Message("training-did-not-help", {"name": self.name})
        figures = self.card["figures"]
        told: dict[str, str | float] = {
            "name": self.name,
            "before": round(float(figures["before"]["mrr"]), 3),
            "after": round(float(figures["after"]["mrr"]), 3),
        }
        return Message("job-train-done" if self.is_better else "job-train-no-better", told)

    @property
    def is_better(self) -> bool:
        """Whether it is also better on the captions that neither trained nor chose it."""
        return self.helped and is_better(self.card)


def is_better(card: Mapping[str, Any]) -> bool:
    """Whether what a card is about finds more than its base on the pairs held out to the end.

    The best step is chosen on the validation's pairs, which are few in a small archive: what was
    better there may be none the better here.
    """
    figures = card.get("figures", {})
    before, after = (figures.get(one, {}).get("mrr") for one in ("before", "after"))
    return before is None or after is None or float(after) > float(before)


def run_folder(catalogue: Catalogue, name: str) -> Path:
    """Where a training of this name keeps its curve and what it goes on from."""
    return catalogue.folder / RUNS_FOLDER / name
