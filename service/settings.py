"""Where the service listens, for whom, and with which token."""

import hmac
import ipaddress
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InputError
from messages.os_reasons import reason_of

TOKEN_VARIABLE = "NABOLAG_TOKEN"  # noqa: S105 - a name
FEWEST_TOKEN_LETTERS = 16
MOST_TOKEN_LETTERS = 1024
"""A header with more is refused by servers, ours among them."""
MADE_TOKEN_BYTES = 32
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class ServiceSettings:
    """``allowed_hosts``: names that clients may call the service by, beside this computer's own."""

    catalogue: Path
    token: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8765
    allowed_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """Every name that may stand in a ``Host`` header, without its port."""
        anywhere = ("0.0.0.0", "::")  # noqa: S104 - no name that anybody calls it by
        own = () if self.host in anywhere else (self.host,)
        return frozenset(name.casefold() for name in (*LOCAL_HOSTS, *own, *self.allowed_hosts))


def checked_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names and addresses of computers as they stand in a ``Host`` header, without its port.

    Raises InputError for what can stand in none: nobody would ever be answered by it.
    """
    return tuple(map(_checked_name, names))


def _checked_name(name: str) -> str:
    bare = name.removeprefix("[").removesuffix("]")
    if not _NAME.fullmatch(name):
        try:
            ipaddress.ip_address(bare)
        except ValueError as error:
            raise InputError("service-name-wrong", name=name) from error
    return bare


def token_from(file: Path | None) -> tuple[str, bool]:
    """The token, and whether it was made here: the file's, else the environment's, else a new one.

    Raises InputError for a file that cannot be read, and for a token that is short or no plain
    ASCII: it has to fit into a header.
    """
    if file is not None:
        try:
            # Some editors begin every file with a byte order mark.
            token = file.read_text(encoding="utf-8-sig").strip()
        except OSError as error:
            raise InputError("path-unreadable", path=file, reason=reason_of(error)) from error
        except UnicodeDecodeError:
            token = ""
    elif TOKEN_VARIABLE in os.environ:
        token = os.environ[TOKEN_VARIABLE].strip()
    else:
        return secrets.token_urlsafe(MADE_TOKEN_BYTES), True
    is_plain = token.isascii() and token.isprintable() and " " not in token
    if not FEWEST_TOKEN_LETTERS <= len(token) <= MOST_TOKEN_LETTERS or not is_plain:
        raise InputError(
            "service-token-weak", letters=FEWEST_TOKEN_LETTERS, most=MOST_TOKEN_LETTERS
        )
    return token, False


def is_same_token(given: str, token: str) -> bool:
    """Whether they are equal, in a time that says nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())
