"""Tokenizers that are told which language a text is in, by FLORES-200's codes: NLLB's."""

from collections.abc import Sequence
from typing import Any

ENGLISH = "en"
UNKNOWN = "und"
"""As ISO 639-2 has it."""

FLORES_200 = {
    "ar": "arb_Arab",
    "bg": "bul_Cyrl",
    "bn": "ben_Beng",
    "ca": "cat_Latn",
    "cs": "ces_Latn",
    "da": "dan_Latn",
    "de": "deu_Latn",
    "el": "ell_Grek",
    "en": "eng_Latn",
    "es": "spa_Latn",
    "et": "est_Latn",
    "eu": "eus_Latn",
    "fa": "pes_Arab",
    "fi": "fin_Latn",
    "fr": "fra_Latn",
    "ga": "gle_Latn",
    "gl": "glg_Latn",
    "he": "heb_Hebr",
    "hi": "hin_Deva",
    "hr": "hrv_Latn",
    "hu": "hun_Latn",
    "id": "ind_Latn",
    "is": "isl_Latn",
    "it": "ita_Latn",
    "ja": "jpn_Jpan",
    "ko": "kor_Hang",
    "lt": "lit_Latn",
    "lv": "lvs_Latn",
    "ms": "zsm_Latn",
    "nb": "nob_Latn",
    "nl": "nld_Latn",
    "nn": "nno_Latn",
    "pl": "pol_Latn",
    "pt": "por_Latn",
    "ro": "ron_Latn",
    "ru": "rus_Cyrl",
    "sk": "slk_Latn",
    "sl": "slv_Latn",
    "sq": "als_Latn",
    "sr": "srp_Cyrl",
    "sv": "swe_Latn",
    "th": "tha_Thai",
    "tr": "tur_Latn",
    "uk": "ukr_Cyrl",
    "vi": "vie_Latn",
    "zh": "zho_Hans",
}
"""By ISO 639-1 code."""


BOTH_NORWEGIANS, BOKMAAL = "no", "nb"


def told_language(language: str, usual: str) -> str:
    """What a tokenizer is told of a text in ``language`` (a code of ISO 639 or BCP 47, "" unknown):
    a key of ``FLORES_200``, or ``usual`` where it cannot be told."""
    code = language.replace("_", "-").partition("-")[0].lower()
    code = BOKMAAL if code == BOTH_NORWEGIANS else code
    return code if code in FLORES_200 else usual


def rows_by_language(languages: Sequence[str], usual: str) -> dict[str, list[int]]:
    """The rows of the texts in each language, as ``told_language`` has them."""
    found: dict[str, list[int]] = {}
    for row, language in enumerate(languages):
        found.setdefault(told_language(language, usual), []).append(row)
    return found


def set_language(words: Any, language: str) -> None:  # noqa: ANN401  # the hub's have no types
    """Tell a tokenizer of the hub's the language (ISO 639-1) of the texts to come, where it can
    know it.

    Others, and languages that this tokenizer has no token for, are left as they are.
    """
    code = FLORES_200.get(language, FLORES_200[ENGLISH])
    if getattr(words, "src_lang", code) == code:
        return
    if words.convert_tokens_to_ids(code) not in (None, words.unk_token_id):
        # HFTokenizer.set_language sets what the tokenizer itself sets back from this.
        words.src_lang = code


MANY_LANGUAGES = ("xlm", "nllb", "siglip2", "multilingual", "mt5")
"""What the names of open_clip's encoders have whose text towers read more than English."""


def reads_only_english(encoder: str) -> bool:
    """Whether an encoder of this name is known to read English alone: the built-in one, and those
    of open_clip's that were trained on English. False for local ones, of which nobody knows."""
    name = encoder.lower()
    is_listed = name == "built-in" or (name.count("/") == 1 and not name.startswith(("/", ".")))
    return is_listed and not any(word in name for word in MANY_LANGUAGES)
