"""What every request passes before anything of it is read: host, token, size, time.

Plain ASGI, so that a body is refused while it comes in and not when it is there.
"""

import asyncio
import base64
import binascii
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect

from service.limits import ServiceLimits
from service.metrics import Metrics
from service.places import where
from service.refusals import (
    SAFE_HEADERS,
    RefusedError,
    busy,
    refusal_bytes,
    too_large,
    too_late,
)
from service.settings import ServiceSettings, is_same_token

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN_PATHS = frozenset({"/health"})
GONE = 499
"""In the figures: a client that went away before it had its answer."""
log = logging.getLogger("service")


@dataclass(slots=True)
class _Load:
    """What is going on at once."""

    requests: int = 0
    buffered_bytes: int = 0


class Guard:
    """The outermost layer of the application."""

    def __init__(
        self, app: App, settings: ServiceSettings, limits: ServiceLimits, metrics: Metrics
    ) -> None:
        self._app = app
        self._settings = settings
        self._hosts = settings.hosts
        self._limits = limits
        self._metrics = metrics
        self._load = _Load()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        await _Exchange(self, scope, receive, send).run()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or have the application answer."""
        self._check(scope)
        if scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        if self._load.requests >= self._limits.waiting:
            raise busy()
        self._load.requests += 1
        self._metrics.in_progress.inc()
        body = _Body(self._limits, self._load, scope, receive)
        try:
            body.check_length()
            await self._app(scope, body.receive, send)
        finally:
            body.release()
            self._load.requests -= 1
            self._metrics.in_progress.dec()

    def _check(self, scope: Scope) -> None:
        headers = scope["headers"]
        if not self._is_our_host(headers):
            raise RefusedError(403, "service-host-unknown")
        if scope["path"] in OPEN_PATHS:
            return
        if not self._has_token(headers):
            challenge = 'Bearer realm="nabolag", Basic realm="nabolag", charset="UTF-8"'
            raise RefusedError(401, "service-token-wrong", {"www-authenticate": challenge})
        # A browser that has the password sends it along wherever a page has it send something.
        site = _header(headers, b"sec-fetch-site")
        if site in (b"cross-site", b"same-site") and scope["method"] not in ("GET", "HEAD"):
            raise RefusedError(403, "service-other-site")

    def _is_our_host(self, headers: list[tuple[bytes, bytes]]) -> bool:
        given = [value for name, value in headers if name == b"host"]
        return len(given) == 1 and host_name(given[0]) in self._hosts

    def _has_token(self, headers: list[tuple[bytes, bytes]]) -> bool:
        given = [value for name, value in headers if name == b"authorization"]
        # Always compared, so that the time says nothing either.
        token = token_of(given[0]) if len(given) == 1 else ""
        return is_same_token(token, self._settings.token)

    # --- for one exchange ---------------------------------------------------------------------

    @property
    def answer_s(self) -> float:
        """How long an answer may take."""
        return self._limits.answer_s

    def count_refusal(self, error: RefusedError) -> None:
        """Note why a request is refused."""
        self._metrics.refusals.labels(error.message.code).inc()

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Note an answer, by the pattern of its path and never by the path."""
        route = getattr(scope.get("route"), "path", None) or "other"
        method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        log.info("%s %s %d %.0f ms", method, route, status, 1000 * seconds)


class _Exchange:
    """One request with its answer, of which at least the head is ours."""

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self._guard = guard
        self._scope = scope
        self._receive = receive
        self._send = send
        self._status = 0
        self._is_complete = False

    async def run(self) -> None:
        started_s = time.monotonic()
        try:
            async with asyncio.timeout(self._guard.answer_s):
                await self._guard.answer(self._scope, self._receive, self._put)
        except TimeoutError:
            await self._refuse(too_late())
        except ClientDisconnect:
            self._status = self._status or GONE
        except RefusedError as error:
            await self._refuse(error)
        except Exception as error:
            log.error("%s", where(error))
            await self._refuse(RefusedError(500, "service-fault"))
        finally:
            self._guard.count(self._scope, self._status, time.monotonic() - started_s)

    async def _put(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            own = {name for name, _ in message.get("headers", ())}
            safe = [(name, value) for name, value in SAFE_HEADERS if name not in own]
            message["headers"] = [*message.get("headers", ()), *safe]
        elif message["type"] == "http.response.body":
            self._is_complete = not message.get("more_body", False)
        await self._send(message)

    async def _refuse(self, error: RefusedError) -> None:
        if self._is_complete:
            return
        self._guard.count_refusal(error)
        if self._status:  # the head is gone already: all there is left is to break off
            raise ConnectionAbortedError
        body = refusal_bytes(error.message)
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *((name.encode(), value.encode()) for name, value in error.headers.items()),
        ]
        start = {"type": "http.response.start", "status": error.status, "headers": headers}
        await self._put(start)
        await self._send({"type": "http.response.body", "body": body})


class _Body:
    """The body of a request, counted while it comes in."""

    def __init__(self, limits: ServiceLimits, load: _Load, scope: Scope, receive: Receive) -> None:
        self._limits = limits
        self._limit_bytes = limits.body_limit(scope["path"])
        self._load = load
        self._receive = receive
        self._scope = scope
        self._read_bytes = 0
        self._ends_s = time.monotonic() + limits.body_s
        self._is_whole = False

    def check_length(self) -> None:
        """Refuse by what the head says."""
        stated = _header(self._scope["headers"], b"content-length")
        # What is no number the server refuses itself.
        if stated.isdigit() and int(stated[:20]) > self._limit_bytes:
            raise too_large(self._limit_bytes)

    async def receive(self) -> Message:
        """The next piece; raises RefusedError for one too many and for one that is late."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._ends_s - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(408, "service-body-slow", {"connection": "close"}) from None
        if message["type"] != "http.request":
            return message
        size = len(message.get("body", b""))
        self._read_bytes += size
        self._load.buffered_bytes += size
        if self._read_bytes > self._limit_bytes:
            raise too_large(self._limit_bytes)
        if self._load.buffered_bytes > self._limits.buffered_bytes:
            raise busy()
        self._is_whole = not message.get("more_body", False)
        return message

    def release(self) -> None:
        """The body is used up."""
        self._load.buffered_bytes -= self._read_bytes
        self._read_bytes = 0


def host_name(value: bytes) -> str:
    """The name in a ``Host`` header, without port and brackets; "" where it is none."""
    text = value.decode("latin-1").strip().casefold()
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        return name if bracket and _is_port(rest) else ""
    name, colon, port = text.partition(":")
    return name if _is_port(colon + port) else ""


def _is_port(text: str) -> bool:
    return text == "" or (text[0] == ":" and text[1:].isdigit() and len(text) <= 6)


def token_of(value: bytes) -> str:
    """The token in an ``Authorization`` header, as Bearer or as the password of Basic."""
    scheme, _, given = value.decode("latin-1").strip().partition(" ")
    if scheme.casefold() == "bearer":
        return given.strip()
    if scheme.casefold() == "basic":
        try:
            pair = base64.b64decode(given.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return pair.partition(":")[2]
    return ""


def _header(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for each, value in headers if each == name), b"")
