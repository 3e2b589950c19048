"""How the window speaks of encoders."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.services.translations import sentence
from gui.words.amounts import size

if TYPE_CHECKING:
    from engine.encoders.registry import EncoderInfo

BUILT_IN = "built-in"


def encoder_title(info: "EncoderInfo") -> str:
    """An encoder's name as shown, with what it is for where it is on the short list."""
    if info.purpose is not None:
        return f"{sentence(info.purpose.title)}: {_name(info)}"
    return _name(info)


def _name(info: "EncoderInfo") -> str:
    if info.name == BUILT_IN:
        return QCoreApplication.translate("Encoders", "Built-in encoder (small)")
    return info.name


def encoder_sentence(info: "EncoderInfo") -> str:
    """What to expect of an encoder."""
    about = sentence(info.description if info.purpose is None else info.purpose.about)
    return f"{about} {sentence(info.languages)}" if info.languages is not None else about


def encoder_needs(info: "EncoderInfo") -> str:
    """Licence, download and memory of one on the short list: "MIT · 605 MB · …"."""
    parts = [encoder_state(info)]
    if info.purpose is not None:
        memory = QCoreApplication.translate("Encoders", "{size} of memory")
        parts.append(memory.format(size=size(info.purpose.memory_bytes)))
    if info.licence:
        licence = QCoreApplication.translate("Encoders", "licence {name}")
        parts.append(licence.format(name=info.licence))
    return "  ·  ".join(parts)


def encoder_state(info: "EncoderInfo") -> str:
    """Whether it is here, or how much would have to be fetched."""
    if info.installed:
        return QCoreApplication.translate("Encoders", "installed")
    if info.size_bytes:
        text = QCoreApplication.translate("Encoders", "{size} to download")
        return text.format(size=size(info.size_bytes))
    return QCoreApplication.translate("Encoders", "to download")


def encoder_name(name: str) -> str:
    """An encoder as people are told of it: a local one by its folder's name."""
    if name == BUILT_IN:
        return QCoreApplication.translate("Encoders", "Built-in encoder")
    is_path = name.startswith(("/", "\\")) or name[1:3] == ":\\"
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] if is_path else name
