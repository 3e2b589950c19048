"""The table of jobs agrees with the functions, the messages and itself."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from types import FunctionType

import pytest

from engine.jobs import table
from engine.jobs.table import JOBS, JobKind
from messages.message import Message
from messages.sentences import LANGUAGES, bundle, sentence

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
    function = table.loaded(kind.function)
    assert isinstance(function, FunctionType)
    assert stages_from(function) == set(kind.stages)


# Which stages a function may report: those of the Progress calls in it and in all it calls.


def stages_from(function: FunctionType) -> set[str]:
    found: set[str] = set()
    seen: set[object] = set()
    waiting: list[FunctionType | type] = [function]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        module = importlib.import_module(one.__module__)
        node = _definitions(one.__module__)[one.__name__]
        names = {**vars(module), **dict(_late_imports(node))}
        found |= set(_stages(node, names))
        waiting += _called(node, names)
    return found


@cache
def _definitions(module: str) -> dict[str, ast.AST]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name: node for node in ast.walk(tree) if isinstance(node, kinds)}


def _late_imports(node: ast.AST) -> Iterator[tuple[str, object]]:
    for one in ast.walk(node):
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("engine"):
            module = importlib.import_module(one.module or "")
            for alias in one.names:
                yield alias.asname or alias.name, getattr(module, alias.name)


def _called(node: ast.AST, names: dict[str, object]) -> list[FunctionType | type]:
    """The functions of the engine that are named below a node, and its classes."""
    found: list[FunctionType | type] = []
    for one in ast.walk(node):
        target = names.get(one.id) if isinstance(one, ast.Name) else None
        if isinstance(target, FunctionType | type) and _is_ours(target):
            found.append(target)
    return found


def _is_ours(target: FunctionType | type) -> bool:
    is_reporting = target.__module__ == "engine.progress"
    return target.__module__.startswith("engine.") and not is_reporting


def _stages(node: ast.AST, names: dict[str, object]) -> Iterator[str]:
    """The codes that a node gives to Progress, or keeps in a variable ``stage`` for it."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Progress":
            yield from _texts(one.args[0], names)
        elif isinstance(one, ast.Assign) and getattr(one.targets[0], "id", "") == "stage":
            yield from _texts(one.value, names)


def _texts(value: ast.AST, names: dict[str, object]) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)):
            yield text.lower().replace(" ", "-")
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, names)
            yield from _texts(orelse, names)
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            yield text.strip().lower()
        case ast.Name(id=name) if isinstance(names.get(name), str):
            yield from _texts(ast.Constant(names[name]), names)
