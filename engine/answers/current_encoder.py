"""Which encoder a catalogue uses, and where its features are."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.features.store import FeatureStore

if TYPE_CHECKING:
    from db.catalogue import Catalogue

NAME_SETTING = "encoder.name"
FINGERPRINT_SETTING = "encoder.fingerprint"


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
    return FeatureStore(features_dir(catalogue), current[1]) if current else None
