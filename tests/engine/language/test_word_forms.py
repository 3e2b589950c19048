"""Singular and plural by rule."""

import pytest

from engine.language.word_forms import RULES, american, base_forms

PLURALS = {
    "en": "cars car, cities city, boxes box, churches church, leaves leaf, knives knife, men man, "
    "firemen fireman, mice mouse, fungi fungus, potatoes potato, quizzes quiz, buses bus",
    "nb": "biler bil, bilen bil, bilene bil, bilder bilde, bildet bilde, hus huset, jenta jente, "
    "rommet rom, dammer dam, nøkler nøkkel, lærere lærer, vintre vinter, bøker bok, sola sol",
    "nn": "bilar bil, bilane bil, jentene jente",
    "da": "hunde hund, biler bil",
    "sv": "bilar bil, flickor flicka, pojkar pojke, flickan flicka",
    "de": "Hunde Hund, Häuser Haus, Bäume Baum, Vögel Vogel, Gärten Garten, Autos Auto, "
    "Frauen Frau, Lehrerinnen Lehrerin",
    "nl": "boeken boek, auto's auto, brieven brief, huizen huis",
    "fr": "voitures voiture, chevaux cheval, bateaux bateau",
    "es": "coches coche, aviones avión, luces luz, árboles árbol",
    "pt": "carros carro, aviões avião, homens homem, animais animal",
    "it": "gatti gatto, case casa, amiche amica",
}


@pytest.mark.parametrize("language", PLURALS)
def test_plurals_have_their_singular(language: str) -> None:
    for pair in PLURALS[language].split(", "):
        one, other = pair.casefold().split()
        assert one in base_forms(other, language) or other in base_forms(one, language), pair


def test_every_language_with_rules_is_tried() -> None:
    assert set(RULES) == set(PLURALS)


@pytest.mark.parametrize(
    ("word", "base", "language"),
    [
        ("glass", "glas", "en"),
        ("news", "new", "en"),
        ("skies", "ski", "en"),
        ("bus", "bu", "en"),
        ("fare", "far", "nb"),
        ("have", "hav", "nb"),
    ],
)
def test_other_words_are_other_words(word: str, base: str, language: str) -> None:
    assert base not in base_forms(word, language)


def test_no_word_is_its_own_plural() -> None:
    for language in (*RULES, "xx"):
        for word in ("", "s", "es", "hus", "äö", "ss", "series"):
            assert word not in base_forms(word, language)


def test_american_spelling() -> None:
    words = "colour harbours centre organisation grey travelling dialogue tour hour"
    americans = "color harbors center organization gray traveling dialog tour hour"
    assert " ".join(american(word) for word in words.split()) == americans
