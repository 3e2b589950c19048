"""The encoders that have made features of a catalogue's images, not only the one in use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.answers.current_encoder import current_encoder, features_dir
from engine.answers.settings import Settings
from engine.encoders.built_in import BUILT_IN, built_in_fingerprint
from engine.features.store import FINGERPRINT_CHARACTERS, FeatureStore

if TYPE_CHECKING:
    from db.catalogue import Catalogue

USED_SETTING = "encoder.used"
"""``[name, fingerprint]`` of every encoder that images were encoded with, the latest last."""


@dataclass(frozen=True, slots=True)
class UsedEncoder:
    """An encoder by what ``load_encoder`` calls it, and what its features are known by."""

    name: str
    fingerprint: str


def with_used(settings: Settings, name: str, fingerprint: str) -> list[list[str]]:
    """What ``USED_SETTING`` becomes once this encoder is used."""
    others = [one for one in _used(settings) if one.fingerprint != fingerprint]
    return [[one.name, one.fingerprint] for one in [*others, UsedEncoder(name, fingerprint)]]


def encoders_with_features(catalogue: "Catalogue") -> list[UsedEncoder]:
    """Those of which features are stored, the one in use first, then the latest. Loads none."""
    found = _used(catalogue.settings)
    found.insert(0, UsedEncoder(BUILT_IN, built_in_fingerprint()))
    current = current_encoder(catalogue)
    if current is not None:
        found.append(UsedEncoder(*current))
    latest = {one.fingerprint: one for one in reversed(found)}
    folder = features_dir(catalogue)
    return [
        one
        for one in latest.values()
        if (folder / one.fingerprint[:FINGERPRINT_CHARACTERS]).is_dir()
        and len(FeatureStore(folder, one.fingerprint))
    ]


def _used(settings: Settings) -> list[UsedEncoder]:
    return [UsedEncoder(*one) for one in settings.get(USED_SETTING) or []]
