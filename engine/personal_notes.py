"""What a person said about a catalogue on this computer, kept with that person's settings.

A catalogue may be anybody's copy. What it says was allowed counts for nothing, and neither does
what its folder holds.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.personal_folders import settings_dir


def kept_note(kind: str, identity: str) -> dict[str, Any] | None:
    """The note of a kind about the catalogue with this identity; None where there is none."""
    if not identity:
        return None
    try:
        value = json.loads(_file(kind, identity).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    # A home folder may be shared by several computers.
    is_ours = isinstance(value, dict) and value.get("computer") == platform.node()
    return value if is_ours else None


def keep_note(kind: str, identity: str, note: Mapping[str, Any]) -> None:
    """Keep a note (what JSON holds), whole and readable by this person alone. Raises OSError."""
    file = _file(kind, identity)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({**note, "computer": platform.node()}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def drop_note(kind: str, identity: str) -> None:
    """Forget a note."""
    if identity:
        _file(kind, identity).unlink(missing_ok=True)


def _file(kind: str, identity: str) -> Path:
    # An identity comes from a file that somebody else may have made: it is no file name.
    name = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return settings_dir() / kind / f"{name}.json"
