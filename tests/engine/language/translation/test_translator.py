"""Every service, well and ill: what arrives, how long it takes, what is said."""

import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.language.translation.consent import Permit
from engine.language.translation.errors import (
    HostBusyError,
    HostFailedError,
    NameFailedError,
    TranslationError,
)
from engine.language.translation.providers import PROVIDERS
from engine.language.translation.translator import TranslatedText, Translator
from engine.progress import JobCancelledError
from tests.engine.language.translation.conftest import QUICK, MakeTranslator
from tests.translation_server import KEY, WORDS, TranslationServer

EVERY = pytest.mark.parametrize("provider", [name for name in PROVIDERS if name != "deepl"])
# The server keeps an answer back for longer than this.
SLACK_S = 10


def assert_one_sentence(error: Exception) -> None:
    """One line, ends with a full stop, has neither key nor address in it."""
    text = str(error)
    assert re.fullmatch(r"[^\n?]+\.", text), text
    assert KEY not in text
    assert "://" not in text
    assert "Error" not in text


@EVERY
def test_a_name_comes_back_in_english(
    provider: str, make_translator: MakeTranslator, server: TranslationServer
) -> None:
    assert make_translator(provider).translate("lastebil") == TranslatedText("lastebil", "truck")
    (received,) = server.received
    assert received.text == "lastebil"
    assert "auto" not in (received.query | json_or_form(received.body)).values()


def json_or_form(body: str) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return {} if body.startswith("[") else dict(parse_qsl(body))


@pytest.mark.parametrize(
    ("provider", "language"),
    [("google", "no"), ("mymemory", "nb-NO|en-GB"), ("libretranslate", "nb"), ("deepl-free", "NB")],
)
def test_the_source_language_is_sent_in_the_services_own_code(
    provider: str, language: str, make_translator: MakeTranslator, server: TranslationServer
) -> None:
    make_translator(provider).translate("båt")
    (received,) = server.received
    assert language in (received.query | json_or_form(received.body)).values()


@pytest.mark.parametrize("provider", ["libretranslate", "deepl-free", "microsoft"])
def test_keys_are_never_in_the_address(
    provider: str, make_translator: MakeTranslator, server: TranslationServer
) -> None:
    make_translator(provider).translate("båt")
    (received,) = server.received
    assert received.method == "POST"
    assert KEY not in json.dumps(received.query)
    assert KEY in received.body + json.dumps(received.headers) or KEY.replace(":", "%3A") in (
        received.body
    )


def test_a_service_of_ones_own_needs_no_key_and_no_slash(server: TranslationServer) -> None:
    provider = PROVIDERS["libretranslate"].at(server.url("libretranslate"))
    permit = Permit(provider.host, frozenset(WORDS))
    translator = Translator(provider, permit, source="nb", limits=QUICK)
    assert translator.translate("hus").translation == "house"
    translator.close()
    (received,) = server.received
    assert received.path == "/libre/translate"
    assert "api_key" not in received.body


@EVERY
@pytest.mark.parametrize(
    ("mode", "kind", "requests"),
    [
        ("429", HostFailedError, 3),
        ("500", HostFailedError, 3),
        ("dies", HostFailedError, 3),
        ("dies midway", HostFailedError, 3),
        ("403", HostFailedError, 1),
        ("redirect", HostFailedError, 1),
        ("html", NameFailedError, 1),
        ("empty", NameFailedError, 1),
        ("null", NameFailedError, 1),
        ("json null", NameFailedError, 1),
        ("other script", NameFailedError, 1),
        ("huge", NameFailedError, 1),
        ("400", NameFailedError, 1),
    ],
)
def test_every_failure_is_one_clear_sentence(
    provider: str,
    mode: str,
    kind: type[TranslationError],
    requests: int,
    make_translator: MakeTranslator,
    server: TranslationServer,
) -> None:
    server.mode = mode
    with pytest.raises(kind) as caught:
        make_translator(provider).translate("lastebil")
    assert_one_sentence(caught.value)
    assert server.host in str(caught.value)
    assert len(server.received) == requests


