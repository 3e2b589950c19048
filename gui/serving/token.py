"""The token that programs show to the service: kept in files that their owner alone can read.

It never stands among the arguments of a process, which everybody on a computer can list, nor in a
log. The same one is used until a person asks for another, so that programs need not be told again.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from db.file.privacy import make_folder
from engine.personal_folders import settings_dir

TOKEN_BYTES = 32
OWNER_ALONE = 0o600


@dataclass(frozen=True, slots=True)
class Token:
    """``file`` is what the service reads, ``curl_file`` what ``curl --config`` reads: the header
    with the token in it."""

    text: str = field(repr=False)
    file: Path
    curl_file: Path


def kept_token(*, new: bool = False) -> Token:
    """The token of this person on this computer; made where there is none, or a ``new`` one is
    asked for. Raises OSError."""
    folder = settings_dir()
    file, curl_file = folder / "service-token", folder / "service-curl"
    text = "" if new else _read(file)
    if not text:
        text = secrets.token_urlsafe(TOKEN_BYTES)
        make_folder(folder)
        _write(file, text)
    else:
        file.chmod(OWNER_ALONE)
    header = f'header = "Authorization: Bearer {text}"\n'
    if _read(curl_file) != header.strip():
        _write(curl_file, header)
    return Token(text, file, curl_file)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _write(file: Path, text: str) -> None:
    place = file.with_name(f"{file.name}.{os.getpid()}")
    place.unlink(missing_ok=True)
    number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
    with os.fdopen(number, "w", encoding="utf-8") as stream:
        stream.write(text)
    place.replace(file)
