"""What a catalogue's labels are called, in which contexts, and the vectors of that."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.records import LabelRecord
from engine.answers.current_encoder import NAME_SETTING
from engine.answers.settings import Settings
from engine.answers.text_encoder import TextEncoder, text_encoder_of
from engine.answers.text_language import ARCHIVE_SETTING as ARCHIVE_SETTING
from engine.answers.text_language import NAMES_SETTING as NAMES_SETTING
from engine.encoders.built_in import BUILT_IN, reads_other_languages
from engine.errors import InputError
from engine.language.contexts import (
    DOMAIN,
    ENGLISH,
    PLAIN,
    Context,
    checked_context,
    default_contexts,
    usable_contexts,
)
from engine.language.label_texts import (
    LabelText,
    phrase_vectors,
    phrases_of_label,
    prompts_of,
)
from engine.language.phrases import label_vectors, weights_of, weights_text
from engine.language.translation.languages import checked_language
from engine.progress import CancelToken, JobCancelledError, Progress

FloatArray = NDArray[np.float32]
Names = Literal["best", "original", "automatic", "manual"]
NAMES: tuple[Names, ...] = get_args(Names)

CONTEXTS_SETTING = "language.contexts"
DOMAIN_SETTING = "language.domain"
KIND_SETTING = "language.kind"

TEXTS_AT_ONCE = 256

Value = TypeVar("Value")


@dataclass(frozen=True)
class LanguageSettings:
    """How a catalogue turns labels into phrases.

    ``archive``: the ISO code of the language that the labels' own names are in, "" unknown.
    ``contexts``: all there are; None where nobody changed those that come with the program.
    ``names``: which name of a label counts; "best" is the one by hand, else the automatic, else
    the label's own. ``domain`` and ``kind`` fill ``{domain}`` and ``{kind}``. ``in_any_language``:
    the encoder looks at each text for the language that it is in.
    """

    archive: str = ""
    contexts: tuple[Context, ...] | None = None
    domain: str = ""
    kind: str = ""
    names: Names = "best"
    in_any_language: bool = False

    def all_contexts(self) -> tuple[Context, ...]:
        """The contexts set, else those that come with the program: in the archive's language
        where the labels' own names count, in English otherwise. Where names may be in either
        and the encoder looks which, they stand alone: around a Norwegian name an English context
        would make English of it."""
        if self.contexts is not None:
            return self.contexts
        if self.in_any_language and self.names == "best":
            return (PLAIN,)
        return default_contexts(self.archive if self.names == "original" else ENGLISH)

    def usable(self) -> list[Context]:
        """Those whose words are known, those that weigh nothing too; never none."""
        return usable_contexts(self.all_contexts(), domain=self.domain, kind=self.kind) or [PLAIN]

    def weighing(self) -> list[Context]:
        """The usable ones that weigh something; all usable ones where none does."""
        usable = self.usable()
        return [one for one in usable if one.weight > 0] or usable


@dataclass(frozen=True)
class ContextInForce:
    """A context with its share of a label's vector; None and why where it is left out."""

    text: str
    weight: float
    share: float | None
    left_out: str = ""


@dataclass(frozen=True)
class LanguageReport:
    """What a catalogue says on language, and how many labels have which names."""

    archive: str
    names: Names
    domain: str
    kind: str
    default_contexts: bool
    contexts: tuple[ContextInForce, ...]
    labels: int
    manual: int
    automatic: int
    prompts: int


def language_report(catalogue: Catalogue) -> LanguageReport:
    """How labels become phrases now."""
    language = language_settings(catalogue.settings)
    labels = catalogue.labels.all()
    return LanguageReport(
        archive=language.archive,
        names=language.names,
        domain=language.domain,
        kind=language.kind,
        default_contexts=language.contexts is None,
        contexts=contexts_in_force(language),
        labels=len(labels),
        manual=sum(bool(label.english_name) for label in labels),
        automatic=sum(bool(label.automatic_name) for label in labels),
        prompts=sum(bool(label.prompts) for label in labels),
    )


