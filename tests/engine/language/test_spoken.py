"""Which language a text is in."""

import pytest

from engine.language.spoken import detected_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A truck on a snowy road in the mountains", "en"),
        ("Et skip ligger ved kai i Bergen", "no"),
        ("Ein Lastwagen im Schnee", "de"),
        ("Un camion dans la neige", "fr"),
        ("Un barco en el puerto de Barcelona", "es"),
        ("東京タワーの夜景", "ja"),
        ("서울의 밤", "ko"),
        # A name, a word, a number: anybody's guess.
        ("Kamaz", ""),
        ("two dogs", ""),
        ("DSC_0012", ""),
        ("1999 – 2001!", ""),
        ("", ""),
    ],
)
def test_sentences_tell_their_language_and_names_do_not(text: str, language: str) -> None:
    assert detected_language(text) == language
