"""The one way to the network for deep-translator: one host, limited in time and size.

deep-translator 1.11.4 calls ``requests.get`` and ``requests.post`` without any time limit, follows
redirects to other hosts, and puts keys into addresses (DeepL, LibreTranslate). Its modules are
given ``_Requests`` in the place of ``requests``; ``requests`` itself stays as it is. Outside of
``Transport.bound`` that object refuses to send anything.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime

import requests
import urllib3
from requests.adapters import HTTPAdapter

from engine.language.translation.calls import Answer, Call, host_of, is_this_computer
from engine.language.translation.errors import (
    HostBusyError,
    HostFailedError,
    NameFailedError,
    TranslationError,
)

MODULES = ("google", "mymemory", "libre", "deepl", "microsoft")
MOST_BYTES = 1024 * 1024
READ_BYTES = 16 * 1024
MESSAGE_CHARACTERS = 160


class Transport:
    """Sends the requests of one translator instance to one host, from one thread.

    ``rewrite`` may change a call before it is sent, ``check`` look at an answer before it is used.
    ``abandoned`` tells that nobody waits any more.
    """

    def __init__(
        self,
        session: requests.Session,
        host: str,
        *,
        timeout_s: float,
        abandoned: threading.Event,
        rewrite: Callable[[Call], Call],
        check: Callable[[Answer], None],
    ) -> None:
        self._session = session
        self._host = host
        self._timeout_s = timeout_s
        self._abandoned = abandoned
        self._rewrite = rewrite
        self._check = check

    @contextmanager
    def bound(self) -> Iterator[None]:
        """What deep-translator sends from this thread inside the block goes through here."""
        _install()
        _here.transport = self
        try:
            yield
        finally:
            del _here.transport

    def send(self, call: Call) -> Answer:
        """Send and read the whole answer. Raises a TranslationError, never one of ``requests``."""
        call = self._rewrite(call)
        if host_of(call.url) != self._host:
            raise HostFailedError(
                "host-other-than-agreed", host=self._host, other=host_of(call.url)
            )
        if self._abandoned.is_set():
            raise HostFailedError("nobody-waits")
        try:
            answer = self._exchange(call)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            # Their texts hold the whole address with the words in it: it is neither shown nor
            # logged.
            raise _trouble(self._host, self._timeout_s, error) from None
        self._refuse_failures(answer)
        self._check(answer)
        return answer

    def _exchange(self, call: Call) -> Answer:
        response = self._session.request(
            call.method,
            call.url,
            params=dict(call.query),
            data=dict(call.form) or None,
            json=call.json,
            headers=dict(call.headers),
            timeout=(self._timeout_s, self._timeout_s),
            allow_redirects=False,
            stream=True,
        )
        with response:
            body = bytearray()
            # read1: whatever has arrived, so that a body of single bytes can be abandoned.
            while chunk := response.raw.read1(READ_BYTES, decode_content=True):
                body += chunk
                if self._abandoned.is_set() or len(body) > MOST_BYTES:
                    raise NameFailedError("host-sent-too-much", host=self._host)
            return Answer(response.status_code, response.headers, bytes(body))

    def _refuse_failures(self, answer: Answer) -> None:
        host, status = self._host, answer.status_code
        if 200 <= status <= 299:
            return
        if 300 <= status <= 399:
            target = host_of(answer.headers.get("Location", ""))
            if target in ("", host):
                raise HostFailedError("host-other-address", host=host)
            raise HostFailedError("host-points-elsewhere", host=host, other=target)
        if status == 429:
            busy = HostBusyError("host-asked-too-often", host=host)
            raise busy.wanting_pause(_retry_after_s(answer))
        if status in (408, 425) or status >= 500:
            busy = HostBusyError("host-has-fault", host=host, status=status)
            raise busy.wanting_pause(_retry_after_s(answer))
        if status in (401, 403):
            raise HostFailedError("host-refuses-key", host=host, said=_said(answer))
        if status in (402, 456):
            raise HostFailedError("host-used-up", host=host, said=_said(answer))
        if status == 404:
            raise HostFailedError("host-no-service", host=host)
        raise NameFailedError(
            "host-refused-name-with", host=host, status=status, said=_said(answer)
        )


def new_session(url: str) -> requests.Session:
    """A session that repeats nothing by itself and sends no stored passwords.

    It goes through the proxy that the system names, but never to a service on this computer.
    """
    session = requests.Session()
    session.trust_env = not is_this_computer(url)
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=0))
    # Without this, requests sends what ~/.netrc holds for the host.
    session.auth = lambda request: request
    session.headers["Accept-Encoding"] = "identity"
    return session


def _trouble(host: str, timeout_s: float, error: Exception) -> TranslationError:
    if isinstance(error, requests.exceptions.SSLError):
        return HostFailedError("host-not-safe", host=host)
    if isinstance(error, requests.exceptions.ProxyError):
        return HostFailedError("proxy-lets-nothing-through")
    if isinstance(error, requests.exceptions.Timeout):
        return HostFailedError("host-no-answer", host=host, limit_s=timeout_s)
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return HostFailedError("host-no-address", host=host)
    causes = [error, *error.args, *(getattr(cause, "reason", None) for cause in error.args)]
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in causes):
        return HostFailedError("host-unreachable", host=host)
    return HostBusyError("host-broke-off", host=host)


def _retry_after_s(answer: Answer) -> float | None:
    """The pause a host asks for: seconds or a date, as RFC 9110 has it."""
    value = answer.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        sent = parsedate_to_datetime(answer.headers.get("Date", ""))
        return max(0.0, (until - sent).total_seconds())
    except (ValueError, TypeError):
        return None


def _said(answer: Answer) -> str:
    """The host's own words for a refusal, where it has some in JSON."""
    try:
        document = answer.json()
    except ValueError:
        return ""
    found = document.get("error", document.get("message")) if isinstance(document, dict) else None
    if isinstance(found, dict):
        found = found.get("message")
    if not isinstance(found, str) or not found.strip():
        return ""
    return ": " + " ".join(found.split())[:MESSAGE_CHARACTERS].rstrip(".")


class _Here(threading.local):
    transport: Transport


_here = _Here()
_install_lock = threading.Lock()


class _Requests:
    """Stands in for the module ``requests`` inside of deep-translator."""

    exceptions = requests.exceptions

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        proxies: object = None,
    ) -> Answer:
        """As ``requests.get``, as far as deep-translator uses it."""
        return _bound_transport().send(Call("GET", url, params or {}, {}, headers or {}))

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        proxies: object = None,
    ) -> Answer:
        """As ``requests.post``, as far as deep-translator uses it."""
        return _bound_transport().send(Call("POST", url, params or {}, {}, headers or {}, json))


def _bound_transport() -> Transport:
    transport: Transport | None = getattr(_here, "transport", None)
    if transport is None:
        raise RuntimeError("deep-translator is only used through a Transport")
    return transport


def _install() -> None:
    import importlib

    with _install_lock:
        for name in MODULES:
            module = importlib.import_module(f"deep_translator.{name}")
            if not isinstance(module.requests, _Requests):
                module.requests = _Requests()  # type: ignore[attr-defined]
