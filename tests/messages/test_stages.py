"""Every stage of long work is said in every language, and no stage is said that there is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.progress import Progress
from messages.sentences import LANGUAGES, MESSAGES_DIR, sentence

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = {
    "downloading": {"encoder": "ViT-B-32/openai"},
    "trying-rates": {"number": 2, "all": 5},
    "evaluating": {"suggester": "neighbor-search", "number": 2, "all": 3},
}


def stages_of_jobs() -> set[str]:
    """The codes that the engine's modules make progress reports with."""
    found: set[str] = set()
    for file in sorted((ROOT / "engine").rglob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        named = {
            target.id: node.value
            for node in ast.walk(module)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(module):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id == "Progress"
            ):
                codes = list(texts(call.args[0], named))
                assert codes, f"{file.name}:{call.lineno} names no stage that can be read here"
                found.update(codes)
    return found


def texts(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """The strings that an expression may be."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, named)
        yield from texts(node.orelse, named)
    elif isinstance(node, ast.Name) and node.id in named:
        yield from texts(named[node.id], named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_sentence_and_every_sentence_its_stage(language: str) -> None:
    stages = stages_of_jobs()
    assert {"encoding", "reading-words", "comparing", "translating", "downloading"} <= stages
    for stage in stages:
        assert sentence(Progress(stage, 0, 0, ARGUMENTS.get(stage, {})).message, language)
    lines = (MESSAGES_DIR / language / "stages.ftl").read_text(encoding="utf-8").splitlines()
    said = {line.split(" = ")[0] for line in lines if line.startswith("stage-")}
    assert said == {f"stage-{stage}" for stage in stages}


def test_a_stage_says_what_it_is_about() -> None:
    evaluating = Progress("evaluating", 0, 100, ARGUMENTS["evaluating"]).message
    assert sentence(evaluating) == "Evaluating “neighbor-search” (2 of 3)"
    assert sentence(evaluating, "nb") == "Måler «neighbor-search» (2 av 3)"
