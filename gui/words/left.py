"""How the window says what was left to do when it was closed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from gui.words.amounts import counted

if TYPE_CHECKING:
    from engine.jobs.due import WorkLeft


def left_sentence(left: "WorkLeft") -> str:
    """What was cut short, in one sentence; there is something left."""
    translate = QCoreApplication.translate
    parts = []
    if left.unread:
        parts.append(
            counted(
                left.unread,
                translate("WorkLeft", "1 image not read yet"),
                translate("WorkLeft", "{count} images not read yet"),
            )
        )
    elif not left.is_read:
        parts.append(translate("WorkLeft", "the folder of images not read to its end"))
    if left.not_encoded:
        parts.append(
            counted(
                left.not_encoded,
                translate("WorkLeft", "1 image not encoded"),
                translate("WorkLeft", "{count} images not encoded"),
            )
        )
    if not parts and left.is_suggested and not left.is_tuned:
        parts.append(translate("WorkLeft", "suggestions not yet fitted to this archive"))
    if not parts:
        parts.append(translate("WorkLeft", "no suggestions made"))
    return translate("WorkLeft", "Not finished: {parts}.").replace("{parts}", ", ".join(parts))
