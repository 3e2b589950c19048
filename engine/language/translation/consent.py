"""A curator's agreement to send these words to that host; without it nothing is sent."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from engine.errors import InputError

DIGEST_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Permit:
    """What a translator may send, and where to. Made by ``permit`` only."""

    host: str
    texts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed when to which words going to which host; ``words`` are digests of them."""

    provider: str
    host: str
    url: str
    source: str
    curator: str
    time: str
    words: frozenset[str]

    @classmethod
    def give(
        cls,
        texts: Iterable[str],
        *,
        provider: str,
        host: str,
        url: str,
        source: str,
        curator: str,
        time: str,
        earlier: Self | None = None,
    ) -> Self:
        """An agreement to these texts, on top of what was agreed ``earlier`` for the same host."""
        words = frozenset(_digest(text) for text in texts)
        if earlier is not None and earlier.host == host:
            words |= earlier.words
        return cls(provider, host, url, source, curator, time, words)

    @classmethod
    def from_setting(cls, value: object) -> Self | None:
        """An agreement as it is kept; None for anything else."""
        if not isinstance(value, dict) or not isinstance(value.get("words"), list):
            return None

        def text(name: str) -> str:
            return str(value.get(name, ""))

        return cls(
            text("provider"),
            text("host"),
            text("url"),
            text("source"),
            text("curator"),
            text("time"),
            frozenset(str(word) for word in value["words"]),
        )

    def as_setting(self) -> dict[str, object]:
        """The agreement as it is kept."""
        return {
            "provider": self.provider,
            "host": self.host,
            "url": self.url,
            "source": self.source,
            "curator": self.curator,
            "time": self.time,
            "words": sorted(self.words),
        }

    def missing(self, texts: Iterable[str], host: str) -> list[str]:
        """The texts that were not agreed to be sent to this host."""
        if host != self.host:
            return list(texts)
        return [text for text in texts if _digest(text) not in self.words]


def permit(consent: Consent | None, texts: Iterable[str], host: str) -> Permit:
    """Leave to send these texts. Raises InputError where nobody agreed to all of them."""
    wanted = list(texts)
    if consent is None:
        raise InputError("consent-missing", host=host)
    missing = consent.missing(wanted, host)
    if missing:
        if consent.host == host:
            raise InputError(
                "consent-incomplete", missing=len(missing), names=len(wanted), host=host
            )
        raise InputError(
            "consent-to-other-host",
            missing=len(missing),
            names=len(wanted),
            host=host,
            agreed=consent.host,
        )
    return Permit(host, frozenset(wanted))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]
