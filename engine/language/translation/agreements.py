"""Where agreements are kept: with the person's own settings on this computer."""

from engine.language.translation.consent import Consent
from engine.personal_notes import drop_note, keep_note, kept_note

FOLDER = "agreements"


def kept_agreement(identity: str) -> Consent | None:
    """What this person agreed to on this computer for a catalogue; None before that."""
    value = kept_note(FOLDER, identity)
    return None if value is None else Consent.from_setting(value)


def keep_agreement(identity: str, consent: Consent) -> None:
    """Keep an agreement for a catalogue, whole and readable by this person alone."""
    keep_note(FOLDER, identity, consent.as_setting())


def drop_agreement(identity: str) -> None:
    """Take an agreement back."""
    drop_note(FOLDER, identity)
