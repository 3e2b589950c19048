"""Which language a text is in, by py3langid: offline, a fraction of a millisecond a text."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "sv", "no", "da", "fi", "is", "pl", "cs", "sk"),
    *("hu", "ro", "bg", "hr", "sl", "sr", "et", "lv", "lt", "el", "ru", "uk", "tr", "ar", "he"),
    *("fa", "hi", "bn", "ta", "th", "vi", "id", "zh", "ja", "ko", "ca", "eu"),
)
"""Those that archives are written in; among all that the library knows, more would be mistaken."""
SURE = 0.6
"""The least probability to say which."""
ENOUGH_CHARACTERS = 1_000
GREEK = "\u0370"
"""Letters before it are of the Latin alphabet."""
LEAST_WORDS = 3
"""Of letters that many languages have; shorter ones are anybody's guess."""


def detected_language(text: str) -> str:
    """The language's code of ISO 639-1, "no" for both Norwegians; "" where it is not sure.

    A name or a word is hardly ever sure, a sentence is. The first call loads the library, which
    takes a second.
    """
    letters = [character for character in text if character.isalpha()]
    if not letters or (
        all(letter < GREEK for letter in letters) and len(text.split()) < LEAST_WORDS
    ):
        return ""
    language, probability = _identifier().classify(" ".join(text[:ENOUGH_CHARACTERS].split()))
    return str(language) if float(probability) >= SURE else ""


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*LANGUAGES])
    return identifier
