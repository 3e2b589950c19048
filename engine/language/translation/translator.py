"""Names into English, one after another: politely, within limits, with a clear word on failures."""

import random
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import requests

from engine.language.translation.cache import CacheKey, TranslationCache
from engine.language.translation.consent import Permit
from engine.language.translation.errors import (
    HostBusyError,
    HostFailedError,
    NameFailedError,
    TranslationError,
    UselessAnswerError,
)
from engine.language.translation.languages import TARGET
from engine.language.translation.limits import Limits
from engine.language.translation.providers import Provider
from engine.language.translation.texts import (
    MOST_ANSWER_CHARACTERS,
    checked_answer,
    refuse_useless,
)
from engine.language.translation.transport import Transport, new_session
from engine.language.translation.waiting import RateLimit, TookTooLongError, pause, run_within
from engine.progress import CancelToken, NeverCancelled
from messages.message import Message


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """One text with its translation, or with "" and the reason why there is none."""

    text: str
    translation: str
    problem: Message | None = None
    from_cache: bool = False


class Translator:
    """Translates permitted texts with one provider; may be used from any thread."""

    def __init__(
        self,
        provider: Provider,
        permit: Permit,
        *,
        source: str,
        key: str = "",
        cache: TranslationCache | None = None,
        limits: Limits | None = None,
        cancel: CancelToken | None = None,
        most_characters: int = MOST_ANSWER_CHARACTERS,
    ) -> None:
        """``most_characters`` are those of an answer. Raises InputError for a language or key the
        provider cannot use."""
        provider.code(source)
        provider.refuse_bad_key(key)
        self._provider = provider
        self._permit = permit
        self._source = source
        self._key = key
        self._cache = cache
        self._most_characters = most_characters
        self._limits = limits or Limits()
        self._cancel = cancel or NeverCancelled()
        self._rate = RateLimit(self._limits.requests_per_s)
        self._until_s = time.monotonic() + self._limits.run_s
        self._sessions: list[requests.Session] = []

    def translate_all(self, texts: Iterable[str]) -> Iterator[TranslatedText]:
        """Every text's translation or problem, as they come.

        Raises HostFailedError where going on is pointless and JobCancelledError on request; what
        was yielded before counts.
        """
        in_a_row = 0
        try:
            for text in texts:
                try:
                    found = self.translate(text)
                except UselessAnswerError as error:
                    in_a_row = 0
                    yield TranslatedText(text, "", error.message)
                except NameFailedError as error:
                    in_a_row += 1
                    yield TranslatedText(text, "", error.message)
                    if in_a_row >= self._limits.failures_in_a_row:
                        raise _final(error) from None
                else:
                    in_a_row = 0
                    yield found
        finally:
            self.close()

    def translate(self, text: str) -> TranslatedText:
        """One text's translation. Raises a TranslationError or JobCancelledError."""
        if text not in self._permit.texts or self._provider.host != self._permit.host:
            raise HostFailedError("name-not-agreed")
        key = CacheKey(self._provider.host, self._source, TARGET, text)
        known = self._cache.get(key) if self._cache is not None else None
        if known is not None:
            refuse_useless(known, text, self._provider.host)
            return TranslatedText(text, known, from_cache=True)
        if len(text) >= self._provider.fewer_characters_than:
            raise NameFailedError(
                "name-too-long",
                host=self._provider.host,
                fewer_than=self._provider.fewer_characters_than,
                characters=len(text),
            )
        answer = checked_answer(self._asked(text), text, self._provider.host, self._most_characters)
        if self._cache is not None:
            self._cache.put(key, answer)
        # Kept, so that the host is not asked for the same again, and not used.
        refuse_useless(answer, text, self._provider.host)
        return TranslatedText(text, answer)

    def close(self) -> None:
        """Give up connections that are kept open for the next request."""
        while self._sessions:
            self._sessions.pop().close()

    def _asked(self, text: str) -> object:
        """What the provider answers, asked again with growing pauses while it is busy."""
        host, limits = self._provider.host, self._limits
        for attempt in range(limits.attempts):
            self._rate.wait(self._cancel)
            left_s = self._until_s - time.monotonic()
            if left_s <= 0:
                raise HostFailedError("run-time-over", limit_s=limits.run_s)
            try:
                return run_within(
                    lambda abandoned: self._exchange(text, abandoned),
                    min(limits.request_s, left_s),
                    self._cancel,
                )
            except TookTooLongError:
                raise HostFailedError(
                    "host-no-answer", host=host, limit_s=limits.request_s
                ) from None
            except HostBusyError as error:
                if attempt == limits.attempts - 1:
                    raise _final(error) from None
                self._pause(error, attempt)
        raise HostFailedError("host-not-asked", host=host)

    def _pause(self, error: HostBusyError, attempt: int) -> None:
        # Some chance in it, so that many programs that were refused together do not come back so.
        backoff_s = self._limits.first_pause_s * 2**attempt * random.uniform(1.0, 1.25)  # noqa: S311
        wanted_s = max(backoff_s, error.retry_after_s or 0.0)
        if wanted_s > self._limits.longest_pause_s:
            raise HostFailedError(
                "host-wants-pause", reason=error.message, pause_min=wanted_s / 60
            ) from None
        pause(min(wanted_s, max(0.0, self._until_s - time.monotonic())), self._cancel)

    def _exchange(self, text: str, abandoned: threading.Event) -> object:
        """In a thread of its own: one request by one new translator."""
        session = self._sessions.pop() if self._sessions else new_session(self._provider.url)
        host = self._provider.host
        transport = Transport(
            session,
            host,
            timeout_s=self._limits.request_s,
            abandoned=abandoned,
            rewrite=self._provider.rewrite,
            check=lambda answer: self._provider.check(answer, host),
        )
        try:
            with transport.bound():
                return self._provider.new_translator(self._source, self._key).translate(text)
        except TranslationError:
            raise
        except Exception:
            # deep-translator lets whatever an unexpected answer brings about pass: KeyError,
            # StopIteration, JSONDecodeError, its own errors without a common base.
            raise NameFailedError("host-answer-unreadable", host=host) from None
        finally:
            if abandoned.is_set():
                session.close()
            else:
                self._sessions.append(session)


def _final(error: TranslationError) -> HostFailedError:
    """The same as a reason to ask the host no more."""
    return HostFailedError(error.message.code, **error.message.arguments)
