"""Contexts: prompt templates such as "a photo of a {}" that turn what a label is called into
phrases.

``{}`` stands for the label, ``{domain}`` and ``{kind}`` for two words a catalogue has once:
"military" and "vehicle" make "a military photo of a {}" and "a photo of a {}, a type of vehicle".
Source: thesis 3.2.1, with its list of contexts in ``resources/contexts``.
"""

import functools
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError
from engine.language.phrases import HIGHEST_WEIGHT

LABEL, DOMAIN, KIND = "{}", "{domain}", "{kind}"
ENGLISH = "en"
CONTEXTS_DIR = Path(__file__).resolve().parents[2] / "resources" / "contexts"


@dataclass(frozen=True, slots=True)
class Context:
    """A template with ``{}`` in it, and how much it counts, in [0, 100]."""

    text: str
    weight: float = HIGHEST_WEIGHT


PLAIN = Context(LABEL)
"""What serves where there is no other: the label as it is called."""


def checked_context(text: str, weight: float = HIGHEST_WEIGHT) -> Context:
    """A context as a person typed it; InputError where it is none."""
    text = " ".join(text.split())
    if LABEL not in text:
        raise InputError("context-lacks-label", context=text, label=LABEL)
    rest = text.replace(LABEL, "").replace(DOMAIN, "").replace(KIND, "")
    if "{" in rest or "}" in rest:
        raise InputError("context-odd-braces", context=text, label=LABEL, domain=DOMAIN, kind=KIND)
    if not math.isfinite(weight) or not 0 <= weight <= HIGHEST_WEIGHT:
        raise InputError(
            "context-weight-out-of-range", context=text, weight=weight, highest=HIGHEST_WEIGHT
        )
    return Context(text, float(weight))


def usable_contexts(contexts: Iterable[Context], *, domain: str, kind: str) -> list[Context]:
    """Those whose words are known: one with ``{domain}`` needs a domain, ``{kind}`` a kind."""
    return [
        one
        for one in contexts
        if (domain or DOMAIN not in one.text) and (kind or KIND not in one.text)
    ]


def filled(text: str, label_text: str, *, domain: str, kind: str) -> str:
    """A template with its words put in; one without ``{}`` stays as it is."""
    # The label goes in last: whatever its name holds is no template.
    return text.replace(DOMAIN, domain).replace(KIND, kind).replace(LABEL, label_text)


def phrases(
    label_text: str, contexts: Sequence[Context], *, domain: str = "", kind: str = ""
) -> list[str]:
    """One phrase of a label for each context, in their order."""
    return [filled(one.text, label_text, domain=domain, kind=kind) for one in contexts]


def context_languages() -> list[str]:
    """The languages contexts come with the program in, English first."""
    found = sorted(path.stem for path in CONTEXTS_DIR.glob("*.json"))
    return [ENGLISH, *(one for one in found if one != ENGLISH)]


@functools.cache
def default_contexts(language: str = ENGLISH) -> tuple[Context, ...]:
    """The contexts that come with the program; English ones for a language it has none in."""
    path = CONTEXTS_DIR / f"{language}.json"
    if language not in context_languages():
        path = CONTEXTS_DIR / f"{ENGLISH}.json"
    rows = json.loads(path.read_text("utf-8"))["contexts"]
    return tuple(checked_context(text, weight) for text, weight in rows)
