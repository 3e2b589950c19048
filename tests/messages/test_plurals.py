"""Sentences about one thing say one: every sentence with numbers, filled in with ones."""

import re
from functools import cache

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from messages.message import Message
from messages.sentences import LANGUAGES, MESSAGES_DIR, sentence
from tests.messages.test_codes import entries, sentences

MANY = {
    "en": "bytes captions cells characters clusters columns copies doubts entries errors files "
    "folders groups images labellings labels levels lines minutes names pages pairs parts pictures "
    "pixels points questions rows seconds suggestions texts words",
    "nb": "bildene bilder bildetekstene bildetekster celler deler filer grupper klynger kolonner "
    "linjer merkelapper minutter mapper piksler punkter rader sekunder sider spørsmålene tekster "
    "tekstene",
}
NEVER_ONE = {
    # Limits of the program, which are hundreds and more, and what is beyond them.
    "caption-too-long",
    "database-busy",
    "download-ended-early",
    "export-preset-name-long",
    "host-answer-too-long",
    "image-too-many-pixels",
    "keyword-list-too-deep",
    "keyword-list-too-long",
    "label-name-too-long",
    "name-too-long",
    "picture-too-large-for-format",
    "prompts-too-long",
    "query-term-too-long",
    "rule-too-long",
    "question-help-too-long",
    "question-name-too-long",
    "saved-search-name-long",
    "table-too-many-rows",
    "xmp-too-many-keywords",
    "xmp-too-many-parts",
    "xmp-too-many-parts-after",
    # Said of enough to train on, of more cells than columns, of the sides of what an encoder takes.
    "caption-advice-train",
    "row-too-long",
    "encoder-full-description",
    "encoder-local-description",
    # Here names are a version of names: manual, automatic.
    "evaluation-names-none",
    "names-unknown",
}


class Numbers(Visitor):
    """The variables that some sentence writes as a number, or chooses its words by."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_FunctionReference(self, node: fluent.FunctionReference) -> None:  # noqa: N802
        """What NUMBER is told to write."""
        if node.id.name == "NUMBER":
            self._note(node.arguments.positional[0])

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802
        """What words are chosen by."""
        if any(getattr(one.key, "name", "") == "one" for one in node.variants):
            self._note(node.selector)
        self.generic_visit(node)

    def _note(self, node: object) -> None:
        if isinstance(node, fluent.VariableReference):
            self.found.add(node.id.name)


@cache
def numbers() -> dict[str, set[str]]:
    """Of every sentence: those of either language, and those that are called as things counted."""
    found = {code: set(names) & set(MANY["en"].split()) for code, names in sentences("en").items()}
    for file in MESSAGES_DIR.glob("*/*.ftl"):
        for entry in entries(file):
            if isinstance(entry, fluent.Message):
                walked = Numbers()
                walked.visit(entry)
                found[entry.id.name] |= walked.found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_is_one(language: str) -> None:
    many = re.compile(rf"(?<![\w.,/])1 (?:\w+ )?(?:{'|'.join(MANY[language].split())})\b")
    wrong = []
    for code, variables in sentences(language).items():
        if code in NEVER_ONE:
            continue
        filled = {one: 1 if one in numbers()[code] else "Nørdlig" for one in variables}
        for in_window in (False, True):
            said = sentence(Message(code, filled), language, in_window=in_window)
            wrong += [f"{code}: {found[0]}" for found in many.finditer(said)]

    assert wrong == []


def test_what_is_never_one_is_there() -> None:
    assert NEVER_ONE - sentences("en").keys() == set()
