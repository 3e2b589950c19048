"""Encoders trained here: folders with a card, in the encoders folder. Loads no torch.

``card.json`` says what it was made of and how good it is. A whole model is one of open_clip's with
its configuration and weights. One that maps the vectors of another encoder has a manifest instead,
``nabolag_encoder.json``, and ``heads.safetensors``.
"""

import hashlib
import json
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from engine.encoders.files import sha256_of
from engine.errors import InputError

CARD_NAME = "card.json"
MANIFEST_NAME = "nabolag_encoder.json"
HEADS_NAME = "heads.safetensors"
MOST_JSON_BYTES = 4 * 1024**2
MOST_HEADS_BYTES = 1024**3
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,79}")


@dataclass(frozen=True, slots=True)
class AdaptedSource:
    """What an adapted encoder is made from; fingerprints are those of the base it was trained on,
    of images and of texts."""

    name: str
    folder: Path
    base: str
    base_fingerprint: str
    base_text_fingerprint: str
    feature_size: int
    heads_sha256: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the base's fingerprint and the weights of the heads."""
        return hashlib.sha256(f"{self.base_fingerprint}\n{self.heads_sha256}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DualSource(AdaptedSource):
    """What a dual encoder is made from: ``base`` is its image tower's encoder, ``text_tower`` as
    ``engine.encoders.text_towers`` has it, ``base_text_fingerprint`` that of this tower."""

    text_tower: str


def trained_folder(name: str, folder: Path) -> Path | None:
    """The folder of the trained encoder that a name or path means; ``folder`` is that of all."""
    inside = folder / name if NAME.fullmatch(name) else None
    for path in (inside, Path(name).expanduser()):
        if path is not None and any((path / one).is_file() for one in (CARD_NAME, MANIFEST_NAME)):
            return path.absolute()
    return None


def checked_new_name(name: str, folder: Path) -> Path:
    """The folder for a new encoder; InputError where the name is taken or cannot be one."""
    if not NAME.fullmatch(name) or name.endswith((".", " ")) or name.casefold() == "built-in":
        raise InputError("encoder-name-unfit", name=name)
    path = folder / name
    if path.exists():
        raise InputError("encoder-name-taken", name=name, folder=path)
    return path


def kind_of(path: Path) -> str:
    """What the manifest calls itself, as "adapted"; "" where there is none."""
    if not (path / MANIFEST_NAME).is_file():
        return ""
    return str(_object(path / MANIFEST_NAME).get("kind", ""))


def adapted_source(name: str, path: Path) -> AdaptedSource:
    """Read from the manifest; InputError where it, or the heads, are absent or damaged."""
    manifest, heads = path / MANIFEST_NAME, path / HEADS_NAME
    found = _object(manifest)
    try:
        if heads.stat().st_size > MOST_HEADS_BYTES:
            raise ValueError(heads.name)
        size = found["feature_size"]
        if type(size) is not int or size < 1:
            raise ValueError(size)
        texts = [str(found[one]) for one in ("base", "base_fingerprint", "base_text_fingerprint")]
    except (OSError, LookupError, TypeError, ValueError) as error:
        raise InputError("encoder-trained-damaged", path=manifest) from error
    return AdaptedSource(name, path, texts[0], texts[1], texts[2], size, sha256_of(heads))


def dual_source(name: str, path: Path) -> DualSource:
    """As ``adapted_source``, for two towers."""
    found = adapted_source(name, path)
    text_tower = _object(path / MANIFEST_NAME).get("text_tower")
    if not isinstance(text_tower, str):
        raise InputError("encoder-trained-damaged", path=path / MANIFEST_NAME)
    facts = {one.name: getattr(found, one.name) for one in fields(found)}
    return DualSource(**facts, text_tower=text_tower)


def read_card(path: Path) -> dict[str, Any]:
    """The card of a trained encoder; {} where there is none, InputError where it is damaged."""
    card = path / CARD_NAME
    return _object(card) if card.is_file() else {}


def _object(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_JSON_BYTES:
            raise ValueError(path.name)
        found = json.loads(path.read_text("utf-8"))
        if not isinstance(found, dict):
            raise TypeError(path.name)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise InputError("encoder-trained-damaged", path=path) from error
    return found
