"""Which encoder a catalogue uses, and where its features are."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.encoders.built_in import FEATURE_SIZE, built_in_fingerprint
from engine.features.store import FeatureStore

if TYPE_CHECKING:
    from db.catalogue import Catalogue

NAME_SETTING = "encoder.name"
FINGERPRINT_SETTING = "encoder.fingerprint"
ROW_LENGTH_SETTING = "encoder.row_length"
"""How many numbers a vector of this fingerprint's encoder has: ``[fingerprint, length]``."""


def current_encoder(catalogue: "Catalogue") -> tuple[str, str] | None:
    """Name and fingerprint of the encoder in use; None before the first encoding."""
    name = catalogue.settings.get(NAME_SETTING)
    fingerprint = catalogue.settings.get(FINGERPRINT_SETTING)
    return (name, fingerprint) if name and fingerprint else None


def features_dir(catalogue: "Catalogue") -> Path:
    """Where the features of all encoders are."""
    return catalogue.folder / "features"


def open_features(catalogue: "Catalogue") -> FeatureStore | None:
    """The features of the encoder in use; None before the first encoding."""
    current = current_encoder(catalogue)
    if current is None:
        return None
    length = row_length(catalogue, current[1])
    return FeatureStore(features_dir(catalogue), current[1], row_length=length)


def row_length(catalogue: "Catalogue", fingerprint: str) -> int | None:
    """How long the vectors of an encoder are; None where the catalogue does not say.

    The built-in encoder's are known without it.
    """
    if fingerprint == built_in_fingerprint():
        return FEATURE_SIZE
    stored = catalogue.settings.get(ROW_LENGTH_SETTING)
    if isinstance(stored, list) and len(stored) == 2 and stored[0] == fingerprint:
        return stored[1] if type(stored[1]) is int and stored[1] > 0 else None
    return None
