"""The window's languages: English is the source, others are files in resources/translations."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from messages import sentences
from messages.message import Message

TRANSLATIONS_DIR = Path(__file__).resolve().parent.parent.parent / "resources" / "translations"

LANGUAGES = {"en": "English", "nb": "Norsk bokmål"}
"""Codes and names, each name in its own language."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate knows it by this name
    """Mark ``text`` for translation later; ``context`` is where the translation is looked up."""
    return text


def chosen_language(preference: str) -> str:
    """The language to show: a person's choice, else the system's where there is a translation."""
    if preference in LANGUAGES:
        return preference
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").split("-")[0]
        if code in ("nb", "no", "nn"):
            return "nb"
        if code in LANGUAGES:
            return code
    return "en"


def install(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Let the application speak ``language``: its own words and those of Qt's dialogs and keys.

    The translators that were put in place; ``removeTranslator`` takes them out again.
    """
    QLocale.setDefault(_number_locale(language))
    if language == "en":
        return []
    installed = []
    for name in (f"qtbase_{language}", f"nabolag_{language}"):
        translator = QTranslator(application)
        if translator.load(name, str(TRANSLATIONS_DIR)):
            application.installTranslator(translator)
            installed.append(translator)
    return installed


def sentence(message: Message) -> str:
    """The sentence of a message in the language that the window speaks."""
    return sentences.sentence(message, _spoken(), in_window=True)


def read_sentences() -> None:
    """Read all sentences, so that the first that is said need not wait; for a lane."""
    for language in (sentences.ENGLISH, _spoken()):
        sentences.bundle(language)


def _spoken() -> str:
    return QLocale().name().split("_")[0]


def _number_locale(language: str) -> QLocale:
    """How numbers and dates are written: as the system does where it speaks the language."""
    system = QLocale.system()
    spoken = QLocale(language).language()
    if system.language() == spoken:
        return system
    # A system without a language ("C") writes 12345; people read 12,345.
    return QLocale("en_GB") if language == "en" else QLocale(language)
