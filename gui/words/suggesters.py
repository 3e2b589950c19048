"""What people are told a suggester is called and does; the program's own names stay in tooltips."""

from PySide6.QtCore import QCoreApplication

from engine.answers.recommended import Recommendation, SuggestingCost
from engine.suggesters.registry import SUGGESTERS
from gui.services.translations import QT_TRANSLATE_NOOP, sentence
from gui.words.amounts import number, size
from messages.message import Message

CONTEXT = "Suggesters"
MINUTE_S = 60

VERSIONS: dict[str, str] = {
    "original names": QT_TRANSLATE_NOOP("Suggesters", "original names"),
    "automatic names": QT_TRANSLATE_NOOP("Suggesters", "automatic names"),
    "manual names": QT_TRANSLATE_NOOP("Suggesters", "manual names"),
    "best names": QT_TRANSLATE_NOOP("Suggesters", "best names"),
}
"""What stands in brackets behind a suggester that a report measures several times."""


def kind_and_version(name: str) -> tuple[str, str]:
    """ "language-image (manual names)" as the suggester and the version of the names it was
    measured with; "" where there are no versions of it."""
    kind, bracket, version = name.removesuffix(")").partition(" (")
    return (kind, version) if bracket and version in VERSIONS else (name, "")


def suggester_title(name: str) -> str:
    """What a suggester is called on screen; its own name where it has no other."""
    kind, version = kind_and_version(name)
    if version:
        return f"{suggester_title(kind)} ({QCoreApplication.translate(CONTEXT, VERSIONS[version])})"
    if name not in SUGGESTERS:
        return name.replace("-", " ")
    return sentence(SUGGESTERS[name].title)


def with_suggester_title(message: Message) -> Message:
    """The message with what people call the suggester, where it is about one."""
    suggester = message.arguments.get("suggester")
    if not isinstance(suggester, str):
        return message
    return Message(message.code, {**message.arguments, "suggester": suggester_title(suggester)})


def recommendation_sentence(recommendation: Recommendation) -> str:
    """Why a suggester is recommended."""
    return sentence(with_suggester_title(recommendation.reason))


def cost_words(cost: SuggestingCost) -> str:
    """How long suggesting takes, and how much memory: "suggests in about 5 s, 12 MB"."""
    if cost.seconds < MINUTE_S:
        text = QCoreApplication.translate("Suggesters", "suggests in about {seconds} s, {size}")
    else:
        text = QCoreApplication.translate("Suggesters", "suggests in about {minutes} min, {size}")
    return text.format(
        seconds=number(max(1, round(cost.seconds))),
        minutes=number(max(1, round(cost.seconds / MINUTE_S))),
        size=size(max(1_000_000, cost.memory_bytes)),
    )


def suggester_sentence(name: str) -> str:
    """What a suggester does, in one sentence; "" for one that this program does not have."""
    name, _ = kind_and_version(name)
    return sentence(SUGGESTERS[name].about) if name in SUGGESTERS else ""


def suggester_tooltip(name: str, method: str = "") -> str:
    """The technical words; ``method`` for one that this program does not have."""
    kind, _ = kind_and_version(name)
    return f"{name}: {sentence(SUGGESTERS[kind].method) if kind in SUGGESTERS else method}"
