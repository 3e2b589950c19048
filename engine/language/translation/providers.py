"""The services names can be translated with: what is special about each, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from engine.errors import InputError
from engine.language.translation.calls import Answer, Call, host_of, is_this_computer
from engine.language.translation.errors import (
    HostBusyError,
    HostFailedError,
    NameFailedError,
)
from engine.language.translation.languages import LANGUAGES, TARGET

if TYPE_CHECKING:
    from deep_translator.base import BaseTranslator

DEEPL_FREE_KEY_ENDING = ":fx"


@dataclass(frozen=True)
class Provider:
    """One service. ``codes`` are its own language codes where they differ from ours.

    ``key_variable`` is "" where there are no keys, and may name an optional one; Microsoft's may be
    "key@region". A name must be
    shorter than ``fewer_characters_than``. ``make`` gives deep-translator's own class, new for
    every request: its instances keep the text in themselves and mix answers up between threads.
    """

    name: str
    title: str
    url: str
    make: Callable[[str, str], "BaseTranslator"]
    fewer_characters_than: int
    key_variable: str = ""
    needs_key: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    not_known: frozenset[str] = frozenset()
    rewrite: Callable[[Call], Call] = lambda call: call
    check: Callable[[Answer, str], None] = lambda answer, host: None

    def at(self, url: str) -> "Provider":
        """The same service at another address. Raises InputError for what is no address."""
        return replace(self, url=_checked_url(url)) if url else self

    @property
    def host(self) -> str:
        """Who gets the names."""
        return host_of(self.url)

    @property
    def is_encrypted(self) -> bool:
        """Nobody on the way can read along, or there is no way: it is this computer."""
        return urlsplit(self.url).scheme == "https" or is_this_computer(self.url)

    def code(self, language: str) -> str:
        """The service's own code. Raises InputError for a language it does not translate."""
        if language in self.not_known:
            raise InputError(
                "provider-not-from-language", provider=self.title, language=LANGUAGES[language]
            )
        return self.codes.get(language, language)

    def refuse_bad_key(self, key: str) -> None:
        """Raises InputError where a key is missing or plainly another service's."""
        if self.needs_key and not key:
            raise InputError("provider-wants-key", host=self.host, variable=self.key_variable)
        if self.name.startswith("deepl") and self.url == PROVIDERS[self.name].url:
            is_free = key.endswith(DEEPL_FREE_KEY_ENDING)
            if is_free != (self.name == "deepl-free"):
                right = "deepl-free" if is_free else "deepl"
                raise InputError("provider-key-of-other", provider=right)

    def new_translator(self, source: str, key: str) -> "BaseTranslator":
        """A translator of deep-translator's, into English."""
        # Made with a pair that each class's own list has, and set afterwards: those lists are
        # years behind the services (LibreTranslate's and DeepL's have no Norwegian).
        translator = self.make(self.url, key)
        translator.source = self.code(source)
        translator.target = self.code(TARGET)
        return translator


def find_provider(name: str) -> Provider:
    """A provider by name. Raises InputError for one there is not."""
    if name not in PROVIDERS:
        raise InputError("provider-unknown", provider=name, providers=", ".join(PROVIDERS))
    return PROVIDERS[name]


def _checked_url(url: str) -> str:
    parts = urlsplit(url.strip())
    try:
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InputError("address-wrong", address=url)
    if parts.username or parts.password:
        raise InputError("address-has-password")
    return url.strip()


# --- Google -------------------------------------------------------------------------------------


def _google(url: str, key: str) -> "BaseTranslator":
    from deep_translator import GoogleTranslator

    translator = GoogleTranslator(source="en", target="en")
    translator._base_url = url
    return translator


# --- MyMemory -----------------------------------------------------------------------------------


def _mymemory(url: str, key: str) -> "BaseTranslator":
    from deep_translator import MyMemoryTranslator

    translator = MyMemoryTranslator(source="en-GB", target="en-GB")
    translator._base_url = url  # deep-translator's own is not encrypted
    return translator


def _check_mymemory(answer: Answer, host: str) -> None:
    """MyMemory says what is wrong inside an answer with status 200, even as the translation."""
    document = answer.json()
    data = document.get("responseData") or {}
    text = str(data.get("translatedText") or "")
    status = str(document.get("responseStatus", ""))
    if document.get("quotaFinished") or text.startswith("MYMEMORY WARNING") or status == "429":
        raise HostFailedError("host-used-up-today", host=host)
    if status not in ("", "200"):
        said = str(document.get("responseDetails") or text)[:160].rstrip(".")
        raise NameFailedError("host-refused-name", host=host, reason=said)
    matches = document.get("matches") or []
    best = next((match for match in matches if match.get("translation") == text), None)
    if best is not None:
        _refuse_other_language(str(best.get("target") or TARGET), host)


