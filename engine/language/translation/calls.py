"""A request to a service and its answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it will be sent."""

    method: str
    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; has what deep-translator reads of a ``requests.Response``."""

    status_code: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:  # noqa: ANN401
        """The body read as JSON; raises ValueError where it is none."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("the answer is nested too deep") from error

    def close(self) -> None:
        """Nothing to close: the whole answer was read."""


def host_of(url: str) -> str:
    """The host an address names, with the port where it names one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{host}:{parts.port}" if parts.port is not None else host


def is_this_computer(url: str) -> bool:
    """The address is one of the computer's own, which nothing leaves."""
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