@pytest.mark.parametrize(
    ("provider", "mode"), [("google", "stall"), ("microsoft", "drip"), ("deepl", "drip headers")]
)
def test_a_slow_host_is_given_up_in_time(
    provider: str, mode: str, make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode = mode
    began_s = time.monotonic()
    with pytest.raises(HostFailedError, match=r"did not answer within 0\.5 s\.") as caught:
        make_translator(provider, request_s=0.5).translate("lastebil")
    assert time.monotonic() - began_s < 0.5 + SLACK_S
    assert_one_sentence(caught.value)
    assert len(server.received) == 1


@pytest.mark.parametrize("mode", ["stall", "drip", "drip headers", "429"])
def test_cancelling_takes_effect_at_once(
    mode: str, make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode, server.retry_after = mode, "30"
    cancel = threading.Event()
    translator = make_translator(cancel=cancel, request_s=20, longest_pause_s=60)
    threading.Timer(0.2, cancel.set).start()
    began_s = time.monotonic()
    with pytest.raises(JobCancelledError):
        translator.translate("lastebil")
    assert time.monotonic() - began_s < SLACK_S


def test_a_service_on_this_computer_is_asked_without_a_proxy(
    make_translator: MakeTranslator, server: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://proxy.invalid:1")
    assert make_translator().translate("hus").translation == "house"


def test_nobody_there_is_said_at_once(server: TranslationServer) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    provider = PROVIDERS["google"].at(f"http://127.0.0.1:{port}/m")
    translator = Translator(
        provider, Permit(provider.host, frozenset(WORDS)), source="nb", limits=QUICK
    )
    with pytest.raises(HostFailedError, match="cannot be reached") as caught:
        translator.translate("lastebil")
    assert_one_sentence(caught.value)


def test_what_was_finished_before_a_host_fails_counts(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode, server.healthy = "dies", 2
    found, error = collected(make_translator().translate_all(list(WORDS)))
    assert isinstance(error, HostFailedError)
    assert "broke off" in str(error)
    assert [one.translation for one in found] == ["truck", "boat"]


def collected(
    translated: Iterator[TranslatedText],
) -> tuple[list[TranslatedText], TranslationError | None]:
    """What came, and the error it ended with."""
    found = []
    try:
        for one in translated:
            found.append(one)
    except TranslationError as error:
        return found, error
    return found, None


def test_a_host_with_a_passing_fault_is_asked_again(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode = "500"
    threading.Timer(0.05, lambda: setattr(server, "mode", "well")).start()
    translator = make_translator(attempts=6, first_pause_s=0.05)
    assert translator.translate("fly").translation == "aeroplane"
    assert len(server.received) > 1


def test_the_pause_a_host_asks_for_is_made(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode, server.retry_after = "429", "1"
    translator = make_translator(longest_pause_s=2, attempts=2)
    with pytest.raises(HostFailedError):
        translator.translate("lastebil")
    first, second = server.received
    assert second.at_s - first.at_s >= 1


def test_a_host_that_wants_a_long_pause_ends_the_run(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode, server.retry_after = "429", "600"
    with pytest.raises(HostFailedError, match="wants a pause of 10 minutes") as caught:
        make_translator().translate("lastebil")
    assert_one_sentence(caught.value)


def test_names_without_answer_do_not_stop_the_others_unless_they_are_many(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    server.mode = "null"
    found, error = collected(make_translator().translate_all(list(WORDS)))
    assert isinstance(error, HostFailedError)
    assert "no translation" in str(error)
    assert [one.problem is not None for one in found] == [True] * 3
    assert len(server.received) == 3


def test_a_run_has_an_end(make_translator: MakeTranslator, server: TranslationServer) -> None:
    translated = make_translator(run_s=0.4, requests_per_s=2).translate_all(list(WORDS))
    with pytest.raises(HostFailedError, match=r"time for this run, 0\.4 s, is over"):
        list(translated)
    assert 1 <= len(server.received) < len(WORDS)


def test_at_most_so_many_requests_a_second(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    list(make_translator(requests_per_s=10).translate_all(list(WORDS)))
    times = [received.at_s for received in server.received]
    assert times[-1] - times[0] >= 0.1 * (len(WORDS) - 1) - 0.05


def test_answers_are_not_mixed_up_between_threads(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    texts = tuple(f"ord {number}" for number in range(60))
    translator = make_translator("google", texts=texts, requests_per_s=2_000, request_s=10)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(translator.translate, texts))
    assert [one.translation for one in found] == [f"the {text}" for text in texts]
    assert sorted(server.texts) == sorted(texts)


def test_what_was_answered_once_is_not_asked_again(
    make_translator: MakeTranslator, server: TranslationServer, tmp_path: Path
) -> None:
    cache = tmp_path / "folder" / "translations.jsonl"
    make_translator(cache=cache).translate("båt")
    cache.write_bytes(cache.read_bytes() + b'["cut sho')
    make_translator(cache=cache).translate("hus")
    again = make_translator(cache=cache)
    assert again.translate("båt") == TranslatedText("båt", "boat", from_cache=True)
    assert again.translate("hus") == TranslatedText("hus", "house", from_cache=True)
    assert server.texts == ["båt", "hus"]


@pytest.mark.parametrize(
    ("provider", "length", "is_sent"),
    [
        ("google", 4_999, True),
        ("google", 5_000, False),
        ("google", 5_001, False),
        ("mymemory", 499, True),
        ("mymemory", 500, False),
    ],
)
def test_overlong_names_are_not_sent(
    provider: str,
    length: int,
    is_sent: bool,
    make_translator: MakeTranslator,
    server: TranslationServer,
) -> None:
    text = "å" * length
    translator = make_translator(provider, texts=(text,))
    with pytest.raises(NameFailedError, match="too many for a name" if is_sent else "fewer than"):
        translator.translate(text)
    assert len(server.received) == is_sent


def test_only_what_was_agreed_goes_only_where_it_was_agreed(
    make_translator: MakeTranslator, server: TranslationServer
) -> None:
    with pytest.raises(HostFailedError, match="not agreed"):
        make_translator(texts=("hus",)).translate("lastebil")
    provider = PROVIDERS["google"].at(server.url("google"))
    elsewhere = Translator(provider, Permit("translate.google.com", frozenset(WORDS)), source="nb")
    with pytest.raises(HostFailedError, match="not agreed"):
        elsewhere.translate("lastebil")
    assert server.received == []


def test_deep_translator_can_send_nothing_by_itself(server: TranslationServer) -> None:
    from deep_translator import GoogleTranslator

    from engine.language.translation.transport import _install

    _install()
    translator = GoogleTranslator(source="no", target="en")
    translator._base_url = server.url("google")
    with pytest.raises(RuntimeError, match="Transport"):
        translator.translate("lastebil")
    assert server.received == []


def test_microsofts_key_may_name_its_region(server: TranslationServer) -> None:
    provider = PROVIDERS["microsoft"].at(server.url("microsoft"))
    permit = Permit(provider.host, frozenset(WORDS))
    translator = Translator(provider, permit, source="nb", key="abc@norwayeast", limits=QUICK)
    assert translator.translate("hus").translation == "house"
    translator.close()
    (received,) = server.received
    assert received.headers["ocp-apim-subscription-key"] == "abc"
    assert received.headers["ocp-apim-subscription-region"] == "norwayeast"


def test_mymemory_tells_its_failures_in_the_translation() -> None:
    from engine.language.translation.calls import Answer

    def check(**document: object) -> None:
        PROVIDERS["mymemory"].check(Answer(200, {}, json.dumps(document).encode()), "host")

    warning = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
    with pytest.raises(HostFailedError, match="used up"):
        check(responseData={"translatedText": warning}, responseStatus=429)
    with pytest.raises(NameFailedError, match="'XX' IS AN INVALID SOURCE LANGUAGE"):
        check(
            responseData={"translatedText": "'XX' IS AN INVALID SOURCE LANGUAGE ."},
            responseStatus="403",
        )
    with pytest.raises(NameFailedError, match=r"another language \(de-DE\)"):
        check(
            responseData={"translatedText": "Lastwagen"},
            responseStatus=200,
            matches=[{"translation": "Lastwagen", "target": "de-DE"}],
        )
    check(responseData={"translatedText": "truck"}, responseStatus=200, matches=[])


def test_microsoft_in_another_language_or_with_an_error_is_refused() -> None:
    from engine.language.translation.calls import Answer

    def check(document: object) -> None:
        PROVIDERS["microsoft"].check(Answer(200, {}, json.dumps(document).encode()), "host")

    with pytest.raises(NameFailedError, match="another language"):
        check([{"translations": [{"text": "Lastwagen", "to": "de"}]}])
    with pytest.raises(HostBusyError):
        check({"error": {"code": 1}})


@pytest.mark.parametrize(
    ("provider", "key", "sentence"),
    [
        ("microsoft", "", "wants a key"),
        ("deepl", "", "wants a key"),
        ("deepl", "abc:fx", "deepl-free"),
        ("deepl-free", "abc", "service deepl;"),
    ],
)
def test_keys_that_cannot_work_are_refused(provider: str, key: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Translator(PROVIDERS[provider], Permit("", frozenset()), source="nb", key=key)


@pytest.mark.parametrize("url", ["translate.example.org", "ftp://x", "http://", "http://h:99999"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no address"):
        PROVIDERS["libretranslate"].at(url)
    with pytest.raises(InputError, match="name and password"):
        PROVIDERS["libretranslate"].at("https://me:secret@host")
