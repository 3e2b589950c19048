"""Translators that speak to a server on this machine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from engine.language.translation.cache import TranslationCache
from engine.language.translation.consent import Permit
from engine.language.translation.limits import Limits
from engine.language.translation.providers import PROVIDERS
from engine.language.translation.translator import Translator
from engine.progress import CancelToken
from tests.translation_server import KEY, WORDS, TranslationServer, running_server

QUICK = Limits(
    request_s=2.0, requests_per_s=200, attempts=3, first_pause_s=0.02, longest_pause_s=0.6
)

MakeTranslator = Callable[..., Translator]


@pytest.fixture(scope="module")
def shared_server() -> Iterator[TranslationServer]:
    """The server, for all tests of a module."""
    with running_server() as server:
        yield server


@pytest.fixture
def server(shared_server: TranslationServer) -> TranslationServer:
    """The server, behaving well and asked nothing yet."""
    shared_server.start_over()
    return shared_server


@pytest.fixture
def make_translator(server: TranslationServer) -> Iterator[MakeTranslator]:
    """Makes a translator into English that may send the server's words, quickly."""
    made: list[Translator] = []

    def make(
        provider: str = "libretranslate",
        *,
        texts: tuple[str, ...] = tuple(WORDS),
        cache: Path | None = None,
        cancel: CancelToken | None = None,
        **limits: float,
    ) -> Translator:
        placed = PROVIDERS[provider].at(server.url(provider))
        translator = Translator(
            placed,
            Permit(placed.host, frozenset(texts)),
            source="nb",
            key=KEY,
            cache=None if cache is None else TranslationCache(cache),
            limits=replace(QUICK, **limits),  # type: ignore[arg-type]
            cancel=cancel or Event(),
        )
        made.append(translator)
        return translator

    yield make
    for translator in made:
        translator.close()
