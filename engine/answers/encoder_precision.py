"""The precision that a catalogue's features were made with: those of one encoder never mix two."""

from typing import TYPE_CHECKING

from engine.encoders.base import Encoder, MapsBaseFeatures, Precision, PrecisionChoice
from engine.encoders.registry import load_encoder
from engine.encoders.text_languages import ENGLISH

if TYPE_CHECKING:
    from db.catalogue import Catalogue

PRECISIONS_SETTING = "encoder.precisions"
"""``{fingerprint: [name, precision]}`` of every encoder that features were stored of."""


def load_as_stored(catalogue: "Catalogue", name: str, *, language: str = ENGLISH) -> Encoder:
    """The encoder at the precision its features in this catalogue have, or those of the encoder it
    maps; where there are none, it chooses. ``language`` as ``load_encoder`` takes it.

    Raises InputError as ``load_encoder``.
    """
    noted = _noted(catalogue)
    hint: PrecisionChoice = next((used for known, used in noted.values() if known == name), "auto")
    encoder = load_encoder(name, precision=hint, language=language)
    wanted = stored_precision(catalogue, encoder) or "auto"
    return encoder if wanted == hint else load_encoder(name, precision=wanted, language=language)


def stored_precision(catalogue: "Catalogue", encoder: Encoder) -> Precision | None:
    """That of the features of this encoder, or of the one it maps; None where none are noted."""
    noted = _noted(catalogue)
    fingerprints = [encoder.fingerprint]
    if isinstance(encoder, MapsBaseFeatures):
        fingerprints.append(encoder.base_fingerprint)
    return next((noted[one][1] for one in fingerprints if one in noted), None)


def noted_precision(catalogue: "Catalogue", fingerprint: str) -> PrecisionChoice:
    """That of the features of the encoder with this fingerprint, for a process that has no
    catalogue; "auto" where none are noted."""
    noted = _noted(catalogue)
    return noted[fingerprint][1] if fingerprint in noted else "auto"


def note_precision(catalogue: "Catalogue", encoder: Encoder) -> None:
    """Remember what the features of this encoder are made with, the first time."""
    noted = _noted(catalogue)
    if encoder.fingerprint not in noted:
        entry = {encoder.fingerprint: [encoder.name, encoder.precision]}
        catalogue.settings.set(PRECISIONS_SETTING, {**noted, **entry})


def _noted(catalogue: "Catalogue") -> dict[str, tuple[str, Precision]]:
    stored = catalogue.settings.get(PRECISIONS_SETTING)
    found: dict[str, tuple[str, Precision]] = {}
    for fingerprint, entry in stored.items() if isinstance(stored, dict) else ():
        if isinstance(entry, list | tuple) and len(entry) == 2:
            name, precision = entry
            if precision in ("float32", "bfloat16"):
                found[str(fingerprint)] = (str(name), precision)
    return found
