"""How the window speaks of encoders."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.services.translations import sentence
from gui.words.amounts import size

if TYPE_CHECKING:
    from engine.encoders.registry import EncoderInfo

BUILT_IN = "built-in"


def encoder_title(info: "EncoderInfo") -> str:
    """An encoder's name as shown."""
    if info.name == BUILT_IN:
        return QCoreApplication.translate("Encoders", "Built-in encoder (small)")
    return info.name


def encoder_sentence(info: "EncoderInfo") -> str:
    """What to expect of an encoder."""
    if info.name == BUILT_IN:
        return QCoreApplication.translate(
            "Encoders",
            "Works at once and without internet. It is the small one: a full encoder finds "
            "better suggestions, and can be fetched when you want.",
        )
    return sentence(info.description)


def encoder_state(info: "EncoderInfo") -> str:
    """Whether it is here, or how much would have to be fetched."""
    if info.installed:
        return QCoreApplication.translate("Encoders", "installed")
    if info.size_bytes:
        text = QCoreApplication.translate("Encoders", "{size} to download")
        return text.format(size=size(info.size_bytes))
    return QCoreApplication.translate("Encoders", "to download")
