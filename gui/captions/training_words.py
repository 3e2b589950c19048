"""What is said of trainings: methods, settings, time and memory, figures before and after."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.jobs.training.estimate import Estimate
from engine.jobs.training.request import is_better
from engine.jobs.training.runs import TrainingRun
from gui.captions.words import NOTHING, figure
from gui.widgets.figures.model import Cell, FigureColumn, Row
from gui.words.amounts import counted, number, size
from gui.words.encoders import encoder_name

MINUTE_S, HOUR_S = 60.0, 3600.0
COLUMNS = ("before", "trained", "after")


def training_methods() -> dict[str, str]:
    """The ways to train, by what the job calls them; the default first."""
    translate = QCoreApplication.translate
    return {
        "heads": translate("Training", "Small heads on what is encoded"),
        "contrastive": translate("Training", "The whole encoder, or a part of it"),
        "dual": translate("Training", "Join an image tower and a text tower"),
        "wise-ft": translate("Training", "Mix a trained encoder with its beginning"),
    }


def method_about(method: str) -> str:
    """What a method does, and what it costs."""
    translate = QCoreApplication.translate
    return {
        "heads": translate(
            "Training",
            "Takes the features as they are and learns how to turn them. Minutes on any computer, "
            "and images are not encoded again.",
        ),
        "contrastive": translate(
            "Training",
            "Changes the encoder itself, which takes hours without a graphics card. For full "
            "encoders.",
        ),
        "dual": translate(
            "Training",
            "Makes an encoder of the images' features and any text tower, such as one for other "
            "languages.",
        ),
        "wise-ft": translate(
            "Training",
            "Looks for the mix of both that finds captions best and forgets least (WiSE-FT). "
            "Takes a minute.",
        ),
    }.get(method, "")


def preset_title(preset: str) -> str:
    """What settings are called; those of papers by what they were for."""
    translate = QCoreApplication.translate
    return {
        "default": translate("Training", "Usual"),
        "social-media": translate("Training", "As for social media (18 million pairs, whole CLIP)"),
        "dual-encoder": translate("Training", "As for C-CLIP (two projections)"),
        "low-rank": translate("Training", "As for low-rank adaptations"),
        "fine-tuning": translate("Training", "As for a whole encoder"),
        "memes": translate("Training", "As for memes (small collections)"),
    }.get(preset, preset)


def estimate_sentence(found: Estimate) -> str:
    """Time and memory, and on what it is trained."""
    text = QCoreApplication.translate(
        "Training",
        "{time} at most, {memory} of memory. {train} of {pairs} captions are trained on, the "
        "others say how good it gets.",
    )
    return text.format(
        time=_about(found.seconds),
        memory=size(found.memory_bytes),
        train=number(found.train),
        pairs=number(found.pairs),
    )


def _about(seconds: float) -> str:
    """A time as roughly as it is foretold."""
    translate = QCoreApplication.translate
    if seconds < MINUTE_S:
        return translate("Training", "Less than a minute")
    if seconds < HOUR_S:
        return counted(
            round(seconds / MINUTE_S),
            translate("Training", "About a minute"),
            translate("Training", "About {count} minutes"),
        )
    hours = translate("Training", "About {count} hours")
    return hours.format(count=figure(seconds / HOUR_S, 1))


def run_title(run: TrainingRun, *, is_running: bool) -> str:
    """A training in the list: its name and how it stands."""
    return f"{run.name}\n{_state(run, is_running=is_running)}"


def _state(run: TrainingRun, *, is_running: bool) -> str:
    translate = QCoreApplication.translate
    if is_running:
        return translate("Training", "under way")
    if run.made:
        before, after = (_value(run.card, one, ("mrr",)) for one in ("before", "after"))
        if before is not None and after is not None:
            return f"MRR {figure(before)} → {figure(after)}"
        return translate("Training", "done")
    if run.is_over:
        return translate("Training", "did not help")
    return translate("Training", "paused")


def run_sentence(run: TrainingRun, *, is_running: bool) -> str:
    """What is known of a training in a sentence or two."""
    translate = QCoreApplication.translate
    if is_running:
        return translate("Training", "“{name}” is being trained.").replace("{name}", run.name)
    if run.made:
        data = run.card.get("data")
        pairs = data.get("train", 0) if isinstance(data, Mapping) else 0
        text = translate(
            "Training", "“{name}”, trained on {pairs} captions from {base}. Licence: {licence}."
        )
        said = text.format(
            name=run.name,
            pairs=number(int(pairs)),
            base=encoder_name(str(run.card.get("base", ""))),
            licence=run.card.get("licence", ""),
        )
        return said if is_better(run.card) else f"{said} {_no_better()}"
    if run.is_over:
        return translate(
            "Training",
            "Nothing got better on captions that were held out, so no encoder was made of "
            "“{name}”.",
        ).replace("{name}", run.name)
    return translate("Training", "“{name}” was stopped and can go on.").replace("{name}", run.name)


def _no_better() -> str:
    return QCoreApplication.translate(
        "Training", "On captions that it had not seen it is no better than before."
    )


def card_columns(card: Mapping[str, Any]) -> tuple[FigureColumn, ...]:
    """The headings: before, what was trained where it was mixed, and after."""
    translate = QCoreApplication.translate
    titles = {
        "before": translate("Training", "Before"),
        "trained": translate("Training", "Trained"),
        "after": translate("Training", "After"),
    }
    first = FigureColumn(translate("Training", "On captions that were held out"), numeric=False)
    return (first, *(FigureColumn(titles[name]) for name in _columns(card)))


def card_rows(card: Mapping[str, Any]) -> dict[str, Row]:
    """The figures of a card by a key; {} where it has none."""
    translate = QCoreApplication.translate
    wanted: dict[str, tuple[str, ...]] = {
        translate("Training", "Captions by their image, MRR@100"): ("image_to_text", "mrr_at_100"),
        translate("Training", "Captions by their image, comes first"): ("image_to_text", "top_1"),
        translate("Training", "Images by their caption, MRR@100"): ("text_to_image", "mrr_at_100"),
        translate("Training", "Images by their caption, comes first"): ("text_to_image", "top_1"),
        translate("Training", "Gap of captions and images"): ("gap",),
        translate("Training", "Labels by their names (AUC)"): ("label_auc",),
        translate("Training", "Labels by similar images (F)"): ("neighbor_search_f",),
    }
    rows: dict[str, Row] = {}
    for place, (title, path) in enumerate(wanted.items()):
        values = [_value(card, column, path) for column in _columns(card)]
        if any(value is not None for value in values):
            best = max(value for value in values if value is not None)
            cells = (
                Cell(NOTHING, -1.0)
                if value is None
                else Cell(figure(value), value, best=value == best)
                for value in values
            )
            rows[title] = (Cell(title, str(place)), *cells)
    return rows


def _columns(card: Mapping[str, Any]) -> list[str]:
    figures = card.get("figures")
    if not isinstance(figures, Mapping):
        return ["before", "after"]
    return [name for name in COLUMNS if name in figures]


def _value(card: Mapping[str, Any], column: str, path: tuple[str, ...]) -> float | None:
    found: Any = card.get("figures")
    for key in (column, *path):
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) else None
