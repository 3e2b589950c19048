"""What is said about searching by meaning, in the person's language."""

import os
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from engine.answers.search import NoSuchImageError, Ranking, TermReading
from engine.language.query import Query, Term
from engine.language.snippet import caption_terms, snippet
from gui.library.meaning_search import SearchStep
from gui.words.failures import sentence_of
from messages.message import MendableError


def failure(error: Exception) -> str:
    """Why a search found nothing; "" for an error of ours."""
    translate = QCoreApplication.translate
    if isinstance(error, NoSuchImageError):
        text = translate("Search", "There is no image {path}, in the catalogue or as a file.")
        return text.replace("{path}", error.path)
    return sentence_of(error) if isinstance(error, MendableError) else ""


def step_text(step: SearchStep, *, is_warm: bool) -> str:
    """What a search that takes a while is at; "" for nothing."""
    translate = QCoreApplication.translate
    starting = translate(
        "Search", "The language model starts; this takes a few seconds the first time…"
    )
    return {
        SearchStep.IDLE: "",
        SearchStep.WORDS: translate("Search", "Reading the words…") if is_warm else starting,
        SearchStep.FILE: translate("Search", "Looking at the picture…"),
        SearchStep.FEATURES: translate("Search", "Reading what is known of the images…"),
        SearchStep.RANKING: translate("Search", "Comparing the images…"),
    }[step]


def found_by(ranking: Ranking, query: Query) -> dict[int, Callable[[], str]]:
    """By image, what says which of its captions has the words that are searched for, and where.

    Made when it is asked for: there may be thousands.
    """
    words, _ = caption_terms(query)
    return {
        image_id: partial(_caption_text, hit.text, words) for image_id, hit in ranking.hits.items()
    }


def _caption_text(caption: str, words: str) -> str:
    said = QCoreApplication.translate("Search", "Found by its caption: “{caption}”")
    return said.replace("{caption}", snippet(caption, words).text)


def term_text(term: Term) -> str:
    """A term as its chip says it, with its sign and weight."""
    translate = QCoreApplication.translate
    name = term.text
    if term.kind == "image":
        file_name = os.path.basename(term.text.replace("\\", "/"))  # noqa: PTH119
        name = translate("Search", "like {name}").format(name=file_name)
    amount = abs(term.weight)
    factor = "" if amount == 1 else f"{amount:g} × "
    return f"{'− ' if term.weight < 0 else ''}{factor}{name}"


def term_tooltip(term: Term, reading: TermReading | None) -> str:
    """What a term is searched as, and what clicking its chip does."""
    translate = QCoreApplication.translate
    lines = []
    if term.kind == "image":
        lines.append(term.text)
    elif reading is not None and reading.text != term.text:
        lines.append(translate("Search", "Searched as “{text}”").format(text=reading.text))
    if term.weight < 0:
        lines.append(translate("Search", "Images like this come last."))
    lines.append(translate("Search", "Do not search for this any more"))
    return "\n".join(lines)
