"""Label names into English by a translation service, once a curator has agreed to that; and what
the translation of other texts has in common with it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from db.catalogue import Catalogue
from db.identity import IDENTITY_SETTING, new_identity
from db.records import LabelRecord
from engine.answers.language import ARCHIVE_SETTING
from engine.errors import InputError
from engine.language.translation.agreements import (
    drop_agreement,
    keep_agreement,
    kept_agreement,
)
from engine.language.translation.cache import TranslationCache
from engine.language.translation.consent import Consent, permit
from engine.language.translation.errors import HostFailedError
from engine.language.translation.keys import find_key
from engine.language.translation.languages import TARGET, checked_language
from engine.language.translation.limits import Limits
from engine.language.translation.providers import Provider, find_provider
from engine.language.translation.texts import MOST_ANSWER_CHARACTERS, text_to_send
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

if TYPE_CHECKING:
    from engine.language.translation.translator import TranslatedText

OLD_CONSENT_SETTING = "translation.consent"
"""Where catalogues of earlier versions keep an agreement: whoever opened a copy had agreed."""

DEFAULT_PROVIDER = "google"
CACHE_FILE = "translations.jsonl"
STAGE = "translating"
Translated = Literal["labels", "captions"]


@dataclass(frozen=True)
class TranslationPlan:
    """What would be sent where: exactly this, and nothing else, leaves the computer.

    ``texts`` are the names or captions as they are sent, each once; ``ids`` the labels or captions
    behind each. ``not_sent`` are those without a letter. ``agreed`` is who agreed to some of it,
    and ``not_agreed`` how many of the texts nobody agreed to.
    """

    provider: str
    title: str
    host: str
    url: str
    is_encrypted: bool
    needs_key: bool
    source: str
    texts: tuple[str, ...]
    ids: Mapping[str, tuple[int, ...]]
    not_sent: tuple[str, ...]
    already_in_english: int
    agreed: Consent | None
    not_agreed: int
    what: Translated = "labels"

    @property
    def is_agreed(self) -> bool:
        """Somebody agreed to send all of it."""
        return self.agreed is not None and not self.not_agreed


@dataclass(frozen=True)
class TranslateSummary:
    """What became of ``asked`` names; ``failed`` has (name as sent, reason)."""

    provider: str
    host: str
    source: str
    asked: int
    translated: int
    from_cache: int
    failed: tuple[tuple[str, Message], ...]
    not_sent: tuple[str, ...]
    names: Mapping[str, str]
    what: Translated = "labels"

    @property
    def message(self) -> Message:
        """How many texts came back, and from where."""
        return Message(
            "job-translate-done" if self.what == "labels" else "job-translate-captions-done",
            {"translated": self.translated, "asked": self.asked, "host": self.host},
        )


def translation_plan(
    catalogue: Catalogue,
    *,
    provider: str = "",
    url: str = "",
    language: str = "",
    label_ids: Collection[int] = (),
    again: bool = False,
) -> TranslationPlan:
    """What would be sent: the names of labels without an English name. Sends nothing.

    Without a provider it is the one agreed to before, else Google. ``label_ids`` are the labels to
    name, () for all; ``again`` takes those with an automatic name too. Raises InputError for a
    language that is not set or not translated from, and for a provider or address there is not.
    """
    chosen, source = chosen_service(catalogue, provider, url, language)
    chosen_ids = set(label_ids)
    every = [one for one in catalogue.labels.all() if not chosen_ids or one.id in chosen_ids]
    wanted = [label for label in every if _wants_name(label, again=again)]
    by_text: dict[str, list[int]] = {}
    for label in wanted:
        by_text.setdefault(text_to_send(label.name), []).append(label.id)
    without_letters = set(by_text.pop("", []))
    not_sent = [label.shown for label in wanted if label.id in without_letters]
    return made_plan(catalogue, chosen, source, by_text, not_sent, len(every) - len(wanted))


def chosen_service(
    catalogue: Catalogue, provider: str, url: str, language: str
) -> tuple[Provider, str]:
    """The service, that agreed to before or else Google where none is named, and the language that
    it translates from, that of the archive where none is said. Raises InputError."""
    chosen = _provider(consent_of(catalogue), provider, url)
    source = checked_language(language or str(catalogue.settings.get(ARCHIVE_SETTING, "")))
    if source == TARGET:
        raise InputError("names-in-english")
    chosen.code(source)
    return chosen, source


def made_plan(
    catalogue: Catalogue,
    chosen: Provider,
    source: str,
    by_text: Mapping[str, Sequence[int]],
    not_sent: Sequence[str],
    already_in_english: int,
    what: Translated = "labels",
) -> TranslationPlan:
    """The plan to send the texts that are the keys, with how much of it was agreed to."""
    agreed, texts = consent_of(catalogue), tuple(by_text)
    missing = texts if agreed is None else agreed.missing(texts, chosen.host)
    return TranslationPlan(
        provider=chosen.name,
        title=chosen.title,
        host=chosen.host,
        url=chosen.url,
        is_encrypted=chosen.is_encrypted,
        needs_key=chosen.needs_key,
        source=source,
        texts=texts,
        ids={text: tuple(ids) for text, ids in by_text.items()},
        not_sent=tuple(not_sent),
        already_in_english=already_in_english,
        agreed=agreed,
        not_agreed=len(missing),
        what=what,
    )


def consent_of(catalogue: Catalogue) -> Consent | None:
    """Which words this person agreed on this computer to send where; None before that and once it
    is taken back. Somebody else's agreement that lies in the catalogue is none."""
    return kept_agreement(catalogue.identity)


