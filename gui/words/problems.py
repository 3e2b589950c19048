"""Why a file cannot be shown, in the window's language: the catalogue keeps what the reader of
images said, in English."""

import re
from functools import cache

from PySide6.QtCore import QCoreApplication

from gui.services.translations import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Problems", "The file is not there any more."),
    QT_TRANSLATE_NOOP("Problems", "The file may not be read; check its permissions."),
    QT_TRANSLATE_NOOP("Problems", "The file cannot be read: {detail}."),
    QT_TRANSLATE_NOOP("Problems", "The file is cut short: {detail}."),
    QT_TRANSLATE_NOOP("Problems", "The image is damaged: {detail}."),
    QT_TRANSLATE_NOOP("Problems", "The image is too large: {detail}"),
    QT_TRANSLATE_NOOP("Problems", "The file starts like an image but its header is damaged."),
    QT_TRANSLATE_NOOP(
        "Problems", "The file does not hold an image in a format that Nabolag reads."
    ),
    QT_TRANSLATE_NOOP(
        "Problems", "{format} is a camera's RAW format; install nabolag[raw] to read it."
    ),
    QT_TRANSLATE_NOOP(
        "Problems",
        "The image has {pixels} million pixels; the memory limit of {memory} GiB allows "
        "{allowed} million. Raise the limit in the settings to read it.",
    ),
    QT_TRANSLATE_NOOP(
        "Problems",
        "Reading the image takes more memory than the limit of {memory} GiB. Raise the limit in "
        "the settings to read it.",
    ),
    QT_TRANSLATE_NOOP(
        "Problems",
        "Reading the image takes longer than the limit of {time} seconds. Raise the limit in the "
        "settings to read it.",
    ),
    QT_TRANSLATE_NOOP("Problems", "Reading the image crashed its decoder (exit code {code})."),
)


def problem_text(sentence: str) -> str:
    """The sentence in the window's language; one that is not known stays as it is."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return QCoreApplication.translate("Problems", template).format(**found.groupdict())
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (one, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(one))))
        for one in SENTENCES
    )
