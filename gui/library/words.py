"""What is said about searching by meaning, in the person's language."""

import os

from PySide6.QtCore import QCoreApplication

from engine.answers.search import NoSuchImageError, TermReading
from engine.language.query import MAX_TERMS, MAX_WORDS_LENGTH, QueryError, Term, Unreadable
from engine.language.ranking import CancelOutError
from gui.library.meaning_search import SearchStep
from gui.words.failures import sentence_of
from messages.message import MendableError


def unreadable(error: QueryError) -> str:
    """Why what was typed cannot be searched for."""
    translate = QCoreApplication.translate
    sentences = {
        Unreadable.EMPTY: translate("Search", "There is nothing to search for."),
        Unreadable.OPEN_QUOTE: translate("Search", "A quotation mark is not closed: {part}"),
        Unreadable.NOTHING_BEHIND: translate(
            "Search",
            "There is nothing behind {part}. A sign that belongs to a word goes in quotation "
            "marks.",
        ),
        Unreadable.TWO_SIGNS: translate("Search", "There are two signs in a row: {part}"),
        Unreadable.NO_PATH: translate("Search", "like: needs the path of an image behind it."),
        Unreadable.NO_WORDS: translate("Search", "There is no word to search for in {part}."),
        Unreadable.WEIGHT: translate(
            "Search", "A weight must be more than 0 and at most 100: {part}"
        ),
        Unreadable.TOO_MANY: translate("Search", "A search may have at most {count} terms."),
        Unreadable.TOO_LONG: translate(
            "Search", "One term may have at most {count} characters: {part}"
        ),
    }
    count = MAX_TERMS if error.reason == Unreadable.TOO_MANY else MAX_WORDS_LENGTH
    sentence = sentences[error.reason].replace("{count}", str(count))
    return sentence.replace("{part}", error.part)


def failure(error: Exception) -> str:
    """Why a search found nothing; "" for an error of ours."""
    translate = QCoreApplication.translate
    if isinstance(error, QueryError):
        return unreadable(error)
    if isinstance(error, NoSuchImageError):
        sentence = translate("Search", "There is no image {path}, in the catalogue or as a file.")
        return sentence.replace("{path}", error.path)
    if isinstance(error, CancelOutError):
        return translate(
            "Search",
            "What is added and what is taken away cancel out, so that nothing is left to search "
            "for.",
        )
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
        SearchStep.FEATURES: translate("Search", "Reading the features of the images…"),
        SearchStep.RANKING: translate("Search", "Comparing the images…"),
    }[step]


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