def give_consent(catalogue: Catalogue, plan: TranslationPlan) -> Consent:
    """Keep, for this person on this computer, the agreement to all that the plan would send."""
    identity = catalogue.identity or new_identity()
    consent = Consent.give(
        plan.texts,
        provider=plan.provider,
        host=plan.host,
        url=plan.url,
        source=plan.source,
        curator=catalogue.curator,
        time=datetime.now(UTC).isoformat(timespec="seconds"),
        earlier=consent_of(catalogue),
    )
    # What captions are in says nothing of the labels.
    language = {ARCHIVE_SETTING: plan.source} if plan.what == "labels" else {}
    catalogue.settings.set_many({**language, IDENTITY_SETTING: identity, OLD_CONSENT_SETTING: None})
    keep_agreement(identity, consent)
    return consent


def revoke_consent(catalogue: Catalogue) -> bool:
    """Send nothing from now on, not even the rest of a run; whether there was an agreement."""
    there_was = consent_of(catalogue) is not None
    drop_agreement(catalogue.identity)
    return there_was


def translate_labels(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    provider: str = "",
    url: str = "",
    label_ids: Collection[int] = (),
    again: bool = False,
    limits: Limits | None = None,
) -> Job[TranslateSummary]:
    """Ask for the English names of labels that have none and keep them as automatic names.

    All that was answered is kept, in one command to undo, also where the run is cancelled or the
    host fails half-way; the next run goes on from there. Raises InputError without a curator's
    agreement to send these names to this host, and in one sentence where the host fails.
    """
    plan = translation_plan(catalogue, provider=provider, url=url, label_ids=label_ids, again=again)
    return (
        yield from translated(catalogue, plan, _keep, cancel=cancel, again=again, limits=limits)
    )


def translated(
    catalogue: Catalogue,
    plan: TranslationPlan,
    keep: "Callable[[Catalogue, TranslationPlan, list[TranslatedText]], None]",
    *,
    cancel: CancelToken,
    again: bool = False,
    limits: Limits | None = None,
    most_characters: int = MOST_ANSWER_CHARACTERS,
) -> Job[TranslateSummary]:
    """Ask for what a plan names, and ``keep`` what was answered, whatever comes in between.

    ``most_characters`` are those of an answer; raises InputError as ``translate_labels``.
    """
    # Loads what speaks to the network; the window plans without it.
    from engine.language.translation.translator import Translator

    if not plan.texts:
        return _summary(plan, [])
    chosen = find_provider(plan.provider).at(plan.url)
    translator = Translator(
        chosen,
        permit(plan.agreed, plan.texts, plan.host),
        source=plan.source,
        key=find_key(chosen.host, chosen.key_variable) if chosen.key_variable else "",
        cache=TranslationCache(catalogue.folder / CACHE_FILE, ask_again=again),
        limits=limits,
        cancel=cancel,
        most_characters=most_characters,
    )
    found: list[TranslatedText] = []
    total = len(plan.texts)
    try:
        yield Progress(STAGE, 0, total)
        for one in translator.translate_all(_while_agreed(catalogue, plan)):
            found.append(one)
            yield Progress(STAGE, len(found), total)
    except JobCancelledError:
        code = "translation-stopped" if plan.what == "labels" else "captions-translation-stopped"
        raise JobCancelledError(code, translated=_translated(found), names=total) from None
    except HostFailedError as error:
        code = "translation-failed" if plan.what == "labels" else "captions-translation-failed"
        raise InputError(
            code, problem=error.message, translated=_translated(found), names=total
        ) from None
    finally:
        keep(catalogue, plan, found)
    return _summary(plan, found)


def _provider(agreed: Consent | None, name: str, url: str) -> Provider:
    if agreed is not None and not url and name in ("", agreed.provider):
        return find_provider(agreed.provider).at(agreed.url)
    return find_provider(name or DEFAULT_PROVIDER).at(url)


def _wants_name(label: LabelRecord, *, again: bool) -> bool:
    return not label.english_name and (again or not label.automatic_name)


def _while_agreed(catalogue: Catalogue, plan: TranslationPlan) -> Iterator[str]:
    """The texts in turn, as long as nobody takes the agreement back."""
    for text in plan.texts:
        agreed = consent_of(catalogue)
        if agreed is None or agreed.missing([text], plan.host):
            raise HostFailedError("agreement-taken-back")
        yield text


def _keep(catalogue: Catalogue, plan: TranslationPlan, found: "list[TranslatedText]") -> None:
    # What a curator deleted or named while the host was asked stays deleted or named.
    open_labels = {label.id for label in catalogue.labels.all() if not label.english_name}
    names = {
        label_id: one.translation
        for one in found
        if one.translation
        for label_id in plan.ids[one.text]
        if label_id in open_labels
    }
    if names:
        catalogue.commands.set_automatic_names(names, f"{plan.title} ({plan.host})")


def _translated(found: "list[TranslatedText]") -> int:
    return sum(bool(one.translation) for one in found)


def _summary(plan: TranslationPlan, found: "list[TranslatedText]") -> TranslateSummary:
    return TranslateSummary(
        provider=plan.provider,
        host=plan.host,
        source=plan.source,
        asked=len(plan.texts),
        translated=_translated(found),
        from_cache=sum(one.from_cache for one in found),
        failed=tuple((one.text, one.problem) for one in found if one.problem is not None),
        not_sent=plan.not_sent,
        names={one.text: one.translation for one in found if one.translation},
        what=plan.what,
    )
