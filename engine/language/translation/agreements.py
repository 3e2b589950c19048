"""Where agreements are kept: with the person's own settings on this computer.

A catalogue may be anybody's copy. What it says of agreements counts for nothing, and neither does
what its folder holds.
"""

import hashlib
import json
import os
import platform
import tempfile
from pathlib import Path

from engine.language.translation.consent import Consent
from engine.personal_folders import settings_dir

FOLDER = "agreements"


def kept_agreement(identity: str) -> Consent | None:
    """What this person agreed to on this computer for a catalogue; None before that."""
    if not identity:
        return None
    try:
        value = json.loads(_file(identity).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    # A home folder may be shared by several computers.
    if not isinstance(value, dict) or value.get("computer") != platform.node():
        return None
    return Consent.from_setting(value)


def keep_agreement(identity: str, consent: Consent) -> None:
    """Keep an agreement for a catalogue, whole and readable by this person alone."""
    file = _file(identity)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({**consent.as_setting(), "computer": platform.node()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def drop_agreement(identity: str) -> None:
    """Take an agreement back."""
    if identity:
        _file(identity).unlink(missing_ok=True)


def _file(identity: str) -> Path:
    # An identity comes from a file that somebody else may have made: it is no file name.
    return settings_dir() / FOLDER / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.json"
