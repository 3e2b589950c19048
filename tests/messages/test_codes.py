"""Every code that the program raises, notes or reports has its sentence in every language."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from engine.jobs.table import JOBS
from engine.suggesters.registry import SUGGESTERS
from messages.message import Message
from messages.sentences import LANGUAGES, MESSAGES_DIR, sentence

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("messages", "db", "engine", "gui", "cli", "service", "main.py")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# They make codes: of stages from what Progress is given, of suggesters and jobs from their names.
MAKES_CODES = (
    "engine/jobs/table.py",
    "engine/progress.py",
    "engine/suggesters/kinds.py",
    "gui/services/shortcuts.py",
)


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the sources where a code gets its arguments.

    ``code`` is None where it is put together there, ``arguments`` where they are not written out.
    """

    file: str
    line: int
    code: str | None
    arguments: frozenset[str] | None

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code}"


@cache
def trees() -> dict[str, ast.Module]:
    """All source files by their path below the root."""
    files: list[Path] = []
    for name in SOURCES:
        place = ROOT / name
        files += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in files
    }


@cache
def errors() -> dict[str, bool]:
    """Classes of errors that carry a message, and whether they have a code of their own."""
    bases: dict[str, set[str]] = {}
    own: dict[str, bool] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {_name(base) for base in node.bases}
                own[node.name] = any(
                    isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body
                )
    family = {"MendableError": False}
    grown = True
    while grown:
        new = {
            name: own[name] or any(family.get(base, False) for base in found)
            for name, found in bases.items()
            if name not in family and found & family.keys()
        }
        family |= new
        grown = bool(new)
    return family


@cache
def sites() -> tuple[Site, ...]:
    """Every place where a message, an error or a stage is made."""
    return tuple(site for file, tree in trees().items() for site in _sites_of(file, tree))


