"""Which language the texts of a catalogue are in."""

from engine.answers.settings import Settings
from engine.encoders.text_languages import ENGLISH

ARCHIVE_SETTING = "language.archive"
NAMES_SETTING = "language.names"


def language_of_texts(settings: Settings) -> str:
    """The archive's where labels' own names count and it is known, else English."""
    if settings.get(NAMES_SETTING) != "original":
        return ENGLISH
    return str(settings.get(ARCHIVE_SETTING) or ENGLISH)
