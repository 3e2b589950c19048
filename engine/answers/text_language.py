"""Which language the texts of a catalogue are in."""

from engine.answers.settings import Settings
from engine.encoders.built_in import BUILT_IN
from engine.encoders.text_languages import ENGLISH

ARCHIVE_SETTING = "language.archive"
NAMES_SETTING = "language.names"


def language_of_texts(settings: Settings, encoder: str) -> str:
    """What an encoder of this name is told of the language of texts; English where nobody knows.

    The built-in one looks at every text by itself, and gets the archive's language. Others that
    take a language are told that of each caption (``engine.encoders.languages_taken``), and this
    one of all other texts: the archive's where labels' own names count.
    """
    if encoder != BUILT_IN and settings.get(NAMES_SETTING) != "original":
        return ENGLISH
    return str(settings.get(ARCHIVE_SETTING) or ENGLISH)