def _sites_of(file: str, tree: ast.Module) -> Iterator[Site]:
    constants = {
        _name(node.targets[0]): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    inside_errors = {
        id(call)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name in errors()
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = _name(node.func)
        is_error = id(node) in inside_errors or errors().get(name) is False
        if not is_error and name not in ("Message", "Progress"):
            continue
        arguments = _keywords(node) if is_error else _mapping(node, 1 if name == "Message" else 3)
        for code in _codes(node.args[0], constants):
            whole = (
                f"stage-{code}" if name == "Progress" and code and CODE.fullmatch(code) else code
            )
            yield Site(file, node.lineno, whole, arguments)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _codes(node: ast.expr, constants: dict[str, str]) -> Iterator[str | None]:
    """What a first argument can be; nothing where it comes from elsewhere."""
    if isinstance(node, ast.IfExp):
        yield from _codes(node.body, constants)
        yield from _codes(node.orelse, constants)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.JoinedStr | ast.BinOp):
        yield None


def _keywords(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _mapping(call: ast.Call, position: int) -> frozenset[str] | None:
    given = [one.value for one in call.keywords if one.arg == "arguments"]
    given += call.args[position : position + 1]
    if not given:
        return frozenset()
    if not isinstance(given[0], ast.Dict):
        return None
    keys = [getattr(key, "value", None) for key in given[0].keys]
    return None if None in keys else frozenset(str(key) for key in keys)


@cache
def strings() -> frozenset[str]:
    """Every text in the sources: codes may stand in tables."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


class _Variables(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def entries(file: Path) -> list[fluent.EntryType]:
    """What a Fluent file holds."""
    return list(FluentParser().parse(file.read_text(encoding="utf-8")).body)


def sentences(language: str) -> dict[str, frozenset[str]]:
    """The variables of every sentence of a language, by code."""
    found = {}
    for file in sorted((MESSAGES_DIR / language).glob("*.ftl")):
        for entry in entries(file):
            if isinstance(entry, fluent.Message):
                variables = _Variables()
                variables.visit(entry)
                found[entry.id.name] = frozenset(variables.names)
    return found


def is_code(site: Site) -> bool:
    return site.code is not None and CODE.fullmatch(site.code) is not None


def test_errors_messages_and_stages_carry_codes() -> None:
    sentences_in_code = [
        str(site)
        for site in sites()
        if site.file not in MAKES_CODES and site.code != ""
        if not is_code(site)
    ]
    assert sentences_in_code == []
    assert len([site for site in sites() if is_code(site)]) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_with_the_arguments_it_is_given(language: str) -> None:
    known = sentences(language)
    coded = [site for site in sites() if is_code(site)]

    assert [str(site) for site in coded if site.code not in known] == []
    assert [
        f"{site}: {sorted(site.arguments)} are given, the sentence has {sorted(known[site.code])}"
        for site in coded
        if site.code in known and site.arguments is not None
        if site.arguments != known[site.code]
    ] == []


def test_no_sentence_is_unused() -> None:
    used = {site.code for site in sites()} | strings()
    used |= {f"stage-{text}" for text in strings() if CODE.fullmatch(text)}
    ends = ("", "-menu", "-done", "-not-due")
    used |= {f"job-{name}{end}" for name in JOBS for end in ends}
    for kind in SUGGESTERS.values():
        used |= {kind.title.code, kind.about.code, kind.method.code}

    assert sorted(sentences("en").keys() - used) == []


def test_all_languages_have_the_same_sentences_with_the_same_variables() -> None:
    for language in LANGUAGES:
        assert sentences(language) == sentences("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_read_without_a_mistake(language: str) -> None:
    files = sorted((MESSAGES_DIR / language).glob("*.ftl"))
    found = [entry for file in files for entry in entries(file)]
    codes = Counter(entry.id.name for entry in found if isinstance(entry, fluent.Message))

    assert [file.name for file in files] == sorted(
        file.name for file in (MESSAGES_DIR / "en").glob("*.ftl")
    )
    assert [entry.content for entry in found if isinstance(entry, fluent.Junk)] == []
    assert [code for code, count in codes.items() if count > 1] == []
    assert [code for code in codes if not CODE.fullmatch(code)] == []


LIBRARY_WORDS = "image file is truncated (17 bytes not processed)"


def test_norwegian_leaves_out_the_english_words_of_libraries() -> None:
    """Every sentence with a library's detail in it: only the English one says the detail, and none
    what a parser of XML says, which nobody can do anything with."""
    of_xml = {"xmp-damaged", "xmp-damaged-after", "glossary-no-tbx"}
    codes = {site.code for site in sites() if "detail" in (site.arguments or ())} - {None}
    codes = (codes | {"xmp-damaged-after"}) - {"features-damaged"}  # its details are messages
    assert len(codes) > 8
    for code in sorted(filter(None, codes)):
        arguments = {name: f"<{name}>" for name in sentences("nb")[code]} | {
            "detail": LIBRARY_WORDS
        }
        said = sentence(Message(code, arguments), "nb")
        assert LIBRARY_WORDS not in said, code
        assert said.endswith("."), code
        assert (LIBRARY_WORDS in sentence(Message(code, arguments))) == (code not in of_xml), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_terminals_own_sentences_speak_of_commands(language: str) -> None:
    """The window shows the others too, where there is nothing to type."""
    spoken = [
        (file.name, line)
        for file in sorted((MESSAGES_DIR / language).glob("*.ftl"))
        if file.name != "cli.ftl"
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"--[a-z]|\bthe command [a-z]|\bkommandoen [a-z]", line)
    ]
    assert spoken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_window_speaks_of_nothing_that_is_typed(language: str) -> None:
    """Packages are installed in a terminal, by somebody who knows their names."""
    installs = re.compile(r"\bpip\b|nabolag\[")
    told = {}
    for code, names in sentences(language).items():
        arguments = dict.fromkeys(names, 1)
        try:
            told[code] = sentence(Message(code, arguments), language, in_window=True)
        except ValueError:  # it takes no number
            told[code] = sentence(
                Message(code, dict.fromkeys(names, "x")), language, in_window=True
            )
    assert [code for code, text in told.items() if installs.search(text)] == []
    missing = Message("encoder-package-missing", {"package": "a-package"})
    assert "pip" in sentence(missing, language)
