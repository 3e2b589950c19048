"""Singular, plural and, where a language has it, the definite form: rules, a few languages each.

Enough to say that two labels differ in number only; no dictionary. A rule is (ending of the base
form, ending of the other form); it holds where the base form has at least three letters.
"""

Rules = tuple[tuple[str, str], ...]

SHORTEST_BASE = 3
UMLAUTS = {"ä": "a", "ö": "o", "ü": "u"}

SCANDINAVIAN: Rules = (
    *(("", ending) for ending in ("er", "en", "et", "ene", "a")),
    *(("e", ending) for ending in ("er", "en", "et", "ene", "a")),
    *((one, f"{one}{one}{ending}") for one in "bdfgklmnprst" for ending in ("er", "en", "et")),
    *((f"{one}{one}el", f"{one}l{ending}") for one in "bdgkmpt" for ending in ("er", "ene")),
    ("el", "ler"),
    ("el", "lene"),
    ("er", "ere"),
    ("er", "re"),
    ("er", "rer"),
)

RULES: dict[str, Rules] = {
    "en": (
        ("", "s"),
        *((ending, f"{ending}es") for ending in ("s", "x", "z", "ch", "sh", "o")),
        ("y", "ies"),
        ("f", "ves"),
        ("fe", "ves"),
        ("man", "men"),
        ("is", "es"),
        ("us", "i"),
        ("um", "a"),
        ("ix", "ices"),
        ("ex", "ices"),
        ("z", "zzes"),
    ),
    "nb": SCANDINAVIAN,
    "nn": (*SCANDINAVIAN, ("", "ar"), ("", "ane"), ("e", "ar"), ("e", "ane")),
    "da": (*SCANDINAVIAN, ("", "e")),
    "sv": (*SCANDINAVIAN, ("", "ar"), ("", "or"), ("a", "or"), ("e", "ar"), ("a", "an"), ("", "n")),
    "de": (("", ""), ("", "e"), ("", "en"), ("", "er"), ("", "n"), ("", "s"), ("in", "innen")),
    "nl": (("", "en"), ("", "s"), ("", "'s"), ("f", "ven"), ("s", "zen")),
    "fr": (("", "s"), ("", "x"), ("al", "aux"), ("ail", "aux")),
    "es": (("", "s"), ("", "es"), ("z", "ces"), ("ón", "ones"), ("én", "enes"), ("ín", "ines")),
    "pt": (("", "s"), ("", "es"), ("ão", "ões"), ("m", "ns"), ("l", "is"), ("al", "ais")),
    "it": (("o", "i"), ("a", "e"), ("e", "i"), ("ca", "che"), ("co", "chi"), ("go", "ghi")),
}

IRREGULAR: dict[str, dict[str, str]] = {
    "en": {
        "children": "child",
        "people": "person",
        "mice": "mouse",
        "lice": "louse",
        "geese": "goose",
        "feet": "foot",
        "teeth": "tooth",
        "oxen": "ox",
        "dice": "die",
        "men": "man",
        "women": "woman",
    },
    "nb": {
        "menn": "mann",
        "bøker": "bok",
        "føtter": "fot",
        "hender": "hånd",
        "tenner": "tann",
        "netter": "natt",
        "trær": "tre",
        "knær": "kne",
        "øyne": "øye",
        "kyr": "ku",
        "gjess": "gås",
        "fedre": "far",
        "brødre": "bror",
    },
}

# Pairs that the rules take for one word, and that are two.
TWO_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        (
            *("news", "goods", "glasses", "arms", "customs", "physics", "politics", "economics"),
            *("mathematics", "gymnastics", "athletics", "mechanics", "species", "series", "does"),
            *("clothes", "shorts", "spectacles", "minutes", "headquarters", "works", "grounds"),
        )
    )
}

# British and American endings of one word.
SPELLINGS: Rules = (
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ourful", "orful"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("ise", "ize"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("ogue", "og"),
    ("lling", "ling"),
    ("lled", "led"),
    ("ence", "ense"),
)
BRITISH = {"grey": "gray", "aeroplane": "airplane", "tyre": "tire", "moustache": "mustache"}


def base_forms(word: str, language: str) -> set[str]:
    """What a folded word may be the plural or definite form of; empty where no rule holds."""
    if word in TWO_WORDS.get(language, ()):
        return set()
    irregular = IRREGULAR.get(language, {}).get(word)
    found = set() if irregular is None else {irregular}
    for base_ending, ending in RULES.get(language, ()):
        base = word.removesuffix(ending) + base_ending
        if word.endswith(ending) and len(base) >= SHORTEST_BASE:
            found.add(base)
    if language == "de":
        found |= {_without_umlaut(base) for base in found}
    if language == "en" and word.endswith("ss"):
        found.discard(word[:-1])  # glass is no plural
    found.discard(word)
    return found


def _without_umlaut(word: str) -> str:
    """The word with its last umlaut taken away: häus is haus."""
    for at in range(len(word) - 1, -1, -1):
        if word[at] in UMLAUTS:
            return word[:at] + UMLAUTS[word[at]] + word[at + 1 :]
    return word


def american(word: str) -> str:
    """A folded English word as Americans spell it; any other word as it is."""
    if word in BRITISH:
        return BRITISH[word]
    for british, ending in SPELLINGS:
        if word.endswith(british) and len(word) - len(british) >= SHORTEST_BASE - 1:
            return word.removesuffix(british) + ending
    return word
