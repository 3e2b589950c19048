"""The card of a trained encoder, and its folder, which appears whole or not at all."""

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import torch

from db.clock import now_utc
from engine.encoders.adapted import Heads
from engine.encoders.base import Encoder
from engine.encoders.files import write_weights
from engine.encoders.registry import available_encoders, reading_language, text_fingerprint
from engine.encoders.saving import WriteInto
from engine.encoders.trained import CARD_NAME, HEADS_NAME, MANIFEST_NAME
from engine.jobs.training.request import TrainRequest
from engine.training.course import Outcome, Validation
from engine.whole_file import PART_SUFFIX, made_folder, whole_place

UNKNOWN = "unknown"
ABANDONED_AFTER_S = 24 * 3600.0


class Known(Protocol):
    """An encoder, or the files of one."""

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...


def new_card(
    request: TrainRequest,
    base: Known,
    *,
    data: Mapping[str, Any],
    settings: Mapping[str, Any],
    figures: Mapping[str, Any],
    training: Mapping[str, Any],
) -> dict[str, Any]:
    """What an encoder was made of and how good it is. ``figures``: before and after, each with
    ``mrr`` and ``recall_at_1`` on pairs that nothing was chosen by."""
    listed = next((one for one in available_encoders() if one.name == base.name), None)
    return {
        "name": request.name,
        "method": request.method,
        "made_at": now_utc(),
        "base": base.name,
        "base_fingerprint": base.fingerprint,
        "licence": (listed.licence if listed is not None else "") or UNKNOWN,
        "asked": request.as_json(),
        "seed": request.seed,
        "data": data,
        "settings": settings,
        "training": training,
        "figures": figures,
    }


def write_encoder(
    folder: Path,
    card: Mapping[str, Any],
    write: WriteInto,
    report: Mapping[str, bytes] | None = None,
) -> None:
    """Make the folder of a new encoder: the card, what ``write`` puts beside it, and the files of
    the training's ``report`` by name."""
    made_folder(folder.parent)
    _remove_abandoned(folder.parent)
    with whole_place(folder, overwrite=False, is_folder=True) as place:
        text = json.dumps(card, ensure_ascii=False, indent=1)
        (place / CARD_NAME).write_text(text, encoding="utf-8")
        for name, content in (report or {}).items():
            (place / name).write_bytes(content)
        write(place)


def _remove_abandoned(folder: Path) -> None:
    """Remove what writers of encoders left that were killed, once no writer can be at it still."""
    for place in folder.glob(f".*{PART_SUFFIX}"):
        with suppress(OSError):
            if time.time() - (place / CARD_NAME).stat().st_mtime > ABANDONED_AFTER_S:
                shutil.rmtree(place)


def adapted_files(base: Encoder, heads: Heads) -> WriteInto:
    """Manifest and heads of an adapted encoder."""

    def write(place: Path) -> None:
        manifest = {
            "kind": "adapted",
            "base": base.name,
            "base_fingerprint": base.fingerprint,
            "base_text_fingerprint": text_fingerprint(
                base.name, base.fingerprint, reading_language(base)
            ),
            "feature_size": base.feature_size,
        }
        (place / MANIFEST_NAME).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        tensors = {name: torch.from_numpy(one.copy()) for name, one in heads.items()}
        write_weights(place / HEADS_NAME, tensors)

    return write


def training_facts(outcome: Outcome, tried: Mapping[float, Validation]) -> dict[str, Any]:
    """What a card says of a course, and of the rates that were tried before."""
    return {
        "steps": outcome.steps,
        "best_step": outcome.best_step,
        "validation_before": asdict(outcome.base),
        "validation_after": asdict(outcome.validation),
        "rates_tried": {str(rate): asdict(one) for rate, one in tried.items()},
        "came_apart": outcome.came_apart,
        "threads": torch.get_num_threads(),
    }


def seed_of(card: Mapping[str, Any]) -> int:
    """The seed of an encoder's split."""
    seed = card.get("seed", 0)
    return seed if type(seed) is int else 0


def clean_of(card: Mapping[str, Any]) -> str:
    """The steps that captions were cleaned in for an encoder."""
    asked = card.get("asked")
    clean = asked.get("clean", "") if isinstance(asked, Mapping) else ""
    return clean if isinstance(clean, str) else ""
