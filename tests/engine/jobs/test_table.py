"""The table of jobs agrees with the functions, the messages and itself."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from engine.jobs import table
from engine.jobs.table import JOBS, JobKind
from messages.message import Message
from messages.sentences import LANGUAGES, bundle, sentence

ROOT = Path(__file__).resolve().parents[3]
EVERY = pytest.mark.parametrize("kind", JOBS.values(), ids=JOBS.keys())


@EVERY
def test_the_functions_of_a_job_are_there(kind: JobKind) -> None:
    job = inspect.signature(table.loaded(kind.function))
    assert "cancel" in job.parameters
    assert set(kind.choices) <= set(job.parameters)
    assert ("catalogue" in job.parameters) == kind.needs_catalogue
    if kind.is_due:
        assert len(inspect.signature(table.loaded(kind.is_due)).parameters) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@EVERY
def test_a_job_has_its_sentences_in_every_language(kind: JobKind, language: str) -> None:
    assert sentence(table.title(kind.name, {"name": "tiny"}), language)
    said = [bundle(language).has_message(f"job-{kind.name}-{what}") for what in ("done", "not-due")]
    english = [bundle("en").has_message(f"job-{kind.name}-{what}") for what in ("done", "not-due")]
    assert said == english
    if kind.is_in_menu:
        assert sentence(Message(f"job-{kind.name}-menu"), language)


def test_what_follows_is_there_and_never_leads_back() -> None:
    def below(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " > ".join((*path, name))
        for follower in JOBS[name].followed_by:
            below(follower, (*path, name))

    for name in JOBS:
        below(name, ())


def test_what_may_follow_needs_no_more_than_what_a_person_chooses_once() -> None:
    for follower in {name for kind in JOBS.values() for name in kind.followed_by}:
        parameters = inspect.signature(table.loaded(JOBS[follower].function)).parameters.values()
        needed = {one.name for one in parameters if one.default is inspect.Parameter.empty}
        assert needed <= {"catalogue", "cancel", *JOBS[follower].choices}


@EVERY
def test_a_job_reports_its_declared_stages_and_no_others(kind: JobKind) -> None:
    module, function = kind.function.split(":")
    assert stages_from((module, function)) == set(kind.stages)
    assert set(kind.keeps_place_in) <= set(kind.stages)


# Which stages a function may report: those of the Progress calls in it and in all that it names.
# Read from the source alone, for importing it all would load torch.

Place = tuple[str, str]
"""A module of the engine and the name of a function or class in it."""


def stages_from(place: Place) -> set[str]:
    found: set[str] = set()
    seen: set[Place] = set()
    waiting = [place]
    while waiting:
        module, name = place = waiting.pop()
        if place in seen or module == "engine.progress":
            continue
        seen.add(place)
        source = source_of(module)
        if name in source.imported:
            waiting.append(source.imported[name])
        elif name in source.defined:
            node = source.defined[name]
            found |= set(_stages(node, source.constants))
            places = {**source.imported, **_imported(node)}
            places |= {own: (module, own) for own in source.defined}
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            waiting += [places[one] for one in names if one in places]
    return found


@dataclass(frozen=True)
class Source:
    """What a module defines at its top, takes from other modules, and its texts."""

    defined: dict[str, ast.AST]
    imported: dict[str, Place]
    constants: dict[str, str]


@cache
def source_of(module: str) -> Source:
    place = ROOT / module.replace(".", "/")
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    body = ast.parse(file.read_text(encoding="utf-8")).body
    kinds = (ast.FunctionDef, ast.ClassDef)
    constants = {
        getattr(node.targets[0], "id", ""): node.value.value
        for node in body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    return Source(
        {node.name: node for node in body if isinstance(node, kinds)},
        {name: place for node in imports for name, place in _imported(node).items()},
        constants,
    )


def _imported(node: ast.AST) -> dict[str, Place]:
    return {
        alias.asname or alias.name: (one.module, alias.name)
        for one in ast.walk(node)
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("engine.")
        if one.module is not None
        for alias in one.names
    }


def _stages(node: ast.AST, constants: dict[str, str]) -> Iterator[str]:
    """The codes that a node gives to Progress, or keeps in a variable ``stage`` for it."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Progress":
            yield from _texts(one.args[0], constants)
        elif isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == "stage":
            yield from _texts(one.value, constants)


def _texts(value: ast.AST, constants: dict[str, str]) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, constants)
            yield from _texts(orelse, constants)
        case ast.Name(id=name) if name in constants:
            yield constants[name]