def contexts_in_force(language: LanguageSettings) -> tuple[ContextInForce, ...]:
    """Every context with its share."""
    weighing = language.weighing()
    total = sum(one.weight for one in weighing)
    usable = set(language.usable())
    found = []
    for one in language.all_contexts():
        share, left_out = None, ""
        if one not in usable:
            left_out = "needs a domain" if DOMAIN in one.text and not language.domain else ""
            left_out = left_out or "needs a kind"
        elif one in weighing:
            share = one.weight / total if total > 0 else 1 / len(weighing)
        else:
            share = 0.0
        found.append(ContextInForce(one.text, one.weight, share, left_out))
    return tuple(found)


def change_language(
    catalogue: Catalogue,
    *,
    archive: str | None = None,
    domain: str | None = None,
    kind: str | None = None,
    names: str | None = None,
    contexts: Sequence[Context] | None = None,
    default_contexts: bool = False,
) -> None:
    """Change what is given; None leaves as it is.

    Everything is checked before anything is stored. Raises InputError for a language that is none
    (``checked_language``), names that are none and contexts that are none (``set_contexts``).
    """
    if names is not None:
        checked_names(names)
    given: dict[str, Any] = {
        ARCHIVE_SETTING: archive and checked_language(archive),
        DOMAIN_SETTING: None if domain is None else _words(domain),
        KIND_SETTING: None if kind is None else _words(kind),
        NAMES_SETTING: names,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    if contexts is not None or default_contexts:
        changes[CONTEXTS_SETTING] = _contexts_setting(contexts)
    if changes:
        catalogue.settings.set_many(changes)


def checked_names(names: str) -> Names:
    """A version of the names; InputError with those there are for anything else."""
    if names not in NAMES:
        raise InputError("names-unknown", names=names, known=NAMES)
    return names


def _words(text: str) -> str:
    words = " ".join(text.split())
    if "{" in words or "}" in words:
        raise InputError("words-have-braces", words=words)
    return words


def language_settings(settings: Settings, encoder: str | None = None) -> LanguageSettings:
    """Those of a catalogue with these settings; with the encoder of this name, else the one in
    use."""
    stored: list[Any] | None = settings.get(CONTEXTS_SETTING)
    names = settings.get(NAMES_SETTING, "best")
    archive = str(settings.get(ARCHIVE_SETTING, ""))
    is_built_in = (encoder or settings.get(NAME_SETTING)) == BUILT_IN
    return LanguageSettings(
        archive=archive,
        in_any_language=is_built_in and reads_other_languages(archive or ENGLISH),
        contexts=None if stored is None else tuple(Context(str(t), float(w)) for t, w in stored),
        domain=str(settings.get(DOMAIN_SETTING, "")),
        kind=str(settings.get(KIND_SETTING, "")),
        names=names if names in NAMES else "best",
    )


def set_contexts(catalogue: Catalogue, contexts: Sequence[Context] | None) -> None:
    """Store contexts, or go back to those that come with the program.

    Raises InputError for one that is no context, for one that is there twice and for none at all.
    """
    catalogue.settings.set(CONTEXTS_SETTING, _contexts_setting(contexts))


def _contexts_setting(contexts: Sequence[Context] | None) -> list[list[str | float]] | None:
    if contexts is None:
        return None
    checked = [checked_context(one.text, one.weight) for one in contexts]
    if not checked:
        raise InputError("contexts-empty")
    texts = [one.text for one in checked]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice is not None:
        raise InputError("context-twice", context=twice)
    return [[one.text, one.weight] for one in checked]


def settings_of_weights(
    catalogue: Catalogue, contexts: Sequence[Context], weights: str
) -> dict[str, Any]:
    """The settings that give these contexts other weights; those not among them keep theirs.

    Empty where one of the contexts is not among the catalogue's any more.
    """
    found = weights_of(weights, len(contexts)).tolist()
    weight_of = {one.text: weight for one, weight in zip(contexts, found, strict=True)}
    everything = language_settings(catalogue.settings).all_contexts()
    if not weight_of.keys() <= {one.text for one in everything}:
        return {}
    weighed = [Context(one.text, weight_of.get(one.text, one.weight)) for one in everything]
    return {CONTEXTS_SETTING: _contexts_setting(weighed)}


def label_text(label: LabelRecord, names: Names = "best") -> LabelText:
    """What a label is called, under one choice of names.

    A label without an automatic name, or one by hand, goes by its own there. Prompts are a
    curator's work and count with "best" and "manual".
    """
    name = {
        "best": label.name_in_english[0],
        "original": label.name,
        "automatic": label.automatic_name or label.name,
        "manual": label.english_name or label.name,
    }[names]
    return LabelText(name, prompts_of(label.prompts) if names in ("best", "manual") else ())


def label_texts(catalogue: Catalogue) -> dict[int, LabelText]:
    """What every label is called now, by id, under the catalogue's choice of names."""
    names = language_settings(catalogue.settings).names
    return {label.id: label_text(label, names) for label in catalogue.labels.all()}


def names_there_are(labels: Iterable[LabelRecord]) -> list[Names]:
    """Which versions of the names differ from the labels' own: "original" always is there."""
    found: list[Names] = ["original"]
    labels = list(labels)
    if any(label.automatic_name for label in labels):
        found.append("automatic")
    if any(label.english_name or label.prompts for label in labels):
        found.append("manual")
    return found


def encoded_phrases(
    catalogue: Catalogue,
    texts: Sequence[LabelText],
    contexts: Sequence[Context],
    language: LanguageSettings,
    *,
    cancel: CancelToken | None = None,
    reader: TextEncoder | None = None,
) -> Generator[Progress, None, FloatArray]:
    """(K, C, d) phrase vectors of C labels in K contexts; new texts are encoded, with progress.

    ``reader``: what reads them, by the encoder in use where none is given. Raises InputError as
    ``TextEncoder.encode``.
    """
    encoder = reader or text_encoder_of(catalogue)
    distinct = list(
        dict.fromkeys(
            phrase
            for text in texts
            for phrase in phrases_of_label(
                text, contexts, domain=language.domain, kind=language.kind
            )
        )
    )
    parts = []
    for start in range(0, max(1, len(distinct)), TEXTS_AT_ONCE):
        yield Progress("reading-label-names", start, len(distinct))
        if cancel is not None and cancel.is_set():
            raise JobCancelledError("reading-names-stopped")
        parts.append(encoder.encode(distinct[start : start + TEXTS_AT_ONCE]))
    vectors = np.concatenate(parts)
    row_of = {text: row for row, text in enumerate(distinct)}

    def encoded(wanted: Sequence[str]) -> FloatArray:
        return vectors[[row_of[text] for text in wanted]]

    return phrase_vectors(texts, contexts, encoded, domain=language.domain, kind=language.kind)


def finished(work: Generator[Progress, None, Value]) -> Value:
    """The result of work whose progress nobody watches."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            result: Value = stop.value
            return result


def encoded_labels(
    catalogue: Catalogue, texts: Sequence[LabelText], language: LanguageSettings | None = None
) -> FloatArray:
    """(C, d) float32, the vectors of what C labels are called, contexts weighed as they are set.

    One new name costs as many texts as there are contexts. Raises InputError as
    ``TextEncoder.encode``.
    """
    language = language or language_settings(catalogue.settings)
    contexts = language.weighing()
    phrases = finished(encoded_phrases(catalogue, texts, contexts, language))
    return label_vectors(phrases, np.array([one.weight for one in contexts]))


def context_weights(contexts: Sequence[Context]) -> str:
    """The weights of contexts as a suggester's hyperparameter."""
    return weights_text([one.weight for one in contexts])