# --- LibreTranslate -----------------------------------------------------------------------------


def _libretranslate(url: str, key: str) -> "BaseTranslator":
    from deep_translator import LibreTranslator

    # deep-translator wants some key and the slash, also for a service of one's own.
    translator = LibreTranslator(
        source="en", target="es", api_key=key or "none", custom_url=url.rstrip("/") + "/"
    )
    translator.api_key = key
    return translator


def _in_the_body(call: Call) -> Call:
    """Words and key in the body: addresses are written into logs on the way."""
    return replace(call, query={}, form=call.query)


# --- DeepL --------------------------------------------------------------------------------------


def _deepl(url: str, key: str) -> "BaseTranslator":
    from deep_translator import DeeplTranslator

    translator = DeeplTranslator(source="en", target="en", api_key=key)
    translator._base_url = url.rstrip("/") + "/"
    return translator


def _as_deepl_wants(call: Call) -> Call:
    """POST with the key in a header; DeepL has given up GET and keys in the address."""
    form = {name: text for name, text in call.query.items() if name != "auth_key"}
    headers = {**call.headers, "Authorization": f"DeepL-Auth-Key {call.query['auth_key']}"}
    return replace(call, method="POST", query={}, form=form, headers=headers)


# --- Microsoft ----------------------------------------------------------------------------------


def _microsoft(url: str, key: str) -> "BaseTranslator":
    from deep_translator import MicrosoftTranslator

    class WithoutList(MicrosoftTranslator):  # type: ignore[misc]
        """Does not fetch the list of languages in its constructor, before every name."""

        def _get_supported_languages(self) -> dict[str, str]:
            return {"english": "en"}

    # Keys of a region's own resource only work together with its name.
    key, _, region = key.partition("@")
    translator = WithoutList(
        source="en", target="en", api_key=key, region=region or None, **{"api-version": "3.0"}
    )
    translator._base_url = url
    return translator


def _check_microsoft(answer: Answer, host: str) -> None:
    document = answer.json()
    if isinstance(document, dict):
        raise HostBusyError("host-reports-error", host=host)
    _refuse_other_language(str(document[0]["translations"][0].get("to") or TARGET), host)


def _refuse_other_language(language: str, host: str) -> None:
    if language.casefold().partition("-")[0] != TARGET:
        raise NameFailedError("host-answered-in-language", host=host, language=language)


_DEEPL = Provider(
    "deepl",
    "DeepL",
    "https://api.deepl.com/v2/",
    _deepl,
    5_000,
    key_variable="DEEPL_API_KEY",
    needs_key=True,
    rewrite=_as_deepl_wants,
    codes={code: code.upper() for code in LANGUAGES} | {"en": "EN-US"},
    not_known=frozenset({"nn"}),
)

PROVIDERS: dict[str, Provider] = {
    provider.name: provider
    for provider in (
        Provider(
            "google",
            "Google Translate",
            "https://translate.google.com/m",
            _google,
            5_000,
            codes={"nb": "no", "nn": "no", "he": "iw", "zh": "zh-CN"},
        ),
        Provider(
            "mymemory",
            "MyMemory",
            "https://api.mymemory.translated.net/get",
            _mymemory,
            500,
            codes={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "zh": "zh-CN"},
            check=_check_mymemory,
        ),
        Provider(
            "libretranslate",
            "LibreTranslate",
            "https://libretranslate.com/",
            _libretranslate,
            2_000,
            key_variable="LIBRE_API_KEY",
            rewrite=_in_the_body,
            codes={"nn": "nb"},
        ),
        _DEEPL,
        replace(
            _DEEPL,
            name="deepl-free",
            title="DeepL API Free",
            url="https://api-free.deepl.com/v2/",
        ),
        Provider(
            "microsoft",
            "Microsoft Translator",
            "https://api.cognitive.microsofttranslator.com/translate",
            _microsoft,
            5_000,
            key_variable="MICROSOFT_API_KEY",
            needs_key=True,
            codes={"zh": "zh-Hans", "sr": "sr-Latn"},
            not_known=frozenset({"nn"}),
            check=_check_microsoft,
        ),
    )
}
